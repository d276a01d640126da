/** What the functions of a scenario weigh: the paper's wish for more than a count. */
import type { Categories } from '../classify/categories';
import { sumByCategory } from '../compare/measures';
import type { Scenarios } from '../compare/scenarios';
import { weigh, type Weights } from '../weights/weights';
import { figureOf } from './figures';
import type { Figure, WeightTable } from './report';
import { ofScenario, property } from './selections';

/** Sum, maximum and mean over the functions of each scenario, and how many have no weight. */
export function weightTablesOf(scenarios: Scenarios): WeightTable[] {
  return scenarios.weights.map((weights) => ({
    name: weights.name,
    source: weights.source,
    cells: scenarios.list.map((_, scenario) => {
      const { sum, max, maxName, mean, unknown } = weigh(namesOf(scenarios, scenario), weights);
      const unknownSelection = ofScenario(scenarios, scenario, property('unweighted', weights.name));
      return { sum, max, maxFunction: maxName, mean, unknown: unknown.length, unknownSelection };
    }),
  }));
}

/** A figure for each table: the sum over the functions of each run, by category. */
export function weightFiguresOf(scenarios: Scenarios, categories: Categories): Figure[] {
  const { names } = scenarios;
  return scenarios.weights.map((weights) => {
    const ofFunction = Float64Array.from({ length: names.length }, (_, id) =>
      weightOf(names.text(id), weights),
    );
    return figureOf(scenarios, categories, 'weight', `weight: ${weights.name} (sum)`, (_, run) =>
      sumByCategory(run, scenarios, categories, (id) => ofFunction[id]!),
    );
  });
}

/** NaN where it has none, which a sum passes over. */
function weightOf(name: string, weights: Weights): number {
  return weigh([name], weights).max;
}

function* namesOf(scenarios: Scenarios, scenario: number): Generator<string> {
  const set = scenarios.set(scenario);
  for (let id = 0; id < set.length; id++) if (set[id] === 1) yield scenarios.names.text(id);
}
