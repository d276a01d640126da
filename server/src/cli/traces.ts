import { paperCategories, type Categories } from '../core/classify/categories';
import { visible } from '../core/format/escape';
import { formatCount, formatPlural } from '../core/format/numbers';
import { TraceFilter } from '../core/filter/traceFilter';
import { filterWarnings } from '../core/filter/describe';
import type { FilterSpec } from '../core/model/filterSpec';
import type { Trace } from '../core/model/trace';
import { describeVerdict } from '../core/present/verdict';
import { reportProblems } from '../core/present/problems';
import { InterruptNames } from '../core/parse/interruptNames';
import { parseTrace } from '../core/parse/feeder';
import type { ParserOptions } from '../core/parse/parserOptions';
import { TraceText } from '../core/parse/traceText';
import { settingOf } from '../core/text/jsonc';
import { readCategories } from '../host/readCategories';
import { readSymbols } from '../host/readSymbols';
import { readTraceBytes } from '../host/readText';
import { readTraceFile } from '../host/readTrace';
import type { FileOptions } from '../host/traceFile';
import { InputError, readJson } from './input';
import type { ReadingOptions } from './options';
import { Progress } from './progress';

/**
 * Parses a file for its numbers, without what `filter` leaves out, whose categories are `categories`; throws an InputError where it cannot be read or is no
 * function_graph trace.
 */
export async function loadTrace(
  path: string,
  options: ReadingOptions = {},
  filter: FilterSpec = {},
  categories?: Categories,
): Promise<Trace> {
  const trace = await loadAnyText(path, options, filter, categories);
  checkVerdict(path, trace);
  return trace;
}

/** The same with its text, for what is asked of single calls. */
export async function loadTraceText(
  path: string,
  options: ReadingOptions,
  filter: FilterSpec = {},
  categories?: Categories,
): Promise<TraceText> {
  const parsing = { ...(await parserOptions(options)), keepLines: true, keepSelf: true };
  const bytes = await withProgress(path, (reading) => readTraceBytes(path, reading));
  const filtering = new TraceFilter(filter, categories);
  const trace = filtering.apply(parseTrace(bytes, filtering.options(parsing)));
  checkVerdict(path, trace);
  return new TraceText(bytes, trace);
}

/** The same with its lines and self times, but without its text: for call trees. */
export async function loadTraceLines(
  path: string,
  options: ReadingOptions,
  filter: FilterSpec = {},
  categories?: Categories,
): Promise<Trace> {
  const parsing = { ...(await parserOptions(options)), keepLines: true, keepSelf: true, filter, categories };
  const trace = await withProgress(path, (reading) => readTraceFile(path, { ...parsing, ...reading }));
  checkVerdict(path, trace);
  return trace;
}

/** Parses a file, whatever it is; throws an InputError where it cannot be read. */
export async function loadAnyText(
  path: string,
  options: ReadingOptions,
  filter: FilterSpec = {},
  categories?: Categories,
): Promise<Trace> {
  const parsing = { ...(await parserOptions(options)), keepLines: false, filter, categories };
  return withProgress(path, (reading) => readTraceFile(path, { ...parsing, ...reading }));
}

async function withProgress<T>(path: string, read: (options: FileOptions) => Promise<T>): Promise<T> {
  const progress = new Progress(path);
  try {
    return await read({ onProgress: (bytes, size) => progress.show(bytes, size) });
  } catch (error) {
    throw new InputError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    progress.clear();
  }
}

async function parserOptions({
  symbols,
  interrupts,
}: ReadingOptions): Promise<Pick<ParserOptions, 'symbols' | 'interruptNames'>> {
  return {
    ...(symbols === undefined
      ? {}
      : { symbols: await withProgress(symbols, (reading) => readSymbols(symbols, reading)) }),
    ...(interrupts === undefined ? {} : { interruptNames: await loadInterruptNames(interrupts) }),
  };
}

async function loadInterruptNames(path: string): Promise<InterruptNames> {
  const names = settingOf(await readJson(path), 'ftrace.interruptFunctions');
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new InputError(`${path}: interrupt functions are a list of names, * stands for anything`);
  }
  return new InterruptNames(names);
}

/** A text that is no trace is wrong input; what is missing of one is said. */
function checkVerdict(path: string, trace: Trace): void {
  const reason = describeVerdict(trace.verdict);
  if (reason !== undefined) throw new InputError(`${path}: ${reason}`);
  if (trace.unreadLines > 0) {
    const share = `${formatCount(trace.unreadLines)} of ${formatPlural(trace.lineCount, 'line')}`;
    warn(`${path}: ${share} could not be read: functions and calls may be missing`);
  }
  for (const { severity, message } of reportProblems(trace)) {
    if (severity === 'warning') warn(`${path}: ${message}`);
  }
  for (const message of filterWarnings(trace)) warn(`${path}: ${message}`);
}

/** Says what is not as it should be, on standard error. */
export function warn(message: string): void {
  process.stderr.write(`ftrace-explorer: warning: ${visible(message)}\n`);
}

/**
 * The rules of a preset, of a JSON file, or of a CSV table name,subsystem; the paper's where none are named. What makes no sense
 * is named on standard error; the rest applies.
 */
export async function loadCategories(name: string | undefined): Promise<Categories> {
  if (name === undefined) return paperCategories();
  try {
    const { categories, problems } = await readCategories(name, name);
    for (const problem of problems) warn(problem);
    return categories;
  } catch (error) {
    throw new InputError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
