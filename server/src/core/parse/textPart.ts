import type { FunctionStats } from '../model/functionStats';
import type { ProblemLog } from '../model/problems';
import type { ColumnName, Trace } from '../model/trace';
import type { SavedClock } from './clock';
import type { LineMap } from './laneState';
import type { LineJoiner } from './lineJoiner';
import type { WholeTables } from './parserOptions';
import { Counts, type Facts, type LineSets, type ParserState } from './parserState';
import type { SegmentProblems } from './segmentProblems';
import type { TextSoFar } from './textSoFar';

/**
 * A text as a part of another: what has to be known to read on from a place of it, what it adds to the whole, and how the
 * whole is put together of that.
 */
export class TextPart {
  constructor(
    private readonly text: TextSoFar,
    private readonly joiner: LineJoiner,
  ) {}

  /** Numbers of its functions. */
  get stats(): FunctionStats {
    return this.text.stats;
  }

  /** Number of lines that were parsed, and of those before. */
  get lineCount(): number {
    return this.text.builder.lineCount;
  }

  /** How much there is to save, about: lanes and cpus. */
  get stateSize(): number {
    return this.text.tracker.size;
  }

  /**
   * What has to be known to go on from here with `load`; undefined where lines wait for the next. `before`: what was
   * saved last, to be shared where it is the same.
   */
  save(before?: ParserState): ParserState | undefined {
    const { text } = this;
    if (this.joiner.holds || text.skipping) return undefined;
    const { builder, clock, evidence, notes, simd, tracker, usual } = text;
    simd?.lanes.show();
    return {
      line: builder.lineCount,
      lanes: tracker.save(),
      clock: clock.save(before?.clock),
      layout: usual.layout.save(),
      hasColumns: evidence.columnLines > 0,
      isInRun: this.joiner.isInRun,
      commentBytes: text.commentBytes,
      isLaterText: text.texts > 0,
      tracer: evidence.tracer,
      kernel: notes.kernel,
      producer: notes.named,
      watchSteps: builder.watchSteps,
      wideIndentation: builder.wideIndentation,
    };
  }

  /** Goes on from what was saved. Nothing was parsed here before; only what is parsed from here on is counted. */
  load(state: ParserState): void {
    const { text } = this;
    const { builder, clock, evidence, notes, stats, tracker, usual } = text;
    builder.lineCount = state.line;
    builder.watchSteps = state.watchSteps;
    builder.wideIndentation = state.wideIndentation;
    tracker.load(state.lanes);
    for (const { stack } of tracker.lanes.all) stack.addTo(stats.open, 1);
    clock.load(state.clock);
    usual.layout.load(state.layout);
    evidence.columnLines = state.hasColumns ? 1 : 0;
    this.joiner.isInRun = state.isInRun;
    text.commentBytes = state.commentBytes;
    text.texts = state.isLaterText ? 1 : 0;
    evidence.tracer = state.tracer;
    notes.kernel = state.kernel;
    notes.named = state.producer;
  }

  /** What was found since this was asked last, but for numbers. The problems are those that the part's log gave. */
  takeFacts(problems: SegmentProblems): Facts {
    const { builder, notes, tracker, usual } = this.text;
    const { interrupts } = builder;
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
    return this.text.builder.isInterrupt;
  }

  set isInterrupt(isInterrupt: Uint8Array) {
    this.text.builder.isInterrupt = isInterrupt;
  }

  /** Lines of interrupts that were met, and the first lines that could not be read. */
  get lineSets(): LineSets {
    const { builder, unread } = this.text;
    const { moved, strays, unnamed } = builder.interrupts;
    return { moved, strays, unnamed, unread };
  }

  /** The clock as it is. */
  get clockState(): SavedClock {
    return this.text.clock.save(undefined);
  }

  /** Makes of what was counted in the last part what was counted in the whole text, which has `lines` lines. */
  setWhole(lines: number, counts: Counts, facts: Iterable<Facts>, sets: LineSets): void {
    const { text } = this;
    const { builder, clock, evidence, notes, tracker, usual } = text;
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
    text.unreadLines = counts.unreadLines;
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
    text.unread = sets.unread;
  }

  /** Puts the lines after an edit in place of those before it, as far as the end of the text is concerned. */
  moveEnd(of: LineMap): void {
    const { builder, clock, tracker } = this.text;
    for (const { stack } of tracker.lanes.all) stack.moveLines(of);
    builder.interrupts.moveLines(of);
    clock.firstMisfit = of(clock.firstMisfit);
  }

  /** Takes over what the clock says first. */
  setFirstMisfit(line: number): void {
    this.text.clock.firstMisfit = line;
  }

  /** What was counted so far. */
  counts(): Counts {
    const { builder, clock, evidence, notes, tracker } = this.text;
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
    counts.unreadLines = this.text.unreadLines;
    counts.lostLines = tracker.lostLines;
    counts.traceCmdLines = notes.traceCmdLines;
    counts.consoleLines = notes.consoleLines;
    counts.fits = clock.fits;
    counts.misfits = clock.misfits;
    return counts;
  }

  /** The trace of a text that was parsed in parts, whose last this has parsed to the end. */
  wholeTrace(tables: WholeTables, problems: ProblemLog): Trace {
    const { builder, clock, tracker } = this.text;
    for (const lane of tracker.lanes.all) builder.countOpen(lane, problems);
    clock.finish(problems);
    return this.text.trace(problems, tables, builder.interrupts.straysAtEnd());
  }
}
