import { existsSync } from 'node:fs';
import { canonicalFilter } from '../core/filter/canonical';
import { describeFilter } from '../core/filter/describe';
import type { Categories } from '../core/classify/categories';
import { readExpression } from '../core/filter/expression/readExpression';
import { parseTime } from '../core/filter/parseTime';
import { filterPreset, PRESET_NAMES } from '../core/filter/presets';
import { readFilter } from '../core/filter/readFilter';
import { visible } from '../core/format/escape';
import { formatCount } from '../core/format/numbers';
import { formatTable } from '../core/format/table';
import { settingOf } from '../core/text/jsonc';
import type { FilterReport, FilterSpec, FilterStep } from '../core/model/filterSpec';
import type { FilterOptions } from './options';
import { InputError, readJson } from './input';

/**
 * The filters that the options name, whose categories are those of `categories`; throws an InputError where one of them
 * makes no sense.
 */
export async function loadFilter(options: FilterOptions, categories: Categories): Promise<FilterSpec> {
  const { filters, pid, comm, cpu, from, to, minDepth, filter } = options;
  const base = filters === undefined ? {} : await loadFilters(filters, categories);
  const own: FilterSpec = {
    ...base,
    ...(options.withoutInterrupts && { withoutInterrupts: true }),
    ...(options.fromFirstEntry && { fromFirstEntry: true }),
    ...(pid !== undefined && { pids: counts('--pid', pid) }),
    ...(comm !== undefined && { comms: items('--comm', comm) }),
    ...(cpu !== undefined && { cpus: counts('--cpu', cpu) }),
    ...(from !== undefined && { fromNs: time('--from', from) }),
    ...(to !== undefined && { toNs: time('--to', to) }),
    ...(minDepth !== undefined && { minDepth: count('--min-depth', minDepth) }),
    ...(filter !== undefined && { where: expression(filter, categories) }),
    ...(options.foldSuffixes && { foldSuffixes: true }),
  };
  const { fromNs = -Infinity, toNs = Infinity } = own;
  if (fromNs >= toNs) throw new InputError('--from, --to: the time window ends before it begins');
  return canonicalFilter(own);
}

async function loadFilters(name: string, categories: Categories): Promise<FilterSpec> {
  const preset = filterPreset(name);
  if (preset !== undefined) return preset;
  if (!existsSync(name)) {
    throw new InputError(
      `--filters ${name}: there is no such file, and no such preset; presets: ${PRESET_NAMES.join(', ')}`,
    );
  }
  const { filter, problems } = readFilter(settingOf(await readJson(name), 'ftrace.filter'), categories);
  if (problems.length > 0) throw new InputError(problems.map((problem) => `${name}: ${problem}`));
  return filter;
}

/** So much of an expression is shown on each side of what is wrong with it. */
const SHOWN_AROUND = 50;

/** An expression that makes sense; else what is wrong with it is shown below it. */
function expression(text: string, categories: Categories): string {
  const { error } = readExpression(text, categories);
  if (error === undefined) return text;
  const { message, from, to } = error;
  const start = Math.max(0, from - SHOWN_AROUND);
  const end = Math.min(text.length, Math.max(from, to) + SHOWN_AROUND);
  const [before, wrong, behind] = [text.slice(start, from), text.slice(from, to), text.slice(to, end)].map(
    visible,
  );
  const cut = start > 0 ? '…' : '';
  throw new InputError([
    `--filter: ${message}`,
    `  ${cut}${before}${wrong}${behind}${end < text.length ? '…' : ''}`,
    `  ${' '.repeat([...`${cut}${before}`].length)}${'^'.repeat(Math.max(1, Math.min([...wrong!].length, SHOWN_AROUND)))}`,
  ]);
}

function items(option: string, list: string): string[] {
  const found = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (found.length === 0) throw new InputError(`${option}: the list is empty`);
  return found;
}

function counts(option: string, list: string): number[] {
  return items(option, list).map((item) => count(option, item));
}

function count(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InputError(`${option}: "${text}" is no whole number from 0 on`);
}

function time(option: string, text: string): number {
  const ns = parseTime(text);
  if (ns !== undefined) return ns;
  throw new InputError(
    `${option}: "${text}" is no time; give seconds as the trace prints them, or 12.5s, 300ms, 7us, 10ns`,
  );
}

/** Filters and what they did, as JSON output has them. */
export function filterToJson(report: FilterReport): object {
  return { spec: report.spec, text: describeFilter(report.spec), steps: report.steps };
}

/** Below a table of numbers: what each filter has taken away, by file; nothing without filters. */
export function filterTable(
  traces: readonly { readonly file: string; readonly trace: { readonly filter?: FilterReport } }[],
): string[] {
  const rows = traces.flatMap(
    ({ file, trace }) => trace.filter?.steps.map((step) => [visible(file), ...cells(step)]) ?? [],
  );
  if (rows.length === 0) return [];
  return [
    '',
    ...formatTable([['file', 'filter', 'functions', 'calls'], ...rows], ['left', 'left', 'right', 'right']),
  ];
}

function cells({ text, functions, calls }: FilterStep): string[] {
  return [
    text,
    ...[functions, calls].map((number) =>
      number === 0 ? '0' : number > 0 ? `−${formatCount(number)}` : `+${formatCount(-number)}`,
    ),
  ];
}
