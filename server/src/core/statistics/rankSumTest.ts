import { errorFunction } from 'simple-statistics';

/** Up to so many values the distribution is computed, which takes their fourth power of steps; R takes as many. */
const MAX_EXACT = 50;

/**
 * Wilcoxon's rank-sum (Mann–Whitney) test, two-sided, ties with their mean rank. The distribution over all splits is computed
 * exactly; for more than 50 values it is approximated by the normal one, corrected for ties and continuity, to six decimals.
 */
export function rankSumTest(
  a: readonly number[],
  b: readonly number[],
): { readonly p: number; readonly method: 'ranks' | 'normal' } {
  const { ranks, tied } = doubledRanks([...a, ...b]);
  const count = ranks.length;
  let rankSum = 0;
  for (let i = 0; i < a.length; i++) rankSum += ranks[i]!;
  // Ranks are doubled, which makes integers of them; so is what they add up to.
  const expected = a.length * (count + 1);
  const extreme = Math.abs(rankSum - expected);
  if (count <= MAX_EXACT) return { p: exactTail(ranks, a.length, expected, extreme), method: 'ranks' };
  const variance = ((a.length * b.length) / 12) * (count + 1 - tied / (count * (count - 1)));
  if (variance === 0) return { p: 1, method: 'normal' };
  const z = Math.max(0, extreme / 2 - 0.5) / Math.sqrt(variance);
  // The approximation of erf is not exactly 0 at 0.
  return { p: Math.min(1, Math.max(0, 1 - errorFunction(z / Math.SQRT2))), method: 'normal' };
}

/** Twice the rank of each value, the mean of its ranks where several are equal; and Σ (t³ − t) over groups of t equal ones. */
function doubledRanks(values: readonly number[]): { ranks: Int32Array; tied: number } {
  const order = Uint32Array.from(values.keys()).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Int32Array(values.length);
  let tied = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = from + to + 1;
    tied += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, tied };
}

/** The share of all ways to choose `size` ranks whose sum is at least so far from what is expected. */
function exactTail(ranks: Int32Array, size: number, expected: number, extreme: number): number {
  const sorted = ranks.slice().sort();
  const least = [0];
  for (const rank of sorted) least.push(least.at(-1)! + rank);
  const width = least.at(-1)! + 1;
  // ways[k][s]: in how many ways k of the ranks so far add up to s.
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(width));
  ways[0]![0] = 1;
  sorted.forEach((rank, index) => {
    for (let k = Math.min(size, index + 1); k > 0; k--) {
      const more = ways[k]!;
      const fewer = ways[k - 1]!;
      // The others are k - 1 of the `index` ranks before: not below the first of these, not above the last.
      const to = least[index]! - least[index - k + 1]!;
      for (let s = least[k - 1]!; s <= to; s++) more[s + rank]! += fewer[s]!;
    }
  });
  let all = 0;
  let tail = 0;
  ways[size]!.forEach((count, s) => {
    all += count;
    if (Math.abs(s - expected) >= extreme) tail += count;
  });
  return tail / all;
}
