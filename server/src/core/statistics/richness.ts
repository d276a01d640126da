/**
 * How many functions there may be, of which a recording saw a part: Chao's lower bounds, bias-corrected, with the interval of
 * Chao (1987), as EstimateS, iNEXT and SpadeR compute them. Species are functions here, individuals calls, samples runs.
 */

/** An estimate with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The quantile of the normal distribution for an interval of 95 %. */
const Z = 1.959964;

/**
 * Chao1, from how often each function was called: what was called once and twice tells of what was not. 0 is not seen.
 * Undefined where nothing was seen, or nothing twice, of which nothing follows.
 */
export function chao1(abundances: Iterable<number>): Estimate | undefined {
  const { seen, once, twice, total } = countSeen(abundances);
  return estimate(seen, once, twice, total, total);
}

/**
 * Chao2, from in how many of the `runs` each function is. Undefined for fewer than two runs, and where nothing is in more than
 * one.
 */
export function chao2(incidences: Iterable<number>, runs: number): Estimate | undefined {
  const { seen, once, twice, total } = countSeen(incidences);
  return runs < 2 ? undefined : estimate(seen, once, twice, total, runs);
}

interface Seen {
  readonly seen: number;
  readonly once: number;
  readonly twice: number;
  readonly total: number;
}

function countSeen(counts: Iterable<number>): Seen {
  let seen = 0;
  let once = 0;
  let twice = 0;
  let total = 0;
  for (const count of counts) {
    if (!(count > 0)) continue;
    seen++;
    total += count;
    if (count === 1) once++;
    if (count === 2) twice++;
  }
  return { seen, once, twice, total };
}

/** `samples` is what was drawn: calls, or runs. */
function estimate(
  seen: number,
  once: number,
  twice: number,
  total: number,
  samples: number,
): Estimate | undefined {
  if (seen === 0 || seen === once) return undefined;
  const k = (samples - 1) / samples;
  const unseen = (k * once * (once - 1)) / (2 * (twice + 1));
  if (unseen === 0) return { value: seen, low: seen, high: highOfComplete(seen, total) };
  const value = seen + unseen;
  const ratio = Math.exp(Z * Math.sqrt(Math.log(1 + varianceOf(value, once, twice, k) / unseen ** 2)));
  return { value, low: seen + unseen / ratio, high: seen + unseen * ratio };
}

/** Of an estimate: equations 6 and 7, 10 and 11 of the user's guide of EstimateS. */
function varianceOf(value: number, once: number, twice: number, k: number): number {
  const doubled = twice + 1;
  const last = twice > 0 ? (once ** 2 * twice * (once - 1) ** 2) / doubled ** 4 : -(once ** 4) / value;
  return (
    (k * once * (once - 1)) / (2 * doubled) +
    (k ** 2 * once * (2 * once - 1) ** 2) / (4 * doubled ** 2) +
    (k ** 2 * last) / 4
  );
}

/** Where no more is expected than was seen: equations 8, 12 and 14 there. Their lower end can be above the estimate. */
function highOfComplete(seen: number, total: number): number {
  const missed = Math.exp(-total / seen);
  const deviation = Math.sqrt(seen * missed * (1 - missed));
  return (seen + Z * deviation) / (1 - missed);
}

/**
 * How many functions are expected in 1, 2, …, all of the runs, taken together: the mean over all choices of so many, exactly
 * (sample-based rarefaction, Mao Tau). The last is the size of the union.
 */
export function expectedOverRuns(incidences: Iterable<number>, runs: number): number[] {
  const byIncidence = new Float64Array(runs + 1);
  let union = 0;
  for (const incidence of incidences) {
    if (!(incidence > 0)) continue;
    byIncidence[incidence]!++;
    union++;
  }
  // The share of choices that miss a function which is in `incidence` runs: C(runs − incidence, k) / C(runs, k).
  const missed = new Float64Array(runs + 1).fill(1);
  return Array.from({ length: runs }, (_, taken) => {
    let expected = union;
    for (let incidence = 1; incidence <= runs; incidence++) {
      missed[incidence]! *= Math.max(0, runs - incidence - taken) / (runs - taken);
      expected -= byIncidence[incidence]! * missed[incidence]!;
    }
    return expected;
  });
}
