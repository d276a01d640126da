/**
 * Bytes in, columns out. One pass, no string per line: a line of the usual shape is read by usualLine.ts at the columns
 * where the line before had them; all others by lineReader.ts, which also corrects the prediction. Both feed the same
 * stacks (callBuilder.ts), one per task (laneTracker.ts), indexed by depth.
 *
 * Why on bytes and why predicted: docs/decisions/0001-bytes-and-columns.md. `npm run bench` measures it.
 */
import { LineKind } from '../model/lineKind';
import type { Lane } from '../model/lanes';
import type { LineTable } from '../model/lineTable';
import type { Trace } from '../model/trace';
import { NEWLINE } from '../text/ascii';
import type { LentLanes } from './lentLanes';
import { LineAdder } from './lineAdder';
import type { LineFields } from './lineFields';
import { LineJoiner } from './lineJoiner';
import type { ParserOptions, PartTables } from './parserOptions';
import { MAX_LINE_BYTES } from './readLine';
import { SimdLines } from './simdLines';
import { TextPart } from './textPart';
import { TextSoFar } from './textSoFar';
import { UsualBannerReader } from './usualBanner';

/** From here on WebAssembly reads the usual lines: its start costs as much as some thousand of them. */
const SIMD_FROM_BYTES = 1 << 16;

/** A parser of one text. Feed it with `consume`, end with `finish`. */
export class TraceParser {
  private readonly text: TextSoFar;
  private readonly adder: LineAdder;
  private readonly banners = new UsualBannerReader();
  private readonly joiner: LineJoiner;
  /** The text as a part of another. */
  readonly part: TextPart;
  private readonly plain: boolean;
  /** The next line is one for the complete reader: always, or because lines are held that it may complete. */
  private slow: boolean;
  /** Where WebAssembly writes the lines that it has read. */
  private readonly simdLines: LineTable | undefined;
  /** Position in the text from which on there may be a `simd`; none where it is not to be. */
  private simdFrom: number;

  /** `part`: the tables to write to, where the text is parsed in parts. */
  constructor(options: ParserOptions, part?: PartTables) {
    const text = new TextSoFar(options, part);
    this.text = text;
    this.adder = new LineAdder(text);
    this.joiner = new LineJoiner({
      columnLines: () => text.evidence.columnLines,
      inComment: () => text.commentBytes > 0,
      add: (f, offset) => this.addRead(f, offset),
      addPiece: (ofNext, offset) => this.adder.addPiece(ofNext, offset),
      joined: (lines) => text.problems.add('wrappedLines', text.builder.lineCount - lines),
    });
    this.part = new TextPart(text, this.joiner);
    this.plain = this.slow = options.plain ?? false;
    this.simdLines = part === undefined ? text.lines : part.allLines;
    const never =
      this.plain || options.simd === 'never' || (part !== undefined && part.allLines === undefined);
    this.simdFrom = never ? Infinity : options.simd === 'always' ? 0 : SIMD_FROM_BYTES;
  }

  /**
   * Parses the complete lines in [from, to) of `bytes`, whose first byte is at `base` of the text, and gives the
   * position of the first byte that was not parsed: the beginning of a line that has no end yet.
   */
  consume(bytes: Uint8Array, from: number, to: number, base: number): number {
    const { text } = this;
    let at = text.skipping ? this.skipRest(bytes, from, to) : from;
    if (base + at === 0) at = skipByteOrderMark(bytes, at, to);
    let limit = to;
    while (limit > at && bytes[limit - 1] !== NEWLINE) limit--;
    text.evidence.bytes += limit - from;
    if (base + limit >= this.simdFrom) this.startSimd();
    const { simd, usual } = text;
    simd?.forgetText();
    while (at < limit) {
      if (simd !== undefined && simd.lanes.count > 0 && !this.slow) {
        at = this.runSimd(simd, bytes, at, limit, base);
        if (at >= limit) break;
      }
      let next = this.slow ? -1 : usual.read(bytes, at, limit);
      if (next >= 0) {
        const lane = this.adder.addUsual(bytes, base + at);
        if (simd !== undefined) this.borrower?.lend(lane, usual.cpu, bytes, usual.taskFrom, usual.taskTo);
        at = next;
        continue;
      }
      next = this.slow ? -1 : this.banners.read(bytes, at, limit);
      if (next >= 0) {
        this.addRead(this.banners.fields, base + at);
        at = next;
        continue;
      }
      const end = bytes.indexOf(NEWLINE, at);
      this.readOther(bytes, at, end, base + at);
      at = end + 1;
    }
    return at;
  }

  /** Takes [from, to) as the beginning of a line that is too long to be held; its rest is passed over. */
  consumeTooLong(bytes: Uint8Array, from: number, to: number, base: number): void {
    this.joiner.release();
    this.text.evidence.bytes += to - from;
    this.adder.countNuls(bytes, from, to);
    this.adder.addUnread(base + from);
    this.text.skipping = true;
  }

