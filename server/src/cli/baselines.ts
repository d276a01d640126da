import { describeMistake, parseBaseline, type Baseline } from '../core/compare/baseline';
import { formatCount } from '../core/format/numbers';
import { readText } from '../host/readText';
import { InputError } from './input';
import { warn } from './traces';

/** A list of all functions of the largest kernels is 10 MB. */
const MAX_BYTES = 64 << 20;
/** So many wrong lines are named. */
const MAX_NAMED = 5;

/** A baseline with its text, so that functions can be added to it. */
export interface BaselineFile {
  readonly text: string;
  readonly baseline: Baseline;
}

/** Reads a baseline; says which lines allow nothing. Throws an InputError where it cannot be read or is something else. */
export async function loadBaseline(path: string): Promise<BaselineFile> {
  const text = await readBaselineText(path);
  if (text === undefined) throw new InputError(`${path}: it is too large for a baseline`);
  const baseline = parseBaseline(text);
  const mistake = describeMistake(text, baseline, 'ftrace-explorer baseline');
  if (mistake !== undefined) throw new InputError(`${path}: ${mistake}`);
  const named = baseline.problems.slice(0, MAX_NAMED);
  for (const { line, message } of named) warn(`${path}:${line + 1}: ${message}; the other lines count`);
  const more = baseline.problemCount - named.length;
  if (more > 0) warn(`${path}: ${formatCount(more)} more such ${more === 1 ? 'line' : 'lines'}`);
  return { text, baseline };
}

async function readBaselineText(path: string): Promise<string | undefined> {
  try {
    return await readText(path, MAX_BYTES, {});
  } catch (error) {
    throw new InputError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
