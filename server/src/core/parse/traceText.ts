import type { LineTable } from '../model/lineTable';
import type { Trace } from '../model/trace';
import { byteAtColumn, decode, utf16Column } from '../text/utf16';
import { LineFields } from './lineFields';
import { readLine } from './readLine';

/** A trace together with its text, as an editor has it: lines can be read again. Lines and columns count from 0. */
export class TraceText {
  readonly lines: LineTable;
  private readonly fields = new LineFields();

  constructor(
    readonly bytes: Uint8Array,
    readonly trace: Trace,
  ) {
    if (trace.lines === undefined) throw new Error('the trace was parsed without keeping its lines');
    this.lines = trace.lines;
  }

  /** Whether the line is one of the text's. An editor shows one more, empty, behind a last newline. */
  has(line: number): boolean {
    return line >= 0 && line < this.lines.length;
  }

  /** The columns of a line. The object is written again by the next call. */
  read(line: number): LineFields {
    const start = this.lines.offset(line);
    let end = line + 1 < this.lines.length ? this.lines.offset(line + 1) - 1 : this.bytes.length;
    if (end > start && this.bytes[end - 1] === 0x0a) end--;
    readLine(this.bytes, start, end, this.fields);
    return this.fields;
  }

  /** The text of [from, to). */
  slice(from: number, to: number): string {
    return decode(this.bytes, from, to);
  }

  /** The UTF-16 column of a position on the line that `fields` were read of. */
  column(fields: LineFields, at: number): number {
    return utf16Column(this.bytes, fields.start, at);
  }

  /** The position of a UTF-16 column on the line that `fields` were read of. */
  position(fields: LineFields, column: number): number {
    return byteAtColumn(this.bytes, fields.start, fields.end, column);
  }
}
