import { summarize, type Summary } from '../../core/analyse/summary';
import type { Categories } from '../../core/classify/categories';
import { visible } from '../../core/format/escape';
import { formatCount } from '../../core/format/numbers';
import { formatTable } from '../../core/format/table';
import type { Trace } from '../../core/model/trace';
import { byCategoryId, printJson, printTable, problemsToJson } from '../output';
import { filterTable, filterToJson, loadFilter } from '../filters';
import type { FilterOptions, ReadingOptions } from '../options';
import { InputError } from '../input';
import { loadCategories, loadTrace } from '../traces';

/** What the command line gives. */
export interface SummaryOptions extends ReadingOptions, FilterOptions {
  readonly json?: boolean;
  /** A file of rules. */
  readonly categories?: string;
}

interface Row {
  readonly file: string;
  readonly trace: Trace;
  readonly summary: Summary;
}

/** `summary FILE…`: the numbers of each trace. A file that cannot be read does not hide those of the others. */
export async function summaryCommand(files: readonly string[], options: SummaryOptions): Promise<void> {
  const categories = await loadCategories(options.categories);
  const filter = await loadFilter(options, categories);
  const rows: Row[] = [];
  const failures: InputError[] = [];
  for (const file of files) {
    try {
      const trace = await loadTrace(file, options, filter, categories);
      rows.push({ file, trace, summary: summarize(trace, categories) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failures.push(error);
    }
  }
  if (rows.length > 0) {
    if (options.json === true) printJson(rows.map((row) => toJson(row, categories)));
    else printTable([...toTable(rows, categories), ...filterTable(rows)]);
  }
  if (failures.length > 0) throw new InputError(failures.map(({ message }) => message));
}

function toJson({ file, trace, summary }: Row, categories: Categories): object {
  return {
    file,
    lines: summary.lines,
    calls: summary.calls,
    unreadLines: summary.unreadLines,
    functions: { total: summary.functions.total, ...byCategoryId(categories, summary.functions.byCategory) },
    tasks: summary.tasks,
    cpus: summary.cpus,
    problems: problemsToJson(trace),
    ...(trace.filter && { filter: filterToJson(trace.filter) }),
  };
}

function toTable(rows: readonly Row[], categories: Categories): string[] {
  // Rare, and worth a column only where it is: a trace with tracing_thresh has nothing else.
  const onExit = rows.some(({ summary }) => summary.functionsOnExitOnly > 0);
  const head = [
    'file',
    'functions',
    ...categories.list.map(({ id }) => id),
    ...(onExit ? ['only on exit'] : []),
    'calls',
    'tasks',
    'cpus',
    'lines',
    'not read',
  ];
  const cells = rows.map(({ file, summary }) => [
    visible(file),
    ...[
      summary.functions.total,
      ...summary.functions.byCategory,
      ...(onExit ? [summary.functionsOnExitOnly] : []),
      summary.calls,
      summary.tasks,
      summary.cpus,
      summary.lines,
      summary.unreadLines,
    ].map(formatCount),
  ]);
  return formatTable(
    [head, ...cells],
    head.map((_, column) => (column === 0 ? 'left' : 'right')),
  );
}
