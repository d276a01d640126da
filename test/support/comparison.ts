/** Scenarios made of small traces, and reports of them. */
import { paperCategories } from '../../server/src/core/classify/categories';
import { runOf } from '../../server/src/core/compare/run';
import { Scenarios, type Measurements, type SetMode } from '../../server/src/core/compare/scenarios';
import { NameTable } from '../../server/src/core/model/nameTable';
import { parseTrace } from '../../server/src/core/parse/feeder';
import { buildReport, type ReportOptions } from '../../server/src/core/report/buildReport';
import type { Report } from '../../server/src/core/report/report';
import { bytesOf } from './drawing';

export interface ScenarioText {
  readonly name: string;
  /** Traces, as text or bytes. */
  readonly runs: readonly (string | Uint8Array)[];
  readonly requests?: number;
  readonly measurements?: Measurements;
}

/** Parses the runs, named `name.1.trace`, …, and gathers them. */
export function scenariosOf(list: readonly ScenarioText[], mode: SetMode = 'any'): Scenarios {
  const names = new NameTable();
  const scenarios = list.map((scenario) => ({
    ...scenario,
    runs: scenario.runs.map((text, index) => {
      const bytes = typeof text === 'string' ? bytesOf(text) : text;
      const name = `${scenario.name}.${index + 1}.trace`;
      return runOf(parseTrace(bytes, { keepLines: false }), names, { name, source: `/traces/${name}` });
    }),
  }));
  return new Scenarios(names, scenarios, mode);
}

/** A report with the paper's categories, compared with the first scenario, if nothing else is said. */
export function reportOf(scenarios: Scenarios, options: Partial<ReportOptions> = {}): Report {
  return buildReport(scenarios, {
    title: 'test',
    baseline: 0,
    categories: paperCategories(),
    normalisation: 'none',
    provenance: {
      tool: 'test',
      version: '0',
      filter: {},
      filterText: 'no filters',
      rules: 'paper',
      sets: scenarios.mode,
    },
    ...options,
  });
}

/** The names in a set, sorted. */
export function namesIn(scenarios: Scenarios, set: Uint8Array): string[] {
  return [...set.keys()]
    .filter((id) => set[id] === 1)
    .map((id) => scenarios.names.text(id))
    .sort();
}

/** A trace with so many leaves of each name, of one microsecond each. */
export function traceOfCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => ` 0)   1.000 us    |  ${name}();\n`.repeat(count))
    .join('');
}

/** A trace with a leaf of each name. */
export function traceOfNames(names: readonly string[]): string {
  return names.map((name) => ` 0)   1.000 us    |  ${name}();\n`).join('');
}
