/** What can be measured of the functions of a run, and how recordings of different length are made comparable. */
import { isEntryFunction } from '../analyse/entryFunctions';
import type { Categories } from '../classify/categories';
import type { Normalisation } from './differences';
import type { FunctionId, Run } from './run';
import type { Scenario, Scenarios } from './scenarios';

/** Measures that have a value for each function of a run, and whose sum over functions is that of the run. */
export type FunctionMeasure = 'calls' | 'totalNs' | 'selfNs';

/** The value of a function in a run: 0 where it was not called, NaN where a time is unknown. */
export function valueOf(run: Run, id: FunctionId, measure: FunctionMeasure): number {
  const { functions } = run;
  if (functions.callsOf(id) === 0) return 0;
  switch (measure) {
    case 'calls':
      return functions.callsOf(id);
    case 'totalNs':
      return functions.totalNsOf(id);
    case 'selfNs':
      return functions.selfNsOf(id);
  }
}

/** The values of all functions in each run of a scenario, normalised: by run, then by FunctionId. */
export type NormalisedRuns = readonly Float64Array[];

/** Values in each run of a scenario, divided by what the normalisation says. */
export function normalisedRuns(
  { list, names }: Scenarios,
  scenario: number,
  { measure, normalisation }: { readonly measure: FunctionMeasure; readonly normalisation: Normalisation },
): NormalisedRuns {
  const { runs } = list[scenario]!;
  return runs.map((run) => {
    const divisor = divisorOf(list[scenario]!, run, measure, normalisation);
    // Most functions of a comparison are not in all of its runs: 0 is there already.
    const values = new Float64Array(names.length);
    const ids = run.functions.reached();
    for (let index = 0; index < ids.length; index++) {
      const value = valueOf(run, ids[index]!, measure);
      if (value !== 0) values[ids[index]!] = value / divisor;
    }
    return values;
  });
}

/** The values of one function, by run. */
export function valuesOf(runs: NormalisedRuns, id: FunctionId): number[] {
  return runs.map((values) => values[id]!);
}

/** Their mean; NaN where one is unknown or there is no run. */
export function meanOf(runs: NormalisedRuns, id: FunctionId): number {
  let sum = 0;
  for (const values of runs) sum += values[id]!;
  return sum / runs.length;
}

/** What the values of a run are divided by. NaN where the scenario does not say how many requests it served. */
export function divisorOf(
  scenario: Scenario,
  run: Run,
  measure: FunctionMeasure,
  normalisation: Normalisation,
): number {
  switch (normalisation) {
    case 'none':
      return 1;
    case 'perRequest':
      return scenario.requests ?? NaN;
    case 'share':
      return measure === 'calls' ? run.calls : selfNsOfRun(run);
  }
}

/** The time that a run spent in functions whose self time is known: what shares of time are shares of. */
function selfNsOfRun({ functions }: Run): number {
  let sum = 0;
  for (const id of functions.reached()) sum += functions.selfNsOf(id) || 0;
  return sum;
}

/** A sum for each category. */
export type ByCategory = Float64Array;

/**
 * Sums something over the functions of a run, by category. What is unknown counts as nothing, as that of a call that never
 * returned; where nothing at all is known, all sums are NaN.
 */
export function sumByCategory(
  run: Run,
  scenarios: Scenarios,
  categories: Categories,
  value: (id: FunctionId) => number,
): ByCategory {
  const column = categories.column(scenarios.names);
  const sums = new Float64Array(categories.list.length);
  let unknown = 0;
  const ids = run.functions.reached();
  // Without an iterator: each measure of each run comes by here.
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    const summand = value(id);
    if (Number.isNaN(summand)) unknown++;
    else sums[column[id]!]! += summand;
  }
  return ids.length > 0 && ids.length === unknown ? sums.fill(NaN) : sums;
}

/** By FunctionId: 1 for the functions by which tasks enter the kernel. */
export function entryFunctions({ names }: Scenarios): Uint8Array {
  return Uint8Array.from({ length: names.length }, (_, id) => (isEntryFunction(names.text(id)) ? 1 : 0));
}
