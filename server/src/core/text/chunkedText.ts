/**
 * A text as an editor has it, kept as bytes of UTF-8 in chunks that end with a line: an edit makes one chunk anew, and
 * all others are those of the text before it.
 */
import { CARRIAGE_RETURN, NEWLINE } from './ascii';

/** A place in a text as editors count: line from 0, which ends with LF, CRLF or CR; column in UTF-16 code units. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** A change of a text: of a range, else of all of it. */
export interface TextChange {
  readonly range?: { readonly start: TextPosition; readonly end: TextPosition };
  readonly text: string;
}

/** Whole lines of a text. */
export class Chunk {
  private ends = -1;
  private returns = true;

  constructor(
    readonly bytes: Uint8Array,
    /** Halves of characters that stand alone, and are U+FFFD in the bytes, by position: another edit may complete them. */
    readonly halves: ReadonlyMap<number, number> | undefined,
  ) {}

  /** Ends of lines in it, as editors count them; counted when the first edit asks. */
  get lineEnds(): number {
    if (this.ends >= 0) return this.ends;
    const { bytes } = this;
    let count = 0;
    let returns = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === NEWLINE) count++;
      else if (byte === CARRIAGE_RETURN) {
        returns++;
        if (bytes[at + 1] !== NEWLINE) count++;
      }
    }
    this.returns = returns > 0;
    return (this.ends = count);
  }

  /** The position behind the end of a line that is `lines` ends of lines from its beginning; there are so many. */
  behindLines(lines: number): number {
    const { bytes } = this;
    const hasReturns = this.lineEnds > 0 && this.returns;
    let at = 0;
    for (let left = lines; left > 0; left--)
      at = hasReturns ? behindLineEnd(bytes, at) : bytes.indexOf(NEWLINE, at) + 1;
    return at;
  }
}

/** Usual size of a chunk in bytes: little to parse again, and few of them in a large text. */
export const CHUNK_BYTES = 32 * 1024;

/** So much is written to bytes at once. Memory of this size is used again; of one large array each page is a new one. */
const PIECE_BYTES = 8 * CHUNK_BYTES;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Bytes of a character of two units, and of U+FFFD, which stands for half of one. */
const ASTRAL_BYTES = 4;
const HALF_BYTES = 3;
const LONE_HALF = /\p{Surrogate}/u;
const NOTHING = new Uint8Array();

/** A text that never changes: `change` gives another one, which shares what is the same. */
export class ChunkedText {
  /** Position of the first byte of each chunk, and behind the last one. */
  private readonly starts: Float64Array;
  /** Ends of lines before each chunk, and in all; undefined until somebody asks for a line. */
  private knownLineEnds: Float64Array | undefined;

  private constructor(
    readonly chunks: readonly Chunk[],
    private readonly chunkBytes: number,
  ) {
    this.starts = new Float64Array(chunks.length + 1);
    for (let index = 0; index < chunks.length; index++)
      this.starts[index + 1] = this.starts[index]! + chunks[index]!.bytes.length;
  }

  private get lineEnds(): Float64Array {
    if (this.knownLineEnds !== undefined) return this.knownLineEnds;
    const { chunks } = this;
    const sums = new Float64Array(chunks.length + 1);
    for (let index = 0; index < chunks.length; index++)
      sums[index + 1] = sums[index]! + chunks[index]!.lineEnds;
    return (this.knownLineEnds = sums);
  }

  /** The text in chunks of about `chunkBytes`. */
  static of(text: string, chunkBytes = CHUNK_BYTES): ChunkedText {
    const chunks: Chunk[] = [];
    for (const [begin, end] of piecesOf(text, Math.max(chunkBytes, PIECE_BYTES))) {
      const piece = text.slice(begin, end);
      const bytes = encodeAscii(piece);
      for (const [from, to] of piecesOf(bytes ?? piece, chunkBytes)) {
        if (bytes !== undefined) chunks.push(new Chunk(bytes.subarray(from, to), undefined));
        else chunks.push(new Chunk(...encode(piece.slice(from, to))));
      }
    }
    return new ChunkedText(chunks, chunkBytes);
  }

  /** Number of bytes. */
  get length(): number {
    return this.starts[this.chunks.length]!;
  }

  /** Number of lines as editors count: one more than ends of lines. */
  get lineCount(): number {
    return this.lineEnds[this.chunks.length]! + 1;
  }

