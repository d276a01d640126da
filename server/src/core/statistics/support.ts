/** Whether runs support a difference: a test says so, says not, or there are too few runs for any. */
export type Support = 'real' | 'noise' | 'tooFewRuns';

/** The level of significance, two-sided. */
export const ALPHA = 0.05;

/**
 * What a test says of a difference. `p` is the one that counts: adjusted, if there are several tests; NaN is no test.
 * `smallestP` is what the test could have given at best with so many runs.
 */
export function supportOf(p: number, smallestP: number, alpha = ALPHA): Support {
  if (Number.isNaN(p) || !(smallestP <= alpha)) return 'tooFewRuns';
  return p <= alpha ? 'real' : 'noise';
}
