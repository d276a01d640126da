/** The text of a comparison file (*.ftcompare), as far as the editor writes it. No VS Code in here. */
import { applyEdits, modify, parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

/** A scenario with its runs: paths relative to the file, or URIs. */
export interface Scenario {
  readonly name: string;
  readonly runs: readonly string[];
}

/** As the file says it. */
export type Comparison = Readonly<Record<string, unknown>>;

/** What goes wrong with a text: a sentence for people. */
export class ComparisonError extends Error {}

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/** A comparison of scenarios, in the order of its keys in the file. */
export function comparisonOf(scenarios: readonly Scenario[], title?: string): Comparison {
  return { version: 1, ...(title === undefined ? {} : { title }), scenarios };
}

/** The text of a comparison file. */
export function textOf(comparison: Comparison): string {
  return `${JSON.stringify(comparison, undefined, 2)}\n`;
}

/** Reads a text with comments and trailing commas; throws ComparisonError where it is no object of JSON. */
export function readComparison(text: string): Comparison {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error !== undefined) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw new ComparisonError(`Line ${line} is no JSON: ${wordsOf(printParseErrorCode(error.error))}.`);
  }
  if (value === undefined)
    throw new ComparisonError('The file is empty; it needs "version" and "scenarios".');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ComparisonError('The file must hold an object with "version" and "scenarios".');
  return value as Comparison;
}

/** `InvalidSymbol` → `invalid symbol`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=.)([A-Z])/g, ' $1').toLowerCase();
}

/** The text with another value of one key; comments and all else stay as they are. undefined takes the key out. */
export function withKey(text: string, key: string, value: unknown): string {
  return applyEdits(text, modify(text, [key], value, FORMAT));
}

/**
 * The path of a file, relative to a folder, with slashes; both are paths of URIs. Undefined where there is none: on
 * another drive of Windows.
 */
export function relativePath(folder: string, file: string): string | undefined {
  const from = folder.split('/').filter((part) => part !== '');
  const to = file.split('/').filter((part) => part !== '');
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++;
  if (common === 0 && [from[0], to[0]].some((part) => /^[A-Za-z]:$/.test(part ?? ''))) return undefined;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}

/** The deepest folder that all files are in; paths of URIs. */
export function commonFolder(files: readonly string[]): string {
  const folders = files.map((file) => file.split('/').slice(0, -1));
  const [first = [], ...others] = folders;
  let length = first.length;
  for (const folder of others) {
    let same = 0;
    while (same < length && first[same] === folder[same]) same++;
    length = same;
  }
  return first.slice(0, length).join('/') || '/';
}

/** A comparison with the paths of its runs, and of its other files, changed. */
export function withPaths(comparison: Comparison, change: (path: string) => string): Comparison {
  const { scenarios, weights, categories } = comparison;
  const result: Record<string, unknown> = { ...comparison };
  if (Array.isArray(scenarios)) result.scenarios = scenarios.map((one) => withRuns(one, change));
  if (Array.isArray(weights)) result.weights = weights.map((one) => withFile(one, change));
  if (typeof categories === 'string' && !['paper', 'subsystem'].includes(categories))
    result.categories = change(categories);
  return result;
}

/** The files that a comparison names beside its traces, as it names them. */
export function otherFiles(comparison: Comparison): string[] {
  const files: string[] = [];
  const take = (path: string): string => {
    files.push(path);
    return path;
  };
  withPaths({ ...comparison, scenarios: [] }, take);
  return files;
}

function withRuns(scenario: unknown, change: (path: string) => string): unknown {
  if (typeof scenario !== 'object' || scenario === null || !('runs' in scenario)) return scenario;
  const { runs } = scenario;
  if (!Array.isArray(runs)) return scenario;
  return { ...scenario, runs: runs.map((run: unknown) => (typeof run === 'string' ? change(run) : run)) };
}

function withFile(weight: unknown, change: (path: string) => string): unknown {
  if (typeof weight !== 'object' || weight === null || !('file' in weight)) return weight;
  return typeof weight.file === 'string' ? { ...weight, file: change(weight.file) } : weight;
}
