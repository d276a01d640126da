/**
 * Bytes in, columns out. One pass, no string per line: a line of the usual shape is read by `readUsual` at the columns
 * where the line before had them; all others by readLine.ts, which also corrects the prediction. Both feed the same
 * stacks, one per task, indexed by depth.
 *
 * Why on bytes and why predicted: docs/decisions/0001-bytes-and-columns.md. `npm run bench` measures it.
 */
import { FunctionStats } from '../model/functionStats';
import { Lanes, type Lane } from '../model/lanes';
import { LineTable, MAX_KEPT_DEPTH } from '../model/lineTable';
import { NameTable, type NameId } from '../model/nameTable';
import { MAX_UNREAD_KEPT, type Trace } from '../model/trace';
import {
  AT,
  BANG,
  BAR,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  DASH,
  DIGIT_0,
  DOLLAR,
  DOT,
  HASH,
  indexOf,
  isDigit,
  LOWER_S,
  LOWER_U,
  NEWLINE,
  PAREN_CLOSE,
  PAREN_OPEN,
  parseDecimal,
  PLUS,
  SEMICOLON,
  skipDigits,
  skipSpaces,
  SLASH,
  SPACE,
  STAR,
  startsWith,
} from '../text/ascii';
import { decode } from '../text/utf16';
import { Evidence } from './evidence';
import { Layout } from './layout';
import { isCallKind, LineFields, LineKind } from './lineFields';
import { MAX_LINE_BYTES, MAX_NAME_BYTES, readLine } from './readLine';

export interface ParserOptions {
  /** Keep a record of each line (20 bytes), as an editor needs it; without it only the numbers of a summary. */
  readonly keepLines: boolean;
  /** Read every line by the plain reader: the reference that tests compare with. */
  readonly plain?: boolean;
}

/** Bytes of a name that the fast reader takes; all others go to the plain one. */
const USUAL_NAME_BYTE = new Uint8Array(256);
for (const byte of new TextEncoder().encode(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$@',
)) {
  USUAL_NAME_BYTE[byte] = 1;
}

/** Columns of a line that the fast reader gives to its caller: one object, written again for each line. */
interface UsualLine {
  cpu: number;
  pid: number;
  durationNs: number;
  depth: number;
  commFrom: number;
  commTo: number;
}

/** A parser of one text. Feed it with `consume`, end with `finish`. */
export class TraceParser {
  private readonly names = new NameTable();
  private readonly stats = new FunctionStats();
  private readonly lanes = new Lanes();
  private readonly lines: LineTable | undefined;
  private readonly layout = new Layout();
  private readonly evidence = new Evidence();
  private readonly fields = new LineFields();
  private readonly usual: UsualLine = { cpu: -1, pid: -1, durationNs: NaN, depth: 0, commFrom: 0, commTo: 0 };
  private readonly plain: boolean;

  private lineCount = 0;
  private calls = 0;
  private orphanExits = 0;
  private unreadLines = 0;
  private readonly unread: number[] = [];
  /** A comment of several lines has begun and not ended. */
  private inComment = false;
  /** The rest of a line too long to be kept is passed over. */
  private skipping = false;

  // By cpu + 1; index 0 is a text without a cpu column.
  private readonly cpuSeen: boolean[] = [];
  private readonly laneOfCpu: (Lane | undefined)[] = [];
  private readonly pidOfCpu: number[] = [];
  private readonly lossesOfCpu: number[] = [];
  private lostLines = 0;

