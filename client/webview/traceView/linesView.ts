import { html, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ViewRow } from '../../../server/src/protocol/traceView';
import type { EditorSettings } from '../../src/traceView/messages';
import { moveInList } from '../shared/keys';
import type { RowSource } from './rowSource';
import { callerView, rowView } from './rowView';
import { clampTop, lineHeightOf, topToFollow, topToShow, type Extent } from './scrolling';

/** Pixels that a wheel gives for a line, where it says lines. */
const WHEEL_LINE = 50 / 3;
/** Widest number of a line that room is kept for at least. */
const MIN_DIGITS = 5;

/** What the user does with the lines. */
export interface LinesEvents {
  /** Another place or row is shown, or another row is the current one. */
  moved(): void;
  folded(line: number): void;
  /** A caller in the sticky header was clicked. */
  wanted(line: number): void;
  escaped(): void;
}

/** The lines on the screen: draws them, scrolls, and knows which is the current one. */
export class LinesView {
  private readonly scroller: HTMLElement;
  private readonly rows: HTMLElement;
  private readonly sticky: HTMLElement;
  private place = 0;
  private lineHeight = 19;
  private settings: EditorSettings | undefined;
  private callers: readonly ViewRow[] = [];
  private currentRow = 0;
  /** The other end of the selected rows; the current row where there is no selection. */
  private anchorRow = 0;
  private drawing = false;
  private shown = '';

  constructor(
    host: HTMLElement,
    private readonly source: RowSource,
    private readonly events: LinesEvents,
  ) {
    render(SKELETON, host);
    this.scroller = host.querySelector('#scroller')!;
    this.rows = host.querySelector('#rows')!;
    this.sticky = host.querySelector('#sticky')!;
    this.scroller.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    this.scroller.addEventListener('keydown', (event) => this.pressed(event));
    this.scroller.addEventListener('mousedown', (event) => this.mouseDown(event));
    // Only the place of our own scrolls vertically: focus and find of the browser may try.
    this.scroller.addEventListener('scroll', () => {
      if (this.scroller.scrollTop !== 0) this.scroller.scrollTop = 0;
      this.events.moved();
    });
    new ResizeObserver(() => this.resized()).observe(this.scroller);
  }

  /** The first row on the screen, with a fraction. */
  get top(): number {
    return this.place;
  }

  /** How much there is, and how much is on the screen. */
  get extent(): Extent {
    return { total: this.source.total, visible: this.scroller.clientHeight / this.lineHeight };
  }

  get current(): number {
    return this.currentRow;
  }

  /** The selected rows [from, to). */
  get selection(): readonly [number, number] {
    return [Math.min(this.anchorRow, this.currentRow), Math.max(this.anchorRow, this.currentRow) + 1];
  }

  /** Rows that the sticky header covers. */
  get covered(): number {
    return this.callers.length;
  }

  get stickyLines(): number {
    return Math.min(this.settings?.stickyLines ?? 0, Math.floor(this.extent.visible / 3));
  }

  /** The first row that is not covered. */
  get firstSeen(): number {
    return Math.min(Math.floor(this.place) + this.covered, Math.max(0, this.source.total - 1));
  }

  configure(settings: EditorSettings): void {
    this.settings = settings;
    this.resized();
  }

  focus(): void {
    this.scroller.focus({ preventScroll: true });
  }

  hasFocus(): boolean {
    return this.scroller.contains(document.activeElement);
  }

  scrollTo(top: number): void {
    this.place = clampTop(top, this.extent);
    this.redraw();
    this.events.moved();
  }

  /** Makes a row the current one, without a selection; `show` brings it on the screen. */
  goTo(row: number, show: 'middle' | 'near' | 'no'): void {
    this.currentRow = Math.max(0, Math.min(this.source.total - 1, row));
    this.anchorRow = this.currentRow;
    this.bring(show);
  }

  /** Selects rows [from, to): the last one is the current one. */
  select(from: number, to: number): void {
    this.anchorRow = from;
    this.currentRow = Math.max(from, to - 1);
    this.redraw();
    this.events.moved();
  }

  showCallers(callers: readonly ViewRow[]): void {
    this.callers = callers;
    this.drawSticky();
  }

