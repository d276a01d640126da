import { formatCount, formatPlural } from '../format/numbers';
import type { Change, FunctionQuery, FunctionRow, Report } from '../report/report';
import { CHANGES } from './palette';
import type { Cell, Table } from './tables';
import {
  capitalised,
  circumstances,
  formatDifference,
  formatRelative,
  formatSupport,
  formatValue,
  listMeasure,
  normalisationText,
} from './words';

/** The expression of all functions of a comparison. */
const EVERYTHING = 'all';

/** A list of functions, and what was asked for: without that its numbers mean nothing. */
export interface ListedFunctions {
  readonly query: FunctionQuery;
  readonly rows: readonly FunctionRow[];
  /** How many functions the list has, where these are the first of them. */
  readonly total?: number;
}

/** `tap compared with socket`. */
export function comparedText({ baseline, target }: FunctionQuery, report: Report): string {
  const name = (scenario: number): string => report.scenarios[scenario]?.name ?? '';
  return `${name(target)} compared with ${name(baseline)}`;
}

/** `+ new`: the sign and the word of a change. */
export function changeText(change: Change): string {
  const { sign, word } = CHANGES[change];
  return `${sign} ${word}`;
}

/** The value of a function in a scenario; `–` where it is not reached or unknown. */
export function valueText(row: FunctionRow, scenario: number, query: FunctionQuery): string {
  if (row.inRuns[scenario] === 0) return '–';
  return formatValue(listMeasure(query).unit, row.values[scenario] ?? NaN);
}

/** What of a list is shown where there is little room. */
export interface Excerpt {
  /** Scenarios with a column of values, instead of all. */
  readonly scenarios?: readonly number[];
  /** Functions at most, the first of the list. */
  readonly most?: number;
}

/** The list as a table. */
export function functionTable(
  { query, rows: all, total = all.length }: ListedFunctions,
  report: Report,
  excerpt: Excerpt = {},
): Table {
  const scenarios = excerpt.scenarios ?? report.scenarios.map((_, scenario) => scenario);
  const rows = all.slice(0, excerpt.most);
  const first = rows.length < total ? `the first ${formatCount(rows.length)} of ` : '';
  const { label, unit } = listMeasure(query);
  const right = (text: string): Table['columns'][number] => ({ head: { text }, align: 'right' });
  const left = (text: string): Table['columns'][number] => ({ head: { text }, align: 'left' });
  return {
    caption: `${capitalised(first)}${formatPlural(total, 'function')}, ${comparedText(query, report)}`,
    note: [
      `${label} per scenario, mean of its runs`,
      normalisationText(query.normalisation),
      ...(query.selection === EVERYTHING ? [] : [`functions of ${query.selection}`]),
      circumstances(report),
    ].join(' · '),
    columns: [
      left('Function'),
      left('Category'),
      left('Change'),
      ...scenarios.map((scenario) => right(report.scenarios[scenario]?.name ?? '')),
      right('Difference'),
      right('Relative'),
      left('Runs say'),
    ],
    rows: rows.map((row): Cell[] => [
      { text: row.name, code: true, function: true },
      { text: report.categories[row.category]?.label ?? '' },
      { text: changeText(row.change), change: row.change },
      ...scenarios.map((scenario) => ({ text: valueText(row, scenario, query) })),
      { text: formatDifference(unit, row.difference) },
      { text: formatRelative(row.relative) },
      { text: formatSupport(row) },
    ]),
  };
}
