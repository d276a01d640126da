/**
 * A comparison of scenarios as plain data: what every face of it shows. Renderers make text, SVG and HTML of it and compute
 * nothing. Names are as in the traces: hostile input until a renderer has escaped them.
 */
import type { Reclassified } from '../classify/reclassified';
import type { Normalisation, Selection, Spread } from '../compare/differences';
import type { Estimate } from '../statistics/richness';
import type { FilterSpec, FilterStep } from '../model/filterSpec';

export type {
  Change,
  FunctionQuery,
  FunctionRow,
  Normalisation,
  Selection,
  Spread,
} from '../compare/differences';
export type { Reclassified } from '../classify/reclassified';
export type { Estimate } from '../statistics/richness';
export type { Support } from '../statistics/support';

/** A number that leads to the functions behind it. */
export interface Linked {
  readonly value: Spread;
  readonly selection: Selection;
}

/** What the bars of a figure are of. Times in nanoseconds. */
export type Measure =
  'functions' | 'share' | 'calls' | 'totalNs' | 'selfNs' | 'crossings' | 'interfaceWidth' | 'weight';

/** A category; its place in `Report.categories` is its number. */
export interface ReportCategory {
  readonly id: string;
  readonly label: string;
}

/** One run of a scenario. */
export interface ReportRun {
  /** The file's name, with folders where it takes them to tell runs apart. */
  readonly name: string;
  /** Path or URI as it was given. */
  readonly source: string;
  /** SHA-256 of the file's bytes, in hexadecimal; undefined where it was not read from a file. */
  readonly sha256: string | undefined;
  readonly lines: number;
  readonly calls: number;
  readonly functions: number;
  /** What filters took away. */
  readonly filterSteps: readonly FilterStep[];
}

/** A scenario; its place in `Report.scenarios` is its number. */
export interface ReportScenario {
  readonly name: string;
  readonly runs: readonly ReportRun[];
  /** Functions in any run, and in every run. */
  readonly union: number;
  readonly core: number;
}

/** Figure 4 of the paper, for one measure: a stacked bar per scenario. */
export interface Figure {
  readonly measure: Measure;
  /** `unique functions`, `weight: complexity (sum)`. */
  readonly label: string;
  /** By scenario. */
  readonly bars: readonly {
    readonly total: Linked;
    /** By category. */
    readonly parts: readonly Linked[];
  }[];
}

/** Tables 2 and 3 of the paper: unique functions whose name matches each rule of a category, by scenario. */
export interface RuleTable {
  readonly category: number;
  readonly rows: readonly {
    readonly pattern: string;
    /** By scenario. */
    readonly cells: readonly Linked[];
  }[];
}

/** Table 4 of the paper: what else was measured of the scenarios, as given. */
export interface MeasurementTable {
  readonly rows: readonly {
    readonly name: string;
    /** By scenario, as given; undefined where nothing is. */
    readonly cells: readonly (number | string | undefined)[];
  }[];
}

/** Functions that exactly these scenarios reach. */
export interface Combination {
  /** Numbers of the scenarios, ascending. */
  readonly scenarios: readonly number[];
  readonly functions: number;
  readonly byCategory: readonly number[];
  readonly selection: Selection;
}

/** Whether a scenario was recorded for long enough. */
export interface Saturation {
  readonly scenario: number;
  /** By run: how the number of unique functions grew over the trace's lines; at most some hundred points. */
  readonly curves: readonly (readonly { readonly line: number; readonly functions: number }[])[];
  /** By number of runs taken together, from 1: the mean over all choices of runs. */
  readonly overRuns: readonly number[];
  /** Functions that were called once in all runs together, and their share of all functions, 0 to 1. */
  readonly once: number;
  readonly onceShare: number;
  readonly onceSelection: Selection;
  readonly seen: number;
  /** How many there may be (Chao); undefined where the runs say nothing of that. */
  readonly expected: Estimate | undefined;
  /** In a sentence: `socket: 491 seen, about 520 expected (500 to 560)`. */
  readonly sentence: string;
}

/** A weight per function, as complexity or size, summed over the functions of each scenario. */
export interface WeightTable {
  readonly name: string;
  readonly source: string;
  /** By scenario, over the functions of any run. */
  readonly cells: readonly {
    readonly sum: number;
    /** NaN where no function has a weight. */
    readonly max: number;
    readonly maxFunction: string | undefined;
    readonly mean: number;
    readonly unknown: number;
    readonly unknownSelection: Selection;
  }[];
}

/** Where the numbers come from, for every export. */
export interface Provenance {
  readonly tool: string;
  readonly version: string;
  readonly filter: FilterSpec;
  /** In words; `no filters`. */
  readonly filterText: string;
  /** Name of the rules: `paper`, `subsystem`, a file's. */
  readonly rules: string;
  /** What sets of a scenario with several runs are: functions in any run, or in every run. */
  readonly sets: 'any' | 'every';
}

/** See the top of this file. */
export interface Report {
  readonly title: string;
  readonly scenarios: readonly ReportScenario[];
  /** Number of the scenario that the others are compared with. */
  readonly baseline: number;
  readonly categories: readonly ReportCategory[];
  /** Sentences: what differs, and what cannot be told apart. */
  readonly headlines: readonly string[];
  /** Sentences: why the traces may not be comparable. */
  readonly warnings: readonly string[];
  readonly normalisation: Normalisation;
  readonly figures: readonly Figure[];
  readonly rules: readonly RuleTable[];
  readonly measurements: MeasurementTable | undefined;
  /** Most functions first. */
  readonly membership: readonly Combination[];
  readonly saturation: readonly Saturation[];
  readonly weights: readonly WeightTable[];
  readonly reclassified: Reclassified | undefined;
  readonly provenance: Provenance;
}
