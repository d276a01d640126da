import type { LineTable } from '../core/model/lineTable';
import type { Trace } from '../core/model/trace';
import { TraceText } from '../core/parse/traceText';
import { NEWLINE } from '../core/text/ascii';
import type { TextFile } from './textFile';

/** More of a line is not read to be shown. */
export const MAX_LINE_READ = 1 << 14;
/** Lines whose gap is smaller are read in one go. */
const MAX_GAP = 1 << 12;
/** So much is read in one go. */
const MAX_WINDOW = 1 << 20;

/** The text of lines, read from the file when it is asked for. */
export class LineWindows {
  constructor(
    private readonly file: TextFile,
    private readonly trace: Trace & { readonly lines: LineTable },
  ) {}

  /** Calls `use` for each of the lines, ascending, with a text that it can be read from. */
  each(lines: readonly number[], use: (text: TraceText, line: number) => void): void {
    for (let at = 0; at < lines.length;) {
      const first = this.firstPiece(lines[at]!);
      const from = this.trace.lines.offset(first);
      let end = at + 1;
      let to = this.readEnd(lines[at]!);
      while (end < lines.length) {
        const next = this.trace.lines.offset(this.firstPiece(lines[end]!));
        const nextEnd = this.readEnd(lines[end]!);
        // What was cut short has its end in the middle of a line: nothing goes on behind it.
        if (next - to > MAX_GAP || nextEnd - from > MAX_WINDOW || this.isLong(lines[end - 1]!)) break;
        to = nextEnd;
        end++;
      }
      const text = new TraceText(this.cut(this.file.read(from, to), from), this.trace, from);
      for (; at < end; at++) use(text, lines[at]!);
    }
  }

  /** A text that a line can be read from. */
  one(line: number): TraceText {
    let found: TraceText | undefined;
    this.each([line], (text) => (found = text));
    return found!;
  }

  /** The last line of the table ends at the first newline behind it. */
  private cut(bytes: Uint8Array, from: number): Uint8Array {
    const { lines } = this.trace;
    const last = lines.offset(lines.length - 1) - from;
    if (last < 0 || last > bytes.length) return bytes;
    const newline = bytes.indexOf(NEWLINE, last);
    return newline < 0 ? bytes : bytes.subarray(0, newline + 1);
  }

  private isLong(line: number): boolean {
    const { lines } = this.trace;
    return line + 1 < lines.length && lines.offset(line + 1) - lines.offset(line) > MAX_LINE_READ;
  }

  private firstPiece(line: number): number {
    let first = line;
    while (first > 0 && this.trace.lines.isPieceOfNext(first - 1)) first--;
    return first;
  }

  /** Position behind the last line that is a piece of this one; less where that is long. */
  private readEnd(line: number): number {
    const { lines } = this.trace;
    let last = line;
    while (last + 1 < lines.length && (lines.isPieceOfNext(last) || lines.isPieceOfLast(last + 1))) last++;
    const end = last + 1 < lines.length ? lines.offset(last + 1) : lines.offset(last) + MAX_LINE_READ;
    return Math.min(end, lines.offset(line) + MAX_LINE_READ);
  }
}
