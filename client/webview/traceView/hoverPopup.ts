import { nothing, render } from 'lit';
import type { ViewHoverResult } from '../../../server/src/protocol/traceView';
import type { TraceViewHost } from './host';
import type { LinesView } from './linesView';
import { markdownView } from './markdownView';
import { nameIn } from './pieces';
import type { RowSource } from './rowSource';

/** How far from the edges of the window it stays. */
const EDGE = 8;
/** How long it stays when the mouse is on its way into it. */
const LEAVING_MS = 300;

/** What is known about the place under the mouse, or about the function of the current line. */
export class HoverPopup {
  private timer: number | undefined;
  private leaving: number | undefined;
  private asking = 0;
  delay = 300;

  constructor(
    private readonly element: HTMLElement,
    lines: HTMLElement,
    private readonly view: LinesView,
    private readonly source: RowSource,
    private readonly host: TraceViewHost,
  ) {
    lines.addEventListener('mousemove', (event) => this.moved(event));
    lines.addEventListener('mouseleave', () => this.leave());
    lines.addEventListener('mousedown', () => this.hide());
    element.addEventListener('mouseenter', () => this.stay());
    element.addEventListener('mouseleave', () => this.leave());
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.hide();
      view.focus();
      event.preventDefault();
    });
  }

  hide(): void {
    this.asking++;
    clearTimeout(this.timer);
    this.element.hidden = true;
    render(nothing, this.element);
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  /** What is known about the function on a row: by keyboard, and it takes the focus. */
  async showFor(row: number): Promise<void> {
    const known = this.source.get(row);
    if (known === undefined) return;
    const at = nameIn(known)?.[0] ?? Math.max(0, known.text.search(/\S/));
    if (await this.show(row, at)) this.element.focus();
  }

  private moved({ clientX, clientY, buttons }: MouseEvent): void {
    this.stay();
    clearTimeout(this.timer);
    if (buttons !== 0) return;
    this.timer = window.setTimeout(() => {
      const place = this.view.textAt(clientX, clientY);
      if (place === undefined) this.hide();
      else void this.show(place.row, place.character);
    }, this.delay);
  }

  private stay(): void {
    clearTimeout(this.leaving);
  }

  private leave(): void {
    clearTimeout(this.timer);
    clearTimeout(this.leaving);
    this.leaving = window.setTimeout(() => {
      if (!this.element.contains(document.activeElement)) this.hide();
    }, LEAVING_MS);
  }

  private async show(row: number, character: number): Promise<boolean> {
    const asking = ++this.asking;
    const line = this.source.get(row)?.line;
    if (line === undefined) return false;
    const result = await this.host
      .ask<ViewHoverResult | null>({ kind: 'hover', line, character })
      .catch(() => null);
    if (asking !== this.asking) return false;
    const place = result === null ? undefined : this.view.placeOf(row, result.from, result.to);
    if (result === null || place === undefined) {
      this.hide();
      return false;
    }
    render(markdownView(result.markdown), this.element);
    this.element.hidden = false;
    this.put(place);
    return true;
  }

  /** Above the place if there is room, else below it. */
  private put({ left, top, bottom }: DOMRect): void {
    const { style } = this.element;
    style.maxHeight = '';
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const above = top - EDGE;
    const below = window.innerHeight - bottom - EDGE;
    const up = height <= above || above > below;
    style.maxHeight = `${Math.max(above, below)}px`;
    style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - width - EDGE))}px`;
    style.top = `${up ? Math.max(EDGE, top - Math.min(height, above)) : bottom}px`;
  }
}
