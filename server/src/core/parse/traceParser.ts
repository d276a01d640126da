/**
 * Bytes in, columns out. One pass, no string per line: a line of the usual shape is read by usualLine.ts at the columns
 * where the line before had them; all others by lineReader.ts, which also corrects the prediction. Both feed the same
 * stacks (callBuilder.ts), one per task (laneTracker.ts), indexed by depth.
 *
 * Why on bytes and why predicted: docs/decisions/0001-bytes-and-columns.md. `npm run bench` measures it.
 */
import { FunctionStats } from '../model/functionStats';
import type { Lane } from '../model/lanes';
import { LineTable, PIECE_OF_LAST, PIECE_OF_NEXT, type LineWriter } from '../model/lineTable';
import { isCallKind, LineKind } from '../model/lineKind';
import { NameTable, type NameId } from '../model/nameTable';
import { ProblemLog } from '../model/problems';
import { MAX_UNREAD_KEPT, type ColumnName, type Trace } from '../model/trace';
import type { SymbolTable } from '../symbols/symbolTable';
import { EQUALS, indexOf, NEWLINE, skipSpaces } from '../text/ascii';
import { decode } from '../text/utf16';
import { CallBuilder } from './callBuilder';
import { Clock, type SavedClock } from './clock';
import { Evidence } from './evidence';
import { FunctionNames, type Appearances } from './functionNames';
import { hasInterruptFlag } from './interruptFlag';
import type { InterruptNames } from './interruptNames';
import type { LineMap } from './laneState';
import { Counts, type Facts, type LineSets, type ParserState } from './parserState';
import type { SegmentProblems } from './segmentProblems';
import { LaneTracker } from './laneTracker';
import type { LentLanes } from './lentLanes';
import { Repair, type LineFields } from './lineFields';
import { isBareCall, LineJoiner } from './lineJoiner';
import { timeNs } from './printedTime';
import { endsComment } from './readBody';
import { MAX_LINE_BYTES } from './readLine';
import { SimdLines } from './simdLines';
import { SourceNotes } from './sourceNotes';
import { UsualBannerReader } from './usualBanner';
import { UsualLineReader } from './usualLine';

/** How to parse. */
export interface ParserOptions {
  /** Keep a record of each line (some 12 bytes; 20 where the text is edited), as an editor needs it; without it only the numbers of a summary. */
  readonly keepLines: boolean;
  /** Keep the self time of each call, too (8 bytes per line). */
  readonly keepSelf?: boolean;
  /** Keep what filters ask of each line, too: cpu, time, flags (14 bytes per line). */
  readonly keepContext?: boolean;
  /** Read every line by the complete reader: the reference that tests compare with. */
  readonly plain?: boolean;
  /** Whether WebAssembly reads the usual lines: from the first on, never, or (by default) of texts worth its start. */
  readonly simd?: 'always' | 'never';
  /** Functions of interrupts; the built-in list where it is not given. */
  readonly interruptNames?: InterruptNames;
  /** Names for addresses that the text could not resolve. */
  readonly symbols?: SymbolTable | undefined;
  /**
   * Sees the columns of each line of a call that is not of the usual shape: of every one that prints arguments or a return
   * value. The object is used again for the next line.
   */
  readonly onCall?: ((line: number, fields: LineFields) => void) | undefined;
}

/** What a parser of a part of a text writes to, in place of tables of its own. */
export interface PartTables {
  readonly names: NameTable;
  readonly stats: FunctionStats;
  readonly problems: ProblemLog;
  readonly lines: LineWriter;
  readonly appearances: Appearances;
  /** 1 for the functions of interrupts, by NameId. */
  readonly isInterrupt: Uint8Array;
  /** The lines once more, where the parts are all of the text, in order: then WebAssembly may read the usual ones. */
  readonly allLines?: LineTable | undefined;
}

/** The tables of a whole trace. */
export interface WholeTables {
  readonly names: NameTable;
  readonly stats: FunctionStats;
  readonly lines: LineTable | undefined;
}

/** Deepest nesting that is guessed from braces: the kernel's own stack of traced calls ends far below. */
const MAX_GUESSED_DEPTH = 255;
/** A comment that has not ended after so many bytes has lost its end: the kernel's longest message is a page. */
const MAX_COMMENT_BYTES = 8192;

/** From here on WebAssembly reads the usual lines: its start costs as much as some thousand of them. */
const SIMD_FROM_BYTES = 1 << 16;

