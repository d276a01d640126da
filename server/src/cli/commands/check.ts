import { summarize } from '../../core/analyse/summary';
import { checkTrace, checkWarnings, notReached, type Violation } from '../../core/compare/baseline';
import { addToBaseline } from '../../core/compare/baselineText';
import type { Categories } from '../../core/classify/categories';
import { describeFilter } from '../../core/filter/describe';
import { visible } from '../../core/format/escape';
import { formatCount, formatPlural } from '../../core/format/numbers';
import { distinctNames } from '../../core/format/pathNames';
import { formatTable } from '../../core/format/table';
import { loadBaseline } from '../baselines';
import type { CheckedTrace, CheckResult, UnreadTrace } from '../checkResult';
import type { FilterOptions, ReadingOptions } from '../options';
import { printJson } from '../output';
import { checkLog } from '../sarif';
import { filterTable, filterToJson, loadFilter } from '../filters';
import { InputError } from '../input';
import { loadCategories, loadTrace, warn } from '../traces';
import { rulesName, writeTextFile } from './baseline';

/** Functions were reached that the baseline does not allow. */
const OUTSIDE = 1;
/** So many functions that were not reached are named in the text. */
const MAX_NAMED = 5;

/** What the command line gives. */
export interface CheckOptions extends ReadingOptions, FilterOptions {
  readonly baseline: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly update?: boolean;
  readonly categories?: string;
}

/**
 * `check --baseline FILE TRACE…`: functions that the baseline does not allow; exit code 1 if there are any, 2 if a file
 * cannot be read: the others are checked all the same. With `--update` they are added to the baseline.
 */
export async function checkCommand(files: readonly string[], options: CheckOptions): Promise<void> {
  if (options.json === true && options.sarif === true)
    throw new InputError('--json and --sarif: choose one of them');
  const categories = await loadCategories(options.categories);
  const filter = await loadFilter(options, categories);
  const { text, baseline } = await loadBaseline(options.baseline);
  const checked: CheckedTrace[] = [];
  const unread: UnreadTrace[] = [];
  for (const file of files) {
    try {
      const trace = await loadTrace(file, options, filter, categories);
      checked.push({ file, trace, violations: checkTrace(trace, baseline, categories) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unread.push({ file, message: error.message });
    }
  }
  const traces = checked.map(({ trace }) => trace);
  for (const warning of checkWarnings(traces, baseline)) warn(`${options.baseline}: ${warning}`);
  const result: CheckResult = {
    baseline: options.baseline,
    allowed: baseline,
    checked,
    unread,
    notReached: traces.length === 0 ? [] : notReached(traces, baseline),
    filters: describeFilter(filter),
    rules: rulesName(options.categories),
  };
  if (options.json === true) printJson(toJson(result, categories));
  else if (options.sarif === true) printJson(await checkLog(result, categories));
  else if (checked.length > 0) process.stdout.write(`${toText(result, categories).join('\n')}\n`);
  if (options.update === true) await update(options.baseline, text, checked, categories);
  else if (checked.some(({ violations }) => violations.length > 0)) process.exitCode = OUTSIDE;
  if (unread.length > 0) throw new InputError(unread.map(({ message }) => message));
}

/** Adds to the baseline what was found. */
async function update(
  file: string,
  text: string,
  checked: readonly CheckedTrace[],
  categories: Categories,
): Promise<void> {
  const names = distinctNames(checked.map((one) => one.file));
  const entries = checked.flatMap(({ violations }, index) =>
    violations.map(({ name, category }) => ({
      name,
      comment: `${categories.list[category]!.id}, added from ${names[index]}`,
    })),
  );
  if (entries.length > 0) await writeTextFile(file, addToBaseline(text, entries.reverse()));
}

function toJson(result: CheckResult, categories: Categories): object {
  const { baseline, allowed, checked, unread } = result;
  return {
    baseline,
    allowed: allowed.names.size,
    passed: unread.length === 0 && checked.every(({ violations }) => violations.length === 0),
    traces: checked.map(({ file, trace, violations }) => ({
      file,
      functions: summarize(trace, categories).functions.total,
      new: violations.map(({ name, category, calls, line, allowedAs }) => ({
        name,
        category: categories.list[category]!.id,
        calls,
        line: line + 1,
        allowedAs: allowedAs ?? null,
      })),
      ...(trace.filter && { filter: filterToJson(trace.filter) }),
    })),
    unread,
    notReached: result.notReached,
    problems: allowed.problems.map(({ line, message }) => ({ line: line + 1, message })),
  };
}

function toText(result: CheckResult, categories: Categories): string[] {
  const name = visible(distinctNames([result.baseline])[0]!);
  const lines = result.checked.flatMap(({ file, trace, violations }) => {
    const functions = summarize(trace, categories).functions.total;
    if (violations.length === 0)
      return [`${visible(file)}: all ${formatPlural(functions, 'function')} are in ${name}`];
    const count = `${formatCount(violations.length)} of ${formatPlural(functions, 'function')}`;
    return [
      `${visible(file)}: ${count} ${violations.length === 1 ? 'is' : 'are'} outside of ${name}`,
      ...violationTable(file, violations, categories),
    ];
  });
  const missed = result.notReached;
  if (missed.length > 0) {
    const named = missed.slice(0, MAX_NAMED).map(visible).join(', ');
    const rest = missed.length > MAX_NAMED ? ', … (--json lists all)' : '';
    lines.push(
      `${formatPlural(missed.length, 'allowed function')} ${missed.length === 1 ? 'was' : 'were'} not reached: ${named}${rest}`,
    );
  }
  return [...lines, ...filterTable(result.checked)];
}

function violationTable(file: string, violations: readonly Violation[], categories: Categories): string[] {
  const rows = violations.map(({ name, category, calls, line, allowedAs }) => [
    `${visible(file)}:${line + 1}`,
    visible(name),
    categories.list[category]!.id,
    formatCount(calls),
    allowedAs === undefined ? '' : `${visible(allowedAs)} is allowed`,
  ]);
  const head = ['first call', 'function', 'category', 'calls', ''];
  return formatTable([head, ...rows], ['left', 'left', 'left', 'right', 'left']).map((line) => `  ${line}`);
}
