import { FunctionStats } from '../model/functionStats';
import { LineKind } from '../model/lineKind';
import { LineTable } from '../model/lineTable';
import { NameTable } from '../model/nameTable';
import { ProblemLog } from '../model/problems';
import type { Trace } from '../model/trace';
import { CallBuilder } from './callBuilder';
import { Clock } from './clock';
import { Evidence } from './evidence';
import { FunctionNames } from './functionNames';
import { LaneTracker } from './laneTracker';
import type { ParserOptions, PartTables, WholeTables } from './parserOptions';
import type { SimdLines } from './simdLines';
import { SourceNotes } from './sourceNotes';
import { UsualLineReader } from './usualLine';

/** What is known of a text while it is parsed: what its lines have become, and what the next ones are read by. */
export class TextSoFar {
  readonly names: NameTable;
  readonly stats: FunctionStats;
  readonly problems: ProblemLog;
  readonly lines: LineTable | undefined;
  /** The same, where the context of each line is kept. */
  readonly contextLines: LineTable | undefined;
  readonly builder: CallBuilder;
  readonly tracker: LaneTracker;
  readonly evidence = new Evidence();
  readonly notes = new SourceNotes();
  readonly clock: Clock;
  readonly functions: FunctionNames;
  readonly usual = new UsualLineReader();
  /** Sees the lines that print arguments and return values. */
  readonly onCall: ParserOptions['onCall'];
  /** Who reads the usual lines, as soon as there is somebody. */
  simd: SimdLines | undefined;

  unreadLines = 0;
  /** The first of them, from 0. */
  unread: number[] = [];
  /** Bytes that a comment of several lines may still have; 0 outside of one. */
  commentBytes = 0;
  /** The rest of a line too long to be kept is passed over. */
  skipping = false;
  /** Headers that have begun a text. */
  texts = 0;

  /** `part`: the tables to write to, where the text is parsed in parts. */
  constructor(options: ParserOptions, part: PartTables | undefined) {
    const { keepLines, keepSelf = false, keepContext = false } = options;
    this.names = part?.names ?? new NameTable();
    this.stats = part?.stats ?? new FunctionStats();
    this.problems = part?.problems ?? new ProblemLog();
    this.clock = new Clock(this.problems);
    this.lines = keepLines && part === undefined ? new LineTable({ keepSelf, keepContext }) : undefined;
    this.contextLines = keepContext ? this.lines : undefined;
    this.onCall = options.onCall;
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

  /** The trace of it, with `problems`; `strays` and tables are others where it was parsed in parts. */
  trace(
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
}
