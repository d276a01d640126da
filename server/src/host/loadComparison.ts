import type { Categories } from '../core/classify/categories';
import type { ComparisonSpec } from '../core/compare/comparisonFile';
import { runOf, type Run } from '../core/compare/run';
import { Scenarios, type Scenario } from '../core/compare/scenarios';
import { describeFilter } from '../core/filter/describe';
import { readFilter } from '../core/filter/readFilter';
import { distinctNames } from '../core/format/pathNames';
import type { FilterSpec } from '../core/model/filterSpec';
import { NameTable } from '../core/model/nameTable';
import type { Trace } from '../core/model/trace';
import { buildReport } from '../core/report/buildReport';
import type { Report } from '../core/report/report';
import { version } from '../../../package.json';

/** Where a comparison gets what it names: files for the command line, open documents too for an editor. */
export interface ComparisonSources {
  /** The trace of a run. Throws an Error with a reason for people where there is none. */
  readonly trace: (path: string, filter: FilterSpec) => Promise<Trace>;
  /** SHA-256 of a run's file, hexadecimal; without it nobody wants to know. */
  readonly sha256?: (path: string) => Promise<string>;
}

/** What applies where a comparison does not say. */
export interface ComparisonDefaults {
  readonly categories: Categories;
  /** What these rules are called. */
  readonly rules: string;
  readonly filter: FilterSpec;
}

/** A comparison with all that it names read. */
export interface LoadedComparison {
  readonly spec: ComparisonSpec;
  readonly scenarios: Scenarios;
  /** Number of the scenario that the others are compared with. */
  readonly baseline: number;
  readonly categories: Categories;
  readonly filter: FilterSpec;
  readonly report: Report;
  /** Sentences about what could not be read, and is left out. */
  readonly problems: readonly string[];
}

/** A comparison of which nothing could be read: `reasons` are for people. */
export class NothingToCompare extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('; '));
  }
}

/**
 * Reads all traces of a comparison, one after the other, and compares them. A trace that cannot be read is said in the
 * report's warnings, and the rest goes on without it; throws NothingToCompare where none is left.
 */
export async function loadComparison(
  spec: ComparisonSpec,
  sources: ComparisonSources,
  defaults: ComparisonDefaults,
): Promise<LoadedComparison> {
  const read = spec.filter === undefined ? undefined : readFilter(spec.filter);
  const filter = read?.filter ?? defaults.filter;
  const names = new NameTable();
  const paths = spec.scenarios.flatMap(({ runs }) => runs);
  const shown = distinctNames(paths);
  const problems = (read?.problems ?? []).map((problem) => `Filter: ${problem}.`);
  const list: Scenario[] = [];
  for (const { name, runs: files, requests, measurements } of spec.scenarios) {
    const runs: Run[] = [];
    for (const source of files) {
      const file = { name: shown[paths.indexOf(source)]!, source };
      try {
        const trace = await sources.trace(source, filter);
        runs.push(runOf(trace, names, { ...file, sha256: await sources.sha256?.(source) }));
      } catch (error) {
        problems.push(`${file.name} is left out: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (runs.length > 0) list.push({ name, runs, requests, measurements });
    else problems.push(`The scenario ${name} has no run that could be read; it is left out.`);
  }
  if (list.length === 0) throw new NothingToCompare(problems);
  const scenarios = new Scenarios(names, list, spec.sets ?? 'any');
  const baseline = Math.max(
    0,
    list.findIndex(({ name }) => name === spec.baseline),
  );
  const { categories } = defaults;
  const report = buildReport(scenarios, {
    title: spec.title ?? list.map(({ name }) => name).join(', '),
    baseline,
    categories,
    normalisation: spec.normalisation ?? 'none',
    warnings: problems,
    provenance: {
      tool: 'ftrace-explorer',
      version,
      filter,
      filterText: describeFilter(filter),
      rules: defaults.rules,
      sets: scenarios.mode,
    },
  });
  return { spec, scenarios, baseline, categories, filter, report, problems };
}
