import { element, type Attributes, type Child, type Markup } from '../markup';
import type { Cell, Table } from '../tables';
import type { Theme } from '../theme';

/** A table with its caption; names of rows are headers. What it is of stands below, in view of its numbers. */
export function tableHtml({ caption, note, columns, rows }: Table, theme: Theme): Markup {
  const alignment = (column: number): string | undefined =>
    columns[column]?.align === 'right' ? 'number' : undefined;
  return element(
    'div',
    { class: 'table' },
    element(
      'div',
      // Without links in it, only the box itself can take the keyboard to be scrolled.
      theme.interactive
        ? { class: 'scroll' }
        : { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: '0' },
      element(
        'table',
        {},
        element('caption', {}, caption),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            columns.map(({ head }, column) =>
              element('th', { scope: 'col', class: alignment(column) }, content(head)),
            ),
          ),
        ),
        element(
          'tbody',
          {},
          rows.map((row) =>
            element(
              'tr',
              {},
              row.map((cell, column) =>
                column === 0
                  ? element('th', { scope: 'row' }, link(cell, theme))
                  : element('td', { class: cellClass(cell, alignment(column)) }, link(cell, theme)),
              ),
            ),
          ),
        ),
      ),
    ),
    element('p', { class: 'note' }, note),
  );
}

function cellClass({ change }: Cell, alignment: string | undefined): string | undefined {
  return change === undefined ? alignment : `change ${change}`;
}

function content({ text, code }: Cell): Child {
  return code === true ? element('code', {}, text) : text;
}

/** In the editor a number leads to the functions behind it, a function to its calls; a file has nowhere to lead to. */
function link(cell: Cell, theme: Theme): Child {
  const to: Attributes =
    cell.function === true ? { 'data-function': cell.text } : { 'data-select': cell.selection };
  const leads = cell.function === true || cell.selection !== undefined;
  if (!theme.interactive || !leads) return content(cell);
  return element('a', { href: '#', ...to }, content(cell));
}
