/**
 * Cliff's delta: how often a value of `a` is above one of `b`, less how often below, of all pairs: −1 to 1. Unknown values
 * (NaN) are left out; NaN where a side has none left.
 */
export function cliffsDelta(a: readonly number[], b: readonly number[]): number {
  let pairs = 0;
  let above = 0;
  for (const x of a) {
    for (const y of b) {
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      pairs++;
      above += Math.sign(x - y);
    }
  }
  return pairs === 0 ? NaN : above / pairs;
}
