/**
 * The parse of a text that is edited. An edit is parsed from the checkpoint before it, part by part, until what is known at
 * a checkpoint behind it is what was known there before; what the replaced part had added is found by parsing that again,
 * too, and taken out of the whole. Why so, and what goes on to the end: docs/decisions/0009-edits.md.
 */
import { EditableLines } from '../model/editableLines';
import { FunctionStats } from '../model/functionStats';
import { NameTable } from '../model/nameTable';
import { ProblemLog } from '../model/problems';
import type { Trace } from '../model/trace';
import type { ChunkedText } from '../text/chunkedText';
import { changeOf, lineShift, type ChunkChange } from './chunkChange';
import { FirstLines } from './firstLines';
import type { LineMap } from './laneState';
import type { ParserOptions } from './parserOptions';
import { followEdits, sameState, type Counts, type Edit, type LineSets } from './parserState';
import { laterPatches, samePatches, spliceLines } from './spliceLines';
import { SegmentLines } from './segmentLines';
import { addProblems, moveProblems } from './segmentProblems';
import { SegmentRun, type Checkpoint } from './segmentRun';
import { replaceSets } from './spliceSets';
import { canReplace, findUnknown, replaceStats } from './spliceStats';
import type { TextPart } from './textPart';
import { TraceText } from './traceText';

/** So many bytes are parsed before others have their turn: a few milliseconds. */
const SLICE_BYTES = 1 << 20;
/** Names that no line has any more are kept up to so many, and a share of all. */
const FREE_NAMES = 1000;

/** So many edits are remembered before all that is known follows them. */
const MAX_EDITS = 64;

/** How a text is parsed that is edited: without filters and symbols. */
export type DocumentOptions = Pick<ParserOptions, 'interruptNames' | 'plain' | 'simd'>;

/** A part of a text that was parsed apart from the whole. */
interface Part {
  readonly run: SegmentRun;
  readonly rows: SegmentLines;
}

/** A part to put in place of another. */
interface Replacement extends Part {
  readonly first: number;
  /** The checkpoint behind it; undefined where it goes on to the end of the text. */
  readonly last: number | undefined;
  readonly of: LineMap;
  /** Old lines before this one are where they were. */
  readonly goneFrom: number;
  /** Old lines from here on are the new ones' `lines` further on. */
  readonly movedFrom: number;
}

/** A text and its parse, which follow edits. */
export class DocumentParse {
  private text: ChunkedText | undefined;
  private names = new NameTable();
  private stats = new FunctionStats();
  private lines = new EditableLines();
  /** Numbers of the part that is parsed anew, and of that before it. */
  private readonly newStats = new FunctionStats();
  private readonly oldStats = new FunctionStats();
  private firstLines = new FirstLines();
  /** At the end of the text. */
  private atEnd: TextPart | undefined;
  private counts: Counts | undefined;
  private checkpoints: Checkpoint[] = [];
  /** Edits that not all lanes of checkpoints have followed yet: most are not asked before the next. */
  private edits: Edit[] = [];
  /** Somebody keeps the trace: its tables must not change. */
  private isKept = false;
  private current: Trace | undefined;
  /** How many times the text was parsed from its beginning to its end. */
  fullParses = 0;

  constructor(private readonly options: DocumentOptions) {}

  /** The trace as it is, to be kept: edits will not change it. */
  keep(): Trace | undefined {
    this.isKept = true;
    return this.current;
  }

  /**
   * Parses `text`: what is new in it, or all of it. Yields now and then, so that others have their turn; until it returns
   * nothing has changed, and it may be given up. What it returned before is then right no more, unless it was kept.
   */
  *update(text: ChunkedText): Generator<void, Trace> {
    const { text: before, current } = this;
    if (before !== undefined && current !== undefined) {
      const change = changeOf(before, text);
      if (change === undefined) {
        this.text = text;
        return current;
      }
      const trace = yield* this.edit(before, text, change);
      if (trace !== undefined) return trace;
    }
    return yield* this.parseAll(text);
  }

  private *parseAll(text: ChunkedText): Generator<void, Trace> {
    const names = new NameTable();
    const stats = new FunctionStats();
    const lines = new EditableLines();
    const run = new SegmentRun(
      text,
      { ...this.options, keepLines: true },
      { names, stats, lines, isInterrupt: new Uint8Array(1024), allLines: lines },
      undefined,
    );
    let parsed = SLICE_BYTES;
    for (let chunk = 0; chunk < Math.max(1, text.chunks.length); chunk++) {
      const state = run.stateAt(chunk);
      if (state !== undefined) run.keep(chunk, state);
      run.parse(chunk);
      parsed -= text.chunks[chunk]?.bytes.length ?? 0;
      if (parsed > 0) continue;
      parsed = SLICE_BYTES;
      yield;
    }
    run.close();
    this.text = text;
    this.names = names;
    this.stats = stats;
    this.lines = lines;
    this.firstLines = new FirstLines();
    this.firstLines.add(names, run.appearances.first);
    this.atEnd = run.parser.part;
    this.counts = this.atEnd.counts();
    this.checkpoints = run.checkpoints;
    this.edits = [];
    for (const { state } of run.checkpoints) followEdits(state, this.edits);
    this.isKept = false;
    this.fullParses++;
    return this.finish(this.atEnd.lineSets);
  }

