import type { Categories } from '../classify/categories';
import type { TraceText } from '../parse/traceText';
import { isCallKind } from '../model/lineKind';
import type { TextRange } from './textRange';

/** A function's name on the screen, and the number of its category. */
export interface NameToken extends TextRange {
  readonly category: number;
}

/** The names on the lines [from, to), in order: on entries, leaves and named exits. */
export function* nameTokens(
  text: TraceText,
  categories: Categories,
  from: number,
  to: number,
): Generator<NameToken> {
  const column = categories.column(text.trace.names);
  const end = Math.min(to, text.lines.length);
  for (let line = Math.max(from, 0); line < end; line++) {
    if (!isCallKind(text.lines.kind(line))) continue;
    const name = text.lines.name(line);
    if (name < 0) continue;
    const f = text.read(line);
    if (f.nameStart < 0) continue;
    const token = { line, from: text.column(f, f.nameStart), to: text.endColumn(f, f.nameEnd) };
    // The name of a joined line may stand on the other of its lines.
    if (token.from < token.to) yield { ...token, category: column[name]! };
  }
}
