import { html, nothing, type TemplateResult } from 'lit';
import type { ReportFunctionItem } from '../../../server/src/protocol/report';
import type { PageModel } from '../../src/report/messages';
import { categoryClass } from '../shared/categoryColour';
import { CHANGE_SIGNS } from './changes';
import type { Column } from './columns';

/** By which column the list is sorted. */
export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** The heading of a column: a click sorts by it, another one the other way round. */
export function headingCell(
  { key, label, title, number }: Column,
  { column, descending }: Sorting,
  events: { sorted(column: string, descending: boolean): void },
): TemplateResult {
  const sorted = column === key;
  const direction = descending ? 'descending' : 'ascending';
  return html`<div
    role="columnheader"
    class=${number ? 'number' : ''}
    aria-sort=${sorted ? direction : 'none'}
  >
    <button
      type="button"
      tabindex=${sorted ? 0 : -1}
      title=${title}
      @click=${() => events.sorted(key, sorted ? !descending : key !== 'name')}
      @keydown=${moveAmongHeadings}
    >
      <span>${label}</span>${
        sorted ? html`<span class="sort" aria-hidden="true">${descending ? '↓' : '↑'}</span>` : nothing
      }
    </button>
  </div>`;
}

/** Where a row stands, and what it does. */
export interface RowPlace {
  readonly index: number;
  readonly active: boolean;
  readonly go: () => void;
  readonly open: () => void;
}

/** One function; without an item, one that has not come yet. */
export function listRow(
  columns: readonly Column[],
  item: ReportFunctionItem | undefined,
  categories: PageModel['categories'],
  { index, active, go, open }: RowPlace,
): TemplateResult {
  return html`<div
    role="row"
    id="row-${index}"
    class="row ${active ? 'active' : ''}"
    aria-rowindex=${index + 2}
    aria-selected=${active ? 'true' : 'false'}
    @click=${go}
    @dblclick=${open}
  >
    ${columns.map((column) =>
      item === undefined ? html`<div role="gridcell">…</div>` : cell(column, item, categories, open),
    )}
  </div>`;
}

function cell(
  { key, number, text: textOf }: Column,
  item: ReportFunctionItem,
  categories: PageModel['categories'],
  open: () => void,
): TemplateResult {
  const text = textOf(item);
  if (key === 'name')
    return html`<div role="gridcell" class="name" title=${text}>
      <button type="button" tabindex="-1" class="link" @click=${open}>${text}</button>
    </div>`;
  if (key === 'category') {
    const colour = categoryClass(categories[item.category]?.tokenType ?? -1);
    return html`<div role="gridcell" class="category ${colour}" title=${text}>${text}</div>`;
  }
  if (key === 'change')
    return html`<div role="gridcell" class="change-${item.change}">
      <span class="sign" aria-hidden="true">${CHANGE_SIGNS[item.change]}</span> ${text}
    </div>`;
  return html`<div role="gridcell" class=${number ? 'number' : ''} title=${text}>${text}</div>`;
}

/** Left and right go from heading to heading: Tab stops at one of them only. */
function moveAmongHeadings(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...(event.currentTarget as HTMLElement).closest('.grid-head')!.querySelectorAll('button')];
  buttons[buttons.indexOf(event.currentTarget as HTMLButtonElement) + step]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
