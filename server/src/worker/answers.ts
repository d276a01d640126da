import { hoverAt } from '../core/present/hover';
import { categoryLens, fileLens } from '../core/present/lenses';
import { reportProblems } from '../core/present/problems';
import { decode } from '../core/text/utf16';
import { callersOf } from '../core/view/callOfLine';
import { countParts, Overview } from '../core/view/overview';
import type {
  ViewFoldParams,
  ViewHoverParams,
  ViewHoverResult,
  ViewLocateParams,
  ViewPlace,
  ViewRow,
  ViewRowsParams,
  ViewRowsResult,
  ViewStripParams,
  ViewStripResult,
  ViewSummaryResult,
  ViewTextParams,
  ViewTextResult,
} from '../protocol/traceView';
import { Slice } from './breathe';
import { LineWindows } from './lineWindows';
import { Refusal } from './refusal';
import type { Reading } from './reading';
import { viewRow, type RowLook } from './viewRows';

/** Rows in one answer. */
const MAX_ROWS = 200;
/** Callers in one answer; the innermost are left out where there are more. */
const MAX_CALLERS = 100;
const MAX_PARTS = 2000;
const MAX_COPIED_BYTES = 10_000_000;
/** Lines of an overview that are looked at before the clock is. */
const LINES_AT_ONCE = 1 << 13;

/** A window of rows. */
export async function rowsOf(
  reading: Reading,
  { from, count }: ViewRowsParams,
  generation: () => number,
): Promise<ViewRowsResult> {
  await reading.begun;
  const { rows } = reading;
  const first = Math.max(0, Math.floor(from));
  const lines: number[] = [];
  for (let row = first; row < first + Math.min(count, MAX_ROWS); row++) {
    const line = rows.lineOf(row);
    if (line < 0) break;
    lines.push(line);
  }
  const callers =
    lines.length === 0
      ? []
      : callersOf(reading.indexer.tables.lines, lines[0]!)
          .filter((line) => line < lines[0]!)
          .slice(0, MAX_CALLERS);
  return {
    generation: generation(),
    total: rows.rows,
    from: first,
    items: viewRows(reading, lines),
    callers: viewRows(reading, callers),
  };
}

/** Lines as they are shown, ascending. */
function viewRows(reading: Reading, lines: readonly number[]): ViewRow[] {
  const { filtering, indexer, rows } = reading;
  const look = lookOf(reading);
  const shown: ViewRow[] = [];
  const closed = lines.filter((line) => rows.isFoldable(line) && rows.isClosed(line));
  const hidden = new Map(rows.hiddenLines(closed).map((count, index) => [closed[index]!, count]));
  new LineWindows(reading.file, indexer.tables).each(lines, (text, line) => {
    const count = hidden.get(line);
    shown.push({
      ...viewRow(text, line, look),
      ...(rows.isFoldable(line) && { fold: hidden.has(line) ? ('closed' as const) : ('open' as const) }),
      ...(count !== undefined && { hidden: count }),
      ...(filtering && !filtering.lines.matching.has(line) && { context: true }),
    });
  });
  return shown;
}

function lookOf(reading: Reading): RowLook {
  const { search, settings } = reading;
  return {
    tokenType: (name) => (name < 0 ? -1 : settings.tokenTypes[reading.categoryOf(name)]!),
    query: search?.query,
    isHit: (line) => search !== undefined && search.hits.has(line),
  };
}

/** The place of a line. */
export function locate({ lineCount, rows }: Reading, { line, reveal }: ViewLocateParams): ViewPlace {
  const at = Math.max(0, Math.min(line, lineCount - 1));
  if (reveal === true) rows.reveal(at);
  return { line: at, row: rows.rowOf(at) };
}

/** Closes or opens calls. */
export function fold({ indexer, lineCount, rows }: Reading, { line, what }: ViewFoldParams): ViewPlace {
  const { lines } = indexer.tables;
  const at = Math.max(0, Math.min(line, lineCount - 1));
  if (what === 'openAll' || what === 'closeAll') {
    rows.setAll(what === 'closeAll');
    return { line: at, row: rows.rowOf(at) };
  }
  if (lineCount === 0) return { line: 0, row: 0 };
  // The call of the line itself, or the one that it stands in.
  const own = rows.isFoldable(at) ? at : (callersOf(lines, at).at(-1) ?? -1);
  if (own < 0) return { line: at, row: rows.rowOf(at) };
  rows.setClosed(own, what === 'toggle' ? !rows.isClosed(own) : what === 'close');
  const shown = rows.isRow(at) ? at : own;
  return { line: shown, row: rows.rowOf(shown) };
}

