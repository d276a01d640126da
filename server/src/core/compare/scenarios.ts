import type { NameTable } from '../model/nameTable';
import type { Weights } from '../weights/weights';
import type { FunctionId, Run } from './run';

/** What is known of a scenario beside its traces, as given: `throughput` → 1000. */
export type Measurements = Readonly<Record<string, number | string>>;

/** A configuration under study: one trace, or several runs of the same thing. */
export interface Scenario {
  readonly name: string;
  readonly runs: readonly Run[];
  /** How many requests each run served, to divide counts by. */
  readonly requests?: number | undefined;
  readonly measurements?: Measurements | undefined;
}

/** Which functions are those of a scenario with several runs: those in any run, or those in every run. */
export type SetMode = 'any' | 'every';

/** A set of functions: 1 for its members, by FunctionId. */
export type FunctionSet = Uint8Array;

/** The scenarios of a comparison, with the names that they share. */
export class Scenarios {
  private readonly runsWith: readonly Uint16Array[];

  constructor(
    readonly names: NameTable,
    readonly list: readonly Scenario[],
    readonly mode: SetMode = 'any',
    /** Tables of numbers per function, by the names that people gave them. */
    readonly weights: readonly Weights[] = [],
  ) {
    this.runsWith = list.map(({ runs }) => {
      const column = new Uint16Array(names.length);
      for (const { functions } of runs) for (const id of functions.reached()) column[id]!++;
      return column;
    });
  }

  /** In how many runs of a scenario a function is. */
  runsOf(scenario: number, id: FunctionId): number {
    return this.runsWith[scenario]![id]!;
  }

  /** Whether a function is one of the scenario's. */
  has(scenario: number, id: FunctionId, mode: SetMode = this.mode): boolean {
    return this.runsWith[scenario]![id]! >= this.least(scenario, mode);
  }

  /** The functions of a scenario. */
  set(scenario: number, mode: SetMode = this.mode): FunctionSet {
    const least = this.least(scenario, mode);
    return Uint8Array.from(this.runsWith[scenario]!, (runs) => (runs >= least ? 1 : 0));
  }

  /** The functions of any run of any scenario. */
  all(): FunctionSet {
    const set = new Uint8Array(this.names.length);
    for (const column of this.runsWith) column.forEach((runs, id) => (set[id]! |= runs > 0 ? 1 : 0));
    return set;
  }

  /** In so many runs at least is what belongs to a scenario. */
  private least(scenario: number, mode: SetMode): number {
    return mode === 'any' ? 1 : Math.max(1, this.list[scenario]!.runs.length);
  }
}
