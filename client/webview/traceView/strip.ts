import type { ViewStripResult } from '../../../server/src/protocol/traceView';
import { CATEGORY_TOKEN_TYPES } from '../../../server/src/protocol/requests';
import { MAX_PARTS } from '../../src/traceView/messages';
import { messageOf } from '../shared/pageHost';
import type { TraceViewHost } from './host';
import { sliderOf, topOfSlider, type Extent } from './scrolling';

/** Between two pictures while lines come in. */
const PAUSE_MS = 500;
/** Width of the marks at the sides, in pixels. */
const MARK_WIDTH = 5;
/** A mark of one line can be seen. */
const MARK_HEIGHT = 2;

/** Bars are less bright than the text, those of what no rule matches the least. */
const ALPHA = 0.75;
const OTHER_ALPHA = 0.4;
const OTHER = CATEGORY_TOKEN_TYPES.indexOf('other');

/** What the lines do when somebody drags the strip. */
export interface StripTarget {
  readonly top: number;
  readonly extent: Extent;
  scrollTo(top: number): void;
}

/**
 * The strip beside the lines: where time goes, by category, problems on its left and hits on its right; with the slider,
 * which is how one scrolls.
 */
export class Strip {
  private readonly canvas = document.createElement('canvas');
  private readonly slider = document.createElement('div');
  private data: ViewStripResult | undefined;
  private asking = false;
  private wanted = false;
  private last = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly host: TraceViewHost,
    private readonly lines: StripTarget,
  ) {
    this.slider.className = 'slider';
    element.append(this.canvas, this.slider);
    element.addEventListener('pointerdown', (event) => this.pressed(event));
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        lines.scrollTo(lines.top + event.deltaY / 10);
      },
      { passive: false },
    );
    new ResizeObserver(() => {
      this.moved();
      this.refresh();
    }).observe(element);
    // Another theme has other colours.
    new MutationObserver(() => this.paint()).observe(document.body, { attributeFilter: ['class'] });
  }

  /** Another place is shown. */
  moved(): void {
    const { at, size } = sliderOf(this.lines.top, this.lines.extent, this.element.clientHeight);
    this.slider.hidden = size === 0;
    this.slider.style.top = `${at}px`;
    this.slider.style.height = `${size}px`;
  }

  /** What is where may have changed: asks soon, and not too often. */
  refresh(): void {
    this.wanted = true;
    if (this.asking) return;
    this.asking = true;
    const wait = Math.max(0, this.last + PAUSE_MS - performance.now());
    setTimeout(() => void this.ask(), wait);
  }

  private async ask(): Promise<void> {
    this.wanted = false;
    const parts = Math.min(MAX_PARTS, Math.floor(this.element.clientHeight));
    try {
      if (parts > 0) this.data = await this.host.ask<ViewStripResult>({ kind: 'strip', parts });
      this.element.title = '';
      this.paint();
    } catch (error) {
      this.element.title = messageOf(error);
    }
    this.last = performance.now();
    this.asking = false;
    if (this.wanted) this.refresh();
  }

  private paint(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    const scale = window.devicePixelRatio;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    const drawing = this.canvas.getContext('2d');
    if (drawing === null || this.data === undefined) return;
    drawing.scale(scale, scale);
    const style = getComputedStyle(document.documentElement);
    const colour = (...names: readonly string[]): string =>
      names.map((name) => style.getPropertyValue(name).trim()).find((value) => value !== '') ?? 'gray';
    const categories = CATEGORY_TOKEN_TYPES.map((type) => colour(`--vscode-ftrace-category-${type}`));
    const { time, category, problems, hits } = this.data;
    const part = height / Math.max(1, time.length);
    const inner = width - 2 * MARK_WIDTH;
    time.forEach((share, index) => {
      const type = category[index] ?? -1;
      if (type < 0) return;
      drawing.fillStyle = categories[type] ?? 'gray';
      drawing.globalAlpha = type === OTHER ? OTHER_ALPHA : ALPHA;
      // The root: what is short can be seen beside what is long.
      drawing.fillRect(
        MARK_WIDTH,
        index * part,
        Math.max(1, Math.sqrt(Math.max(0, share)) * inner),
        Math.max(1, part),
      );
    });
    drawing.globalAlpha = 1;
    const marks = (counts: readonly number[], at: number, fill: string): void => {
      drawing.fillStyle = fill;
      counts.forEach((count, index) => {
        if (count > 0) drawing.fillRect(at, index * part, MARK_WIDTH - 1, Math.max(MARK_HEIGHT, part));
      });
    };
    marks(
      problems,
      0,
      colour('--vscode-editorOverviewRuler-warningForeground', '--vscode-editorWarning-foreground'),
    );
    marks(
      hits,
      width - MARK_WIDTH + 1,
      colour('--vscode-editorOverviewRuler-findMatchForeground', '--vscode-contrastActiveBorder'),
    );
  }

  /** A press on the slider takes hold of it; elsewhere it comes there first. */
  private pressed(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    const track = this.element.clientHeight;
    const y = event.clientY - this.element.getBoundingClientRect().top;
    const { at, size } = sliderOf(this.lines.top, this.lines.extent, track);
    const hold = y >= at && y <= at + size ? y - at : size / 2;
    const drag = ({ clientY }: MouseEvent): void => {
      const place = clientY - this.element.getBoundingClientRect().top - hold;
      this.lines.scrollTo(topOfSlider(place, this.lines.extent, track));
    };
    drag(event);
    this.element.setPointerCapture(event.pointerId);
    this.element.classList.add('dragging');
    const end = (): void => {
      this.element.classList.remove('dragging');
      this.element.removeEventListener('pointermove', drag);
    };
    this.element.addEventListener('pointermove', drag);
    this.element.addEventListener('lostpointercapture', end, { once: true });
  }
}
