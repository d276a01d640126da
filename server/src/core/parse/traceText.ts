import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import type { Trace } from '../model/trace';
import type { ChunkedText } from '../text/chunkedText';
import { byteAtColumn, decode, utf16Column } from '../text/utf16';
import type { LineFields } from './lineFields';
import { LineReader, type Piece } from './lineReader';

/** A trace together with its text, as an editor has it: lines can be read again. Lines and columns count from 0. */
export class TraceText {
  readonly lines: LineTable;
  private readonly reader = new LineReader();
  /** What the line that was read last is a part of. */
  private bytes: Uint8Array = new Uint8Array();

  /** `text`: one array, or a window of it that begins at `base` and holds the lines that will be read; or a document's. */
  constructor(
    readonly text: Uint8Array | ChunkedText,
    readonly trace: Trace,
    private readonly base = 0,
  ) {
    if (trace.lines === undefined) throw new Error('the trace was parsed without keeping its lines');
    this.lines = trace.lines;
  }

  /** Whether the line is one of the text's. An editor shows one more, empty, behind a last newline. */
  has(line: number): boolean {
    return line >= 0 && line < this.lines.length;
  }

  /** The columns of a line, of the kind that the parser found in its context. The next call writes the object again. */
  read(line: number): LineFields {
    const { lines } = this;
    const kind = lines.kind(line);
    let first = line;
    let last = line;
    while (first > 0 && lines.isPieceOfNext(first - 1)) first--;
    while (last + 1 < lines.length && lines.isPieceOfLast(last + 1)) last++;
    if (first < last && kind !== LineKind.Piece) return this.readJoined(line, first, last);
    const f = this.readAlone(line);
    if (f.bare && (kind === LineKind.Entry || kind === LineKind.Leaf)) f.kind = kind;
    else if (!sameKind(f.kind, kind)) {
      f.reset(this.bytes, f.lineStart, f.lineEnd);
      f.kind = kind;
    }
    return f;
  }

  private readAlone(line: number): LineFields {
    const at = this.locate(line, line);
    const { bytes, start, end } = this.piece(line, at);
    return this.reader.read(bytes, start, end);
  }

  /** The text of the line that `fields` were read of, as it stands. */
  wholeLine({ lineStart, lineEnd }: LineFields): string {
    return decode(this.bytes, lineStart, Math.max(lineStart, lineEnd));
  }

  /** The text of [from, to) of a line's fields. */
  slice(fields: LineFields, from: number, to: number): string {
    return decode(fields.bytes, from, to);
  }

  /** The UTF-16 column of a position on the line that `fields` were read of; its ends for what is on another line. */
  column(fields: LineFields, at: number): number {
    return this.columnOf(fields, fields.origin === undefined ? at : fields.origin[at]!);
  }

  /** The UTF-16 column behind the byte before a position: where a field ends, without what was removed behind it. */
  endColumn(fields: LineFields, at: number): number {
    return this.columnOf(fields, fields.origin === undefined || at === 0 ? at : fields.origin[at - 1]! + 1);
  }

  /** The position, in the bytes of its fields, of a UTF-16 column on the line that `fields` were read of. */
  position(fields: LineFields, column: number): number {
    const at = byteAtColumn(this.bytes, fields.lineStart, fields.lineEnd, column);
    const { origin } = fields;
    if (origin === undefined) return at;
    let clean = fields.start;
    while (clean < fields.end && origin[clean]! < at) clean++;
    return clean;
  }

  /** The column of a position in the text. */
  private columnOf({ lineStart, lineEnd }: LineFields, position: number): number {
    return utf16Column(this.bytes, lineStart, Math.min(Math.max(position, lineStart), lineEnd));
  }

  /** Takes the bytes of the lines [first, last], which may stand in two chunks; gives what is to be added to offsets. */
  private locate(first: number, last: number): number {
    if (this.text instanceof Uint8Array) {
      this.bytes = this.text;
      return -this.base;
    }
    const from = this.lines.offset(first);
    const next = last + 1 < this.lines.length ? this.lines.offset(last + 1) : this.text.length;
    const { bytes, at } = this.text.range(from, next);
    this.bytes = bytes;
    return at - from;
  }

  private piece(line: number, moved: number): Piece {
    const { bytes, lines } = this;
    const start = lines.offset(line) + moved;
    const behind = this.text instanceof Uint8Array ? bytes.length : this.text.length + moved;
    const next = line + 1 < lines.length ? lines.offset(line + 1) + moved - 1 : behind;
    let end = Math.max(start, Math.min(next, bytes.length));
    if (end > start && bytes[end - 1] === 0x0a) end--;
    return { bytes, start, end };
  }

  /** Reads the lines [first, last], which are one, as the line that its body begins on. */
  private readJoined(line: number, first: number, last: number): LineFields {
    const f = this.reader.fields;
    const moved = this.locate(first, last);
    const pieces = Array.from({ length: last - first + 1 }, (_, index) => this.piece(first + index, moved));
    this.reader.readJoined(pieces);
    const { start, end } = pieces[line - first]!;
    f.lineStart = start;
    f.lineEnd = end;
    f.piecesBefore = line - first;
    f.piecesBehind = last - line;
    return f;
  }
}

/** Whether a line alone says the kind that it has in the trace, where an exit may have lost its entry. */
function sameKind(alone: LineKind, found: LineKind): boolean {
  return alone === found || (alone === LineKind.Exit && found === LineKind.OrphanExit);
}
