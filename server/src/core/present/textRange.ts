import type { TraceText } from '../parse/traceText';

/** A place on one line: columns in UTF-16 code units, `to` behind the last. All from 0. */
export interface TextRange {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** The name on a line, where it has one; else its body: the brace of an exit. */
export function nameRange(text: TraceText, line: number): TextRange {
  const f = text.read(line);
  const from = f.nameStart >= 0 ? f.nameStart : f.body >= 0 ? f.body : f.start;
  const to = f.nameStart >= 0 ? f.nameEnd : Math.min(from + 1, f.end);
  return { line, from: text.column(f, from), to: text.endColumn(f, to) };
}
