/**
 * A list of functions as comma separated values (RFC 4180), for spreadsheets and statistics.
 *
 * Where the numbers come from stands in the last column, `provenance`, of the first row, as JSON. Not in lines that begin with
 * `#`: RFC 4180 has none, and spreadsheets and half of the libraries take them for rows. Not in every row: hashes of all runs
 * would be most of the file. A list without functions has one row with nothing but provenance.
 */
import { visible } from '../format/escape';
import type { Report } from '../report/report';
import type { ListedFunctions } from './functionTable';
import { provenanceOf } from './json';

/** One line per function: numbers as they are, empty where unknown, times in nanoseconds. */
export function functionsCsv({ query, rows }: ListedFunctions, report: Report): string {
  const scenarios = report.scenarios.map(({ name }) => name);
  const head = [
    ...['function', 'category', 'change', 'difference', 'relative', 'support', 'p', 'effect'],
    ...scenarios.flatMap((name) => [`${name} ${query.measure}`, `${name} runs`]),
    'provenance',
  ].map(textCell);
  const provenance = textCell(JSON.stringify({ ...provenanceOf(report), query }));
  const lines = rows.map((row, index) => [
    textCell(row.name),
    textCell(report.categories[row.category]?.id ?? ''),
    textCell(row.change),
    numberCell(row.difference),
    numberCell(row.relative),
    textCell(row.support),
    numberCell(row.p),
    numberCell(row.effect),
    ...scenarios.flatMap((_, scenario) => [
      numberCell(row.values[scenario] ?? NaN),
      numberCell(row.inRuns[scenario] ?? NaN),
    ]),
    index === 0 ? provenance : '',
  ]);
  if (lines.length === 0) lines.push([...head.slice(1).map(() => ''), provenance]);
  return [head, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function numberCell(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

/**
 * Spreadsheets compute what begins like a formula, also out of quotes; an apostrophe before it makes it a text.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function textCell(text: string): string {
  const shown = visible(text);
  const guarded = /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
