import type { EditableLines } from '../model/editableLines';
import type { ChunkedText } from '../text/chunkedText';
import type { LineMap } from './laneState';

/** What is different between two versions of a text. */
export interface ChunkChange {
  /** The first chunk that is another. */
  readonly first: number;
  /** The first chunk of the text before that is the same again, as all behind it. */
  readonly behind: number;
  /** So many chunks more; less than 0: fewer. */
  readonly chunks: number;
  /** So many bytes of the new text are in chunks that are others. */
  readonly length: number;
  /** So many bytes more; less than 0: fewer. */
  readonly bytes: number;
  /** The bytes of the text before that were replaced. */
  readonly from: number;
  readonly to: number;
}

/** What is different in `after`; undefined where nothing is. */
export function changeOf(before: ChunkedText, after: ChunkedText): ChunkChange | undefined {
  const [a, b] = [before.chunks, after.chunks];
  const shorter = Math.min(a.length, b.length);
  let first = 0;
  while (first < shorter && a[first] === b[first]) first++;
  if (first === a.length && first === b.length) return undefined;
  // The last chunk of a text was parsed as such: it is another where something follows it, or nothing does any more.
  if (first === shorter) first = Math.max(0, first - 1);
  let same = 0;
  while (same < shorter - first && a[a.length - 1 - same] === b[b.length - 1 - same]) same++;
  const behind = a.length - same;
  const chunks = b.length - a.length;
  const end = before.startOf(behind);
  const bytes = after.length - before.length;
  const start = before.startOf(first);
  const { from, to } = within(before, after, start, end, end + bytes);
  return { first, behind, chunks, length: end + bytes - start, bytes, from, to };
}

/** The bytes of [start, end) of `before` that are others in [start, newEnd) of `after`. */
function within(
  before: ChunkedText,
  after: ChunkedText,
  start: number,
  end: number,
  newEnd: number,
): { from: number; to: number } {
  const a = before.range(start, end);
  const b = after.range(start, newEnd);
  const shorter = Math.min(end, newEnd) - start;
  let same = 0;
  while (same < shorter && a.bytes[a.at + same] === b.bytes[b.at + same]) same++;
  let tail = 0;
  const aEnd = a.at + end - start - 1;
  const bEnd = b.at + newEnd - start - 1;
  while (tail < shorter - same && a.bytes[aEnd - tail] === b.bytes[bEnd - tail]) tail++;
  return { from: start + same, to: end - tail };
}

/**
 * Where lines are after a change that makes `moved` lines more of those before `end`: those from `goneFrom` on are others,
 * or, from `movedFrom` on, elsewhere.
 */
export function lineShift(
  lines: EditableLines,
  { from, to }: ChunkChange,
  end: number,
  moved: number,
): { readonly of: LineMap; readonly goneFrom: number; readonly movedFrom: number } {
  const movedFrom = lines.lineFrom(to, 0, end);
  if (moved === 0) return { of: (line) => line, goneFrom: movedFrom, movedFrom };
  const goneFrom = lines.lineFrom(from, 0, end);
  const of = (line: number): number => (line < goneFrom ? line : line < movedFrom ? GONE : line + moved);
  return { of, goneFrom, movedFrom };
}

/** No line: it is none any more. */
const GONE = -2;
