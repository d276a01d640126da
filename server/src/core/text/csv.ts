/**
 * Tables as text: CSV after RFC 4180, with commas, semicolons or tabs between cells. Made for tables that people and other
 * programs write: what makes no sense takes its own line away, nothing more.
 */

/** What the column of function names is called, in small letters. */
export const NAME_HEADINGS: readonly string[] = ['name', 'function', 'symbol'];

/** A row of a table. */
export interface CsvRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table, and the lines that could not be read as rows: a quote is not closed, or text follows one. */
export interface CsvTable {
  readonly rows: readonly CsvRow[];
  /** From 1. */
  readonly badLines: readonly number[];
}

/** No cell of ours is longer; a quote that is not closed by then is none. This keeps reading linear. */
const MAX_QUOTED = 10_000;
/** In the order in which they are looked for: names and numbers have commas sooner than semicolons, and never tabs. */
const SEPARATORS = ['\t', ';', ','] as const;

/** Reads a table. Empty lines and those that begin with # are passed over; a byte order mark, too. Cells are trimmed. */
export function parseCsv(text: string): CsvTable {
  const rows: CsvRow[] = [];
  const badLines: number[] = [];
  let separator: string | undefined;
  let line = 1;
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length;) {
    const end = endOfLine(text, at);
    const content = text.slice(at, end).trim();
    if (content === '' || content.startsWith('#')) {
      at = nextLine(text, end);
      line++;
      continue;
    }
    separator ??= SEPARATORS.find((one) => content.includes(one)) ?? ',';
    const row = readRow(text, at, separator);
    if (row === undefined) badLines.push(line);
    else rows.push({ line, cells: row.cells });
    const next = row?.next ?? nextLine(text, end);
    line += countLines(text, at, next);
    at = next;
  }
  return { rows, badLines };
}

/** The row that begins at `at`, and where the next does; undefined where its quotes make no sense. */
function readRow(
  text: string,
  at: number,
  separator: string,
): { readonly cells: string[]; readonly next: number } | undefined {
  const cells: string[] = [];
  for (;;) {
    let cell: string;
    while (text[at] === ' ') at++;
    if (text[at] === '"') {
      const closed = readQuoted(text, at + 1);
      if (closed === undefined) return undefined;
      cell = closed.cell;
      at = closed.next;
      while (text[at] === ' ') at++;
      if (at < text.length && text[at] !== separator && !isLineEnd(text, at)) return undefined;
    } else {
      const from = at;
      while (at < text.length && text[at] !== separator && !isLineEnd(text, at)) at++;
      cell = text.slice(from, at).trim();
    }
    cells.push(cell);
    if (text[at] !== separator) return { cells, next: nextLine(text, at) };
    at++;
  }
}

/** The rest of a cell in quotes, in which `""` is a quote, and where it ends. */
function readQuoted(
  text: string,
  from: number,
): { readonly cell: string; readonly next: number } | undefined {
  for (let at = from; at < Math.min(text.length, from + MAX_QUOTED); at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at++;
    else return { cell: text.slice(from, at).replaceAll('""', '"'), next: at + 1 };
  }
  return undefined;
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}

function endOfLine(text: string, at: number): number {
  while (at < text.length && !isLineEnd(text, at)) at++;
  return at;
}

/** Behind the end of the line at `at`: \n, \r\n or \r. */
function nextLine(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = endOfLine(text, from); at < to; at = endOfLine(text, nextLine(text, at))) lines++;
  return lines;
}
