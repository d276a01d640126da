/**
 * Bytes in, columns out. One pass, no string per line: a line of the usual shape is read by usualLine.ts at the columns
 * where the line before had them; all others by readLine.ts, which also corrects the prediction. Both feed the same
 * stacks (callBuilder.ts), one per task (laneTracker.ts), indexed by depth.
 *
 * Why on bytes and why predicted: docs/decisions/0001-bytes-and-columns.md. `npm run bench` measures it.
 */
import { FunctionStats } from '../model/functionStats';
import type { Lane } from '../model/lanes';
import { LineTable } from '../model/lineTable';
import { NameTable, type NameId } from '../model/nameTable';
import { MAX_UNREAD_KEPT, type Trace } from '../model/trace';
import { indexOf, NEWLINE, skipSpaces, SLASH, STAR } from '../text/ascii';
import { decode } from '../text/utf16';
import { CallBuilder } from './callBuilder';
import { Evidence } from './evidence';
import { LaneTracker } from './laneTracker';
import { isCallKind, LineKind } from '../model/lineKind';
import { LineFields } from './lineFields';
import { MAX_LINE_BYTES, readLine } from './readLine';
import { UsualLineReader } from './usualLine';

/** How to parse. */
export interface ParserOptions {
  /** Keep a record of each line (20 bytes), as an editor needs it; without it only the numbers of a summary. */
  readonly keepLines: boolean;
  /** Read every line by the complete reader: the reference that tests compare with. */
  readonly plain?: boolean;
}

/** Deepest nesting that is guessed from braces: the kernel's own stack of traced calls ends far below. */
const MAX_GUESSED_DEPTH = 255;

/** A parser of one text. Feed it with `consume`, end with `finish`. */
export class TraceParser {
  private readonly names = new NameTable();
  private readonly stats = new FunctionStats();
  private readonly lines: LineTable | undefined;
  private readonly builder: CallBuilder;
  private readonly tracker: LaneTracker;
  private readonly evidence = new Evidence();
  private readonly fields = new LineFields();
  private readonly usual = new UsualLineReader();
  private readonly plain: boolean;

  private unreadLines = 0;
  private readonly unread: number[] = [];
  /** A comment of several lines has begun and not ended. */
  private inComment = false;
  /** The rest of a line too long to be kept is passed over. */
  private skipping = false;

  constructor(options: ParserOptions) {
    this.lines = options.keepLines ? new LineTable() : undefined;
    this.plain = options.plain ?? false;
    this.builder = new CallBuilder(this.stats, this.lines);
    this.tracker = new LaneTracker(this.builder);
  }

  /**
   * Parses the complete lines in [from, to) of `bytes`, whose first byte is at `base` of the text, and gives the
   * position of the first byte that was not parsed: the beginning of a line that has no end yet.
   */
  consume(bytes: Uint8Array, from: number, to: number, base: number): number {
    let at = this.skipping ? this.skipRest(bytes, from, to) : from;
    if (base + at === 0) at = skipByteOrderMark(bytes, at, to);
    let limit = to;
    while (limit > at && bytes[limit - 1] !== NEWLINE) limit--;
    this.evidence.bytes += limit - from;
    while (at < limit) {
      const next = this.plain ? -1 : this.usual.read(bytes, at, limit);
      if (next >= 0) {
        this.addUsual(bytes, base + at);
        at = next;
        continue;
      }
      const end = bytes.indexOf(NEWLINE, at);
      this.readOther(bytes, at, end, base);
      at = end + 1;
    }
    return at;
  }

  /** Takes [from, to) as the beginning of a line that is too long to be held; its rest is passed over. */
  consumeTooLong(bytes: Uint8Array, from: number, to: number, base: number): void {
    this.evidence.bytes += to - from;
    this.countNuls(bytes, from, to);
    this.addUnread(base + from);
    this.skipping = true;
  }

  /** Parses what is left, a last line without a newline, and gives the trace. */
  finish(bytes: Uint8Array, from: number, to: number, base: number): Trace {
    let at = this.consume(bytes, from, to, base);
    if (base + at === 0) at = skipByteOrderMark(bytes, at, to);
    this.evidence.bytes += to - at;
    if (at < to && !this.skipping) this.readOther(bytes, at, to, base);
    this.tracker.endText();
    const { lineCount, calls, orphanExits } = this.builder;
    return {
      verdict: this.evidence.verdict(calls + orphanExits, lineCount, this.unreadLines),
      lineCount,
      calls,
      orphanExits,
      unreadLines: this.unreadLines,
      unread: this.unread,
      lostLines: this.tracker.lostLines,
      tasks: this.tracker.lanes.countTasks(),
      cpus: this.tracker.cpus,
      names: this.names,
      stats: this.stats,
      lanes: this.tracker.lanes,
      lines: this.lines,
    };
  }