  /** The trace of the tables as they are. */
  private finish(sets: LineSets): Trace {
    const { atEnd, checkpoints, counts, lines, names, stats } = this;
    const problems = new ProblemLog();
    addProblems(
      checkpoints.map(({ facts }) => facts.problems),
      problems,
    );
    const addresses = this.firstLines.countAddresses();
    problems.add('addresses', addresses.firstLine, addresses.count);
    atEnd!.setWhole(
      lines.length,
      counts!,
      checkpoints.map(({ facts }) => facts),
      sets,
    );
    this.current = atEnd!.wholeTrace({ names, stats, lines }, problems);
    return this.current;
  }

  /** Parses what has changed; undefined where all is to be parsed. */
  private *edit(
    before: ChunkedText,
    text: ChunkedText,
    change: ChunkChange,
  ): Generator<void, Trace | undefined> {
    const { atEnd, checkpoints } = this;
    if (this.current?.verdict.kind !== 'graph' || atEnd === undefined || this.hasTooManyNames())
      return undefined;
    // Those of a trace that is kept neither become more nor other ones.
    if (this.isKept) this.names = this.names.copy();
    let first = checkpoints.findLastIndex(({ chunk }) => chunk <= change.first);
    while (first >= 0) {
      const replacement = yield* this.parseChange(text, change, first);
      if (replacement === undefined) return undefined;
      const old = yield* this.parseOld(before, replacement);
      const patched = samePatches(old.rows.patches, replacement.rows.patches, replacement.of);
      // A line before the part is another now: the part has to begin before it.
      if (patched !== true) first = checkpoints.findLastIndex(({ state }) => state.line <= patched);
      else return this.replace(text, change, replacement, old);
    }
    return undefined;
  }

  private hasTooManyNames(): boolean {
    const { present } = this.firstLines;
    return this.names.length - present > FREE_NAMES + present;
  }

  private runFrom(text: ChunkedText, checkpoint: Checkpoint, stats: FunctionStats): Part {
    stats.clear(this.names.length);
    const rows = new SegmentLines(checkpoint.state.line);
    const run = new SegmentRun(
      text,
      { ...this.options, keepLines: true },
      { names: this.names, stats, lines: rows, isInterrupt: this.atEnd!.isInterrupt },
      checkpoint,
    );
    return { run, rows };
  }

  /** Parses from checkpoint `first` on until nothing is new; undefined where that is too much. */
  private *parseChange(
    text: ChunkedText,
    change: ChunkChange,
    first: number,
  ): Generator<void, Replacement | undefined> {
    const { checkpoints, lines } = this;
    const from = checkpoints[first]!;
    followEdits(from.state, this.edits);
    const { run, rows } = this.runFrom(text, from, this.newStats);
    const end = this.atEnd!.clockState;
    const isBehind = ({ chunk }: Checkpoint): boolean => chunk >= change.behind;
    let next = checkpoints.findIndex((checkpoint, index) => index > first && isBehind(checkpoint));
    let parsed = 0;
    for (let chunk = from.chunk; chunk < Math.max(1, text.chunks.length); chunk++) {
      const state = run.stateAt(chunk);
      const known = checkpoints[next];
      if (next >= 0 && known !== undefined && known.chunk + change.chunks === chunk) {
        if (state !== undefined) {
          followEdits(known.state, this.edits);
          const shift = lineShift(lines, change, known.state.line, state.line - known.state.line);
          if (sameState(state, known.state, shift.of, end)) {
            run.close();
            return { run, rows, first, last: next, ...shift };
          }
        }
        next++;
      }
      if (state !== undefined) run.keep(chunk, state);
      run.parse(chunk);
      // Names stay known, whatever becomes of this.
      this.atEnd!.isInterrupt = run.parser.part.isInterrupt;
      // The trace that was given last has these names, too, and is asked still if this is given up.
      this.stats.ensure(this.names.length);
      const length = text.chunks[chunk]?.bytes.length ?? 0;
      parsed += length;
      if (parsed > change.length + text.length / 2) return undefined;
      if (Math.floor(parsed / SLICE_BYTES) > Math.floor((parsed - length) / SLICE_BYTES)) yield;
    }
    run.close();
    const shift = lineShift(lines, change, lines.length, from.state.line + rows.length - lines.length);
    return { run, rows, first, last: undefined, ...shift };
  }

