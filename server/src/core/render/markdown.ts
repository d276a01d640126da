import { codeSpan, markdown, visible } from '../format/escape';
import type { Report } from '../report/report';
import { functionTable, type ListedFunctions } from './functionTable';
import { reportSections } from './sections';
import type { Cell, Table } from './tables';

/** The report as GitHub-flavoured Markdown: to be put into an issue or a paper's repository. With a list, its functions too. */
export function reportMarkdown(report: Report, list?: ListedFunctions): string {
  const blocks = [`# ${plain(report.title)}`];
  for (const { title, items, paragraphs, tables } of reportSections(report)) {
    blocks.push(`## ${plain(title)}`);
    if (items.length > 0) blocks.push(items.map((item) => `- ${plain(item)}`).join('\n'));
    blocks.push(...paragraphs.map(plain), ...tables.map(tableText));
  }
  if (list !== undefined) blocks.push('## Functions', tableText(functionTable(list, report)));
  return `${blocks.join('\n\n')}\n`;
}

function tableText({ caption, note, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `**${plain(caption)}**`,
    '',
    line(columns.map(({ head }) => cellText(head))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : ':---'))),
    ...rows.map((row) => line(row.map(cellText))),
    '',
    `_${plain(note)}_`,
  ].join('\n');
}

/** In a table a bar ends the cell, in a code span as well; escaped, it is shown as it is in both. */
function cellText({ text, code }: Cell): string {
  return code === true ? codeSpan(text).replaceAll('|', '\\|') : plain(text);
}

/**
 * The text with all that could mean something escaped, but for what means nothing where it stands: else every number had a
 * backslash in it, and people read Markdown as it is, too.
 */
function plain(text: string): string {
  return markdown(visible(text))
    .replace(/(?<!www)\\\.(?!(?<=^\d+..)(?= |$))/gi, '.')
    .replace(/(?<!^)\\([-+()])/g, '$1')
    .replace(/\\([:&])(?= |$)/g, '$1');
}
