import { visible } from '../format/escape';
import { formatCount } from '../format/numbers';
import type { Change, FunctionQuery, FunctionRow, Report } from '../report/report';
import { CHANGES } from './palette';
import type { Cell, Table } from './tables';
import {
  circumstances,
  formatDifference,
  formatRelative,
  formatSupport,
  formatValue,
  listMeasure,
  normalisationText,
} from './words';

/** A list of functions, and what was asked for: without that its numbers mean nothing. */
export interface FunctionList {
  readonly query: FunctionQuery;
  readonly rows: readonly FunctionRow[];
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

/** The list as a table; `scenarios` are the columns of values, all if none are named. */
export function functionTable(
  { query, rows }: FunctionList,
  report: Report,
  scenarios: readonly number[] = report.scenarios.map((_, scenario) => scenario),
): Table {
  const { label, unit } = listMeasure(query);
  const right = (text: string): Table['columns'][number] => ({ head: { text }, align: 'right' });
  const left = (text: string): Table['columns'][number] => ({ head: { text }, align: 'left' });
  return {
    caption: `${formatCount(rows.length)} functions, ${comparedText(query, report)}`,
    note: [
      `${label} per scenario, mean of its runs`,
      normalisationText(query.normalisation),
      ...(query.selection === '' ? [] : [`functions in ${visible(query.selection)}`]),
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
      { text: row.name, code: true },
      { text: report.categories[row.category]?.label ?? '' },
      { text: changeText(row.change), change: row.change },
      ...scenarios.map((scenario) => ({ text: valueText(row, scenario, query) })),
      { text: formatDifference(unit, row.difference) },
      { text: formatRelative(row.relative) },
      { text: formatSupport(row) },
    ]),
  };
}
