/**
 * Benjamini and Hochberg's step-up adjustment (1995): a test is significant at level α, with α as the expected share of
 * false ones among all that are, if its adjusted p is at most α. NaN, no test, stays NaN and does not count.
 */
export function adjustedP(ps: Float64Array): Float64Array {
  const adjusted = new Float64Array(ps.length).fill(NaN);
  const tests = Uint32Array.from(ps.keys())
    .filter((index) => !Number.isNaN(ps[index]!))
    .sort((i, j) => ps[i]! - ps[j]!);
  let smallest = 1;
  for (let rank = tests.length; rank > 0; rank--) {
    const index = tests[rank - 1]!;
    // Never below p itself, which rounding could make it.
    smallest = Math.min(smallest, Math.max(ps[index]!, (ps[index]! * tests.length) / rank));
    adjusted[index] = smallest;
  }
  return adjusted;
}