  private skipRest(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && bytes[at] !== NEWLINE) at++;
    this.evidence.bytes += at - from;
    this.countNuls(bytes, from, at);
    if (at === to) return at;
    this.skipping = false;
    return at + 1;
  }

  /** Adds the line that the fast reader has just read. */
  private addUsual(bytes: Uint8Array, offset: number): void {
    const { usual } = this;
    const name = usual.nameFrom < 0 ? -1 : this.usualName(bytes);
    const { cpu, durationNs } = usual;
    this.inComment = false;
    this.evidence.columnLines++;
    if (cpu >= 0 || durationNs === durationNs) this.evidence.strongLines++;
    const lane = this.tracker.laneOf(cpu, usual.pid, bytes, usual.commFrom, usual.commTo);
    this.addCall(usual.kind, lane, usual.depth, name, offset, durationNs);
  }

  private usualName(bytes: Uint8Array): NameId {
    const { usual } = this;
    const known = this.names.length;
    const name = this.internName(bytes, usual.nameFrom, usual.nameTo, usual.nameHash);
    if (name === known && usual.kind !== LineKind.Exit && usual.moduleFrom >= 0) {
      this.names.setModule(name, decode(bytes, usual.moduleFrom, usual.moduleTo));
    }
    return name;
  }

  private addCall(kind: LineKind, lane: Lane, depth: number, name: NameId, offset: number, ns: number): void {
    if (kind === LineKind.Entry) this.builder.addEntry(lane, depth, name, offset);
    else if (kind === LineKind.Leaf) this.builder.addLeaf(lane, depth, name, offset, ns);
    else this.builder.addExit(lane, depth, name, offset, ns);
  }

  private internName(bytes: Uint8Array, from: number, to: number, hash: number): NameId {
    const id = this.names.intern(bytes, from, to, hash);
    this.stats.ensure(id);
    return id;
  }

  private readOther(bytes: Uint8Array, at: number, end: number, base: number): void {
    const f = this.fields;
    const offset = base + at;
    readLine(bytes, at, end, f);
    if (end - at >= MAX_LINE_BYTES) {
      this.countNuls(bytes, at, end);
      return this.addUnread(offset);
    }
    if (this.inComment && (f.kind === LineKind.Unread || f.kind === LineKind.Blank)) {
      // A message with newlines in it: print_graph_comment writes its text as it is.
      this.inComment = lastBytes(bytes, f.end) !== '*/';
      f.kind = LineKind.Comment;
      return this.addPlain(bytes, f, offset);
    }
    if (isCallKind(f.kind)) return this.readOtherCall(bytes, f, offset);
    switch (f.kind) {
      case LineKind.Unread:
        this.countNuls(bytes, at, end);
        return this.addUnread(offset);
      case LineKind.Comment:
        this.inComment = f.commentOpen;
        break;
      case LineKind.Banner:
        this.tracker.switchTask(bytes, f);
        break;
      case LineKind.Lost:
        this.tracker.loseEvents(bytes, f);
        break;
      case LineKind.Header:
        this.readHeader(bytes, f);
        break;
      default:
        break;
    }
    this.addPlain(bytes, f, offset);
  }

  private readOtherCall(bytes: Uint8Array, f: LineFields, offset: number): void {
    this.inComment = false;
    if (f.bar >= 0 || f.cpu >= 0) this.evidence.columnLines++;
    if (f.cpu >= 0 || f.durationStart >= 0) this.evidence.strongLines++;
    const lane = this.tracker.laneOf(f.cpu, f.pid, bytes, f.commStart, f.commEnd);
    const name = f.nameStart < 0 ? -1 : this.nameOf(bytes, f);
    // Without an indentation that tells the depth, nest by the braces.
    const open = lane.stack.size;
    const braces = f.kind === LineKind.Exit ? Math.max(open - 1, 0) : Math.min(open, MAX_GUESSED_DEPTH);
    const depth = f.depth >= 0 ? f.depth : braces;
    this.usual.layout.learn(f);
    this.addCall(f.kind, lane, depth, name, offset, f.durationNs);
  }

  private nameOf(bytes: Uint8Array, f: LineFields): NameId {
    const known = this.names.length;
    const hash = NameTable.hash(bytes, f.nameStart, f.nameEnd);
    const name = this.internName(bytes, f.nameStart, f.nameEnd, hash);
    if (name === known && f.moduleStart >= 0) {
      this.names.setModule(name, decode(bytes, f.moduleStart, f.moduleEnd));
    }
    return name;
  }

  /** A line that is no call. Its columns still say which task runs; a banner's name the one that goes. */
  private addPlain(bytes: Uint8Array, f: LineFields, offset: number): void {
    const pid = f.kind === LineKind.Banner ? -1 : f.pid;
    const lane =
      f.cpu >= 0 || pid >= 0 ? this.tracker.laneOf(f.cpu, pid, bytes, f.commStart, f.commEnd).id : -1;
    this.builder.addPlain(f.kind, f.depth, lane, offset);
  }

  private addUnread(offset: number): void {
    if (this.unread.length < MAX_UNREAD_KEPT) this.unread.push(this.builder.lineCount);
    this.unreadLines++;
    this.builder.addPlain(LineKind.Unread, 0, -1, offset);
  }

  private countNuls(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) if (bytes[at] === 0) this.evidence.nulBytes++;
  }

  /** `# tracer: name` begins a text of its own: what was open before stays open for ever. */
  private readHeader(bytes: Uint8Array, f: LineFields): void {
    const at = indexOf(bytes, '# tracer:', f.start, f.end);
    if (at < 0) return;
    this.evidence.tracer ??= decode(bytes, skipSpaces(bytes, at + 9, f.end), f.end).trim();
    this.tracker.endText();
    this.usual.layout.known = false;
  }
}

function skipByteOrderMark(bytes: Uint8Array, at: number, to: number): number {
  return to - at >= 3 && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at;
}

function lastBytes(bytes: Uint8Array, end: number): string {
  return end >= 2 && bytes[end - 2] === STAR && bytes[end - 1] === SLASH ? '*/' : '';
}
