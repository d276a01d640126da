import { once } from 'node:events';
import { callRows, type CallRow } from '../../core/analyse/callRows';
import { visible } from '../../core/format/escape';
import { formatDuration } from '../../core/format/numbers';
import type { FilterReport } from '../../core/model/filterSpec';
import { loadCategories, loadTraceText } from '../traces';
import { filterTable, filterToJson, loadFilter } from '../filters';
import type { FilterOptions, ReadingOptions } from '../options';

/** What the command line gives. */
export interface CallsOptions extends ReadingOptions, FilterOptions {
  readonly json?: boolean;
  /** Rules, for filters by category. */
  readonly categories?: string;
}

/** So much is written at once. */
const BATCH_CHARACTERS = 1 << 16;

/** `calls FILE`: one row per call, in the order in which they appear; with `--json` one JSON object per line. */
export async function callsCommand(file: string, options: CallsOptions): Promise<void> {
  const categories = await loadCategories(options.categories);
  const counted = await loadFilter(options, categories);
  const text = await loadTraceText(file, options, counted, categories);
  const { filter } = text.trace;
  const print = options.json === true ? toJson : toLine;
  let batch = options.json !== true ? HEAD : filter === undefined ? '' : filterLine(filter);
  for (const row of callRows(text)) {
    batch += print(row);
    if (batch.length < BATCH_CHARACTERS) continue;
    if (!process.stdout.write(batch)) await once(process.stdout, 'drain');
    batch = '';
  }
  if (options.json !== true)
    batch += filterTable([{ file, trace: text.trace }])
      .map((line) => `${line}\n`)
      .join('');
  process.stdout.write(batch);
}

/** Before the calls, so that whoever reads them in order knows what they are without. */
function filterLine(filter: FilterReport): string {
  return `${JSON.stringify({ filter: filterToJson(filter) })}\n`;
}

function toJson(row: CallRow): string {
  return `${JSON.stringify(row)}\n`;
}

const HEAD = `${cells('line', 'exit', 'cpu', 'task', 'duration', 'self')}function\n`;

function toLine(row: CallRow): string {
  const task = row.pid === null ? '' : `${visible(row.comm ?? '')}-${row.pid}`;
  const module = row.module === null ? '' : ` [${visible(row.module)}]`;
  const ret = row.ret === null ? '' : ` = ${visible(row.ret)}`;
  const start = cells(
    row.line ?? '–',
    row.exitLine ?? '–',
    row.cpu ?? '',
    task,
    formatDuration(row.durationNs ?? undefined),
    formatDuration(row.selfNs ?? undefined),
  );
  const name = visible(row.name ?? '(unknown)');
  return `${start}${'  '.repeat(Math.min(row.depth, 100))}${name}${module}(${visible(row.args ?? '')})${ret}\n`;
}

/** Columns of a width that fits most rows: rows are printed before the last of them is known. */
function cells(
  line: string | number,
  exit: string | number,
  cpu: string | number,
  task: string,
  duration: string,
  self: string,
): string {
  const right = (value: string | number, width: number): string => String(value).padStart(width);
  return `${right(line, 9)} ${right(exit, 9)} ${right(cpu, 4)}  ${task.padEnd(16)} ${right(duration, 10)} ${right(self, 10)}  `;
}
