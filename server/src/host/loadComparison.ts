import {
  compileCategories,
  paperCategories,
  PRESETS,
  presetCategories,
  type Categories,
} from '../core/classify/categories';
import { reclassified, type Reclassified } from '../core/classify/reclassified';
import type { Normalisation } from '../core/compare/differences';
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
import type { Weights } from '../core/weights/weights';
import { version } from '../../../package.json';
import { readCategories } from './readCategories';
import { readWeights } from './readWeights';

/** Where a comparison gets what it names: files for the command line, open documents too for an editor. */
export interface ComparisonSources {
  /** The trace of a run. Throws an Error with a reason for people where there is none. */
  readonly trace: (path: string, filter: FilterSpec, categories: Categories) => Promise<Trace>;
  /** The path of a file of rules or weights on this machine. Throws an Error with a reason where it is elsewhere. */
  readonly file: (path: string) => string;
  /** Whether to say what the built-in rules sort differently, which takes half a second the first time. */
  readonly comparesPresets: boolean;
  /** SHA-256 of a run's file, hexadecimal; without it nobody wants to know. */
  readonly sha256?: (path: string) => Promise<string>;
}

/** What applies where a comparison does not say. */
export interface ComparisonDefaults {
  readonly categories: Categories;
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
  const rulesProblems: string[] = [];
  const categories = await categoriesOf(spec, sources, defaults, rulesProblems);
  // A comparison's own rules may lack a category that the filters name that apply without its own.
  const read = readFilter(spec.filter ?? defaults.filter, categories);
  const { filter } = read;
  const names = new NameTable();
  const paths = spec.scenarios.flatMap(({ runs }) => runs);
  const shown = distinctNames(paths);
  const problems = read.problems.map((problem) => `Filter: ${problem}.`);
  const list: Scenario[] = [];
  for (const { name, runs: files, requests, measurements } of spec.scenarios) {
    const runs: Run[] = [];
    for (const source of files) {
      const file = { name: shown[paths.indexOf(source)]!, source };
      try {
        const trace = await sources.trace(source, filter, categories);
        runs.push(runOf(trace, names, { ...file, sha256: await sources.sha256?.(source) }));
      } catch (error) {
        problems.push(`${file.name} is left out: ${reasonOf(error)}`);
      }
    }
    if (runs.length > 0) list.push({ name, runs, requests, measurements });
    else problems.push(`The scenario ${name} has no run that could be read; it is left out.`);
  }
  if (list.length === 0) throw new NothingToCompare(problems);
  problems.push(...rulesProblems);
  const weights = await weightsOf(spec, sources, problems);
  const scenarios = new Scenarios(names, list, spec.sets ?? 'any', weights);
  if (spec.baseline !== undefined && !list.some(({ name }) => name === spec.baseline)) {
    problems.push(`The baseline ${spec.baseline} is left out; ${list[0]!.name} takes its place.`);
  }
  const baseline = Math.max(
    0,
    list.findIndex(({ name }) => name === spec.baseline),
  );
  const report = buildReport(scenarios, {
    title: spec.title ?? list.map(({ name }) => name).join(', '),
    baseline,
    categories,
    normalisation: normalisationOf(spec, list, problems),
    warnings: problems,
    reclassified: sources.comparesPresets ? presetsDiffer(categories, names) : undefined,
    provenance: {
      tool: 'ftrace-explorer',
      version,
      filter,
      filterText: describeFilter(filter),
      rules: distinctNames([categories.name])[0]!,
      sets: scenarios.mode,
    },
  });
  return { spec, scenarios, baseline, categories, filter, report, problems };
}

/** The rules that the comparison names, or those that apply without. */
async function categoriesOf(
  { categories: asked }: ComparisonSpec,
  { file }: ComparisonSources,
  { categories: otherwise }: ComparisonDefaults,
  problems: string[],
): Promise<Categories> {
  if (asked === undefined) return otherwise;
  if (typeof asked !== 'string') {
    const compiled = compileCategories(asked, 'categories');
    problems.push(...compiled.problems.map(({ rule, message }) => `Rules: ${rule} ${message}.`));
    return compiled.categories;
  }
  try {
    const read = await readCategories(asked, isPreset(asked) ? asked : file(asked));
    problems.push(...read.problems.map((problem) => `Rules: ${problem}.`));
    return read.categories;
  } catch (error) {
    problems.push(`The rules of ${asked} do not apply: ${reasonOf(error)}.`);
    return otherwise;
  }
}

async function weightsOf(
  { weights: tables = [] }: ComparisonSpec,
  { file }: ComparisonSources,
  problems: string[],
): Promise<Weights[]> {
  const found: Weights[] = [];
  for (const { name, file: path, column } of tables) {
    const source = distinctNames([path])[0]!;
    try {
      const { weights, problems: rows } = await readWeights(
        file(path),
        source,
        column === undefined ? {} : { column },
      );
      problems.push(
        ...rows.map(({ line, message }) => `${source}${line === undefined ? '' : `:${line}`}: ${message}.`),
      );
      const called = distinctFrom(found, name ?? weights.name);
      if (weights.values.size > 0) found.push({ ...weights, name: called });
      else if (rows.length === 0)
        problems.push(`There is no weight in ${source}; give a CSV table name,value or the output of nm -S.`);
    } catch (error) {
      problems.push(`The weights of ${source} are left out: ${reasonOf(error)}.`);
    }
  }
  return found;
}

function distinctFrom(tables: readonly Weights[], wanted: string): string {
  let name = wanted;
  for (let more = 2; tables.some((table) => table.name === name); more++) name = `${wanted} (${more})`;
  return name;
}

function normalisationOf(
  { normalisation = 'none' }: ComparisonSpec,
  scenarios: readonly Scenario[],
  problems: string[],
): Normalisation {
  const without = scenarios.filter(({ requests }) => requests === undefined).map(({ name }) => name);
  if (normalisation !== 'perRequest' || without.length === 0) return normalisation;
  problems.push(
    `Numbers are not divided by requests: "requests" is not given for ${without.join(', ')}. Say it in the comparison's file.`,
  );
  return 'none';
}

/** What the built-in rules sort differently, for who has chosen one of them. */
function presetsDiffer(categories: Categories, names: NameTable): Reclassified | undefined {
  if (!isPreset(categories.name)) return undefined;
  const other = categories.name === 'paper' ? presetCategories('subsystem') : paperCategories();
  const all = Array.from({ length: names.length }, (_, id) => names.text(id));
  const different = reclassified(all, categories, other);
  return different.total === 0 ? undefined : different;
}

function isPreset(name: string): boolean {
  return (PRESETS as readonly string[]).includes(name);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
