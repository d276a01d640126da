import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { Trace } from '../../core/model/trace';
import { describeVerdict } from '../../core/present/verdict';

/** A text that is no function_graph trace says so in the Problems panel, once, instead of showing nonsense. */
export function verdictDiagnostics(trace: Trace): Diagnostic[] {
  const message = describeVerdict(trace.verdict);
  if (message === undefined) return [];
  return [
    {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1000 } },
      severity: DiagnosticSeverity.Warning,
      source: 'ftrace',
      code: trace.verdict.kind,
      message,
    },
  ];
}
