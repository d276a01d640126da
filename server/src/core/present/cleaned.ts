import { LineKind } from '../model/lineKind';
import type { TraceText } from '../parse/traceText';

/** New text for the lines [first, last] of a trace. Lines count from 0. */
export interface CleanedLines {
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

/** The lines that were changed after they had been printed, as they were printed: without quoting, wraps and the like. */
export function* cleanedLines(text: TraceText): Generator<CleanedLines> {
  const { lines } = text;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (kind === LineKind.Unread || kind === LineKind.Piece) continue;
    const f = text.read(line);
    if (f.repairs === 0) continue;
    yield {
      first: line - f.piecesBefore,
      last: line + f.piecesBehind,
      text: text.slice(f, f.start, f.end).trimEnd(),
    };
  }
}
