import { formatPlural } from '../format/numbers';
import { quoteCell, TableProblems, type TableProblem } from '../format/tableProblems';
import { NAME_HEADINGS, parseCsv, type CsvRow } from '../text/csv';

/** Numbers by name, and what they are. */
export interface NamedValues {
  readonly name: string;
  readonly values: ReadonlyMap<string, number>;
  readonly problems: readonly TableProblem[];
}

interface Columns {
  readonly name: number;
  readonly value: number;
  readonly heading: string;
  readonly hasHeading: boolean;
}

/** Weights out of CSV. Of several rows of one name the last counts. */
export function parseCsvWeights(text: string, column?: string): NamedValues {
  const problems = new TableProblems();
  const values = new Map<string, number>();
  const { rows, badLines } = parseCsv(text);
  for (const line of badLines) problems.leaveOut(line, 'a quote is not closed, or text follows it');
  const columns = findColumns(rows, column, problems);
  if (columns === undefined) return { name: column ?? 'weight', values, problems: problems.list() };
  let repeated = 0;
  for (const { line, cells } of columns.hasHeading ? rows.slice(1) : rows) {
    const name = cells[columns.name] ?? '';
    const cell = cells[columns.value];
    const value = numberOf(cell);
    if (name === '') problems.leaveOut(line, 'there is no name');
    else if (cell === undefined || cell === '') problems.leaveOut(line, `${quoteCell(name)} has no value`);
    else if (!Number.isFinite(value)) problems.leaveOut(line, `${quoteCell(cell)} is no number`);
    else if (value < 0) problems.leaveOut(line, `${quoteCell(cell)} is negative`);
    else {
      if (values.has(name)) repeated++;
      values.set(name, value);
    }
  }
  if (repeated > 0)
    problems.add(
      `${formatPlural(repeated, 'row')} with a name that was there before: the last of a name counts`,
    );
  if (values.size === 0) problems.add('there is no weight in it: rows are name,value');
  return { name: columns.heading, values, problems: problems.list() };
}

/** Which columns are names and values; undefined where the one that is asked for is not there. */
function findColumns(
  rows: readonly CsvRow[],
  column: string | undefined,
  problems: TableProblems,
): Columns | undefined {
  const first = rows[0]?.cells ?? [];
  const headings = first.map((cell) => cell.toLowerCase());
  const name = headings.findIndex((heading) => NAME_HEADINGS.includes(heading));
  if (name < 0) {
    if (column === undefined) return { name: 0, value: 1, heading: 'weight', hasHeading: false };
    problems.add(
      `it has no column ${quoteCell(column)}: the first row has no heading ${NAME_HEADINGS.join(', ')}`,
    );
    return undefined;
  }
  const value = column === undefined ? firstOfNumbers(rows, name) : headings.indexOf(column.toLowerCase());
  if (value >= 0 && value !== name) return { name, value, heading: first[value]!, hasHeading: true };
  const others = first.filter((_, index) => index !== name).map(quoteCell);
  problems.add(
    column === undefined
      ? 'no column has numbers'
      : `it has no column ${quoteCell(column)}; there are: ${others.join(', ')}`,
  );
  return undefined;
}

/** The first column beside the names of whose filled cells most are numbers, else the first with any; -1 where none has. */
function firstOfNumbers(rows: readonly CsvRow[], name: number): number {
  let any = -1;
  for (const index of rows[0]!.cells.keys()) {
    if (index === name) continue;
    const filled = rows.slice(1).flatMap(({ cells }) => cells[index] || []);
    const numbers = filled.filter((cell) => !Number.isNaN(numberOf(cell))).length;
    if (2 * numbers > filled.length) return index;
    if (numbers > 0 && any < 0) any = index;
  }
  return any;
}

function numberOf(cell: string | undefined): number {
  // Number() takes an empty text for 0, and reads 0x10.
  return cell !== undefined && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : NaN;
}