/** A parser of one text. Feed it with `consume`, end with `finish`. */
export class TraceParser {
  readonly names: NameTable;
  readonly stats: FunctionStats;
  private readonly problems: ProblemLog;
  private readonly lines: LineTable | undefined;
  /** The same, where the context of each line is kept. */
  private readonly contextLines: LineTable | undefined;
  readonly builder: CallBuilder;
  private readonly tracker: LaneTracker;
  private readonly evidence = new Evidence();
  private readonly notes = new SourceNotes();
  readonly clock: Clock;
  private readonly usual = new UsualLineReader();
  private readonly banners = new UsualBannerReader();
  private readonly joiner = new LineJoiner({
    columnLines: () => this.evidence.columnLines,
    inComment: () => this.commentBytes > 0,
    add: (f, offset) => this.addRead(f, offset),
    addPiece: (ofNext, offset) =>
      this.builder.addPlain(LineKind.Piece, ofNext ? PIECE_OF_NEXT : PIECE_OF_LAST, -1, offset),
    joined: (lines) => this.problems.add('wrappedLines', this.builder.lineCount - lines),
  });
  private readonly plain: boolean;
  /** The next line is one for the complete reader: always, or because lines are held that it may complete. */
  private slow: boolean;
  private readonly functions: FunctionNames;
  private simd: SimdLines | undefined;
  /** Where it writes the lines that it has read. */
  private readonly simdLines: LineTable | undefined;
  /** Position in the text from which on there may be a `simd`; none where it is not to be. */
  private simdFrom: number;
  private readonly onCall: ParserOptions['onCall'];

  private unreadLines = 0;
  private unread: number[] = [];
  /** Bytes that a comment of several lines may still have; 0 outside of one. */
  private commentBytes = 0;
  /** The rest of a line too long to be kept is passed over. */
  private skipping = false;
  private texts = 0;