  /** Whether the first line ends with CRLF. */
  get endsLinesWithCrLf(): boolean {
    const bytes = this.chunks[0]?.bytes ?? NOTHING;
    const newline = bytes.indexOf(NEWLINE);
    return newline > 0 && bytes[newline - 1] === CARRIAGE_RETURN;
  }

  /** Whether the last line ends with LF. */
  get endsWithNewline(): boolean {
    return this.chunks.at(-1)?.bytes.at(-1) === NEWLINE;
  }

  /** Position of the first byte of chunk `index`; the text's length where there is no such chunk. */
  startOf(index: number): number {
    return this.starts[Math.min(index, this.chunks.length)]!;
  }

  /** All of it as a string: for texts that are small, or for comparing. */
  toString(): string {
    return this.chunks.map((chunk) => charactersOf(chunk)).join('');
  }

  /** The bytes [from, to) of the text: an array that has them, and where in it they begin. */
  range(from: number, to: number): { readonly bytes: Uint8Array; readonly at: number } {
    const first = Math.max(0, findLast(this.starts, this.chunks.length, from));
    const base = this.starts[first]!;
    const chunk = this.chunks[first];
    if (chunk === undefined) return { bytes: new Uint8Array(), at: 0 };
    if (to <= this.starts[first + 1]!) return { bytes: chunk.bytes, at: from - base };
    const bytes = new Uint8Array(to - from);
    for (let index = first; index < this.chunks.length && this.starts[index]! < to; index++) {
      const start = this.starts[index]!;
      const part = this.chunks[index]!.bytes.subarray(Math.max(0, from - start), to - start);
      bytes.set(part, Math.max(start, from) - from);
    }
    return { bytes, at: 0 };
  }

  /** The text after a change. A position behind the end of its line, or of the text, is that end. */
  change({ range, text }: TextChange): ChunkedText {
    if (range === undefined) return ChunkedText.of(text, this.chunkBytes);
    const places = [this.place(range.start), this.place(range.end)];
    const [from, to] = isBefore(places[1]!, places[0]!) ? [places[1]!, places[0]!] : [places[0]!, places[1]!];
    return this.replace(from, to, text);
  }

  private replace(from: Place, to: Place, text: string): ChunkedText {
    let start = from.at;
    let end = to.split === undefined ? to.at : to.at + ASTRAL_BYTES;
    const first = from.chunk;
    let last = to.chunk;
    const before = this.chunks[first];
    const behind = this.chunks[last];
    let inserted = (from.split?.charAt(0) ?? '') + text + (to.split?.charAt(1) ?? '');
    // Halves beside the place may become one character with what is inserted, or with each other.
    const high = before?.halves?.get(start - HALF_BYTES);
    if (high !== undefined) {
      inserted = String.fromCharCode(high) + inserted;
      start -= HALF_BYTES;
    }
    const low = behind?.halves?.get(end);
    if (low !== undefined) {
      inserted += String.fromCharCode(low);
      end += HALF_BYTES;
    }
    const [middle, halves] = encode(inserted);
    const parts = [
      before?.bytes.subarray(0, start) ?? NOTHING,
      middle,
      behind?.bytes.subarray(end) ?? NOTHING,
    ];
    const kept = new Map<number, number>();
    for (const [at, unit] of before?.halves ?? []) if (at < start) kept.set(at, unit);
    for (const [at, unit] of halves ?? []) kept.set(start + at, unit);
    const moved = start + middle.length - end;
    for (const [at, unit] of behind?.halves ?? []) if (at >= end) kept.set(at + moved, unit);
    const lengthOf = (): number => parts.reduce((sum, { length }) => sum + length, 0);
    // A chunk ends with a line, and a small one is put together with the next.
    while (last + 1 < this.chunks.length) {
      const ends = (parts.findLast(({ length }) => length > 0)?.at(-1) ?? 0) === NEWLINE;
      if (ends && lengthOf() >= this.chunkBytes >> 2) break;
      const next = this.chunks[++last]!;
      for (const [at, unit] of next.halves ?? []) kept.set(at + lengthOf(), unit);
      parts.push(next.bytes);
    }
    const bytes = new Uint8Array(lengthOf());
    let filled = 0;
    for (const part of parts) {
      bytes.set(part, filled);
      filled += part.length;
    }
    const chunks = [
      ...this.chunks.slice(0, first),
      ...this.cut(bytes, kept.size > 0 ? kept : undefined),
      ...this.chunks.slice(last + 1),
    ];
    return new ChunkedText(chunks, this.chunkBytes);
  }

