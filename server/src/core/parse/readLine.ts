/**
 * Reads one line of function_graph text completely, as it was printed: every column, every kind of line, from the left by
 * the grammar of those who print it. What others have done to a line since is undone in lineReader.ts.
 *
 * This is the complete reader: the fast one (usualLine.ts) knows only the usual lines of a file and leaves all others to
 * this one. Tests compare the two.
 */
import { CARRIAGE_RETURN, HASH, skipSpaces, SPACE } from '../text/ascii';
import { LineKind } from '../model/lineKind';
import { readKernelLine } from './kernelColumns';
import type { LineFields } from './lineFields';
import { structureKind } from './structureLine';
import { readTraceCmdLine } from './traceCmdLine';

/**
 * Longest line that is read: reading from a file holds no more. Longer ones are Unread, to the parser as to an editor.
 */
export const MAX_LINE_BYTES = 1 << 20;

/**
 * Reads the line [start, end) of `bytes` into `f`. `end` is the position of its newline. Never throws; what cannot be
 * read has the kind Unread.
 */
export function readLine(bytes: Uint8Array, start: number, end: number, f: LineFields): void {
  const tooLong = end - start >= MAX_LINE_BYTES;
  if (end > start && bytes[end - 1] === CARRIAGE_RETURN) end--;
  f.reset(bytes, start, end);
  if (tooLong) return;
  const first = skipSpaces(bytes, start, end);
  if (first === end) {
    f.kind = LineKind.Blank;
    return;
  }
  f.kind = structureKind(bytes, first, end);
  if (f.kind === LineKind.Header && isTaskWithHash(bytes, first, start, end, f)) return;
  if (f.kind !== LineKind.Unread) return;
  if (!readTraceCmdLine(bytes, first, end, f)) readKernelLine(bytes, start, end, f);
  if (f.kind === LineKind.Unread && (f.cpu >= 0 || f.timeStart >= 0 || f.durationStart >= 0)) f.cut = true;
}

/** `   #sh-947   [000] …`: a task whose name begins with `#`, and no cpu before it, makes no header. */
function isTaskWithHash(
  bytes: Uint8Array,
  first: number,
  start: number,
  end: number,
  f: LineFields,
): boolean {
  const next = bytes[first + 1];
  if (next === SPACE || next === HASH || first + 1 === end) return false;
  if (!readTraceCmdLine(bytes, first, end, f)) readKernelLine(bytes, start, end, f);
  if (f.kind !== LineKind.Unread && f.commStart === first) return true;
  f.reset(bytes, start, end);
  f.kind = LineKind.Header;
  return false;
}
