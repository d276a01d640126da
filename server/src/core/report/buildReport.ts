import type { Categories } from '../classify/categories';
import { comparabilityWarnings } from '../compare/comparability';
import type { Normalisation } from '../compare/differences';
import type { Measurements, Scenarios } from '../compare/scenarios';
import { figuresOf } from './figures';
import { headlinesOf } from './headlines';
import { membershipOf } from './membership';
import type { Provenance, Reclassified, Report, ReportScenario } from './report';
import { ruleTablesOf } from './ruleTables';
import { saturationOf } from './saturation';
import { weightFiguresOf, weightTablesOf } from './weightTables';

/** What a report is made of, beside the scenarios themselves. */
export interface ReportOptions {
  readonly title: string;
  /** Number of a scenario. */
  readonly baseline: number;
  readonly categories: Categories;
  readonly normalisation: Normalisation;
  readonly provenance: Provenance;
  readonly reclassified?: Reclassified | undefined;
  /** What went wrong before: traces that could not be read. */
  readonly warnings?: readonly string[];
}

/** Everything that a report says of the scenarios but its list of functions, which is made by windows. */
export function buildReport(scenarios: Scenarios, options: ReportOptions): Report {
  const { baseline, categories, normalisation } = options;
  const list = categories.list.map(({ id, label }) => ({ id, label }));
  const figures = [
    ...figuresOf(scenarios, categories, normalisation),
    ...weightFiguresOf(scenarios, categories),
  ];
  const rules = ruleTablesOf(scenarios, categories);
  return {
    title: options.title,
    scenarios: scenarios.list.map((_, scenario) => scenarioOf(scenarios, scenario)),
    baseline,
    categories: list,
    headlines: headlinesOf(scenarios, list, baseline, figures[0]!, rules),
    warnings: [...(options.warnings ?? []), ...comparabilityWarnings(scenarios)],
    normalisation,
    figures,
    rules,
    measurements: measurementsOf(scenarios),
    membership: membershipOf(scenarios, categories),
    saturation: saturationOf(scenarios),
    weights: weightTablesOf(scenarios),
    reclassified: options.reclassified,
    provenance: options.provenance,
  };
}

function scenarioOf(scenarios: Scenarios, number: number): ReportScenario {
  const { name, runs } = scenarios.list[number]!;
  let union = 0;
  let core = 0;
  for (let id = 0; id < scenarios.names.length; id++) {
    if (scenarios.has(number, id, 'any')) union++;
    if (scenarios.has(number, id, 'every')) core++;
  }
  return {
    name,
    union,
    core,
    runs: runs.map((run) => ({
      name: run.name,
      source: run.source,
      sha256: run.sha256,
      lines: run.lines,
      calls: run.calls,
      functions: run.functions.count,
      filterSteps: run.filter?.steps ?? [],
    })),
  };
}

/** Rows in the order in which the scenarios first name them. */
function measurementsOf({ list }: Scenarios): Report['measurements'] {
  const names = [...new Set(list.flatMap(({ measurements = {} }) => Object.keys(measurements)))];
  // Not what all objects have: a measurement may be called `constructor`.
  const given = (measurements: Measurements | undefined, name: string): number | string | undefined =>
    measurements !== undefined && Object.hasOwn(measurements, name) ? measurements[name] : undefined;
  if (names.length === 0) return undefined;
  return {
    rows: names.map((name) => ({ name, cells: list.map(({ measurements }) => given(measurements, name)) })),
  };
}
