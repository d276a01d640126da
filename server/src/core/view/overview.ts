import { isCallKind, LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import { isCall } from './callOfLine';
import { hasProblem } from './lineProblem';
import type { LineSet } from './lineSet';

/** Most places that are kept; where there are more lines, a place is so many of them. */
const MAX_PLACES = 1 << 15;
/** Most counts of calls that are kept: with many categories there are fewer places. */
const MAX_COUNTS = 1 << 20;

/** What is in one part of a trace. */
export interface OverviewPart {
  /** Self time of the calls that end in it, in nanoseconds; 0 where it is not known. */
  readonly selfNs: number;
  /** Number of the category with the most calls; -1 without calls. */
  readonly category: number;
  /** Lines with problems. */
  readonly problems: number;
}

/**
 * What is where in a trace: self time, calls by category, problems. Kept for up to 32,768 places of so many lines each,
 * fewer with many categories; as the lines get more, two places become one. The self time of a call is its duration less
 * its direct callees', so that each duration counts where its call ends, and against where its caller ends.
 */
export class Overview {
  /** Lines of a place. */
  private span = 1;
  private seen = 0;
  private readonly places: number;
  private readonly selfNs: Float64Array;
  private readonly problems: Uint32Array;
  /** By place, then category. */
  private readonly calls: Uint32Array;
  /** What the callees of calls took whose exit is not known so far, by the line of the call's entry. */
  private readonly calleesNs = new Map<number, number>();

  /** `category` gives the number of a function's category, of `categories`. */
  constructor(
    private readonly lines: LineTable,
    private readonly category: (name: number) => number,
    private readonly categories: number,
  ) {
    let places = MAX_PLACES;
    while (places * categories > MAX_COUNTS) places /= 2;
    this.places = places;
    this.selfNs = new Float64Array(places);
    this.problems = new Uint32Array(places);
    this.calls = new Uint32Array(places * categories);
  }

  /** Lines that were looked at. */
  get length(): number {
    return this.seen;
  }

  /** Looks at the lines up to `end`. */
  see(end: number): void {
    for (; this.seen < end; this.seen++) {
      while (this.seen >= this.span * this.places) this.halve();
      this.seeLine(this.seen);
    }
  }

  /** What is in `parts` parts, whose lines are [bounds[i], bounds[i + 1]). */
  parts(bounds: ArrayLike<number>): OverviewPart[] {
    const { categories, span } = this;
    const found: OverviewPart[] = [];
    const counts = new Float64Array(categories);
    for (let part = 0; part + 1 < bounds.length; part++) {
      const from = Math.floor(bounds[part]! / span);
      // A place on a border counts where it begins; a part within one place shows that place.
      const end = bounds[part + 1]! / span;
      const to = Math.max(from + 1, part + 2 === bounds.length ? Math.ceil(end) : Math.floor(end));
      let selfNs = 0;
      let problems = 0;
      counts.fill(0);
      // A part without lines has nothing in it.
      for (let place = from; place < to && bounds[part + 1]! > bounds[part]!; place++) {
        selfNs += Math.max(0, this.selfNs[place]!);
        problems += this.problems[place]!;
        for (let at = 0; at < categories; at++) counts[at]! += this.calls[place * categories + at]!;
      }
      found.push({ selfNs, category: mostOf(counts), problems });
    }
    return found;
  }

  private seeLine(line: number): void {
    const { lines, span } = this;
    const place = Math.floor(line / span);
    const kind = lines.kind(line);
    if (hasProblem(lines, line)) this.problems[place]!++;
    if (!isCallKind(kind)) return;
    if (isCall(kind)) {
      const name = lines.name(line);
      if (name >= 0) this.calls[place * this.categories + this.category(name)]!++;
    }
    if (kind === LineKind.Entry) return;
    const ns = lines.durationNs(line);
    if (ns !== ns || kind === LineKind.OrphanExit) return;
    const call = lines.callLine(line);
    this.selfNs[place]! += ns - (this.calleesNs.get(call) ?? 0);
    this.calleesNs.delete(call);
    const caller = lines.caller(line);
    if (caller < 0) return;
    const end = lines.exitLine(caller);
    if (end < 0) this.calleesNs.set(caller, (this.calleesNs.get(caller) ?? 0) + ns);
    else {
      while (end >= this.span * this.places) this.halve();
      this.selfNs[Math.floor(end / this.span)]! -= ns;
    }
  }

  /** Two places become one. */
  private halve(): void {
    const { calls, categories, problems, selfNs } = this;
    const half = this.places / 2;
    this.span *= 2;
    for (let place = 0; place < half; place++) {
      selfNs[place] = selfNs[2 * place]! + selfNs[2 * place + 1]!;
      problems[place] = problems[2 * place]! + problems[2 * place + 1]!;
      for (let at = 0; at < categories; at++) {
        const from = 2 * place * categories + at;
        calls[place * categories + at] = calls[from]! + calls[from + categories]!;
      }
    }
    selfNs.fill(0, half);
    problems.fill(0, half);
    calls.fill(0, half * categories);
  }
}

/** How many lines of a set are in each part. */
export function countParts(set: LineSet, bounds: ArrayLike<number>): number[] {
  return Array.from({ length: bounds.length - 1 }, (_, part) =>
    Math.max(0, set.countBefore(bounds[part + 1]!) - set.countBefore(bounds[part]!)),
  );
}

/** The number of the category with the most calls, the first of equals; -1 without calls. */
function mostOf(counts: Float64Array): number {
  let most = -1;
  for (let at = 0; at < counts.length; at++)
    if (counts[at]! > 0 && (most < 0 || counts[at]! > counts[most]!)) most = at;
  return most;
}
