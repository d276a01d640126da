import path from 'node:path';
import { readFile, stat } from 'node:fs/promises';
import { ComparisonFileError, parseComparison, type ComparisonSpec } from '../../core/compare/comparisonFile';
import type { Normalisation } from '../../core/compare/differences';
import { ExpressionError } from '../../core/compare/expression';
import { FunctionList } from '../../core/compare/functionList';
import { groupTraces, stemOf, type TracePath } from '../../core/compare/grouping';
import type { SetMode } from '../../core/compare/scenarios';
import { distinctNames } from '../../core/format/pathNames';
import type { Categories } from '../../core/classify/categories';
import type { FilterSpec } from '../../core/model/filterSpec';
import type { Trace } from '../../core/model/trace';
import { functionsCsv } from '../../core/render/csv';
import { reportPage } from '../../core/render/html/page';
import { reportJson } from '../../core/render/json';
import { reportMarkdown } from '../../core/render/markdown';
import { figureSvg } from '../../core/render/svg/figure';
import { MOST_FUNCTIONS, reportText } from '../../core/render/text';
import type { ListedFunctions } from '../../core/render/functionTable';
import { allFunctions } from '../../core/report/allFunctions';
import type { Measure } from '../../core/report/report';
import { findTraces } from '../../host/findTraces';
import { loadComparison, NothingToCompare, type LoadedComparison } from '../../host/loadComparison';
import { sha256OfFile } from '../../host/sha256';
import { asTraceFileError } from '../../host/traceFileError';
import { loadFilter } from '../filters';
import { InputError } from '../input';
import { loadCategories, loadTrace, warn } from '../traces';
import { compareTwo, type CompareTwoOptions } from './compareTwo';

/** What the command line gives. */
export interface CompareOptions extends CompareTwoOptions {
  /** A comparison file, or a folder. */
  readonly scenarios?: string;
  readonly each?: boolean;
  /** Names of scenarios. */
  readonly baseline?: string;
  readonly target?: string;
  readonly sets?: SetMode;
  readonly normalise?: Normalisation;
  readonly weights?: readonly string[];
  /** A set expression. */
  readonly select?: string;
  readonly csv?: boolean;
  readonly markdown?: boolean;
  readonly html?: boolean;
  /** A measure; true for unique functions. */
  readonly svg?: Measure | true;
}

/** A comparison, and where its paths begin. */
interface Asked {
  readonly spec: ComparisonSpec;
  readonly folder: string;
}

/** `compare A B`, `compare A B C…`, `compare --scenarios FILE|FOLDER`: what differs between traces, or scenarios with runs. */
export async function compareCommand(files: readonly string[], options: CompareOptions): Promise<void> {
  const [left, right] = files;
  if (left !== undefined && right !== undefined && files.length === 2 && (await isPlain(files, options))) {
    return compareTwo(left, right, options);
  }
  const { spec, folder } = await askedFor(files, options);
  const loaded = await load(spec, folder, options);
  process.stdout.write(render(loaded, options));
  for (const problem of loaded.problems) warn(problem);
  if (loaded.problems.length > 0) process.exitCode = WRONG_INPUT;
}

const WRONG_INPUT = 2;

/** Nothing is asked for that makes scenarios of them: two traces side by side. */
async function isPlain(files: readonly string[], options: CompareOptions): Promise<boolean> {
  const { scenarios, each, baseline, target, sets, normalise, weights, select, csv, markdown, html, svg } =
    options;
  const asked = [
    scenarios,
    each,
    baseline,
    target,
    sets,
    normalise,
    weights,
    select,
    csv,
    markdown,
    html,
    svg,
  ];
  if (asked.some((option) => option !== undefined)) return false;
  return !(await Promise.all(files.map(isFolder))).includes(true);
}

async function askedFor(files: readonly string[], options: CompareOptions): Promise<Asked> {
  const { scenarios } = options;
  if (scenarios !== undefined && files.length > 0) {
    throw new InputError('name traces, or --scenarios, not both');
  }
  if (scenarios !== undefined) {
    return /\.(?:ftcompare|jsonc?)$/i.test(scenarios)
      ? { spec: await readComparison(scenarios), folder: path.dirname(scenarios) }
      : { spec: await grouped([scenarios], options.each ?? false), folder: '' };
  }
  const folders = await Promise.all(files.map(isFolder));
  if (files.length === 1 && folders[0] !== true) {
    throw new InputError('compare takes two traces or more, a folder of them, or --scenarios FILE');
  }
  if (files.length > 1 && folders.includes(true)) return { spec: await ofFolders(files), folder: '' };
  return { spec: await grouped(files, options.each ?? files.length === 2), folder: '' };
}

/** Several folders: the traces of each are the runs of a scenario. */
async function ofFolders(folders: readonly string[]): Promise<ComparisonSpec> {
  const names = shortNames(folders);
  const scenarios: ComparisonSpec['scenarios'] = [];
  for (const [index, folder] of folders.entries()) {
    const traces = await tracesOf([folder]);
    if (traces.length > 0) scenarios.push({ name: names[index]!, runs: traces.map((trace) => trace.path) });
  }
  return { scenarios };
}

