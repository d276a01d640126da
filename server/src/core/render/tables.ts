/** The tables of a report, for every medium: cells are texts and are escaped where they are written. */
import { formatCount, formatShare } from '../format/numbers';
import type { Align } from '../format/table';
import type { Change, Figure, Linked, Report, RuleTable, Selection } from '../report/report';
import {
  capitalised,
  circumstances,
  figureCircumstances,
  combinationName,
  formatSpread,
  formatValue,
  MOST_COMBINATIONS,
  setCircumstances,
  unitOf,
} from './words';

/** One cell. `selection`: the functions behind it. `code`: a name as it is in a trace, a pattern, a file. */
export interface Cell {
  readonly text: string;
  readonly selection?: Selection | undefined;
  readonly code?: boolean;
  /** Text is the name of a function, which the editor can lead to. */
  readonly function?: boolean;
  /** It says this change: its colour may say so too. */
  readonly change?: Change;
}

/** A table with names in its first column. */
export interface Table {
  readonly caption: string;
  /** What its numbers are of: runs, filters, rules. */
  readonly note: string;
  readonly columns: readonly { readonly head: Cell; readonly align: Align }[];
  readonly rows: readonly (readonly Cell[])[];
}

const left = (text: string, code = false): Table['columns'][number] => ({
  head: { text, code },
  align: 'left',
});
const right = (text: string, code = false): Table['columns'][number] => ({
  head: { text, code },
  align: 'right',
});
const count = (value: number, selection?: Selection): Cell => ({
  text: formatValue('count', value),
  selection,
});

/** The numbers of a figure: a row per scenario. */
export function figureTable(figure: Figure, report: Report): Table {
  const unit = unitOf(figure.measure, report.normalisation);
  // Shares have the same total always.
  const totals = figure.measure !== 'share';
  const cell = ({ value, selection }: Linked): Cell => ({ text: formatSpread(unit, value), selection });
  return {
    caption: `${capitalised(figure.label)} by category`,
    note: `${runsNote(report)}${figureCircumstances(figure, report)}`,
    columns: [
      left('Scenario'),
      ...(totals ? [right('Total')] : []),
      ...report.categories.map(({ label }) => right(label)),
    ],
    rows: figure.bars.map(({ total, parts }, scenario) => [
      nameOf(report, scenario),
      ...(totals ? [cell(total)] : []),
      ...parts.map(cell),
    ]),
  };
}

/** More patterns than these would make a table wider than people read: they become rows. */
const MOST_PATTERNS = 14;

/** Tables 2 and 3 of the paper: scenarios in rows and patterns in columns, as there. */
export function ruleTable({ category, rows }: RuleTable, report: Report): Table {
  const label = report.categories[category]?.label ?? '';
  const cell = ({ value, selection }: Linked): Cell => ({ text: formatSpread('count', value), selection });
  const head = {
    caption: `${label}: unique functions whose name matches each rule`,
    note: `${runsNote(report)}a function counts for each rule that it matches · ${circumstances(report)}`,
  };
  if (rows.length > MOST_PATTERNS) {
    return {
      ...head,
      columns: [left('Rule'), ...report.scenarios.map(({ name }) => right(name))],
      rows: rows.map(({ pattern, cells }) => [{ text: pattern, code: true }, ...cells.map(cell)]),
    };
  }
  return {
    ...head,
    columns: [left('Scenario'), ...rows.map(({ pattern }) => right(pattern, true))],
    rows: report.scenarios.map((_, scenario) => [
      nameOf(report, scenario),
      ...rows.map(({ cells }) => (cells[scenario] === undefined ? { text: '–' } : cell(cells[scenario]))),
    ]),
  };
}

/** Table 4 of the paper; undefined where nothing was measured. */
export function measurementTable(report: Report): Table | undefined {
  if (report.measurements === undefined) return undefined;
  return {
    caption: 'What else was measured',
    note: 'as given, not computed',
    columns: [left('Measurement'), ...report.scenarios.map(({ name }) => right(name))],
    rows: report.measurements.rows.map(({ name, cells }) => [
      { text: name },
      ...report.scenarios.map((_, scenario) => {
        const value = cells[scenario];
        return { text: typeof value === 'number' ? formatGiven(value) : (value ?? '–') };
      }),
    ]),
  };
}

/** A number as somebody wrote it, with thousands apart. */
function formatGiven(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const [whole = '', ...rest] = String(Math.abs(value)).split('.');
  if (/\D/.test(whole + rest.join(''))) return String(value);
  return `${value < 0 ? '−' : ''}${[formatCount(Number(whole)), ...rest].join('.')}`;
}

/** Functions by the combination of scenarios that reach them. */
export function membershipTable(report: Report): Table {
  return {
    caption: 'Functions by the scenarios that reach them',
    note: setCircumstances(report),
    columns: [left('Reached by'), right('Functions'), ...report.categories.map(({ label }) => right(label))],
    rows: report.membership
      .slice(0, MOST_COMBINATIONS)
      .map((combination) => [
        { text: combinationName(combination, report) },
        count(combination.functions, combination.selection),
        ...combination.byCategory.map((functions) => count(functions)),
      ]),
  };
}

