import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import { formatCount, formatPlural } from '../../core/format/numbers';
import type { Trace } from '../../core/model/trace';
import { describeVerdict } from '../../core/present/verdict';

/** The Problems panel is for people: beyond this a trace has another problem than its lines. */
const MAX_DIAGNOSTICS = 100;

/**
 * What is wrong with a text: that it is no function_graph trace, once, or else the lines that could not be read, one
 * diagnostic for neighbouring ones.
 */
export function diagnosticsOf(trace: Trace): Diagnostic[] {
  const message = describeVerdict(trace.verdict);
  if (message !== undefined)
    return [diagnostic(0, 0, DiagnosticSeverity.Warning, trace.verdict.kind, message)];
  const runs = runsOf(trace.unread);
  const shown = runs.slice(0, MAX_DIAGNOSTICS).map(([first, last]) => {
    const text =
      first === last
        ? 'This line could not be read: what it says is not counted.'
        : `${formatPlural(last - first + 1, 'line')} from here on could not be read: what they say is not counted.`;
    return diagnostic(first, last, DiagnosticSeverity.Information, 'unread', text);
  });
  const listed = runs.slice(0, MAX_DIAGNOSTICS).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (listed < trace.unreadLines) {
    const text = `${formatCount(trace.unreadLines)} lines of this trace could not be read; the first ${formatCount(listed)} are listed.`;
    shown.unshift(diagnostic(0, 0, DiagnosticSeverity.Information, 'unread', text));
  }
  return shown;
}

/** Neighbouring line numbers as [first, last]. */
function runsOf(lines: readonly number[]): [first: number, last: number][] {
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
  // A column behind the end of a line means its end.
  const range = { start: { line: first, character: 0 }, end: { line: last, character: 100_000 } };
  return { range, severity, source: 'ftrace', code, message };
}
