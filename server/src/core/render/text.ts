import { visible } from '../format/escape';
import { formatTable } from '../format/table';
import type { Report } from '../report/report';
import { functionTable, type ListedFunctions } from './functionTable';
import { reportSections } from './sections';
import type { Table } from './tables';

/** Functions of a list that a terminal shows. */
export const MOST_FUNCTIONS = 20;

/** The report for a terminal: aligned tables, no colours. Of a list, the first functions in the columns that are compared. */
export function reportText(report: Report, list?: ListedFunctions): string {
  const blocks = [[visible(report.title)]];
  for (const { title, items, paragraphs, tables } of reportSections(report)) {
    blocks.push([`== ${visible(title)}`]);
    if (items.length > 0) blocks.push(items.map((item) => `- ${visible(item)}`));
    if (paragraphs.length > 0) blocks.push(paragraphs.map(visible));
    blocks.push(...tables.map(tableLines));
  }
  if (list !== undefined) {
    const scenarios = [list.query.baseline, list.query.target];
    blocks.push(
      ['== Functions'],
      tableLines(functionTable(list, report, { scenarios, most: MOST_FUNCTIONS })),
    );
  }
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function tableLines({ caption, note, columns, rows }: Table): string[] {
  return [
    visible(caption),
    ...formatTable(
      [columns.map(({ head }) => head), ...rows].map((row) => row.map(({ text }) => visible(text))),
      columns.map(({ align }) => align),
    ).map((line) => `  ${line}`.trimEnd()),
    `  (${visible(note)})`,
  ];
}