  constructor(options: ParserOptions) {
    this.lines = options.keepLines ? new LineTable() : undefined;
    this.plain = options.plain ?? false;
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
      const next = this.plain ? -1 : this.readUsual(bytes, at, limit, base);
      if (next >= 0) {
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
    for (const lane of this.lanes.all) this.closeTo(lane, 0);
    return {
      verdict: this.evidence.verdict(this.calls, this.lineCount),
      lineCount: this.lineCount,
      calls: this.calls,
      orphanExits: this.orphanExits,
      unreadLines: this.unreadLines,
      unread: this.unread,
      lostLines: this.lostLines,
      tasks: this.lanes.countTasks(),
      cpus: Object.keys(this.cpuSeen)
        .map((index) => Number(index) - 1)
        .filter((cpu) => cpu >= 0),
      names: this.names,
      stats: this.stats,
      lanes: this.lanes,
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

  // ---- the usual line ----------------------------------------------------------------------------------------------

  /**
   * Reads the line at `p` if it is an entry, a leaf or an exit whose columns stand where they are expected, and gives
   * the position behind its newline; -1, and nothing changed, if it is anything else. `limit` is behind a newline, so
   * that a scan that stops at newlines needs no bound. Every byte of the prefix is looked at: a short line must not
   * borrow columns from the next.
   */
  private readUsual(bytes: Uint8Array, p: number, limit: number, base: number): number {
    const layout = this.layout;
    const bar = p + layout.bar;
    if (!layout.known || bar + 4 > limit || bytes[bar] !== BAR || !this.readUsualPrefix(bytes, p, bar))
      return -1;
    const usual = this.usual;

    let at = bar + 1;
    while (bytes[at] === SPACE) at++;
    const indent = at - bar - 3;
    if (indent < 0 || (indent & 1) !== 0 || indent > 2 * MAX_KEPT_DEPTH) return -1;
    usual.depth = indent >> 1;

    if (bytes[at] === BRACE_CLOSE) {
      if (bytes[at + 1] === NEWLINE) {
        this.addUsualExit(bytes, -1, base + p);
        return at + 2;
      }
      if (!startsWith(bytes, at + 1, limit, ' /* ')) return -1;
      at += 5;
      const nameFrom = at;
      let hash = NameTable.HASH_START;
      for (let byte = bytes[at]!; USUAL_NAME_BYTE[byte] === 1; byte = bytes[++at]!) {
        hash = Math.imul(hash ^ byte, NameTable.HASH_PRIME);
      }
      if (at === nameFrom || at - nameFrom > MAX_NAME_BYTES || !startsWith(bytes, at, limit, ' */\n'))
        return -1;
      this.addUsualExit(bytes, this.internName(bytes, nameFrom, at, hash), base + p);
      return at + 4;
    }

    const nameFrom = at;
    let hash = NameTable.HASH_START;
    for (let byte = bytes[at]!; USUAL_NAME_BYTE[byte] === 1; byte = bytes[++at]!) {
      hash = Math.imul(hash ^ byte, NameTable.HASH_PRIME);
    }
    const nameTo = at;
    if (at === nameFrom || at - nameFrom > MAX_NAME_BYTES) return -1;
    let moduleFrom = -1;
    if (bytes[at] === SPACE && bytes[at + 1] === BRACKET_OPEN) {
      at += 2;
      moduleFrom = at;
      while (USUAL_NAME_BYTE[bytes[at]!] === 1) at++;
      if (at === moduleFrom || bytes[at] !== BRACKET_CLOSE) return -1;
      at++;
    }
    if (bytes[at] !== PAREN_OPEN || bytes[at + 1] !== PAREN_CLOSE) return -1;
    const leaf = bytes[at + 2] === SEMICOLON && bytes[at + 3] === NEWLINE;
    if (!leaf && !(bytes[at + 2] === SPACE && bytes[at + 3] === BRACE_OPEN && bytes[at + 4] === NEWLINE))
      return -1;

    const known = this.names.length;
    const name = this.internName(bytes, nameFrom, nameTo, hash);
    if (name === known && moduleFrom >= 0) this.names.setModule(name, decode(bytes, moduleFrom, at - 1));
    const lane = this.usualLane(bytes);
    if (leaf) {
      this.addLeaf(lane, usual.depth, name, base + p, usual.durationNs);
      return at + 4;
    }
    this.addEntry(lane, usual.depth, name, base + p);
    return at + 5;
  }

  /** Reads the columns before the bar into `usual`; false where a byte is not what its column holds. */
  private readUsualPrefix(bytes: Uint8Array, p: number, bar: number): boolean {
    const layout = this.layout;
    const usual = this.usual;
    let at = p;
    usual.cpu = -1;
    usual.pid = -1;
    usual.durationNs = NaN;
    if (layout.timeBar >= 0) {
      const to = p + layout.timeBar;
      if (bytes[to] !== BAR || !isTimeColumn(bytes, at, to)) return false;
      at = to + 1;
    }
    if (layout.cpuParen >= 0) {
      const to = p + layout.cpuParen;
      if (bytes[to] !== PAREN_CLOSE) return false;
      while (bytes[at] === SPACE) at++;
      if (at >= to) return false;
      if (to - at > 5) return false;
      let cpu = 0;
      for (; at < to; at++) {
        const digit = bytes[at]! - DIGIT_0;
        if (digit < 0 || digit > 9) return false;
        cpu = cpu * 10 + digit;
      }
      usual.cpu = cpu;
      at = to + 1;
    }
    if (layout.taskBar >= 0) {
      const to = p + layout.taskBar;
      if (bytes[to] !== BAR || !this.readUsualTask(bytes, at, to)) return false;
      at = to + 1;
    }
    if (layout.flagsBar >= 0) {
      const to = p + layout.flagsBar;
      if (bytes[to] !== BAR || !isFlagsColumn(bytes, at, to)) return false;
      at = to + 1;
    }
    return this.readUsualDuration(bytes, at, bar);
  }

  private readUsualTask(bytes: Uint8Array, from: number, to: number): boolean {
    const usual = this.usual;
    while (bytes[from] === SPACE) from++;
    // Without a cpu before it a comm can look like one, and at the line's beginning like a header: for the plain reader.
    const { cpuParen, timeBar } = this.layout;
    if (cpuParen < 0 && (timeBar < 0 ? !isLowerCase(bytes[from]!) : isDigit(bytes[from]!))) return false;
    while (to > from && bytes[to - 1] === SPACE) to--;
    let pid = 0;
    let scale = 1;
    let digits = to;
    for (; digits > from; digits--) {
      const digit = bytes[digits - 1]! - DIGIT_0;
      if (digit < 0 || digit > 9) break;
      pid += digit * scale;
      scale *= 10;
    }
    // comm of 0 to 16 bytes before a dash; bars and newlines in it are for the plain reader.
    if (digits === to || digits === from || to - digits > 9 || bytes[digits - 1] !== DASH) return false;
    const commTo = digits - 1;
    if (commTo - from > 16) return false;
    for (let at = from; at < commTo; at++) if (bytes[at] === NEWLINE || bytes[at] === BAR) return false;
    usual.pid = pid;
    usual.commFrom = from;
    usual.commTo = commTo;
    return true;
  }

  /** `+ 12.345 us   ` or blank in [at, bar). */
  private readUsualDuration(bytes: Uint8Array, at: number, bar: number): boolean {
    while (bytes[at] === SPACE) at++;
    if (at === bar) return true;
    const first = bytes[at]!;
    if (
      first === PLUS ||
      first === BANG ||
      first === HASH ||
      first === STAR ||
      first === AT ||
      first === DOLLAR
    ) {
      if (bytes[++at] !== SPACE) return false;
      while (bytes[at] === SPACE) at++;
    }
    const from = at;
    let us = 0;
    for (; ; at++) {
      const digit = bytes[at]! - DIGIT_0;
      if (digit < 0 || digit > 9) break;
      us = us * 10 + digit;
    }
    if (at === from || at - from > 12) return false; // beyond: a clock that ran backwards
    let ns = us * 1000;
    if (bytes[at] === DOT) {
      at++;
      for (let scale = 100; scale >= 1; scale /= 10, at++) {
        const digit = bytes[at]! - DIGIT_0;
        if (digit < 0 || digit > 9) break;
        ns += digit * scale;
      }
    }
    if (bytes[at] !== SPACE || bytes[at + 1] !== LOWER_U || bytes[at + 2] !== LOWER_S) return false;
    at += 3;
    while (bytes[at] === SPACE) at++;
    this.usual.durationNs = ns;
    return at === bar;
  }

  private addUsualExit(bytes: Uint8Array, name: NameId, offset: number): void {
    const lane = this.usualLane(bytes);
    this.addExit(lane, this.usual.depth, name, offset, this.usual.durationNs);
  }

  private usualLane(bytes: Uint8Array): Lane {
    const { cpu, pid, durationNs, commFrom, commTo } = this.usual;
    this.inComment = false;
    this.evidence.columnLines++;
    if (cpu >= 0 || durationNs === durationNs) this.evidence.strongLines++;
    return this.laneOf(cpu, pid, bytes, commFrom, commTo);
  }

  private internName(bytes: Uint8Array, from: number, to: number, hash: number): NameId {
    const id = this.names.intern(bytes, from, to, hash);
    this.stats.ensure(id);
    return id;
  }

  // ---- all other lines ---------------------------------------------------------------------------------------------

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
        this.switchTask(bytes, f);
        break;
      case LineKind.Lost:
        this.loseEvents(bytes, f);
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
    const lane = this.laneOf(f.cpu, f.pid, bytes, f.commStart, f.commEnd);
    const name = f.nameStart < 0 ? -1 : this.nameOf(bytes, f);
    // Without an indentation that tells the depth, nest by the braces.
    const open = lane.stack.size;
    const braces = f.kind === LineKind.Exit ? Math.max(open - 1, 0) : Math.min(open, MAX_KEPT_DEPTH);
    const depth = f.depth >= 0 ? f.depth : braces;
    this.layout.learn(f);
    if (f.kind === LineKind.Entry) this.addEntry(lane, depth, name, offset);
    else if (f.kind === LineKind.Leaf) this.addLeaf(lane, depth, name, offset, f.durationNs);
    else this.addExit(lane, depth, name, offset, f.durationNs);
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
    this.lineCount++;
    const pid = f.kind === LineKind.Banner ? -1 : f.pid;
    const lane = f.cpu >= 0 || pid >= 0 ? this.laneOf(f.cpu, pid, bytes, f.commStart, f.commEnd).id : -1;
    this.lines?.add(offset, f.kind, f.depth, lane);
  }

  private addUnread(offset: number): void {
    if (this.unread.length < MAX_UNREAD_KEPT) this.unread.push(this.lineCount);
    this.unreadLines++;
    this.lineCount++;
    this.lines?.add(offset, LineKind.Unread, 0, -1);
  }

  private countNuls(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) if (bytes[at] === 0) this.evidence.nulBytes++;
  }

  /** `# tracer: name` begins a text of its own: what was open before stays open for ever. */
  private readHeader(bytes: Uint8Array, f: LineFields): void {
    const at = indexOf(bytes, '# tracer:', f.start, f.end);
    if (at < 0) return;
    this.evidence.tracer ??= decode(bytes, skipSpaces(bytes, at + 9, f.end), f.end).trim();
    for (const lane of this.lanes.all) this.closeTo(lane, 0);
    this.laneOfCpu.length = 0;
    this.lanes.forgetCpus();
    this.layout.known = false;
  }

  // ---- tasks -------------------------------------------------------------------------------------------------------

  /** The lane of a line: by its task column, else by the last context switch on its cpu, else the cpu's own. */
  private laneOf(cpu: number, pid: number, bytes: Uint8Array, commFrom: number, commTo: number): Lane {
    const index = cpu + 1;
    let lane = this.laneOfCpu[index];
    if (lane === undefined || (pid >= 0 && this.pidOfCpu[index] !== pid)) {
      if (lane === undefined) this.cpuSeen[index] = true;
      lane = pid >= 0 ? this.lanes.ofTask(pid, cpu) : this.lanes.ofCpu(cpu);
      if (pid >= 0) this.setComm(lane, decode(bytes, commFrom, commTo));
      this.laneOfCpu[index] = lane;
      this.pidOfCpu[index] = pid;
    }
    if (this.lostLines !== 0) this.dropAfterLoss(lane, cpu);
    lane.lastCpu = cpu;
    return lane;
  }

  private setComm(lane: Lane, comm: string): void {
    // The tracer remembers few names; `<...>` stands for a forgotten one.
    if (comm !== '<...>' || lane.comm === '') lane.comm = comm;
  }

  private switchTask(bytes: Uint8Array, f: LineFields): void {
    const index = f.cpu + 1;
    const before = this.laneOfCpu[index];
    this.cpuSeen[index] = true;
    if (before !== undefined && before.pid < 0 && before.sameAs < 0) {
      this.lanes.nameUnknown(before, f.pid, f.cpu);
      this.setComm(before, decode(bytes, f.commStart, f.commEnd));
    }
    const lane = this.lanes.ofTask(f.nextPid, f.cpu);
    this.setComm(lane, decode(bytes, f.nextCommStart, f.nextCommEnd));
    this.laneOfCpu[index] = lane;
    this.pidOfCpu[index] = f.nextPid;
  }

  /** `CPU:2 [LOST 1234 EVENTS]`: nothing that was open on that cpu can be trusted to be open still. */
  private loseEvents(bytes: Uint8Array, f: LineFields): void {
    const from = skipSpaces(bytes, f.start, f.end) + 4;
    const to = skipDigits(bytes, from, Math.min(f.end, from + 6));
    const index = to > from ? parseDecimal(bytes, from, to) + 1 : 0;
    this.lostLines++;
    this.lossesOfCpu[0] = (this.lossesOfCpu[0] ?? 0) + 1;
    if (index > 0) this.lossesOfCpu[index] = (this.lossesOfCpu[index] ?? 0) + 1;
  }

  /** Calls that `lane` had open on a cpu that has lost events since then are no longer known to be open. */
  private dropAfterLoss(lane: Lane, cpu: number): void {
    if (lane.lossesSeen !== (this.lossesOfCpu[lane.lastCpu + 1] ?? 0)) this.closeTo(lane, 0);
    lane.lossesSeen = this.lossesOfCpu[cpu + 1] ?? 0;
  }

  // ---- calls -------------------------------------------------------------------------------------------------------

  private addEntry(lane: Lane, depth: number, name: NameId, offset: number): void {
    const { stack } = lane;
    const { stats } = this;
    const line = this.lineCount++;
    this.calls++;
    if (stack.size > depth) this.closeTo(lane, depth);
    if (stats.calls[name]!++ === 0) stats.firstLine[name] = line;
    stats.open[name]!++;
    this.lines?.addCall(offset, LineKind.Entry, depth, lane.id, name, stack.callerAt(depth), NaN);
    if (stack.size < depth) stack.openGap(depth);
    stack.ensure(depth);
    stack.entry[depth] = line;
    stack.name[depth] = name;
    stack.calleesNs[depth] = 0;
    stack.size = depth + 1;
  }

  private addLeaf(lane: Lane, depth: number, name: NameId, offset: number, ns: number): void {
    const { stack } = lane;
    const { stats } = this;
    const line = this.lineCount++;
    this.calls++;
    if (stack.size > depth) this.closeTo(lane, depth);
    if (stats.calls[name]!++ === 0) stats.firstLine[name] = line;
    if (ns === ns) {
      stats.addDuration(name, ns, stats.open[name] === 0 || !stack.holds(name, depth));
      stats.addSelf(name, ns);
    }
    if (stack.size < depth) stack.openGap(depth);
    if (depth > 0) stack.calleesNs[depth - 1]! += ns;
    this.lines?.addCall(offset, LineKind.Leaf, depth, lane.id, name, stack.callerAt(depth), ns);
  }

  private addExit(lane: Lane, depth: number, name: NameId, offset: number, ns: number): void {
    const { stack } = lane;
    const { stats } = this;
    this.lineCount++;
    if (stack.size > depth + 1) this.closeTo(lane, depth + 1);
    const own = stack.size === depth + 1;
    const entry = own ? stack.entry[depth]! : -1;
    const entered = entry >= 0 ? stack.name[depth]! : -1;
    if (entry >= 0 && (name < 0 || name === entered)) {
      const calleesNs = stack.calleesNs[depth]!;
      stack.size = depth;
      stats.open[entered]!--;
      if (ns === ns) {
        stats.addDuration(entered, ns, stats.open[entered] === 0 || !stack.holds(entered, depth));
        if (calleesNs === calleesNs) stats.addSelf(entered, ns - calleesNs);
      }
      this.lines?.addExit(offset, depth, lane.id, entry, ns);
    } else {
      // A call whose entry is not in the text. Another call's entry at this depth has lost its exit.
      if (entry >= 0) this.closeTo(lane, depth);
      else if (own) stack.size = depth;
      this.orphanExits++;
      if (name >= 0) stats.orphanExits[name]!++;
      this.lines?.addCall(offset, LineKind.OrphanExit, depth, lane.id, name, stack.callerAt(depth), ns);
      if (stack.size < depth) stack.openGap(depth);
    }
    if (depth > 0) stack.calleesNs[depth - 1]! += ns;
  }

  /** Ends the open calls at `depth` and deeper: their exits are not in the text, so their durations are unknown. */
  private closeTo(lane: Lane, depth: number): void {
    const { stack } = lane;
    for (let at = stack.size - 1; at >= depth; at--) {
      if (stack.entry[at]! >= 0) this.stats.open[stack.name[at]!]!--;
    }
    if (depth > 0 && stack.size > depth) stack.calleesNs[depth - 1] = NaN;
    stack.size = Math.min(stack.size, depth);
  }
}

function skipByteOrderMark(bytes: Uint8Array, at: number, to: number): number {
  return to - at >= 3 && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at;
}

function lastBytes(bytes: Uint8Array, end: number): string {
  return end >= 2 && bytes[end - 2] === STAR && bytes[end - 1] === SLASH ? '*/' : '';
}

/** `   30.685096 ` in [at, to): blanks, digits, a dot, six digits or more, blanks. */
function isTimeColumn(bytes: Uint8Array, at: number, to: number): boolean {
  while (bytes[at] === SPACE) at++;
  const whole = skipDigits(bytes, at, to);
  if (whole === at || bytes[whole] !== DOT) return false;
  const fraction = skipDigits(bytes, whole + 1, to);
  return fraction - whole > 6 && skipSpaces(bytes, fraction, to) === to;
}

/** `  d..1. ` in [at, to): blanks, 3 to 8 flags, blanks. */
function isFlagsColumn(bytes: Uint8Array, at: number, to: number): boolean {
  at = skipSpaces(bytes, at, to);
  let end = at;
  while (end < to && isUsualFlag(bytes[end]!)) end++;
  return end - at >= 3 && end - at <= 8 && end < to && to - end <= 4 && skipSpaces(bytes, end, to) === to;
}

/** The characters of a flags column, but for those that are rare there and mean something else elsewhere. */
function isUsualFlag(byte: number): boolean {
  return byte === DOT || isDigit(byte) || isLowerCase(byte) || (byte >= 0x41 && byte <= 0x5a);
}

function isLowerCase(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}
