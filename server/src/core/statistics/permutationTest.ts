import { rankSumTest } from './rankSumTest';

/** What a test of two samples says. */
export interface TestResult {
  /** Two-sided; NaN where a sample is empty. */
  readonly p: number;
  /** The smallest p that samples of these sizes can give: what it takes for a difference to be seen at all. */
  readonly smallestP: number;
  /** In how many ways all values can be split into samples of these sizes. */
  readonly permutations: number;
  /** What was compared over the splits: means; ranks, exact; ranks, approximated by a normal distribution. */
  readonly method: 'means' | 'ranks' | 'normal';
}

/** Up to so many splits each is looked at: ten values against ten. */
export const MAX_SPLITS = 200_000;
/** In parts of the sum of all values: differences below come from rounding. */
const TOLERANCE = 1e-12;

/**
 * Exact two-sided test whether two samples differ in their means: the share of all splits of the values into samples of
 * these sizes whose means differ at least as much. Where the splits are too many, the rank-sum test takes its place. Unknown
 * values (NaN, or infinite) are left out. Nothing is random: the same samples have the same p.
 */
export function permutationTest(a: readonly number[], b: readonly number[]): TestResult {
  const first = a.filter(Number.isFinite);
  const second = b.filter(Number.isFinite);
  const permutations = binomial(first.length + second.length, first.length);
  if (first.length === 0 || second.length === 0)
    return { p: NaN, smallestP: 1, permutations, method: 'means' };
  if (permutations > MAX_SPLITS) {
    // Ranks that are not tied are symmetric: what is as extreme on the other side counts, too.
    const smallestP = 2 / permutations;
    const { p, method } = rankSumTest(first, second);
    return { p: Math.max(p, smallestP), smallestP, permutations, method };
  }
  // Of samples of one size each split has its mirror, which is as extreme; otherwise the most extreme can be alone.
  const smallestP = (first.length === second.length ? 2 : 1) / permutations;
  return { p: countExtreme(first, second) / permutations, smallestP, permutations, method: 'means' };
}

/** In how many splits the means differ at least as much as they do. */
function countExtreme(a: readonly number[], b: readonly number[]): number {
  const values = Float64Array.of(...a, ...b);
  // As the sum of all is fixed, a difference of means is one of the first sample's sum from its expectation.
  const total = sum(values);
  const expected = (total * a.length) / values.length;
  const size = sum(values.map(Math.abs));
  const least = Math.abs(sum(a) - expected) - size * TOLERANCE;
  let count = 0;
  const choose = (from: number, left: number, chosen: number): void => {
    const last = values.length - left;
    if (left === 1) {
      for (let i = from; i <= last; i++) if (Math.abs(chosen + values[i]! - expected) >= least) count++;
      return;
    }
    for (let i = from; i <= last; i++) choose(i + 1, left - 1, chosen + values[i]!);
  };
  choose(0, a.length, 0);
  return count;
}

function sum(values: Iterable<number>): number {
  let result = 0;
  for (const value of values) result += value;
  return result;
}

/** In how many ways `chosen` of `of` can be chosen; Infinity beyond what a number holds. */
function binomial(of: number, chosen: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(chosen, of - chosen); i++)
    ways = Math.round((ways * (of - Math.min(chosen, of - chosen) + i)) / i);
  return ways;
}