  /** Whole lines as chunks of a usual size. */
  private cut(bytes: Uint8Array, halves: ReadonlyMap<number, number> | undefined): Chunk[] {
    if (bytes.length === 0) return [];
    if (bytes.length <= 2 * this.chunkBytes) return [new Chunk(bytes, halves)];
    return Array.from(piecesOf(bytes, this.chunkBytes), ([from, to]) => {
      const own = [...(halves ?? [])].filter(([place]) => place >= from && place < to);
      const moved = new Map(own.map(([place, unit]) => [place - from, unit]));
      return new Chunk(bytes.slice(from, to), moved.size > 0 ? moved : undefined);
    });
  }

  /** Where a position is. */
  private place({ line, character }: TextPosition): Place {
    const { chunks } = this;
    const last = chunks.length - 1;
    if (last < 0 || line < 0) return { chunk: 0, at: 0 };
    if (line >= this.lineCount) return { chunk: last, at: chunks[last]!.bytes.length };
    const index = Math.min(findLast(this.lineEnds, last, line), last);
    const { bytes } = chunks[index]!;
    let at = chunks[index]!.behindLines(line - this.lineEnds[index]!);
    for (let units = 0; units < character && at < bytes.length; units++) {
      const byte = bytes[at]!;
      if (byte === NEWLINE || byte === CARRIAGE_RETURN) break;
      if (byte >= 0xf0) {
        if (++units === character) {
          return { chunk: index, at, split: decoder.decode(bytes.subarray(at, at + ASTRAL_BYTES)) };
        }
        at += ASTRAL_BYTES;
      } else at += byte < 0x80 ? 1 : byte < 0xe0 ? 2 : 3;
    }
    return { chunk: index, at };
  }
}

/** Where a position is in the bytes. Within a character of two units that is its beginning, and the character. */
interface Place {
  readonly chunk: number;
  readonly at: number;
  readonly split?: string;
}

function isBefore(a: Place, b: Place): boolean {
  if (a.chunk !== b.chunk) return a.chunk < b.chunk;
  return a.at !== b.at ? a.at < b.at : a.split === undefined && b.split !== undefined;
}

/** The last of the first `count` + 1 numbers, which ascend, that is not more than `value`. */
function findLast(numbers: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numbers[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where parts of about `size` bytes or characters begin and end, each with a line. */
function* piecesOf(text: Uint8Array | string, size: number): Generator<[from: number, to: number]> {
  for (let from = 0; from < text.length;) {
    const last = Math.min(from + size, text.length) - 1;
    const newline = typeof text === 'string' ? text.indexOf('\n', last) : text.indexOf(NEWLINE, last);
    const to = newline < 0 ? text.length : newline + 1;
    yield [from, to];
    from = to;
  }
}

/** The bytes of a text of nothing but ASCII, as almost all are; undefined of another. */
function encodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  const { read, written } = encoder.encodeInto(text, bytes);
  return read === text.length && written === text.length ? bytes : undefined;
}

/** The position behind the first end of a line from `at` on. */
function behindLineEnd(bytes: Uint8Array, at: number): number {
  while (bytes[at] !== NEWLINE && bytes[at] !== CARRIAGE_RETURN) at++;
  return bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === NEWLINE ? at + 2 : at + 1;
}

/** The bytes of a text, and the halves of characters in it. */
function encode(text: string): [bytes: Uint8Array, halves: Chunk['halves']] {
  const bytes = encoder.encode(text);
  if (bytes.length === text.length || !LONE_HALF.test(text)) return [bytes, undefined];
  const halves = new Map<number, number>();
  let at = 0;
  for (const character of text) {
    if (LONE_HALF.test(character)) halves.set(at, character.charCodeAt(0));
    at += encoder.encode(character).length;
  }
  return [bytes, halves];
}

/** The characters of a chunk, with the halves that its bytes cannot say. */
function charactersOf({ bytes, halves }: Chunk): string {
  let text = '';
  let from = 0;
  for (const [at, unit] of [...(halves ?? [])].sort(([a], [b]) => a - b)) {
    text += decoder.decode(bytes.subarray(from, at)) + String.fromCharCode(unit);
    from = at + HALF_BYTES;
  }
  return text + decoder.decode(bytes.subarray(from));
}
