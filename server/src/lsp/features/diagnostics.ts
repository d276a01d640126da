import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import { filterWarnings } from '../../core/filter/describe';
import { formatCount, formatPlural } from '../../core/format/numbers';
import type { Trace } from '../../core/model/trace';
import { reportProblems } from '../../core/present/problems';
import { describeVerdict } from '../../core/present/verdict';
import { LINE_END } from '../convert';
import type { Settings } from '../settings';

/** What diagnostics name as their source. */
export const DIAGNOSTIC_SOURCE = 'ftrace';

/** The code of the notes on lines that could not be read, which are one of the trace's problems. */
export const UNREAD_CODE = 'unreadLines';

/** The code of what is said of filters. */
export const FILTER_CODE = 'filter';

/**
 * What a reader should know of a text: that it is no function_graph trace, and nothing else; or what is wrong with the
 * trace, one diagnostic for each problem, and the lines that could not be read, one for neighbouring ones.
 */
export function diagnosticsOf(trace: Trace, settings: Settings['problems']): Diagnostic[] {
  const message = describeVerdict(trace.verdict);
  if (message !== undefined)
    return [diagnostic(0, 0, DiagnosticSeverity.Warning, trace.verdict.kind, message)];
  if (settings.show === 'none') return [];
  const filters = filterWarnings(trace).map((message) =>
    diagnostic(0, 0, DiagnosticSeverity.Warning, FILTER_CODE, `${message} (setting ftrace.filter).`),
  );
  const problems = reportProblems(trace)
    .filter(({ code }) => code !== UNREAD_CODE)
    .map(({ line, severity, code, message }) => {
      const first = Math.max(line, 0);
      return diagnostic(first, first, SEVERITIES[severity], code, message);
    });
  const shown = [...filters, ...problems];
  if (settings.show === 'warnings')
    return shown.filter(({ severity }) => severity === DiagnosticSeverity.Warning);
  return [...shown, ...unreadDiagnostics(trace, settings.maximumUnread)];
}

const SEVERITIES = {
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

function unreadDiagnostics({ unread, unreadLines }: Trace, maximum: number): Diagnostic[] {
  const runs = runsOf(unread).slice(0, maximum);
  const notes = runs.map(([first, last]) => {
    const text =
      first === last
        ? 'This line could not be read: what it says is not counted.'
        : `${formatPlural(last - first + 1, 'line')} from here on could not be read: what they say is not counted.`;
    return diagnostic(first, last, DiagnosticSeverity.Information, UNREAD_CODE, text);
  });
  const listed = runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (listed === unreadLines) return notes;
  const those = listed === 0 ? '' : `; the first ${formatCount(listed)} are listed`;
  const text = `${formatPlural(unreadLines, 'line')} of this trace could not be read${those}.`;
  const [first = 0] = unread;
  const line = listed === 0 ? first : 0;
  return [diagnostic(line, line, DiagnosticSeverity.Information, UNREAD_CODE, text), ...notes];
}

/** Neighbouring line numbers as [first, last]. */
export function runsOf(lines: Iterable<number>): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === line - 1) run[1] = line;
    else runs.push([line, line]);
  }
  return runs;
}

function diagnostic(
  first: number,
  last: number,
  severity: DiagnosticSeverity,
  code: string,
  message: string,
): Diagnostic {
  const range = { start: { line: first, character: 0 }, end: { line: last, character: LINE_END } };
  return { range, severity, source: DIAGNOSTIC_SOURCE, code, message };
}
