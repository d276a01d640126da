import type { Lane } from '../model/lanes';
import { grown } from '../model/nameTable';
import type { ProblemLog } from '../model/problems';
import { LineKind } from '../model/lineKind';

/** Durations that say something about a clock in whole microseconds, and are too short to hold much sleep. */
const SHORTEST_NS = 20_000;
const LONGEST_NS = 2_000_000;
/** So many calls must not fit before a clock is called none. */
const MIN_MISFITS = 3;
/** So many calls tell it. */
const ENOUGH = 100;

/** What is known of the clock at one place of the text. */
export interface SavedClock {
  readonly judging: boolean;
  readonly lastNs: Float64Array;
  readonly leafNs: readonly number[];
  readonly fits: number;
  readonly misfits: number;
  firstMisfit: number;
}

/** Whether what follows is read the same, but for what is counted. */
export function sameClock(a: SavedClock, b: SavedClock): boolean {
  if (a.judging !== b.judging || !sameTimes(a.lastNs, b.lastNs)) return false;
  // A hole is no 0: the cpu had no line.
  return !a.judging || sameTimes(a.leafNs, b.leafNs);
}

function sameTimes(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!Object.is(a[index], b[index])) return false;
  return true;
}

/** Whether a clock that so many calls were compared with is still looked at. */
export function isJudging(calls: number): boolean {
  return calls < ENOUGH;
}

/**
 * Compares the printed times with the printed durations: the column is not aware of what its clock counts
 * (print_graph_abs_time), and some clocks count events, ticks or cycles.
 */
export class Clock {
  /** Whether more lines are needed to tell whether the clock is one. */
  private judging = true;
  /** A line had a time: open calls may have one that is still to be compared. */
  private timed = false;
  /** By cpu + 1; -1 before the first line of a cpu. */
  private lastNs = new Float64Array(64).fill(-1);
  /** A leaf's duration, by cpu + 1, until the next line there shows how much time went by. */
  private readonly leafNs: number[] = [];
  fits = 0;
  misfits = 0;
  firstMisfit = -1;

  constructor(private readonly problems: ProblemLog) {}

  /** Sees the time of a call line, NaN where it has none, before its call is begun or ended. Lines count from 0. */
  see(
    kind: LineKind,
    lane: Lane,
    depth: number,
    cpu: number,
    timeNs: number,
    ns: number,
    line: number,
  ): void {
    if (timeNs !== timeNs) return;
    this.timed = true;
    if (this.judging) this.judge(kind, lane, depth, cpu, timeNs, ns, line);
    const index = cpu + 1;
    if (index >= this.lastNs.length) {
      this.lastNs = grown(this.lastNs, new Float64Array(2 * index).fill(-1));
    }
    if (timeNs < this.lastNs[index]!) this.problems.add('timeBackwards', line);
    this.lastNs[index] = timeNs;
  }

  /** Whether it still looks at durations, and so at the times of open calls. */
  get judges(): boolean {
    return this.judging && this.timed;
  }

  /** The last time of a cpu in nanoseconds, -1 before the first. */
  lastOf(cpu: number): number {
    return this.lastNs[cpu + 1] ?? -1;
  }

  /** Others have seen lines of a cpu, in order, the last of them at `ns`; -1 if they have seen none. */
  setLast(cpu: number, ns: number): void {
    if (ns >= 0) this.lastNs[cpu + 1] = ns;
  }

  /** Another text begins, with a time of its own. */
  endText(): void {
    this.lastNs.fill(-1);
    this.leafNs.length = 0;
    this.timed = false;
  }

  /** Tells `problems` whether the clock is none, as far as it was looked at. */
  finish(problems: ProblemLog): void {
    if (this.misfits >= MIN_MISFITS && this.misfits > 2 * this.fits) {
      problems.add('clockNotTime', this.firstMisfit, this.misfits);
    }
  }

  /** What is known, to be taken up again by `load`. `before`: what was saved last, to be shared where it is the same. */
  save(before: SavedClock | undefined): SavedClock {
    const { fits, judging, misfits, firstMisfit } = this;
    const same = before !== undefined && sameTimes(before.lastNs, this.lastNs);
    const lastNs = same ? before.lastNs : this.lastNs.slice();
    return { judging, lastNs, leafNs: judging ? this.leafNs.slice() : [], fits, misfits, firstMisfit };
  }

  /** Goes on with what was saved. */
  load({ fits, judging, misfits, firstMisfit, lastNs, leafNs }: SavedClock): void {
    this.judging = judging;
    this.lastNs = lastNs.slice();
    this.timed = lastNs.some((ns) => ns >= 0);
    this.leafNs.length = 0;
    leafNs.forEach((ns, index) => (this.leafNs[index] = ns));
    this.fits = fits;
    this.misfits = misfits;
    this.firstMisfit = firstMisfit;
  }

  /** Compares the time of a call line with durations, before it is the last time of its cpu. */
  private judge(
    kind: LineKind,
    lane: Lane,
    depth: number,
    cpu: number,
    timeNs: number,
    ns: number,
    line: number,
  ): void {
    const leafNs = this.leafNs[cpu + 1];
    if (leafNs !== undefined && leafNs >= SHORTEST_NS) {
      this.count(timeNs - this.lastNs[cpu + 1]! >= leafNs / 2, line);
    }
    this.leafNs[cpu + 1] = kind === LineKind.Leaf ? ns : 0;
    const { stack } = lane;
    if (kind === LineKind.Entry) stack.setTime(depth, timeNs, line);
    else if (kind === LineKind.Exit && ns >= SHORTEST_NS && ns <= LONGEST_NS && stack.size === depth + 1) {
      if (stack.entryAt(depth) < 0) return;
      const went = timeNs - stack.timeAt(depth);
      if (went !== went) return;
      this.count(Math.abs(went - ns) <= ns / 4 + 3000, line);
    }
  }

  private count(fits: boolean, line: number): void {
    if (fits) this.fits++;
    else if (this.misfits++ === 0) this.firstMisfit = line;
    this.judging = isJudging(this.fits + this.misfits);
  }
}