/** The traces of files and folders; what is not there is said, and makes the command fail in the end. */
async function tracesOf(files: readonly string[]): Promise<readonly TracePath[]> {
  if (files.includes('-')) {
    throw new InputError(
      '- (standard input) is no scenario; save it as a file, or compare it with one trace',
    );
  }
  const { traces, notes } = await findTraces(files);
  for (const note of notes) warn(note);
  if (notes.length > 0) process.exitCode = WRONG_INPUT;
  return traces;
}

/** Names of scenarios for files; without their extensions where that still tells them apart. */
function shortNames(paths: readonly string[]): string[] {
  const names = distinctNames(paths);
  const stems = names.map(stemOf);
  const distinct = new Set(stems).size === stems.length ? stems : names;
  return distinct.map((name, index) => (distinct.indexOf(name) === index ? name : `${name} (${index + 1})`));
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function readComparison(file: string): Promise<ComparisonSpec> {
  try {
    return parseComparison(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof ComparisonFileError) {
      throw new InputError(error.reasons.map((reason) => `${file}: ${reason}`));
    }
    throw new InputError(`${file}: ${asTraceFileError(error).message}`);
  }
}

async function grouped(files: readonly string[], each: boolean): Promise<ComparisonSpec> {
  const traces = await tracesOf(files);
  if (traces.length === 0) {
    throw new InputError(
      'there is nothing to compare; name two traces or more, a folder, or --scenarios FILE',
    );
  }
  const paths = traces.map((trace) => trace.path);
  const names = shortNames(paths);
  const groups = each
    ? paths.map((run, index) => ({ name: names[index]!, runs: [run] }))
    : groupTraces(traces);
  return { scenarios: groups.map(({ name, runs }) => ({ name, runs: [...runs] })) };
}

/** What the command line says wins over what the file says. */
async function load(
  spec: ComparisonSpec,
  folder: string,
  options: CompareOptions,
): Promise<LoadedComparison> {
  const { baseline, sets, normalise, categories, weights } = options;
  const rules = await loadCategories(categories);
  const filter = await loadFilter(options, rules);
  const { categories: named, ...others } = spec;
  const own: ComparisonSpec = {
    ...others,
    ...(categories === undefined && named !== undefined && { categories: named }),
    ...(baseline !== undefined && { baseline: scenarioNamed(spec, baseline) }),
    ...(sets !== undefined && { sets }),
    ...(normalise !== undefined && { normalisation: normalise }),
    ...(Object.keys(filter).length > 0 && { filter: { ...filter } }),
    ...(weights !== undefined && {
      weights: weights.map((table) => ({ file: path.relative(folder, table) })),
    }),
  };
  const file = (source: string): string => path.resolve(folder, source);
  try {
    return await loadComparison(
      own,
      {
        file,
        comparesPresets: isExport(options),
        trace: (source, filters, ofFilters) => readTrace(file(source), options, filters, ofFilters),
        ...(isExport(options) && { sha256: (source: string) => sha256OfFile(file(source)) }),
      },
      { categories: rules, filter },
    );
  } catch (error) {
    throw error instanceof NothingToCompare ? new InputError(error.reasons) : error;
  }
}

/** The report names the file itself, without its folders: they are of one machine. */
async function readTrace(
  file: string,
  options: CompareOptions,
  filter: FilterSpec,
  categories: Categories,
): Promise<Trace> {
  try {
    return await loadTrace(file, options, filter, categories);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.reasons.map((reason) => reason.replace(`${file}: `, '')));
  }
}

function isExport({ json, csv, markdown, html, svg }: CompareOptions): boolean {
  return [json, csv, markdown, html, svg].some((option) => option !== undefined);
}

function scenarioNamed({ scenarios }: ComparisonSpec, name: string): string {
  if (scenarios.some((scenario) => scenario.name === name)) return name;
  const names = scenarios.map((scenario) => scenario.name).join(', ');
  throw new InputError(`there is no scenario "${name}"; there are: ${names}`);
}

function render(loaded: LoadedComparison, options: CompareOptions): string {
  const { report } = loaded;
  if (options.svg !== undefined) {
    const measure = options.svg === true ? 'functions' : options.svg;
    const figure = report.figures.find((one) => one.measure === measure);
    if (figure === undefined)
      throw new InputError(`there is no figure of ${measure}; --weights gives its numbers`);
    return figureSvg(figure, report, 'paper');
  }
  if (!isExport(options)) return reportText(report, listOf(loaded, options, MOST_FUNCTIONS));
  const list = listOf(loaded, options);
  if (options.json === true) return reportJson(report, list);
  if (options.csv === true) return functionsCsv(list, report);
  if (options.markdown === true) return reportMarkdown(report, list);
  return reportPage(report, list);
}

/** All functions, or those that were asked for, or the first of them: what differs most between the two scenarios first. */
function listOf(loaded: LoadedComparison, options: CompareOptions, most = Infinity): ListedFunctions {
  const { scenarios, categories, report, spec } = loaded;
  const all = allFunctions(report);
  const target =
    options.target === undefined
      ? all.target
      : scenarios.list.findIndex(({ name }) => name === scenarioNamed(spec, options.target!));
  const query = { ...all, target: Math.max(0, target), selection: options.select ?? all.selection };
  try {
    const list = new FunctionList(scenarios, categories, query);
    return { query, rows: list.rows(0, most), total: list.length };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new InputError(`--select: ${error.message} (at character ${error.at + 1})`);
  }
}
