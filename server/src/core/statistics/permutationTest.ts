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

/**
 * In how many splits the means differ at least as much as they do. Each split takes so many values of the first half and the
 * rest of the second: of either half the sums are sorted, and two fingers count the pairs that are extreme.
 */
function countExtreme(a: readonly number[], b: readonly number[]): number {
  if (a.length > b.length) return countExtreme(b, a);
  const values = [...a, ...b];
  // As the sum of all is fixed, a difference of means is one of the first sample's sum from its expectation.
  const expected = (sum(values) * a.length) / values.length;
  const least = Math.abs(sum(a) - expected) - sum(values.map(Math.abs)) * TOLERANCE;
  const half = values.length >> 1;
  const left = sumsBySize(values.slice(0, half), a.length);
  const right = sumsBySize(values.slice(half), a.length);
  let count = 0;
  left.forEach((sums, size) => {
    const others = right[a.length - size];
    if (others !== undefined) count += pairsOutside(sums, others, expected - least, expected + least);
  });
  return count;
}

/** The sums of all choices of at most `most` of the values, by how many are chosen; ascending. */
function sumsBySize(values: readonly number[], most: number): Float64Array[] {
  const sums = Array.from({ length: Math.min(most, values.length) + 1 }, (): number[] => []);
  const choose = (from: number, size: number, chosen: number): void => {
    sums[size]!.push(chosen);
    if (size === most) return;
    for (let i = from; i < values.length; i++) choose(i + 1, size + 1, chosen + values[i]!);
  };
  choose(0, 0, 0);
  return sums.map((all) => Float64Array.from(all).sort());
}

/** How many sums of one value of each are at most `low` or at least `high`. Both are ascending. */
function pairsOutside(a: Float64Array, b: Float64Array, low: number, high: number): number {
  let count = 0;
  let atMost = b.length;
  let below = b.length;
  for (const value of a) {
    while (atMost > 0 && value + b[atMost - 1]! > low) atMost--;
    while (below > 0 && value + b[below - 1]! >= high) below--;
    // Where everything is extreme, low is above high: each pair counts once.
    count += Math.min(b.length, atMost + b.length - below);
  }
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
