import { functionRows, type FunctionRow } from '../../core/analyse/functions';
import type { Categories } from '../../core/classify/categories';
import { visible } from '../../core/format/escape';
import { formatCount, formatDuration } from '../../core/format/numbers';
import { formatTable } from '../../core/format/table';
import { printJson, printTable } from '../output';
import { filterTable, filterToJson, loadFilter } from '../filters';
import type { FilterOptions, ReadingOptions } from '../options';
import { InputError } from '../input';
import { loadCategories, loadTrace } from '../traces';

/** What the command line gives. */
export interface FunctionsOptions extends ReadingOptions, FilterOptions {
  readonly json?: boolean;
  readonly category?: string;
  readonly categories?: string;
}

/** `functions FILE`: the unique functions of a trace, most called first. */
export async function functionsCommand(file: string, options: FunctionsOptions): Promise<void> {
  const categories = await loadCategories(options.categories);
  const category = options.category === undefined ? undefined : findCategory(categories, options.category);
  if (category === -1) {
    const known = categories.list.map(({ id }) => id).join(', ');
    throw new InputError(`there is no category "${options.category}"; there are: ${known}`);
  }
  const filter = await loadFilter(options, categories);
  const trace = await loadTrace(file, options, filter, categories);
  const rows = functionRows(trace, categories).filter(
    (row) => category === undefined || row.category === category,
  );
  if (options.json !== true)
    return printTable([...toTable(rows, categories), ...filterTable([{ file, trace }])]);
  const functions = rows.map((row) => toJson(row, categories));
  printJson(trace.filter === undefined ? functions : { functions, filter: filterToJson(trace.filter) });
}

/** By id, or by label as tables show it, whatever the case. */
function findCategory(categories: Categories, wanted: string): number {
  const lower = wanted.toLowerCase();
  const exact = categories.indexOf(wanted);
  if (exact >= 0) return exact;
  return categories.list.findIndex(({ id, label }) =>
    [id, label].some((name) => name.toLowerCase() === lower),
  );
}

function toJson(row: FunctionRow, categories: Categories): object {
  return {
    name: row.name,
    category: categories.list[row.category]!.id,
    rule: categories.explain(row.name)[0]?.pattern ?? null,
    calls: row.calls,
    totalNs: row.totalNs ?? null,
    selfNs: row.selfNs ?? null,
    minNs: row.minNs ?? null,
    maxNs: row.maxNs ?? null,
  };
}

function toTable(rows: readonly FunctionRow[], categories: Categories): string[] {
  const head = ['function', 'category', 'calls', 'total', 'self', 'min', 'max'];
  const cells = rows.map((row) => [
    visible(row.name),
    categories.list[row.category]!.id,
    formatCount(row.calls),
    ...[row.totalNs, row.selfNs, row.minNs, row.maxNs].map(formatDuration),
  ]);
  return formatTable([head, ...cells], ['left', 'left', 'right', 'right', 'right', 'right', 'right']);
}