/** Whether the recordings were long enough. */
export function saturationTable(report: Report): Table {
  const runs = Math.max(0, ...report.saturation.map(({ overRuns }) => overRuns.length));
  return {
    caption: 'Functions seen and expected',
    note: `seen once: called once in all runs together · expected: Chao’s estimate with its 95 % interval · ${setCircumstances(report)}`,
    columns: [
      left('Scenario'),
      right('Seen'),
      right('Seen once'),
      right('Expected'),
      right('95 % interval'),
      ...(runs > 1
        ? Array.from({ length: runs }, (_, index) => right(`${index + 1} run${index === 0 ? '' : 's'}`))
        : []),
    ],
    rows: report.saturation.map(({ scenario, seen, once, onceShare, onceSelection, expected, overRuns }) => [
      nameOf(report, scenario),
      count(seen),
      { text: `${formatCount(once)} (${formatShare(onceShare)})`, selection: onceSelection },
      { text: expected === undefined ? '–' : formatValue('count', expected.value, 0) },
      {
        text:
          expected === undefined
            ? '–'
            : `${formatValue('count', expected.low, 0)} to ${formatValue('count', expected.high, 0)}`,
      },
      ...(runs > 1
        ? Array.from({ length: runs }, (_, index) => ({
            text: formatValue('count', overRuns[index] ?? NaN, 1),
          }))
        : []),
    ]),
  };
}

/** One table per weight. */
export function weightTables(report: Report): Table[] {
  return report.weights.map(({ name, source, cells }) => ({
    caption: `Weight: ${name}`,
    note: `from ${source} · over the functions of any run · ${circumstances(report)}`,
    columns: [
      left('Scenario'),
      right('Sum'),
      right('Mean'),
      right('Largest'),
      left('Of'),
      right('Functions without'),
    ],
    rows: cells.map(({ sum, max, maxFunction, mean, unknown, unknownSelection }, scenario) => [
      nameOf(report, scenario),
      { text: formatValue('weight', sum) },
      { text: formatValue('weight', mean) },
      { text: formatValue('weight', max) },
      maxFunction === undefined ? { text: '–' } : { text: maxFunction, code: true, function: true },
      count(unknown, unknownSelection),
    ]),
  }));
}

/** Names of a pair of categories that are listed at most. */
const MOST_NAMES = 12;

/** Functions that two sets of rules sort differently; undefined where only one was asked. */
export function reclassifiedTable(report: Report): Table | undefined {
  if (report.reclassified === undefined) return undefined;
  const { from, to, total, pairs } = report.reclassified;
  return {
    caption: `${formatCount(total)} functions that “${from}” and “${to}” sort differently`,
    note: 'of the functions of any scenario',
    columns: [left(`By ${from}`), left(`By ${to}`), right('Functions'), left('Which')],
    rows: pairs.map(({ fromLabel, toLabel, names }) => [
      { text: fromLabel },
      { text: toLabel },
      count(names.length),
      {
        text: [
          ...names.slice(0, MOST_NAMES),
          ...(names.length > MOST_NAMES ? [`and ${formatCount(names.length - MOST_NAMES)} more`] : []),
        ].join(', '),
      },
    ]),
  };
}

/** The runs: what was read. Without hashes, where nobody asked for them. */
export function runTable(report: Report): Table {
  const hashed = report.scenarios.some(({ runs }) => runs.some(({ sha256 }) => sha256 !== undefined));
  return {
    caption: 'Traces',
    note: 'functions and calls after filters',
    columns: [
      left('Scenario'),
      left('Run'),
      right('Functions'),
      right('Calls'),
      right('Lines'),
      ...(hashed ? [left('SHA-256')] : []),
    ],
    rows: report.scenarios.flatMap(({ runs }, scenario) =>
      runs.map(({ name, functions, calls, lines, sha256 }): Cell[] => [
        nameOf(report, scenario),
        { text: name, code: true },
        count(functions),
        count(calls),
        count(lines),
        ...(hashed ? [sha256 === undefined ? { text: '–' } : { text: sha256, code: true }] : []),
      ]),
    ),
  };
}

/** What filters took away; undefined where none is on. */
export function filterTable(report: Report): Table | undefined {
  const rows = report.scenarios.flatMap(({ runs }, scenario) =>
    runs.flatMap(({ name, filterSteps }) =>
      filterSteps.map(({ text, functions, calls }): Cell[] => [
        nameOf(report, scenario),
        { text: name, code: true },
        { text },
        count(functions),
        count(calls),
      ]),
    ),
  );
  if (rows.length === 0) return undefined;
  return {
    caption: 'What the filters took away',
    note: 'in the order in which they apply',
    columns: [left('Scenario'), left('Run'), left('Filter'), right('Functions'), right('Calls')],
    rows,
  };
}

function nameOf(report: Report, scenario: number): Cell {
  return { text: report.scenarios[scenario]?.name ?? '' };
}

/** Of what a number is, where scenarios have several runs. */
function runsNote(report: Report): string {
  return report.scenarios.some(({ runs }) => runs.length > 1)
    ? 'mean ± standard deviation of the runs · '
    : '';
}
