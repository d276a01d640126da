import { readFile } from 'node:fs/promises';
import { compileCategories, paperCategories, type Categories } from '../core/classify/categories';
import { visible } from '../core/format/escape';
import { formatCount, formatPlural } from '../core/format/numbers';
import type { Trace } from '../core/model/trace';
import { describeVerdict } from '../core/present/verdict';
import { asTraceFileError, readTraceFile } from '../host/readTrace';
import { Progress } from './progress';

/** Wrong input: ends the program with code 2 and one line per reason. */
export class InputError extends Error {
  readonly reasons: readonly string[];

  constructor(reasons: string | readonly string[]) {
    super(typeof reasons === 'string' ? reasons : reasons.join('; '));
    this.reasons = typeof reasons === 'string' ? [reasons] : reasons;
  }
}

/** Parses a file for its numbers; throws an InputError where it cannot be read or is no function_graph trace. */
export async function loadTrace(path: string): Promise<Trace> {
  const progress = new Progress(path);
  let trace: Trace;
  try {
    trace = await readTraceFile(path, {
      keepLines: false,
      onProgress: (read, size) => progress.show(read, size),
    });
  } catch (error) {
    throw new InputError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    progress.clear();
  }
  const reason = describeVerdict(trace.verdict);
  if (reason !== undefined) throw new InputError(`${path}: ${reason}`);
  if (trace.unreadLines > 0) {
    const share = `${formatCount(trace.unreadLines)} of ${formatPlural(trace.lineCount, 'line')}`;
    warn(`${path}: ${share} could not be read: functions and calls may be missing`);
  }
  return trace;
}

function warn(message: string): void {
  process.stderr.write(`ftrace-explorer: warning: ${visible(message)}\n`);
}

/** The rules of a JSON file, or the paper's. Rules that make no sense are named on standard error; the others apply. */
export async function loadCategories(path: string | undefined): Promise<Categories> {
  if (path === undefined) return paperCategories();
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new InputError(`${path}: ${asTraceFileError(error).message}`);
  }
  // A settings.json can be given as it is.
  const own =
    typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)['ftrace.categories']
      : undefined;
  const rules = own ?? value;
  if (!Array.isArray(rules)) throw new InputError(`${path}: rules are a list of {id, label, patterns}`);
  const { categories, problems } = compileCategories(rules, own === undefined ? path : 'ftrace.categories');
  for (const problem of problems) warn(`${problem.rule}: ${problem.message}`);
  return categories;
}
