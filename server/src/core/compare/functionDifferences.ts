/** How each function differs between two scenarios. */
import { adjustedP } from '../statistics/adjustedP';
import { cliffsDelta } from '../statistics/effectSize';
import { permutationTest } from '../statistics/permutationTest';
import { supportOf, type Support } from '../statistics/support';
import type { Change, Normalisation } from './differences';
import { meanOf, normalisedRuns, valuesOf, type FunctionMeasure, type NormalisedRuns } from './measures';
import type { FunctionId } from './run';
import type { Scenarios } from './scenarios';

/** What is compared: scenarios by their numbers. */
export interface Pair {
  readonly baseline: number;
  readonly target: number;
  readonly measure: FunctionMeasure;
  readonly normalisation: Normalisation;
}

/** Less than this part of a value is the rounding of a division, no difference. */
const ROUNDING = 1e-12;

/**
 * Differences of all functions of a comparison for one pair of scenarios, by FunctionId. Swapping the pair mirrors every
 * number.
 */
export class FunctionDifferences {
  private readonly baseline: NormalisedRuns;
  private readonly target: NormalisedRuns;
  private tests: Tests | undefined;
  private ofCalls: FunctionDifferences | undefined;

  constructor(
    private readonly scenarios: Scenarios,
    private readonly pair: Pair,
  ) {
    this.baseline = normalisedRuns(scenarios, pair.baseline, pair);
    this.target = normalisedRuns(scenarios, pair.target, pair);
  }

  /** In words of one: only here, no more here, more, fewer, same. What times do not tell, calls do. */
  change(id: FunctionId): Change {
    const { scenarios, pair } = this;
    const before = scenarios.has(pair.baseline, id);
    const after = scenarios.has(pair.target, id);
    if (before !== after) return after ? 'new' : 'gone';
    const known = this.difference(id);
    const difference = Number.isNaN(known) ? this.callsDifference(id) : known;
    if (Number.isNaN(difference) || difference === 0) return 'same';
    return difference > 0 ? 'more' : 'fewer';
  }

  /** Mean of the target less that of the baseline; NaN where one is unknown. */
  difference(id: FunctionId): number {
    const before = meanOf(this.baseline, id);
    const after = meanOf(this.target, id);
    const difference = after - before;
    return Math.abs(difference) <= ROUNDING * Math.max(Math.abs(before), Math.abs(after)) ? 0 : difference;
  }

  /** The same in parts of the baseline: Infinity from nothing, 0 where both are nothing. */
  relative(id: FunctionId): number {
    const difference = this.difference(id);
    return difference === 0 ? 0 : difference / meanOf(this.baseline, id);
  }

  /** Cliff's delta of the runs, -1 to 1: how far the target's are above the baseline's. NaN where a run is unknown. */
  effect(id: FunctionId): number {
    const [before, after] = [valuesOf(this.baseline, id), valuesOf(this.target, id)];
    return [...before, ...after].some(Number.isNaN) ? NaN : cliffsDelta(after, before);
  }

  /** Of the exact test of the runs, corrected for the number of functions; NaN where there is none. */
  p(id: FunctionId): number {
    return this.tested().p[id]!;
  }

  /** Whether the runs support that there is a difference. */
  support(id: FunctionId): Support {
    return supportOf(this.p(id), this.tested().smallestP);
  }

  private callsDifference(id: FunctionId): number {
    const { measure } = this.pair;
    if (measure === 'calls') return NaN;
    this.ofCalls ??= new FunctionDifferences(this.scenarios, { ...this.pair, measure: 'calls' });
    return this.ofCalls.difference(id);
  }

  private tested(): Tests {
    return (this.tests ??= this.test());
  }

  private test(): Tests {
    const { scenarios, pair } = this;
    const p = new Float64Array(scenarios.names.length).fill(NaN);
    const { smallestP } = permutationTest([...this.baseline.keys()], [...this.target.keys()]);
    const known = new Map<string, number>();
    for (let id = 0; id < p.length; id++) {
      if (scenarios.runsOf(pair.baseline, id) + scenarios.runsOf(pair.target, id) === 0) continue;
      const [before, after] = [valuesOf(this.baseline, id), valuesOf(this.target, id)];
      if ([...before, ...after].some(Number.isNaN)) continue;
      // Many functions are called as often as their callers: the same test.
      const key = `${before.join()};${after.join()}`;
      let value = known.get(key);
      if (value === undefined) known.set(key, (value = permutationTest(before, after).p));
      p[id] = value;
    }
    return { p: adjustedP(p), smallestP };
  }
}

interface Tests {
  /** By FunctionId. */
  readonly p: Float64Array;
  /** What so many runs could have given at best. */
  readonly smallestP: number;
}
