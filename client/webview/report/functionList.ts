import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import { html, render, type TemplateResult } from 'lit';
import type { ReportFunctionItem, ReportFunctionsResult } from '../../../server/src/protocol/report';
import type { PageModel, Query } from '../../src/report/messages';
import { columnsOf, type Column } from './columns';
import { messageOf, type Host } from './host';
import { moveInList } from '../shared/keys';
import { headingCell, listRow, type Sorting } from './listRow';
import { PAGE_ROWS, RowWindow } from './rowWindow';

const ROW_HEIGHT = 24;
const HEADER_HEIGHT = 28;

/** What the list tells the page. */
export interface ListEvents {
  /** Another order was asked for. */
  sorted(column: string, descending: boolean): void;
  /** How many functions there are now, and what is wrong with the expression. */
  answered(result: ReportFunctionsResult): void;
  /** Nothing could be asked. */
  failed(message: string): void;
  opened(name: string): void;
  /** Escape: back to where the user came from. */
  left(): void;
  moved(row: number, scroll: number): void;
}

/** The functions of a selection as a table, of which only what is on the screen exists. */
export class FunctionList {
  private readonly scroller: HTMLElement;
  private readonly head: HTMLElement;
  private readonly space: HTMLElement;
  private readonly body: HTMLElement;
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private rows = new RowWindow<ReportFunctionItem>();
  private total = 0;
  private query: Query | undefined;
  private model: PageModel | undefined;
  private columns: readonly Column[] = [];
  private shownSort: Sorting = { column: '', descending: false };
  private asking = 0;
  private active = 0;
  /** Where the list is to be when its first rows are there. */
  private pendingScroll: number | undefined;

  constructor(
    host: HTMLElement,
    private readonly server: Host,
    private readonly events: ListEvents,
  ) {
    render(
      html`<div
        class="grid"
        role="grid"
        tabindex="0"
        aria-label="Functions"
        @keydown=${(event: KeyboardEvent) => this.pressed(event)}
        @scroll=${() => this.events.moved(this.active, this.scroller.scrollTop)}
      >
        <div class="grid-head" role="row" aria-rowindex="1"></div>
        <div class="grid-space"><div class="grid-body"></div></div>
      </div>`,
      host,
    );
    this.scroller = host.querySelector('.grid')!;
    this.head = host.querySelector('.grid-head')!;
    this.space = host.querySelector('.grid-space')!;
    this.body = host.querySelector('.grid-body')!;
    this.virtualizer = new Virtualizer(this.options());
    this.virtualizer._didMount();
    this.virtualizer._willUpdate();
  }

  /** Shows what a query gives; what is on the screen stays until the answer is there. */
  async show(model: PageModel, query: Query, sort: string, keepPlace: boolean): Promise<void> {
    const asking = ++this.asking;
    try {
      const first = keepPlace ? Math.floor(Math.max(0, this.active) / PAGE_ROWS) : 0;
      const result = await this.page(query, first);
      if (asking !== this.asking) return;
      if (result.problem !== undefined) {
        this.events.answered(result);
        return;
      }
      const rows = new RowWindow<ReportFunctionItem>();
      rows.put(first, result.items);
      this.rows = rows;
      this.query = query;
      this.model = model;
      this.total = result.total;
      this.active = keepPlace ? Math.max(0, Math.min(this.active, this.total - 1)) : 0;
      this.columns = columnsOf(model, query);
      this.shownSort = { column: sort, descending: query.descending };
      this.resize();
      if (!keepPlace) this.scroller.scrollTop = 0;
      else if (this.pendingScroll !== undefined) this.scroller.scrollTop = this.pendingScroll;
      this.pendingScroll = undefined;
      this.draw();
      this.events.answered(result);
    } catch (error) {
      if (asking === this.asking) this.events.failed(messageOf(error));
    }
  }

