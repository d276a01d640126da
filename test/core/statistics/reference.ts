/** Slow twins of the statistics, written from their definitions. */

/** All ways to choose `size` of the values; the rest beside them. */
export function* splits(values: readonly number[], size: number): Generator<[number[], number[]]> {
  for (let bits = 0; bits < 2 ** values.length; bits++) {
    const chosen = values.filter((_, i) => (bits >> i) & 1);
    if (chosen.length === size) yield [chosen, values.filter((_, i) => ((bits >> i) & 1) === 0)];
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** The share of splits whose statistic is at least as far from 0 as that of `a` and `b`. */
function shareOfSplits(
  a: readonly number[],
  b: readonly number[],
  statistic: (x: readonly number[], y: readonly number[]) => number,
): number {
  const observed = Math.abs(statistic(a, b));
  let all = 0;
  let extreme = 0;
  for (const [x, y] of splits([...a, ...b], a.length)) {
    all++;
    if (Math.abs(statistic(x, y)) >= observed - 1e-9) extreme++;
  }
  return extreme / all;
}

/** Exact permutation test of the difference of means. */
export function slowPermutationTest(a: readonly number[], b: readonly number[]): number {
  return shareOfSplits(a, b, (x, y) => meanOf(x) - meanOf(y));
}

/** Exact rank-sum test: Mann and Whitney's U counts pairs, which takes no ranks. */
export function slowRankTest(a: readonly number[], b: readonly number[]): number {
  return shareOfSplits(a, b, (x, y) => {
    let u = 0;
    for (const one of x) for (const other of y) u += Math.sign(one - other);
    return u;
  });
}

/** Adjusted p, from its definition: the least α at which step-up rejects the test, found among all that matter. */
export function slowAdjustedP(ps: readonly number[]): number[] {
  const sorted = [...ps].sort((a, b) => a - b);
  const levels = [...sorted.map((p, i) => Math.min(1, (p * ps.length) / (i + 1))), 1].sort((a, b) => a - b);
  return ps.map((p) => levels.find((alpha) => p <= rejectedUpTo(sorted, alpha * (1 + 1e-12)))!);
}

/** The greatest p that the procedure rejects at this level. */
function rejectedUpTo(sorted: readonly number[], alpha: number): number {
  return Math.max(-1, ...sorted.filter((p, i) => p <= ((i + 1) / sorted.length) * alpha));
}

/** Mean size of the union over all choices of 1, 2, …, all of the sets. */
export function slowExpectedOverRuns(sets: readonly ReadonlySet<number>[]): number[] {
  return sets.map((_, k) => {
    const sizes: number[] = [];
    for (const [chosen] of splits([...sets.keys()], k + 1))
      sizes.push(new Set(chosen.flatMap((run) => [...sets[run]!])).size);
    return meanOf(sizes);
  });
}
