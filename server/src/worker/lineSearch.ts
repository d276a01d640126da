import { isAscii } from 'node:buffer';
import { isCallKind, LineKind } from '../core/model/lineKind';
import type { LineTable } from '../core/model/lineTable';
import type { NameTable } from '../core/model/nameTable';
import { LineSet } from '../core/view/lineSet';
import type { CompiledQuery } from '../core/view/lineQuery';
import { Slice } from './breathe';
import type { TextFile } from './textFile';

/** So much text is read and searched at a time: little, so that strings of it die young and take no memory. */
const CHUNK_BYTES = 1 << 16;
/** So many lines of a table are looked at before the clock is. */
const LINES_AT_ONCE = 1 << 14;

/** A search over all lines of a file. A hit is a line; a bit is kept for each line, so there is no limit. */
export class LineSearch {
  readonly hits = new LineSet();
  /** How many hits there are. */
  count = 0;
  /** Lines that were looked at. */
  seen = 0;
  private readonly byName: (boolean | undefined)[] = [];

  constructor(
    readonly query: CompiledQuery,
    private readonly file: TextFile,
    private readonly lines: LineTable,
    private readonly names: NameTable,
  ) {}

  /**
   * Looks at the lines up to `end`, whose text ends at `endOffset`, until it is done or `stopped` says so; `onSlice` is
   * called now and then. Throws a TraceFileError where the file cannot be read.
   */
  async run(end: number, endOffset: number, stopped: () => boolean, onSlice: () => void): Promise<void> {
    this.hits.ensure(end);
    const slice = new Slice();
    while (this.seen < end && !stopped()) {
      if (this.query.kind === 'function') this.seeNames(Math.min(end, this.seen + LINES_AT_ONCE));
      else this.seeText(end, endOffset);
      if (await slice.pause()) onSlice();
    }
  }

  private add(line: number): void {
    this.hits.add(line);
    this.count++;
  }

  private seeNames(end: number): void {
    const { byName, lines, names, query } = this;
    for (let line = this.seen; line < end; line++) {
      const kind = lines.kind(line);
      if (!isCallKind(kind) || kind === LineKind.Exit) continue;
      const name = lines.name(line);
      if (name >= 0 && (byName[name] ??= query.test(names.text(name)))) this.add(line);
    }
    this.seen = end;
  }

  private seeText(end: number, endOffset: number): void {
    const { lines } = this;
    const from = lines.offset(this.seen);
    // The first line that begins behind a chunk. Of a line that is longer the rest is not looked at: it is no line of a trace.
    let to = lines.lineFrom(from + CHUNK_BYTES, this.seen, end);
    const isLong = to - this.seen < 2;
    if (to === this.seen) to++;
    const toOffset = to < lines.length ? lines.offset(to) : endOffset;
    const bytes = this.file.read(from, isLong ? Math.min(toOffset, from + CHUNK_BYTES) : toOffset);
    let buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (to === lines.length) buffer = withoutHeld(buffer, lines.offset(to - 1) - from);
    const find = finder(buffer, this.query.literal);
    if (find === undefined) this.seeEach(buffer, from, to);
    else this.seeFound(buffer, from, to, find);
    this.seen = to;
  }

  /** Looks at those lines of [seen, end) that `find` finds something in. */
  private seeFound(bytes: Buffer, from: number, end: number, find: (at: number) => number): void {
    const { lines, query } = this;
    let line = this.seen;
    for (let at = find(0); at >= 0;) {
      line = lines.lineFrom(from + at + 1, line, end) - 1;
      const next = line + 1 < end ? lines.offset(line + 1) - from : bytes.length;
      // What was found may reach over the end of the line.
      if (query.test(textOf(bytes, lines.offset(line) - from, next))) this.add(line);
      at = line + 1 < end ? find(next) : -1;
      line++;
    }
  }

  private seeEach(bytes: Buffer, from: number, end: number): void {
    const { lines, query } = this;
    const text = isAscii(bytes) ? bytes.toString('latin1') : undefined;
    for (let line = this.seen; line < end; line++) {
      const start = lines.offset(line) - from;
      const next = line + 1 < end ? lines.offset(line + 1) - from : bytes.length;
      const own = text === undefined ? textOf(bytes, start, next) : withoutBreak(text.slice(start, next));
      if (query.test(own)) this.add(line);
    }
  }
}

/** Finds a literal from a position on; undefined where that does not find all lines with hits. */
function finder(bytes: Buffer, literal: CompiledQuery['literal']): ((at: number) => number) | undefined {
  if (literal === undefined) return undefined;
  if (!literal.anyCase) return (at) => bytes.indexOf(literal.text, at, 'latin1');
  // Other alphabets have letters whose other case is ASCII.
  if (!isAscii(bytes)) return undefined;
  const lower = bytes.toString('latin1').toLowerCase();
  return (at) => lower.indexOf(literal.text, at);
}

/** The bytes up to the end of the line that begins at `last`: lines behind it may be in the file and not in the table. */
function withoutHeld(bytes: Buffer, last: number): Buffer {
  const newline = bytes.indexOf(0x0a, last);
  return newline < 0 ? bytes : bytes.subarray(0, newline + 1);
}

function textOf(bytes: Buffer, from: number, to: number): string {
  return withoutBreak(bytes.toString('utf8', from, to));
}

function withoutBreak(line: string): string {
  let end = line.length;
  if (line.charCodeAt(end - 1) === 0x0a) end--;
  if (line.charCodeAt(end - 1) === 0x0d) end--;
  return end === line.length ? line : line.slice(0, end);
}