  /** Where the list was before the page was thrown away. */
  restore(row: number, scroll: number): void {
    this.active = row;
    this.pendingScroll = scroll;
  }

  focus(): void {
    this.scroller.focus({ preventScroll: true });
  }

  /** The query that the list shows. */
  get shown(): Query | undefined {
    return this.query;
  }

  private options(): VirtualizerOptions<HTMLElement, HTMLElement> {
    return {
      count: this.total,
      getScrollElement: () => this.scroller,
      estimateSize: () => ROW_HEIGHT,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      overscan: 8,
      scrollMargin: HEADER_HEIGHT,
      scrollPaddingStart: HEADER_HEIGHT,
      onChange: () => this.draw(),
    };
  }

  private resize(): void {
    this.virtualizer.setOptions(this.options());
    this.virtualizer._willUpdate();
    this.virtualizer.measure();
    this.space.style.height = `${this.total * ROW_HEIGHT}px`;
    this.scroller.style.setProperty('--rows', String(this.total));
    this.scroller.setAttribute('aria-rowcount', String(this.total + 1));
    this.scroller.setAttribute('aria-colcount', String(this.columns.length));
    // Heading and rows are grids of their own: with widths that do not look at the content they are the same.
    const widths = this.columns.map(({ least, part }) => `minmax(${least}em, ${part}fr)`).join(' ');
    this.scroller.style.setProperty('--columns', widths);
    const least = this.columns.reduce((sum, column) => sum + column.least, 0);
    this.scroller.style.setProperty('--least', `${least}em`);
  }

  private draw(): void {
    const shown = this.virtualizer.getVirtualItems();
    const [first] = shown;
    const last = shown.at(-1);
    if (first !== undefined && last !== undefined) this.fetch(first.index, last.index);
    this.body.style.transform = `translateY(${first === undefined ? 0 : first.start - HEADER_HEIGHT}px)`;
    render(
      this.columns.map((column) => headingCell(column, this.shownSort, this.events)),
      this.head,
    );
    render(
      shown.map(({ index }) => this.row(index)),
      this.body,
    );
    const activeShown = shown.some(({ index }) => index === this.active);
    if (activeShown) this.scroller.setAttribute('aria-activedescendant', `row-${this.active}`);
    else this.scroller.removeAttribute('aria-activedescendant');
  }

  private row(index: number): TemplateResult {
    const categories = this.model?.categories ?? [];
    return listRow(this.columns, this.rows.get(index), categories, {
      index,
      active: index === this.active,
      go: () => this.go(index),
      open: () => this.open(index),
    });
  }

  private pressed(event: KeyboardEvent): void {
    if (event.target !== this.scroller) return;
    const pageRows = Math.max(1, Math.floor((this.scroller.clientHeight - HEADER_HEIGHT) / ROW_HEIGHT) - 1);
    const next = moveInList(event, this.active, this.total, pageRows);
    if (next !== undefined) this.go(next);
    else if (event.key === 'Enter' || event.key === ' ') this.open(this.active);
    else if (event.key === 'Escape') this.events.left();
    else return;
    event.preventDefault();
  }

  private go(index: number): void {
    this.active = index;
    this.virtualizer.scrollToIndex(index, { align: 'auto' });
    this.draw();
    this.events.moved(this.active, this.scroller.scrollTop);
  }

  private open(index: number): void {
    const item = this.rows.get(index);
    if (item !== undefined) this.events.opened(item.name);
  }

  private fetch(first: number, last: number): void {
    const { query, rows } = this;
    if (query === undefined) return;
    for (const page of rows.missing(first, last)) {
      this.page(query, page).then(
        ({ items }) => {
          rows.put(page, items);
          if (rows === this.rows) this.draw();
        },
        () => rows.failed(page),
      );
    }
  }

  private page(query: Query, page: number): Promise<ReportFunctionsResult> {
    return this.server.ask({ kind: 'functions', query, from: page * PAGE_ROWS, count: PAGE_ROWS });
  }
}