/** What is said of a place. */
export function hover(reading: Reading, { line, character }: ViewHoverParams): ViewHoverResult | null {
  if (line < 0 || line >= reading.lineCount) return null;
  const text = new LineWindows(reading.file, reading.indexer.trace()).one(line);
  const found = hoverAt(text, reading.settings.categories, line, character, []);
  return found === undefined
    ? null
    : { markdown: found.markdown, from: found.range.from, to: found.range.to };
}

/** The numbers of the trace. */
export function summary({ indexer, settings: { categories } }: Reading): ViewSummaryResult {
  const trace = indexer.trace();
  return {
    ...fileLens(trace, categories),
    categories: categories.list.map(({ id }, number) => ({
      ...categoryLens(trace, categories, number),
      id,
    })),
    problems: reportProblems(trace).map(({ line, message, severity }) => ({ line, message, severity })),
  };
}

/** By the settings that they were made by, which each reading has of its own. */
const overviews = new WeakMap<Reading['settings'], Overview>();

/** What is where. */
export async function strip(
  reading: Reading,
  params: ViewStripParams,
  generation: () => number,
): Promise<ViewStripResult> {
  const parts = Math.max(1, Math.min(MAX_PARTS, Math.floor(params.parts)));
  const { indexer, rows, search, settings } = reading;
  const { lines } = indexer.tables;
  let overview = overviews.get(settings);
  if (overview === undefined) {
    const { list } = settings.categories;
    overview = new Overview(lines, (name) => reading.categoryOf(name), list.length);
    overviews.set(settings, overview);
  }
  const slice = new Slice();
  for (const end = lines.length; overview.length < end;) {
    overview.see(Math.min(end, overview.length + LINES_AT_ONCE));
    await slice.pause();
  }
  const total = rows.rows;
  const bounds = Array.from({ length: parts + 1 }, (_, part) => {
    const line = rows.lineOf(Math.floor((part * total) / parts));
    return line < 0 ? lines.length : line;
  });
  const found = overview.parts(bounds);
  const longest = Math.max(...found.map(({ selfNs }) => selfNs));
  return {
    generation: generation(),
    time: found.map(({ selfNs }) => (longest > 0 ? selfNs / longest : 0)),
    category: found.map(({ category }) => (category < 0 ? -1 : settings.tokenTypes[category]!)),
    problems: found.map(({ problems }) => problems),
    hits: search === undefined ? found.map(() => 0) : countParts(search.hits, bounds),
  };
}

/** The text of rows. */
export function textOf(reading: Reading, { from, to }: ViewTextParams): ViewTextResult {
  const { file, indexer, rows } = reading;
  const { lines } = indexer.tables;
  const pieces: string[] = [];
  let bytes = 0;
  let run = { first: -1, last: -2 };
  const flush = (): void => {
    if (run.first < 0) return;
    const end = run.last + 1 < lines.length ? lines.offset(run.last + 1) : indexer.end;
    const start = lines.offset(run.first);
    bytes += end - start;
    if (bytes > MAX_COPIED_BYTES)
      throw new Refusal('More than 10 MB cannot be copied at once: select fewer lines.');
    const read = file.read(start, end);
    pieces.push(decode(read, 0, read.length));
  };
  const last = Math.min(to, rows.rows);
  for (let row = Math.max(0, from); row < last; row++) {
    const line = rows.lineOf(row);
    if (line === run.last + 1) run.last = line;
    else {
      flush();
      run = { first: line, last: line };
    }
    if (lines.offset(run.last) - lines.offset(run.first) > MAX_COPIED_BYTES) break;
  }
  flush();
  const text = pieces.join('');
  return { text: text === '' || text.endsWith('\n') ? text : `${text}\n` };
}
