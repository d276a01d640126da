import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { version } from '../../../../package.json';
import { scenarioOf, writeBaseline, type BaselineRun } from '../../core/compare/baseline';
import { distinctNames } from '../../core/format/pathNames';
import { asTraceFileError } from '../../host/traceFileError';
import { sha256OfFile } from '../../host/sha256';
import type { FilterOptions, ReadingOptions } from '../options';
import { loadFilter } from '../filters';
import { InputError } from '../input';
import { loadCategories, loadTrace } from '../traces';

/** What the command line gives. */
export interface BaselineOptions extends ReadingOptions, FilterOptions {
  readonly categories?: string;
  /** Where to write; standard output without it. */
  readonly output?: string;
  readonly scenario?: string;
}

/** `baseline FILE…`: the functions that any run of a scenario reached, as a list of what it may reach. */
export async function baselineCommand(files: readonly string[], options: BaselineOptions): Promise<void> {
  const { output, scenario } = options;
  if (output !== undefined && files.some((file) => path.resolve(file) === path.resolve(output)))
    throw new InputError(`${output}: it is one of the traces; the baseline needs another name`);
  const categories = await loadCategories(options.categories);
  const filter = await loadFilter(options, categories);
  const names = distinctNames(files);
  const runs: BaselineRun[] = [];
  const failures: InputError[] = [];
  for (const [index, file] of files.entries()) {
    try {
      const trace = await loadTrace(file, options, filter, categories);
      const sha256 = file === '-' ? undefined : await sha256OfFile(file);
      runs.push({ name: names[index]!, trace, sha256 });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failures.push(error);
    }
  }
  // A list that lacks a run would forbid what that run reached.
  if (failures.length > 0) throw new InputError(failures.map(({ message }) => message));
  const text = writeBaseline(runs, categories, {
    scenario: scenario ?? scenarioOf(files),
    tool: `ftrace-explorer ${version}`,
    rules: rulesName(options.categories),
  });
  if (output === undefined) process.stdout.write(text);
  else await writeTextFile(output, text);
}

/** How an export calls the rules of a file, or those that apply without one. */
export function rulesName(categories: string | undefined): string {
  return categories === undefined ? 'paper' : path.basename(categories);
}

/** Writes a file; throws an InputError where that cannot be. */
export async function writeTextFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new InputError(`${file}: it cannot be written: ${asTraceFileError(error).message}`);
  }
}