  /** Draws before the next frame. */
  redraw(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.draw();
    });
  }

  /** The row, its element and the character at a point of the window; undefined where there is no text. */
  textAt(x: number, y: number): { readonly row: number; readonly character: number } | undefined {
    const caret = caretAt(x, y);
    const element = caret?.node.parentElement?.closest<HTMLElement>('#rows .row');
    const line = element?.querySelector('.line');
    if (caret === undefined || !element || !line?.contains(caret.node)) return undefined;
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(caret.node, caret.offset);
    return { row: Number(element.dataset['row']), character: range.toString().length };
  }

  /** Where characters [from, to) of a row are in the window; undefined where they are not drawn. */
  placeOf(row: number, from: number, to: number): DOMRect | undefined {
    const line = this.rows.querySelector(`[data-row="${row}"] .line`);
    if (line === null) return undefined;
    const range = document.createRange();
    const start = pointIn(line, from);
    const end = pointIn(line, to);
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
    return range.getBoundingClientRect();
  }

  private draw(): void {
    const { extent, source } = this;
    this.place = clampTop(this.place, extent);
    const first = Math.floor(this.place);
    const last = Math.min(source.total - 1, first + Math.ceil(extent.visible));
    source.want(first, last);
    const indices = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    // What is on the screen stays until there is something else to be shown.
    if (indices.length > 0 && indices.every((index) => source.get(index) === undefined)) return;
    const [from, to] = this.selection;
    const many = to - from > 1;
    const guides = this.settings?.guides ?? false;
    render(
      repeat(
        indices,
        (index) => index,
        (index) =>
          rowView(index, source.get(index), {
            current: index === this.currentRow,
            selected: many && index >= from && index < to,
            guides,
          }),
      ),
      this.rows,
    );
    this.rows.style.transform = `translateY(${-(this.place - first) * this.lineHeight}px)`;
    this.scroller.setAttribute('aria-rowcount', String(source.total));
    const active = `row-${this.currentRow}`;
    if (this.currentRow >= first && this.currentRow <= last)
      this.scroller.setAttribute('aria-activedescendant', active);
    else this.scroller.removeAttribute('aria-activedescendant');
    this.keepRoom(source.get(last)?.line ?? source.total);
  }

  private drawSticky(): void {
    render(
      this.callers.map((row, level) => callerView(row, level, () => this.events.wanted(row.line))),
      this.sticky,
    );
    this.sticky.classList.toggle('empty', this.callers.length === 0);
  }

  /** The gutter is as wide as the longest number of a line seen so far. */
  private keepRoom(line: number): void {
    const digits = String(Math.max(MIN_DIGITS, String(Math.max(line, this.source.total)).length));
    if (digits === this.shown) return;
    this.shown = digits;
    this.scroller.style.setProperty('--digits', digits);
  }

  private resized(): void {
    const style = getComputedStyle(this.scroller);
    const mac = navigator.platform.startsWith('Mac');
    this.lineHeight = lineHeightOf(this.settings?.lineHeight ?? 0, parseFloat(style.fontSize), mac);
    this.scroller.style.setProperty('--line-height', `${this.lineHeight}px`);
    this.scroller.style.setProperty('--letter-spacing', `${this.settings?.letterSpacing ?? 0}px`);
    this.scroller.style.setProperty('--tab-size', String(this.settings?.tabSize ?? 8));
    this.scrollTo(this.place);
  }

  private wheel(event: WheelEvent): void {
    // With Control a browser zooms; sideways it scrolls by itself.
    if (event.ctrlKey || event.deltaY === 0 || event.shiftKey) return;
    event.preventDefault();
    const { lineHeight, extent, settings } = this;
    const pixels =
      event.deltaMode === WheelEvent.DOM_DELTA_PAGE
        ? event.deltaY * extent.visible * lineHeight
        : event.deltaMode === WheelEvent.DOM_DELTA_LINE
          ? event.deltaY * WHEEL_LINE
          : event.deltaY;
    const fast = event.altKey ? (settings?.fastScrollFactor ?? 1) : 1;
    if (event.deltaX !== 0) this.scroller.scrollLeft += event.deltaX;
    this.scrollTo(this.place + (pixels * (settings?.wheelFactor ?? 1) * fast) / lineHeight);
  }

  private pressed(event: KeyboardEvent): void {
    if (!this.move(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Does what a key means here; false for other keys. */
  private move(event: KeyboardEvent): boolean {
    const { key, shiftKey, altKey } = event;
    const control = event.ctrlKey || event.metaKey;
    if (altKey) return false;
    if (control) {
      if (key === 'ArrowUp' || key === 'ArrowDown') {
        if (shiftKey) return false;
        this.scrollTo(this.place + (key === 'ArrowUp' ? -1 : 1));
      } else if (key === 'Home') this.step(0, shiftKey);
      else if (key === 'End' && !shiftKey) this.step(this.source.total - 1, false);
      else return false;
      return true;
    }
    if (key === 'Home') this.scroller.scrollLeft = 0;
    else if (key === 'End') this.scroller.scrollLeft = this.scroller.scrollWidth;
    else if (key === 'ArrowLeft' || key === 'ArrowRight')
      this.scroller.scrollLeft += key === 'ArrowLeft' ? -this.lineHeight * 2 : this.lineHeight * 2;
    else if (key === 'Escape') {
      this.goTo(this.currentRow, 'no');
      this.events.escaped();
    } else if (key === 'Enter' || key === ' ') {
      const row = this.source.get(this.currentRow);
      if (row?.fold !== undefined) this.events.folded(row.line);
    } else {
      const page = Math.max(1, Math.floor(this.extent.visible) - 1);
      const next = moveInList(event, this.currentRow, this.source.total, page);
      if (next === undefined) return false;
      if (key.startsWith('Page')) this.place = clampTop(this.place + next - this.currentRow, this.extent);
      this.step(next, shiftKey);
    }
    return true;
  }

  private step(row: number, extend: boolean): void {
    this.currentRow = Math.max(0, Math.min(this.source.total - 1, row));
    if (!extend) this.anchorRow = this.currentRow;
    document.getSelection()?.removeAllRanges();
    this.bring('near');
  }

  private bring(show: 'middle' | 'near' | 'no'): void {
    if (show !== 'no') {
      const choose = show === 'middle' ? topToShow : topToFollow;
      const covered = show === 'middle' ? this.stickyLines : this.covered;
      this.place = choose(this.currentRow, this.place, this.extent, covered);
    }
    this.redraw();
    this.events.moved();
  }

  private mouseDown(event: MouseEvent): void {
    const target = event.target as Element;
    const element = target.closest<HTMLElement>('#rows .row');
    if (element === null) return;
    const row = Number(element.dataset['row']);
    const line = this.source.get(row)?.line;
    if (event.button === 0 && target.closest('[data-fold]') !== null && line !== undefined) {
      event.preventDefault();
      this.focus();
      this.goTo(row, 'no');
      this.events.folded(line);
      return;
    }
    const [from, to] = this.selection;
    if (event.shiftKey && event.button === 0) {
      event.preventDefault();
      this.focus();
      this.step(row, true);
    } else if (event.button === 0 || row < from || row >= to) this.goTo(row, 'no');
  }
}

/** The text node and offset at a point: browsers have two names for it. */
function caretAt(x: number, y: number): { readonly node: Node; readonly offset: number } | undefined {
  if ('caretPositionFromPoint' in document) {
    const position = document.caretPositionFromPoint(x, y);
    return position === null ? undefined : { node: position.offsetNode, offset: position.offset };
  }
  const range = (document as Document).caretRangeFromPoint(x, y);
  return range === null ? undefined : { node: range.startContainer, offset: range.startOffset };
}

/** The text node of an element that holds its character number `at`. */
function pointIn(element: Element, at: number): { readonly node: Node; readonly offset: number } {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = at;
  let last: Node = element;
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left <= length) return { node, offset: left };
    left -= length;
    last = node;
  }
  return { node: last, offset: last.nodeValue?.length ?? 0 };
}

const SKELETON = html`<div
  id="scroller"
  role="treegrid"
  tabindex="0"
  aria-label="Lines of the trace"
  aria-readonly="true"
  aria-multiselectable="true"
>
  <div id="canvas" role="presentation">
    <div id="sticky" class="empty" aria-hidden="true"></div>
    <div id="rows" role="rowgroup"></div>
  </div>
</div>`;
