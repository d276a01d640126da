import type { LineFields } from '../core/parse/lineFields';
import { TraceText } from '../core/parse/traceText';
import type { TextFile } from './textFile';
import { LineWindows } from './lineWindows';
import type { LinedTrace } from './traceIndexer';

/** Lines are read in blocks of so many. */
const BLOCK_BITS = 9;
/** Blocks that are kept: where a pass over all lines is, and a few that it looks back or ahead to. */
const MAX_BLOCKS = 8;
/** A block with longer lines is read line by line. */
const MAX_BLOCK_BYTES = 1 << 19;

/** Columns of lines for a pass over many, which asks for them more or less in order. */
export class LinesInOrder {
  /** By number of the block; the one that was asked for last is the last. */
  private readonly blocks = new Map<number, TraceText>();
  /** What was read last: several tests ask for columns of one line. */
  private last: { readonly line: number; readonly fields: LineFields } | undefined;

  constructor(
    private readonly file: TextFile,
    private readonly trace: LinedTrace,
  ) {}

  /** The columns of a line; the next call may write them again. Throws a TraceFileError. */
  read(line: number): LineFields {
    if (this.last?.line === line) return this.last.fields;
    const text = this.blockOf(line) ?? new LineWindows(this.file, this.trace).one(line);
    this.last = { line, fields: text.read(line) };
    return this.last.fields;
  }

  /** Undefined where there is no whole block of lines around the line, or its lines are long, or cut in two at its ends. */
  private blockOf(line: number): TraceText | undefined {
    const number = line >>> BLOCK_BITS;
    const known = this.blocks.get(number);
    if (known !== undefined) {
      this.blocks.delete(number);
      this.blocks.set(number, known);
      return known;
    }
    const { lines } = this.trace;
    const first = number << BLOCK_BITS;
    const next = first + (1 << BLOCK_BITS);
    if (next >= lines.length || lines.isPieceOfLast(next) || lines.isPieceOfLast(first)) return undefined;
    if (lines.isPieceOfNext(next - 1) || (first > 0 && lines.isPieceOfNext(first - 1))) return undefined;
    const from = lines.offset(first);
    const to = lines.offset(next);
    if (to - from > MAX_BLOCK_BYTES) return undefined;
    const text = new TraceText(this.file.read(from, to), this.trace, from);
    this.blocks.set(number, text);
    const [oldest] = this.blocks.keys();
    if (this.blocks.size > MAX_BLOCKS) this.blocks.delete(oldest!);
    return text;
  }
}
