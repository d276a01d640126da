/** The words of a comparison: what a difference is, and of what. Times are nanoseconds. */
import type { Support } from '../statistics/support';

/** A value of several runs. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation; undefined for fewer than two runs. */
  readonly sd: number | undefined;
  /** One value per run, in their order. */
  readonly runs: readonly number[];
}

/** Functions behind a figure: an expression over sets as people type it (expression.ts), `tap & category:network`. */
export type Selection = string;

/** How counts and times of recordings of different length are made comparable. */
export type Normalisation = 'none' | 'perRequest' | 'share';

/** How a function differs between the baseline and another scenario. */
export type Change = 'new' | 'gone' | 'more' | 'fewer' | 'same';

/** One function of a list. */
export interface FunctionRow {
  readonly name: string;
  readonly category: number;
  /** Between the baseline and the scenario that the list compares it with. */
  readonly change: Change;
  /** By scenario: in how many of its runs the function is. */
  readonly inRuns: readonly number[];
  /** By scenario: mean over its runs of the asked measure, normalised; NaN unknown. */
  readonly values: readonly number[];
  /** Compared scenario less baseline, and that in parts of the baseline; NaN unknown, Infinity from nothing. */
  readonly difference: number;
  readonly relative: number;
  readonly support: Support;
  /** Corrected for the number of functions; NaN where there is no test. */
  readonly p: number;
  /** Effect size, Cliff's delta, -1 to 1; NaN where there is none. */
  readonly effect: number;
}

/** Which functions, in which order. */
export interface FunctionQuery {
  readonly selection: Selection;
  readonly baseline: number;
  /** The scenario to compare with the baseline. */
  readonly target: number;
  readonly measure: 'calls' | 'totalNs' | 'selfNs';
  readonly normalisation: Normalisation;
  /** Part of the name, any case. */
  readonly text?: string;
  readonly category?: number;
  readonly changes?: readonly Change[];
  /** Least absolute difference. */
  readonly minimum?: number;
  readonly sort:
    'name' | 'category' | 'change' | 'difference' | 'relative' | 'p' | { readonly scenario: number };
  readonly descending: boolean;
}
