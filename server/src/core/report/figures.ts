/** The bars: what each scenario adds up to, by category. Figure 4 of the paper is the first of them. */
import type { Categories } from '../classify/categories';
import type { Normalisation } from '../compare/differences';
import { divisorOf, entryFunctions, sumByCategory } from '../compare/measures';
import type { FunctionId, Run } from '../compare/run';
import type { Scenario, Scenarios } from '../compare/scenarios';
import { spread } from '../statistics/spread';
import type { Figure, Linked, Measure } from './report';
import { ofScenario, property } from './selections';

/** Values by category of a run. */
type OfRun = (scenario: Scenario, run: Run) => Float64Array;

/** How the measures are called where people read them. */
export const MEASURE_LABELS: Readonly<Record<Exclude<Measure, 'weight'>, string>> = {
  functions: 'unique functions',
  share: 'share of unique functions',
  calls: 'calls',
  totalNs: 'total time (a call within a call counts in both)',
  selfNs: 'self time',
  crossings: 'crossings (top-level calls)',
  interfaceWidth: 'interface width (distinct entry functions)',
};

/** Which of the functions a measure is about, where not all. */
const BEHIND: Readonly<Partial<Record<Measure, 'entries' | 'crossings'>>> = {
  crossings: 'crossings',
  interfaceWidth: 'entries',
};

/** One figure for each measure. */
export function figuresOf(
  scenarios: Scenarios,
  categories: Categories,
  normalisation: Normalisation,
): Figure[] {
  const entries = entryFunctions(scenarios);
  const sum = (run: Run, value: (id: FunctionId) => number): Float64Array =>
    sumByCategory(run, scenarios, categories, value);
  const measures: Readonly<Record<Exclude<Measure, 'weight'>, OfRun>> = {
    functions: (_, run) => sum(run, () => 1),
    share: (_, run) => sum(run, () => 1).map((functions) => functions / run.functions.count),
    calls: (scenario, run) =>
      divided(
        sum(run, (id) => run.functions.callsOf(id)),
        divisorOf(scenario, run, 'calls', normalisation),
      ),
    totalNs: (scenario, run) =>
      divided(
        sum(run, (id) => run.functions.totalNsOf(id)),
        divisorOf(scenario, run, 'totalNs', normalisation),
      ),
    selfNs: (scenario, run) =>
      divided(
        sum(run, (id) => run.functions.selfNsOf(id)),
        divisorOf(scenario, run, 'selfNs', normalisation),
      ),
    crossings: (_, run) => sum(run, (id) => run.functions.crossingsOf(id)),
    interfaceWidth: (_, run) => sum(run, (id) => entries[id]!),
  };
  return (Object.keys(measures) as Exclude<Measure, 'weight'>[]).map((measure) =>
    figureOf(scenarios, categories, measure, MEASURE_LABELS[measure], measures[measure]),
  );
}

/** A figure of a measure whose values by category `ofRun` knows. */
export function figureOf(
  scenarios: Scenarios,
  categories: Categories,
  measure: Measure,
  label: string,
  ofRun: OfRun,
): Figure {
  const bars = scenarios.list.map((scenario, number) => {
    const runs = scenario.runs.map((run) => ofRun(scenario, run));
    const link = (values: number[], where?: string): Linked => ({
      value: { ...spread(values), runs: values },
      selection: ofScenario(scenarios, number, where, BEHIND[measure]),
    });
    return {
      total: link(runs.map((values) => values.reduce((total, value) => total + value, 0))),
      parts: categories.list.map(({ id }, category) =>
        link(
          runs.map((values) => values[category]!),
          property('category', id),
        ),
      ),
    };
  });
  return { measure, label, bars };
}

function divided(values: Float64Array, divisor: number): Float64Array {
  return values.map((value) => (value === 0 ? 0 : value / divisor));
}