  /** Parses again what is replaced. */
  private *parseOld(text: ChunkedText, { first, last }: Replacement): Generator<void, Part> {
    const from = this.checkpoints[first]!;
    const { run, rows } = this.runFrom(text, from, this.oldStats);
    const end = last === undefined ? Math.max(1, text.chunks.length) : this.checkpoints[last]!.chunk;
    for (let chunk = from.chunk; chunk < end; chunk++) {
      run.parse(chunk);
      if ((chunk & 31) === 31) yield;
    }
    return { run, rows };
  }

  /** Lets all lanes follow all edits. */
  private followAll(): void {
    for (const { state } of this.checkpoints) followEdits(state, this.edits);
    this.edits = [];
    for (const { state } of this.checkpoints) for (const lane of state.lanes.lanes) lane.edits = 0;
  }

  /** Puts a part in the place of another. Undefined where that cannot be: all is to be parsed then. */
  private replace(
    text: ChunkedText,
    change: ChunkChange,
    replacement: Replacement,
    old: Part,
  ): Trace | undefined {
    const { run, rows, first, last, of, goneFrom, movedFrom } = replacement;
    const { names } = this;
    const counts = this.counts!;
    const [now, before] = [run.parser.part, old.run.parser.part];
    for (const stats of [this.stats, now.stats, before.stats]) stats.ensure(Math.max(names.length - 1, 0));
    const numbers = { old: before.stats, now: now.stats, names: names.length };
    const later = laterPatches(this.lines, old.rows, of);
    const columnLines = counts.columnLines + now.counts().columnLines - before.counts().columnLines;
    const strongLines = counts.strongLines + now.counts().strongLines - before.counts().strongLines;
    if (!isGraph(columnLines, strongLines) || later === undefined || !canReplace(this.stats, numbers))
      return undefined;
    // What fails from here on has changed tables: nothing is known any more.
    this.current = undefined;
    let sets = this.atEnd!.lineSets;
    if (this.isKept) {
      this.stats = this.stats.copy();
      this.lines = this.lines.copy();
      sets = copySets(sets);
      this.isKept = false;
    }
    const { lines, stats } = this;
    const begin = rows.first;
    const end = begin + old.rows.length;
    const moved = rows.length - old.rows.length;
    const open = this.checkpoints[first]!.state.lanes.lanes;
    spliceLines(lines, { rows, old: old.rows, later, bytes: change.bytes, movedFrom, open });
    findUnknown(stats, replaceStats(stats, numbers, begin, end, moved), lines, end + moved);
    const reader = new TraceText(text, { ...run.parser.snapshot(), lines });
    const moduleOf = (line: number): string | undefined => {
      const f = reader.read(line);
      return f.moduleStart >= 0 ? reader.slice(f, f.moduleStart, f.moduleEnd) : undefined;
    };
    const nameChange = { first: run.appearances.first, begin, end, moved, lines, stats, moduleOf };
    if (!this.firstLines.replace(names, nameChange)) return undefined;
    const setChange = { begin, end, moved, of, lines, unreadLines: counts.unreadLines };
    const newSets = replaceSets(sets, before.lineSets, now.lineSets, setChange);
    counts.add(now.counts(), 1).add(before.counts(), -1);
    if (last === undefined) this.atEnd = now;
    else {
      if (moved !== 0) this.atEnd!.moveEnd(of);
      const clock = now.clockState;
      if (!clock.judging) this.atEnd!.setFirstMisfit(clock.firstMisfit);
    }
    const behind = last === undefined ? [] : this.checkpoints.slice(last);
    for (const checkpoint of behind) checkpoint.chunk += change.chunks;
    if (moved !== 0) {
      moveCheckpoints(behind, of);
      this.edits.push({ first: goneFrom, of });
    }
    this.checkpoints = [...this.checkpoints.slice(0, first), ...run.checkpoints, ...behind];
    for (const { state } of run.checkpoints) followEdits(state, this.edits);
    if (this.edits.length >= MAX_EDITS) this.followAll();
    this.text = text;
    return this.finish(newSets);
  }
}

/** The text may be one of function_graph by its lines alone: only then what else there is does not count. */
function isGraph(columnLines: number, strongLines: number): boolean {
  return columnLines >= 2 && strongLines >= 1;
}

function copySets({ moved, strays, unnamed, unread }: LineSets): LineSets {
  return { moved: new Set(moved), strays: new Set(strays), unnamed: new Set(unnamed), unread };
}

/** Puts the lines after an edit in place of those before it, but for those of lanes. */
function moveCheckpoints(checkpoints: readonly Checkpoint[], of: LineMap): void {
  for (const { state, facts } of checkpoints) {
    state.line = of(state.line);
    state.clock.firstMisfit = of(state.clock.firstMisfit);
    moveProblems(facts.problems, of);
    facts.interruptLine = of(facts.interruptLine);
  }
}
