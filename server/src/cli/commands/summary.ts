import { summarize, type Summary } from '../../core/analyse/summary';
import type { Categories } from '../../core/classify/categories';
import { visible } from '../../core/format/escape';
import { formatCount } from '../../core/format/numbers';
import { formatTable } from '../../core/format/table';
import { printJson, printTable } from '../output';
import { loadCategories, loadTrace } from '../traces';

export interface SummaryOptions {
  readonly json?: boolean;
  readonly categories?: string;
}

/** `summary FILE…`: the numbers of each trace. */
export async function summaryCommand(files: readonly string[], options: SummaryOptions): Promise<void> {
  const categories = await loadCategories(options.categories);
  const rows: { file: string; summary: Summary }[] = [];
  for (const file of files) rows.push({ file, summary: summarize(await loadTrace(file), categories) });
  if (options.json === true) printJson(rows.map(({ file, summary }) => toJson(file, summary, categories)));
  else printTable(toTable(rows, categories));
}

function toJson(file: string, summary: Summary, categories: Categories): object {
  const byId = categories.list.map(
    (category, number) => [category.id, summary.functions.byCategory[number]] as const,
  );
  return {
    file,
    lines: summary.lines,
    calls: summary.calls,
    unreadLines: summary.unreadLines,
    functions: { total: summary.functions.total, ...Object.fromEntries(byId) },
    tasks: summary.tasks,
    cpus: summary.cpus,
  };
}

function toTable(rows: readonly { file: string; summary: Summary }[], categories: Categories): string[] {
  const head = [
    'file',
    'functions',
    ...categories.list.map(({ id }) => id),
    'calls',
    'tasks',
    'cpus',
    'lines',
    'not read',
  ];
  const cells = rows.map(({ file, summary }) => [
    visible(file),
    formatCount(summary.functions.total),
    ...summary.functions.byCategory.map(formatCount),
    formatCount(summary.calls),
    formatCount(summary.tasks),
    formatCount(summary.cpus),
    formatCount(summary.lines),
    formatCount(summary.unreadLines),
  ]);
  return formatTable(
    [head, ...cells],
    head.map((_, column) => (column === 0 ? 'left' : 'right')),
  );
}