  /** Parses what is left, a last line without a newline, and gives the trace. */
  finish(bytes: Uint8Array, from: number, to: number, base: number): Trace {
    this.end(bytes, from, to, base);
    const { clock, problems, tracker } = this.text;
    tracker.endText();
    clock.finish(problems);
    return this.text.trace(problems);
  }

  /** Parses what is left, a last line without a newline. */
  end(bytes: Uint8Array, from: number, to: number, base: number): void {
    let at = this.consume(bytes, from, to, base);
    if (base + at === 0) at = skipByteOrderMark(bytes, at, to);
    const { text } = this;
    text.evidence.bytes += to - at;
    if (at < to && !text.skipping) this.readOther(bytes, at, to, base + at);
    this.joiner.release();
    text.simd?.release();
    text.simd = text.functions.learner = undefined;
  }

  /** Where bytes go that are to be parsed without being copied; undefined where they may be anywhere. */
  get memory(): Uint8Array | undefined {
    if (this.simdFrom < Infinity) this.startSimd();
    return this.text.simd?.text;
  }

  private startSimd(): void {
    this.simdFrom = Infinity;
    const { functions, onCall } = this.text;
    const simd = SimdLines.acquire(this.text);
    this.text.simd = simd;
    functions.learner = simd?.names;
    simd?.names.watch(functions.beginnings);
    if (onCall !== undefined) simd?.passValues();
  }

  /** Lets WebAssembly read lines from `at` on; gives the position of the first that it leaves. */
  private runSimd(simd: SimdLines, bytes: Uint8Array, at: number, limit: number, base: number): number {
    const { simdLines: lines, text } = this;
    const { builder, evidence, functions, notes, tracker, usual } = text;
    for (let next = at; ;) {
      simd.configure(usual.layout, lines, text.commentBytes > 0);
      functions.tellAll(simd.names);
      next = simd.run(bytes, next, limit, builder.lineCount);
      simd.names.takeMet((name, hash) => functions.take(name, hash));
      if (simd.line > builder.lineCount) {
        const before = builder.callLines;
        builder.addCounted(simd);
        simd.takeLoose(builder);
        const calls = builder.callLines - before;
        evidence.columnLines += calls;
        evidence.strongLines += simd.strong;
        if (simd.marked) usual.marked = true;
        for (const column of simd.printed) notes.columns.add(column);
        if (calls > 0) text.commentBytes = 0;
        tracker.sawCpu(simd.lastCpu);
        simd.takeEnds(builder.interrupts);
        if (lines !== undefined) simd.takeRows(lines, bytes, base);
      }
      const { stopped } = simd.names;
      if (stopped === undefined || !functions.teach(stopped, simd.names)) return next;
    }
  }

  /** The trace of what was parsed so far; its tables grow with what is parsed next. */
  snapshot(): Trace {
    this.text.simd?.settle();
    return this.text.trace(this.text.problems.copy());
  }

  private skipRest(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && bytes[at] !== NEWLINE) at++;
    this.text.evidence.bytes += at - from;
    this.adder.countNuls(bytes, from, at);
    if (at === to) return at;
    this.text.skipping = false;
    return at + 1;
  }

  /** What may have lanes on loan, if WebAssembly may read lines of the usual columns. */
  private get borrower(): LentLanes | undefined {
    const { clock, contextLines, simd, usual } = this.text;
    if (simd === undefined) return undefined;
    const { flagsBar, known } = usual.layout;
    // The flags of a line are part of its context, and those it does not keep.
    const keepsFlags = contextLines !== undefined && flagsBar >= 0;
    return known && !keepsFlags && !clock.judges ? simd.lanes : undefined;
  }

  private readOther(bytes: Uint8Array, at: number, end: number, offset: number): void {
    if (end - at >= MAX_LINE_BYTES) {
      this.joiner.release();
      this.adder.countNuls(bytes, at, end);
      return this.adder.addUnread(offset);
    }
    this.joiner.take(bytes, at, end, offset);
    this.slow = this.plain || this.joiner.holds;
  }

  /** Adds a line that another reader has read. */
  private addRead(f: LineFields, offset: number): void {
    const lane = this.adder.addRead(f, offset);
    const { onCall, tracker } = this.text;
    if (lane !== undefined && onCall === undefined) this.lendOther(lane, f);
    if (f.kind !== LineKind.Banner) return;
    const next = tracker.running(f.cpu);
    if (next !== undefined) this.borrower?.lendAgain(next, f.cpu);
  }

  /** Lines with arguments are none of the usual ones, and maybe all are alike: what matters is where their columns stand. */
  private lendOther(lane: Lane, f: LineFields): void {
    const { borrower } = this;
    const { usual } = this.text;
    if (borrower === undefined || f.origin !== undefined || !usual.readColumns(f.bytes, f.start)) return;
    if (usual.cpu !== f.cpu || usual.pid !== f.pid) return;
    borrower.lend(lane, f.cpu, f.bytes, usual.taskFrom, usual.taskTo);
  }
}

function skipByteOrderMark(bytes: Uint8Array, at: number, to: number): number {
  return to - at >= 3 && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at;
}
