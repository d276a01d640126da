import { html, nothing, type TemplateResult } from 'lit';
import type { ViewRow } from '../../../server/src/protocol/traceView';
import { formatPlural } from './amounts';
import { ICONS } from './icons';
import { guidesOf, nameIn, piecesOf } from './pieces';

/** How a row is shown. */
export interface RowLook {
  readonly current: boolean;
  readonly selected: boolean;
  readonly guides: boolean;
}

/** A row of the view; without `row`, one that has not come yet. No space between the parts of its text: it would show. */
export function rowView(index: number, row: ViewRow | undefined, look: RowLook): TemplateResult {
  if (row === undefined)
    return html`<div
      role="row"
      class="row"
      data-row=${index}
      aria-rowindex=${index + 1}
      aria-busy="true"
    ></div>`;
  const classes = ['row', look.current && 'current', look.selected && 'selected', row.context && 'context'];
  return html`<div
    role="row"
    id="row-${index}"
    class=${classes.filter((name) => typeof name === 'string').join(' ')}
    data-row=${index}
    data-vscode-context=${contextOf(row)}
    aria-rowindex=${index + 1}
    aria-level=${row.depth === undefined ? nothing : row.depth + 1}
    aria-expanded=${row.fold === undefined ? nothing : String(row.fold === 'open')}
    aria-selected=${look.current || look.selected ? 'true' : 'false'}
    aria-label=${labelOf(row)}
  >
    ${gutter(row)}<span role="gridcell" class="text">${textOf(row, look.guides)}</span>
  </div>`;
}

/** A caller in the sticky header: a click goes there. */
export function callerView(row: ViewRow, level: number, go: () => void): TemplateResult {
  return html`<div class="row sticky-row" title="Go to line ${row.line + 1}" data-level=${level} @click=${go}>
    ${gutter({ ...row, fold: undefined, problem: undefined })}<span class="text">${textOf(row, false)}</span>
  </div>`;
}

/** What a row says to a screen reader. */
export function labelOf({ line, text, fold, hidden, problem }: Omit<ViewRow, 'tokens'>): string {
  const lines = hidden === undefined ? 'lines' : formatPlural(hidden, 'line');
  const folded = fold === 'closed' ? `, folded, ${lines} hidden` : '';
  const wrong = problem === undefined ? '' : `, problem: ${problem}`;
  return `Line ${line + 1}: ${text.trim().replace(/\s+/g, ' ')}${folded}${wrong}`;
}

function gutter({
  line,
  fold,
  problem,
}: Omit<ViewRow, 'fold' | 'problem'> & {
  readonly fold?: ViewRow['fold'] | undefined;
  readonly problem?: string | undefined;
}): TemplateResult {
  return html`<span class="gutter" aria-hidden="true"
    ><span class="glyph"
      >${problem === undefined ? nothing : html`<span class="problem-glyph" title=${problem}></span>`}</span
    ><span class="number">${line + 1}</span
    ><span class="chevron ${fold ?? ''}" data-fold=${fold ?? nothing}
      >${fold === undefined ? nothing : ICONS[fold]}</span
    ></span
  >`;
}

function textOf(row: ViewRow, guides: boolean): TemplateResult {
  const extent = guides ? guidesOf(row) : undefined;
  return html`${
      extent === undefined
        ? nothing
        : html`<span
            class="guides"
            aria-hidden="true"
            .style=${`left:${extent[0]}ch;width:${extent[1] - extent[0]}ch`}
          ></span>`
    }<span class=${row.problem === undefined ? 'line' : 'line wrong'} title=${row.problem ?? nothing}
      >${piecesOf(row).map(({ text, classes }) => (classes === '' ? text : html`<span class=${classes}>${text}</span>`))}</span
    >${row.cut ? html`<span class="more" title="The line is longer">…</span>` : nothing}${
      row.fold === 'closed'
        ? html`<span class="hidden-lines" data-fold="closed" title="Unfold"
            >…${row.hidden === undefined ? nothing : ` ${formatPlural(row.hidden, 'line')}`}</span
          >`
        : nothing
    }`;
}

/** For VS Code's context menu. */
function contextOf(row: ViewRow): string {
  return JSON.stringify({
    webviewSection: 'row',
    preventDefaultContextMenuItems: true,
    line: row.line,
    isCall: nameIn(row) !== undefined,
  });
}
