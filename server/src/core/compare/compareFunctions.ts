import { compareNames } from '../analyse/functions';
import type { Categories } from '../classify/categories';
import type { Trace } from '../model/trace';

/** How many unique functions are on the sides of a comparison. */
export interface SideCounts {
  readonly left: number;
  readonly right: number;
  readonly both: number;
  readonly onlyLeft: number;
  readonly onlyRight: number;
}

/** How a function differs between the sides: the four groups that every view of a comparison shows. */
export type Difference = 'onlyLeft' | 'onlyRight' | 'changed' | 'same';

/** A function on either side; 0 calls is: not on this side. Lines count from 0, -1 is none. */
export interface ComparedFunction {
  readonly name: string;
  readonly category: number;
  readonly difference: Difference;
  readonly left: number;
  readonly right: number;
  readonly leftLine: number;
  readonly rightLine: number;
}

/** The sets of unique functions of two traces, side by side. */
export interface Comparison {
  readonly total: SideCounts;
  /** In the order of `Categories.list`. */
  readonly byCategory: readonly SideCounts[];
  /** The union, by name. */
  readonly functions: readonly ComparedFunction[];
}

/** Compares which functions were called, and how often. Swapping the sides mirrors every number. */
export function compareFunctions(left: Trace, right: Trace, categories: Categories): Comparison {
  const functions: ComparedFunction[] = [];
  for (const [trace, other, mirrored] of [
    [left, right, false],
    [right, left, true],
  ] as const) {
    const category = categories.column(trace.names);
    for (let id = 0; id < trace.names.length; id++) {
      const calls = trace.stats.calls[id]!;
      if (calls === 0) continue;
      const name = trace.names.text(id);
      const otherId = other.names.findIn(trace.names, id);
      const otherCalls = otherId < 0 ? 0 : other.stats.calls[otherId]!;
      if (mirrored && otherCalls > 0) continue;
      const line = trace.stats.firstLine[id]!;
      const [leftCalls, rightCalls] = mirrored ? [otherCalls, calls] : [calls, otherCalls];
      const otherLine = otherCalls > 0 ? other.stats.firstLine[otherId]! : -1;
      functions.push({
        name,
        category: category[id]!,
        difference: differenceOf(leftCalls, rightCalls),
        left: leftCalls,
        right: rightCalls,
        leftLine: mirrored ? otherLine : line,
        rightLine: mirrored ? line : otherLine,
      });
    }
  }
  functions.sort((a, b) => compareNames(a.name, b.name));
  return {
    total: countSides(functions),
    byCategory: categories.list.map((_, number) =>
      countSides(functions.filter((f) => f.category === number)),
    ),
    functions,
  };
}

function differenceOf(left: number, right: number): Difference {
  if (right === 0) return 'onlyLeft';
  if (left === 0) return 'onlyRight';
  return left === right ? 'same' : 'changed';
}

function countSides(functions: readonly ComparedFunction[]): SideCounts {
  const onlyLeft = functions.filter((f) => f.difference === 'onlyLeft').length;
  const onlyRight = functions.filter((f) => f.difference === 'onlyRight').length;
  const both = functions.length - onlyLeft - onlyRight;
  return { left: both + onlyLeft, right: both + onlyRight, both, onlyLeft, onlyRight };
}

/** Jaccard index: the share of the union that is on both sides, 0 to 1; undefined where both sides are empty. */
export function similarity(counts: SideCounts): number | undefined {
  const union = counts.both + counts.onlyLeft + counts.onlyRight;
  return union === 0 ? undefined : counts.both / union;
}
