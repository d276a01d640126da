import { inspect } from '../../core/analyse/inspect';
import { visible } from '../../core/format/escape';
import { formatCount } from '../../core/format/numbers';
import type { Trace } from '../../core/model/trace';
import { describeVerdict } from '../../core/present/verdict';
import { reportProblems } from '../../core/present/problems';
import { printJson, problemsToJson } from '../output';
import type { ReadingOptions } from '../options';
import { loadAnyText } from '../traces';

/** What the command line gives. */
export interface InspectOptions extends ReadingOptions {
  readonly json?: boolean;
}

/**
 * `inspect FILE`: who printed the text, with which columns and options, what kinds of lines it has, and what is wrong
 * with it. A text that is no function_graph trace is told, too.
 */
export async function inspectCommand(file: string, options: InspectOptions): Promise<void> {
  const trace = await loadAnyText(file, options);
  if (options.json === true) printJson(toJson(file, trace));
  else process.stdout.write(`${toLines(file, trace).join('\n')}\n`);
}

function toJson(file: string, trace: Trace): object {
  const { producer, tracer, kernel, columns, options, kinds } = inspect(trace);
  return {
    file,
    verdict: trace.verdict.kind,
    reason: describeVerdict(trace.verdict) ?? null,
    producer: producer ?? null,
    tracer: tracer ?? null,
    kernel: kernel ?? null,
    lines: trace.lineCount,
    calls: trace.calls,
    columns,
    options,
    lineKinds: Object.fromEntries(kinds),
    problems: problemsToJson(trace),
  };
}

function toLines(file: string, trace: Trace): string[] {
  const { producer, tracer, kernel, columns, options, kinds } = inspect(trace);
  const reason = describeVerdict(trace.verdict);
  const rows: [string, string][] = [
    ['file', visible(file)],
    ...(reason === undefined ? [] : [['verdict', reason] as [string, string]]),
    ['producer', producer ?? 'unknown'],
    ['tracer', visible(tracer ?? 'not named')],
    ['kernel', visible(kernel ?? 'unknown')],
    ['columns', columns.join(', ') || 'none'],
    ['options', options.join(', ') || 'as by default'],
    ['lines', [...kinds].map(([kind, count]) => `${formatCount(count)} ${kind}`).join(', ')],
  ];
  const problems = reportProblems(trace).map(({ severity, line, message, remedy }) => {
    const where = line < 0 ? '' : ` (first: line ${formatCount(line + 1)})`;
    const help = remedy === undefined ? '' : `\n    next time, ${remedy.title}: ${remedy.command}`;
    return `  ${severity === 'warning' ? 'warning' : 'note'}: ${message}${where}${help}`;
  });
  return [
    ...rows.map(([name, value]) => `${name.padEnd(9)} ${value}`),
    problems.length === 0 ? 'problems  none' : 'problems',
    ...problems,
  ];
}
