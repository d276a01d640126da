/** What a parser knows at one place of a text, and what it counts: that it can go on from there, and be compared. */
import type { ColumnName } from '../model/trace';
import { isJudging, sameClock, type SavedClock } from './clock';
import { isBefore, moveLane, type LineMap } from './laneState';
import { sameLanes, type SavedLanes } from './laneTracker';
import type { SavedLayout } from './layout';
import type { SegmentProblems } from './segmentProblems';

/** All that a parser needs of what is before a line to read what is behind it. */
export interface ParserState {
  /** Number of lines before. */
  line: number;
  readonly lanes: SavedLanes;
  readonly clock: SavedClock;
  readonly layout: SavedLayout;
  /** Whether a call line with columns came before. */
  readonly hasColumns: boolean;
  /** A run of calls without any column goes on. */
  readonly isInRun: boolean;
  readonly commentBytes: number;
  /** A header came before: the next begins another text. */
  readonly isLaterText: boolean;
  /** As the first header says, or undefined. */
  readonly tracer: string | undefined;
  readonly kernel: string | undefined;
  readonly producer: string | undefined;
  readonly watchSteps: boolean;
  readonly wideIndentation: boolean;
}

/** Numbers that grow while a text is parsed: those of two parts add up to those of both. */
export class Counts {
  entries = 0;
  leaves = 0;
  exits = 0;
  orphanExits = 0;
  namedExits = 0;
  plainLines: number[] = [];
  interruptCalls = 0;
  columnLines = 0;
  strongLines = 0;
  nulBytes = 0;
  bytes = 0;
  unreadLines = 0;
  lostLines = 0;
  traceCmdLines = 0;
  consoleLines = 0;
  /** Calls that the clock was compared with: see Clock. */
  fits = 0;
  misfits = 0;

  /** Adds `times` the numbers of `other`. */
  add(other: Counts, times: 1 | -1): this {
    this.entries += times * other.entries;
    this.leaves += times * other.leaves;
    this.exits += times * other.exits;
    this.orphanExits += times * other.orphanExits;
    this.namedExits += times * other.namedExits;
    this.plainLines = other.plainLines.map((count, kind) => (this.plainLines[kind] ?? 0) + times * count);
    this.interruptCalls += times * other.interruptCalls;
    this.columnLines += times * other.columnLines;
    this.strongLines += times * other.strongLines;
    this.nulBytes += times * other.nulBytes;
    this.bytes += times * other.bytes;
    this.unreadLines += times * other.unreadLines;
    this.lostLines += times * other.lostLines;
    this.traceCmdLines += times * other.traceCmdLines;
    this.consoleLines += times * other.consoleLines;
    this.fits += times * other.fits;
    this.misfits += times * other.misfits;
    return this;
  }
}

/** What a part of a text adds to the whole, and is no number. */
export interface Facts {
  readonly problems: SegmentProblems;
  readonly columns: ReadonlySet<ColumnName>;
  /** A duration had an overhead mark. */
  readonly marked: boolean;
  /** The cpus that were met, by cpu + 1. */
  readonly cpus: readonly number[];
  /** The first line of an interrupt, from 0; -1 where there is none. */
  interruptLine: number;
}

/** Lines, from 0, of which a trace knows something that is in no table. */
export interface LineSets {
  readonly moved: Set<number>;
  readonly strays: Set<number>;
  readonly unnamed: Set<number>;
  /** The first MAX_UNREAD_KEPT of them. */
  readonly unread: number[];
}

/**
 * Whether a text is read on in the same way from `a` as from `b`, whose lines are `of` others. `end`: the clock at the end
 * of the text that goes on from `b`.
 */
export function sameState(a: ParserState, b: ParserState, of: LineMap, end: SavedClock): boolean {
  return (
    a.hasColumns === b.hasColumns &&
    a.isInRun === b.isInRun &&
    a.commentBytes === b.commentBytes &&
    a.isLaterText === b.isLaterText &&
    a.tracer === b.tracer &&
    a.kernel === b.kernel &&
    a.producer === b.producer &&
    a.watchSteps === b.watchSteps &&
    a.wideIndentation === b.wideIndentation &&
    a.layout.every((column, index) => column === b.layout[index]) &&
    sameJudging(a.clock, b.clock, of, end) &&
    sameLanes(a.lanes, b.lanes, of, a.clock.judging)
  );
}

/** As long as the clock is looked at, the number of calls says when that ends: it must not matter. */
function sameJudging(a: SavedClock, b: SavedClock, of: LineMap, end: SavedClock): boolean {
  if (!sameClock(a, b)) return false;
  if (!a.judging) return true;
  const first = a.misfits === 0 ? b.misfits === 0 : b.misfits > 0 && a.firstMisfit === of(b.firstMisfit);
  if (!first) return false;
  const more = a.fits + a.misfits - b.fits - b.misfits;
  return a.fits === b.fits && a.misfits === b.misfits
    ? true
    : end.judging && isJudging(end.fits + end.misfits + more);
}

/** An edit that has moved lines: those from `first` on. */
export interface Edit {
  readonly first: number;
  readonly of: LineMap;
}

/** Lets the lanes of a place follow the edits that they have not followed yet; they may be shared with other places. */
export function followEdits({ lanes }: ParserState, edits: readonly Edit[]): void {
  for (const lane of lanes.lanes) {
    if (lane.edits < 0) lane.edits = edits.length;
    for (; lane.edits < edits.length; lane.edits++) {
      const { first, of } = edits[lane.edits]!;
      if (!isBefore(lane, first)) moveLane(lane, of);
    }
  }
}