  /** `part`: the tables to write to, where the text is parsed in parts. */
  constructor(options: ParserOptions, part?: PartTables) {
    const { keepLines, keepSelf = false, keepContext = false } = options;
    this.names = part?.names ?? new NameTable();
    this.stats = part?.stats ?? new FunctionStats();
    this.problems = part?.problems ?? new ProblemLog();
    this.clock = new Clock(this.problems);
    this.lines = keepLines && part === undefined ? new LineTable({ keepSelf, keepContext }) : undefined;
    this.contextLines = keepContext ? this.lines : undefined;
    this.onCall = options.onCall;
    this.plain = this.slow = options.plain ?? false;
    this.simdLines = part === undefined ? this.lines : part.allLines;
    const never =
      this.plain || options.simd === 'never' || (part !== undefined && part.allLines === undefined);
    this.simdFrom = never ? Infinity : options.simd === 'always' ? 0 : SIMD_FROM_BYTES;
    this.builder = new CallBuilder(this.stats, part?.lines ?? this.lines, this.problems);
    if (part !== undefined) this.builder.isInterrupt = part.isInterrupt;
    this.tracker = new LaneTracker(this.builder, (slot) => {
      if (this.simd === undefined) return;
      if (slot === undefined) this.simd.lanes.takeBackAll();
      else this.simd.lanes.takeBack(slot);
    });
    const { appearances } = part ?? {};
    this.functions = new FunctionNames(
      this.names,
      this.stats,
      this.builder,
      this.problems,
      options,
      appearances,
    );
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
    if (base + limit >= this.simdFrom) this.startSimd();
    this.simd?.forgetText();
    while (at < limit) {
      if (this.simd !== undefined && this.simd.lanes.count > 0 && !this.slow) {
        at = this.runSimd(this.simd, bytes, at, limit, base);
        if (at >= limit) break;
      }
      let next = this.slow ? -1 : this.usual.read(bytes, at, limit);
      if (next >= 0) {
        this.addUsual(bytes, base + at);
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
    this.evidence.bytes += to - from;
    this.countNuls(bytes, from, to);
    this.addUnread(base + from);
    this.skipping = true;
  }

  /** Parses what is left, a last line without a newline, and gives the trace. */
  finish(bytes: Uint8Array, from: number, to: number, base: number): Trace {
    this.end(bytes, from, to, base);
    this.tracker.endText();
    this.clock.finish(this.problems);
    return this.trace(this.problems);
  }

  /** Parses what is left, a last line without a newline. */
  end(bytes: Uint8Array, from: number, to: number, base: number): void {
    let at = this.consume(bytes, from, to, base);
    if (base + at === 0) at = skipByteOrderMark(bytes, at, to);
    this.evidence.bytes += to - at;
    if (at < to && !this.skipping) this.readOther(bytes, at, to, base + at);
    this.joiner.release();
    this.simd?.release();
    this.simd = this.functions.learner = undefined;
  }

  /** Where bytes go that are to be parsed without being copied; undefined where they may be anywhere. */
  get memory(): Uint8Array | undefined {
    if (this.simdFrom < Infinity) this.startSimd();
    return this.simd?.text;
  }

  private startSimd(): void {
    this.simdFrom = Infinity;
    this.simd = SimdLines.acquire(this);
    this.functions.learner = this.simd?.names;
    this.simd?.names.watch(this.functions.beginnings);
    if (this.onCall !== undefined) this.simd?.passValues();
  }

  /** Lets WebAssembly read lines from `at` on; gives the position of the first that it leaves. */
  private runSimd(simd: SimdLines, bytes: Uint8Array, at: number, limit: number, base: number): number {
    const { builder, evidence, functions, simdLines: lines } = this;
    for (let next = at; ;) {
      simd.configure(this.usual.layout, lines, this.commentBytes > 0);
      functions.tellAll(simd.names);
      next = simd.run(bytes, next, limit, builder.lineCount);
      simd.names.takeMet((name, from, to) => functions.take(name, from, to));
      if (simd.line > builder.lineCount) {
        const before = builder.callLines;
        builder.addCounted(simd);
        simd.takeLoose(builder);
        const calls = builder.callLines - before;
        evidence.columnLines += calls;
        evidence.strongLines += simd.strong;
        if (simd.marked) this.usual.marked = true;
        for (const column of simd.printed) this.notes.columns.add(column);
        if (calls > 0) this.commentBytes = 0;
        this.tracker.sawCpu(simd.lastCpu);
        simd.takeEnds(builder.interrupts);
        if (lines !== undefined) simd.takeRows(lines, bytes, base);
      }
      const { stopped } = simd.names;
      if (stopped === undefined || !functions.teach(stopped, simd.names)) return next;
    }
  }

  /** The trace of what was parsed so far; its tables grow with what is parsed next. */
  snapshot(): Trace {
    this.simd?.settle();
    return this.trace(this.problems.copy());
  }

  /** The trace of a text that was parsed in parts, whose last this has parsed to the end. */
  wholeTrace(tables: WholeTables, problems: ProblemLog): Trace {
    const { builder, tracker } = this;
    for (const lane of tracker.lanes.all) builder.countOpen(lane, problems);
    this.clock.finish(problems);
    return this.trace(problems, tables, builder.interrupts.straysAtEnd());
  }

  private trace(
    problems: ProblemLog,
    tables: WholeTables = { names: this.names, stats: this.stats, lines: this.lines },
    strays: ReadonlySet<number> = this.builder.interrupts.strays,
  ): Trace {
    const { builder, evidence, tracker, usual } = this;
    const { lineCount, calls, orphanExits, exits } = builder;
    const kinds = builder.countKinds();
    const source = this.notes.finish(evidence.tracer, {
      marked: usual.marked,
      tail: exits > 0 && builder.namedExits === exits,
      arrows: kinds[LineKind.Arrow]! > 0,
      lines: evidence.columnLines,
    });
    const { wideIndentation } = builder;
    if (wideIndentation) problems.add('wideIndentation', -1, problems.count('depthJumps'));
    problems.add('interrupts', builder.interrupts.firstLine, builder.interrupts.calls);
    if (calls === 0 && orphanExits >= 3) problems.add('exitsOnly', -1, orphanExits);
    if (!source.columns.has('task') && calls > 0) this.judgeLanes(problems, source.columns.has('cpu'));
    return {
      verdict: evidence.verdict(calls + orphanExits, lineCount, this.unreadLines),
      lineCount,
      calls,
      orphanExits,
      unreadLines: this.unreadLines,
      unread: this.unread,
      lostLines: tracker.lostLines,
      tasks: tracker.lanes.countTasks(),
      cpus: tracker.cpus,
      kinds,
      source,
      problems: problems.list(),
      interruptCalls: builder.interrupts.calls,
      interruptFunctions: builder.isInterrupt,
      unnamedInterrupts: builder.interrupts.unnamed,
      movedInterrupts: builder.interrupts.moved,
      strayInterrupts: strays,
      wideIndentation,
      names: tables.names,
      stats: tables.stats,
      lanes: tracker.lanes,
      lines: tables.lines,
    };
  }

  /** Without a task column, tasks are told apart by context switches on their cpus, if these are printed. */
  private judgeLanes(problems: ProblemLog, hasCpu: boolean): void {
    const { lanes, cpus } = this.tracker;
    if (!hasCpu && cpus.length > 1) problems.add('mixedCpus', -1, cpus.length);
    const unknown = lanes.all.every(({ pid }) => pid < 0);
    const lostExits = problems.count('lostExits');
    if (unknown && lostExits > 0) problems.add('mixedTasks', -1, lostExits);
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
    const name = usual.nameFrom < 0 ? -1 : this.functions.ofUsual(bytes, usual);
    const { cpu, durationNs, timeNs } = usual;
    this.commentBytes = 0;
    this.evidence.columnLines++;
    if (cpu >= 0 || durationNs === durationNs) this.evidence.strongLines++;
    const lane = this.tracker.laneOf(cpu, usual.pid, bytes, usual.commFrom, usual.commTo);
    this.clock.see(usual.kind, lane, usual.depth, cpu, timeNs, durationNs, this.builder.lineCount);
    this.addCall(usual.kind, lane, usual.depth, name, offset, durationNs);
    this.borrower?.lend(lane, cpu, bytes, usual.taskFrom, usual.taskTo);
    if (this.contextLines === undefined) return;
    if (usual.pid >= 0) this.tracker.noteComm(lane, bytes, usual.commFrom, usual.commTo);
    const inInterrupt = usual.layout.flagsBar >= 0 && hasInterruptFlag(bytes, usual.flagsFrom, usual.flagsTo);
    this.contextLines.setContext(cpu, timeNs, usual.depth, inInterrupt, name >= 0);
  }

  /** What may have lanes on loan, if WebAssembly may read lines of the usual columns. */
  private get borrower(): LentLanes | undefined {
    const { simd } = this;
    if (simd === undefined) return undefined;
    const { flagsBar, known, timeBar } = this.usual.layout;
    // The flags of a line are part of its context, and those it does not keep.
    const keepsFlags = this.contextLines !== undefined && flagsBar >= 0;
    return known && !keepsFlags && (timeBar < 0 || !this.clock.judges) ? simd.lanes : undefined;
  }

  private addCall(kind: LineKind, lane: Lane, depth: number, name: NameId, offset: number, ns: number): void {
    if (kind === LineKind.Entry) this.builder.addEntry(lane, depth, name, offset);
    else if (kind === LineKind.Leaf) this.builder.addLeaf(lane, depth, name, offset, ns);
    else this.builder.addExit(lane, depth, name, offset, ns);
  }

  // ---- parts of a text --------------------------------------------------------------------------------------------

  /** Number of lines that were parsed, and of those before. */
  get lineCount(): number {
    return this.builder.lineCount;
  }

  /** How much there is to save, about: lanes and cpus. */
  get stateSize(): number {
    return this.tracker.size;
  }

  /**
   * What has to be known to go on from here with `load`; undefined where lines wait for the next. `before`: what was
   * saved last, to be shared where it is the same.
   */
  save(before?: ParserState): ParserState | undefined {
    if (this.joiner.holds || this.skipping) return undefined;
    this.simd?.lanes.show();
    const { builder, clock, evidence, notes, usual } = this;
    return {
      line: builder.lineCount,
      lanes: this.tracker.save(),
      clock: clock.save(before?.clock),
      layout: usual.layout.save(),
      hasColumns: evidence.columnLines > 0,
      isInRun: this.joiner.isInRun,
      commentBytes: this.commentBytes,
      isLaterText: this.texts > 0,
      tracer: evidence.tracer,
      kernel: notes.kernel,
      producer: notes.named,
      watchSteps: builder.watchSteps,
      wideIndentation: builder.wideIndentation,
    };
  }

  /** Goes on from what was saved. Nothing was parsed here before; only what is parsed from here on is counted. */
  load(state: ParserState): void {
    const { builder, evidence, notes } = this;
    builder.lineCount = state.line;
    builder.watchSteps = state.watchSteps;
    builder.wideIndentation = state.wideIndentation;
    this.tracker.load(state.lanes);
    for (const { stack } of this.tracker.lanes.all) stack.addTo(this.stats.open, 1);
    this.clock.load(state.clock);
    this.usual.layout.load(state.layout);
    evidence.columnLines = state.hasColumns ? 1 : 0;
    this.joiner.isInRun = state.isInRun;
    this.commentBytes = state.commentBytes;
    this.texts = state.isLaterText ? 1 : 0;
    evidence.tracer = state.tracer;
    notes.kernel = state.kernel;
    notes.named = state.producer;
  }

  /** What was found since this was asked last, but for numbers. The problems are those that the part's log gave. */
  takeFacts(problems: SegmentProblems): Facts {
    const { notes, usual, tracker } = this;
    const { interrupts } = this.builder;
    const facts = {
      problems,
      columns: notes.columns,
      marked: usual.marked,
      cpus: tracker.takeCpus(),
      interruptLine: interrupts.firstLine,
    };
    notes.columns = new Set();
    usual.marked = false;
    interrupts.firstLine = -1;
    return facts;
  }

  /** 1 for the functions of interrupts, by NameId. */
  get isInterrupt(): Uint8Array {
    return this.builder.isInterrupt;
  }

  set isInterrupt(isInterrupt: Uint8Array) {
    this.builder.isInterrupt = isInterrupt;
  }

  /** Lines of interrupts that were met, and the first lines that could not be read. */
  get lineSets(): LineSets {
    const { moved, strays, unnamed } = this.builder.interrupts;
    return { moved, strays, unnamed, unread: this.unread };
  }

  /** The clock as it is. */
  get clockState(): SavedClock {
    return this.clock.save(undefined);
  }

  /** Makes of what was counted in the last part what was counted in the whole text, which has `lines` lines. */
  setWhole(lines: number, counts: Counts, facts: Iterable<Facts>, sets: LineSets): void {
    const { builder, clock, evidence, notes, tracker, usual } = this;
    const { interrupts } = builder;
    builder.lineCount = lines;
    builder.entries = counts.entries;
    builder.leaves = counts.leaves;
    builder.exits = counts.exits;
    builder.orphanExits = counts.orphanExits;
    builder.namedExits = counts.namedExits;
    builder.plainLines.set(counts.plainLines);
    evidence.columnLines = counts.columnLines;
    evidence.strongLines = counts.strongLines;
    evidence.nulBytes = counts.nulBytes;
    evidence.bytes = counts.bytes;
    this.unreadLines = counts.unreadLines;
    tracker.lostLines = counts.lostLines;
    notes.traceCmdLines = counts.traceCmdLines;
    notes.consoleLines = counts.consoleLines;
    clock.fits = counts.fits;
    clock.misfits = counts.misfits;
    const columns = new Set<ColumnName>();
    const cpus = new Set<number>();
    usual.marked = false;
    interrupts.calls = counts.interruptCalls;
    interrupts.firstLine = -1;
    for (const part of facts) {
      if (part.columns.size > 0) part.columns.forEach((column) => columns.add(column));
      for (const cpu of part.cpus) cpus.add(cpu);
      usual.marked ||= part.marked;
      if (interrupts.firstLine < 0) interrupts.firstLine = part.interruptLine;
    }
    notes.columns = columns;
    tracker.setCpus(cpus);
    interrupts.moved = sets.moved;
    interrupts.strays = sets.strays;
    interrupts.unnamed = sets.unnamed;
    this.unread = sets.unread;
  }

  /** Puts the lines after an edit in place of those before it, as far as the end of the text is concerned. */
  moveEnd(of: LineMap): void {
    for (const { stack } of this.tracker.lanes.all) stack.moveLines(of);
    this.builder.interrupts.moveLines(of);
    this.clock.firstMisfit = of(this.clock.firstMisfit);
  }

  /** Takes over what the clock says first. */
  setFirstMisfit(line: number): void {
    this.clock.firstMisfit = line;
  }

  /** What was counted so far. */
  counts(): Counts {
    const { builder, clock, evidence, notes, tracker } = this;
    const counts = new Counts();
    counts.entries = builder.entries;
    counts.leaves = builder.leaves;
    counts.exits = builder.exits;
    counts.orphanExits = builder.orphanExits;
    counts.namedExits = builder.namedExits;
    counts.plainLines = Array.from(builder.plainLines);
    counts.interruptCalls = builder.interrupts.calls;
    counts.columnLines = evidence.columnLines;
    counts.strongLines = evidence.strongLines;
    counts.nulBytes = evidence.nulBytes;
    counts.bytes = evidence.bytes;
    counts.unreadLines = this.unreadLines;
    counts.lostLines = tracker.lostLines;
    counts.traceCmdLines = notes.traceCmdLines;
    counts.consoleLines = notes.consoleLines;
    counts.fits = clock.fits;
    counts.misfits = clock.misfits;
    return counts;
  }

  // ---- lines that are not the usual ones --------------------------------------------------------------------------

  private readOther(bytes: Uint8Array, at: number, end: number, offset: number): void {
    if (end - at >= MAX_LINE_BYTES) {
      this.joiner.release();
      this.countNuls(bytes, at, end);
      return this.addUnread(offset);
    }
    this.joiner.take(bytes, at, end, offset);
    this.slow = this.plain || this.joiner.holds;
  }

  /** Adds a line as it was read. `offset` is the position of its first byte in the text. */
  private addRead(f: LineFields, offset: number): void {
    if (this.commentBytes > 0 && this.goesOnComment(f)) return this.addPlain(f, offset);
    if ((f.repairs & ~Repair.Wrap) !== 0 && f.kind !== LineKind.Blank) {
      this.problems.add('repairedLines', this.builder.lineCount);
    }
    if (isCallKind(f.kind)) return this.addOtherCall(f, offset);
    switch (f.kind) {
      case LineKind.Unread:
        this.countNuls(f.bytes, f.start, f.end);
        this.evidence.lookAt(f.bytes, f.start, f.end);
        return this.addUnread(offset);
      case LineKind.Comment:
        this.commentBytes = f.commentOpen ? MAX_COMMENT_BYTES : 0;
        break;
      case LineKind.Banner:
        this.tracker.switchTask(f.bytes, f);
        break;
      case LineKind.Lost:
        this.problems.add('lostEvents', this.builder.lineCount);
        this.tracker.loseEvents(f.bytes, f);
        break;
      case LineKind.Arrow:
        this.addArrow(f);
        break;
      case LineKind.Event:
        this.evidence.lookAt(f.bytes, f.start, f.end);
        break;
      case LineKind.Header:
        this.evidence.lookAt(f.bytes, f.start, f.end);
        this.readHeader(f);
        this.notes.seeText(f);
        break;
      case LineKind.Marker:
        if (indexOf(f.bytes, '[LINE TOO BIG]', f.start, f.end) >= 0) {
          this.problems.add('linesTooBig', this.builder.lineCount);
        }
        this.notes.seeText(f);
        break;
      default:
        break;
    }
    this.addPlain(f, offset);
    if (f.kind === LineKind.Banner) {
      const lane = this.tracker.running(f.cpu);
      if (lane !== undefined) this.borrower?.lendAgain(lane, f.cpu);
    }
  }

  /** A message with newlines in it: print_graph_comment writes its text as it is. */
  private goesOnComment(f: LineFields): boolean {
    const header = f.kind === LineKind.Header && endsComment(f.bytes, f.start, f.end);
    const among = header || f.kind === LineKind.Unread || f.kind === LineKind.Blank;
    if (!among && !(isBareCall(f) && this.evidence.columnLines > 0)) return false;
    const over = endsComment(f.bytes, f.start, f.end);
    this.commentBytes = over ? 0 : Math.max(0, this.commentBytes - (f.end - f.start) - 1);
    f.kind = LineKind.Comment;
    return true;
  }

  private addArrow(f: LineFields): void {
    const lane = this.laneOf(f);
    if (f.bytes[f.body] === EQUALS) this.builder.interrupts.begin(lane);
    else this.builder.interrupts.end(lane);
  }

  private laneOf(f: LineFields): Lane {
    return this.tracker.laneOf(f.cpu, f.pid, f.bytes, f.commStart, f.commEnd);
  }

  private addOtherCall(f: LineFields, offset: number): void {
    this.commentBytes = 0;
    if (f.bar >= 0 || f.cpu >= 0 || f.traceCmd) this.evidence.columnLines++;
    if (f.cpu >= 0 || f.durationStart >= 0 || f.traceCmd) this.evidence.strongLines++;
    this.notes.seeCall(f);
    const lane = this.laneOf(f);
    const name = f.nameStart < 0 ? -1 : this.functions.of(f);
    const depth = f.depth >= 0 ? f.depth : this.guessDepth(f.kind, lane);
    if (f.durationStart >= 0 && f.durationNs !== f.durationNs) {
      this.problems.add('impossibleDurations', this.builder.lineCount);
    }
    const time = timeNs(f);
    this.clock.see(f.kind, lane, depth, f.cpu, time, f.durationNs, this.builder.lineCount);
    this.usual.layout.learn(f);
    this.addCall(f.kind, lane, depth, name, offset, f.durationNs);
    if (this.onCall !== undefined) this.onCall(this.builder.lineCount - 1, f);
    else this.lendOther(lane, f);
    if (this.contextLines === undefined) return;
    if (f.pid >= 0) this.tracker.noteComm(lane, f.bytes, f.commStart, f.commEnd);
    const inInterrupt = f.flagsStart >= 0 && hasInterruptFlag(f.bytes, f.flagsStart, f.flagsEnd);
    this.contextLines.setContext(f.cpu, time, f.depth, inInterrupt, name >= 0);
  }

  /** Lines with arguments are none of the usual ones, and maybe all are alike: what matters is where their columns stand. */
  private lendOther(lane: Lane, f: LineFields): void {
    const { borrower, usual } = this;
    if (borrower === undefined || f.origin !== undefined || !usual.readColumns(f.bytes, f.start)) return;
    if (usual.cpu !== f.cpu || usual.pid !== f.pid) return;
    borrower.lend(lane, f.cpu, f.bytes, usual.taskFrom, usual.taskTo);
  }

  /** Without an indentation that tells the depth, calls nest by their braces. */
  private guessDepth(kind: LineKind, lane: Lane): number {
    this.problems.add('depthGuessed', this.builder.lineCount);
    // As it would have been printed: an interrupt may be a level off.
    const open = lane.stack.size - (lane.interrupt?.shift ?? 0);
    return kind === LineKind.Exit ? Math.max(open - 1, 0) : Math.max(0, Math.min(open, MAX_GUESSED_DEPTH));
  }

  /** A line that is no call. Its columns still say which task runs; a banner's name the one that goes. */
  private addPlain(f: LineFields, offset: number): void {
    if (f.kind === LineKind.Event) {
      // No switch is printed before an event of another task: what runs in the graph it does not say.
      const lane = this.tracker.lanes.findTask(f.pid, f.cpu);
      return this.builder.addPlain(f.kind, f.depth, lane?.id ?? -1, offset);
    }
    const known = f.cpu >= 0 || (f.pid >= 0 && f.kind !== LineKind.Banner);
    const pid = f.kind === LineKind.Banner ? -1 : f.pid;
    const lane = known ? this.tracker.laneOf(f.cpu, pid, f.bytes, f.commStart, f.commEnd).id : -1;
    this.builder.addPlain(f.kind, f.depth, lane, offset);
  }

  private addUnread(offset: number): void {
    const line = this.builder.lineCount;
    if (this.unread.length < MAX_UNREAD_KEPT) this.unread.push(line);
    this.unreadLines++;
    this.problems.add('unreadLines', line);
    this.builder.addPlain(LineKind.Unread, 0, -1, offset);
  }

  private countNuls(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) if (bytes[at] === 0) this.evidence.nulBytes++;
  }

  /** `# tracer: name` begins a text of its own: what was open before stays open for ever. */
  private readHeader(f: LineFields): void {
    if (indexOf(f.bytes, 'FUNCTION TRACING IS CORRUPTED', f.start, f.end) >= 0) {
      this.problems.add('corrupted', this.builder.lineCount);
    }
    const at = indexOf(f.bytes, 'tracer: ', f.start, Math.min(f.end, f.start + 40));
    if (at < 0) return;
    this.evidence.tracer ??= /^\S*/.exec(decode(f.bytes, skipSpaces(f.bytes, at + 8, f.end), f.end))![0];
    if (this.texts++ > 0) this.problems.add('severalTraces', this.builder.lineCount);
    this.tracker.endText();
    this.clock.endText();
    this.usual.layout.known = false;
  }
}

function skipByteOrderMark(bytes: Uint8Array, at: number, to: number): number {
  return to - at >= 3 && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at;
}
