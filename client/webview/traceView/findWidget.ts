import { html, nothing, render } from 'lit';
import type { ViewGoResult, ViewSearchState } from '../../../server/src/protocol/traceView';
import type { SearchQuery } from '../../src/traceView/messages';
import { messageOf } from '../shared/pageHost';
import { findCount } from './findCount';
import type { TraceViewHost } from './host';
import { ICONS } from './icons';

/** While somebody types, the search waits. */
const TYPING_MS = 200;

/** What the widget needs of the page. */
export interface FindPage {
  /** The line that a search begins at. */
  line(): number;
  go(to: ViewGoResult): Promise<void>;
  keep(query: SearchQuery, open: boolean): void;
  /** Other hits are shown on the rows. */
  searched(): void;
  focusLines(): void;
}

/** Finds a text, an expression or a function in all lines, as the editor's own widget does. */
export class FindWidget {
  private state: ViewSearchState | undefined;
  private place: ViewGoResult | null | undefined;
  private problem = '';
  private timer: number | undefined;
  /** Somebody has typed: the first hit is to be shown when there is one. */
  private showFirst = false;
  /** Steps are taken one after the other, each from where the one before has led. */
  private steps = Promise.resolve();
  /** The query that the server has. */
  private asked = '';

  constructor(
    private readonly element: HTMLElement,
    private readonly host: TraceViewHost,
    private readonly page: FindPage,
    private query: SearchQuery,
    private isOpen: boolean,
  ) {
    this.draw();
  }

  /** Opens the widget; `text`, if any, is what to look for. */
  open(text?: string): void {
    this.isOpen = true;
    if (text !== undefined && text !== '' && !text.includes('\n')) this.change({ text });
    else this.page.keep(this.query, true);
    this.draw();
    const input = this.element.querySelector('input');
    input?.focus();
    input?.select();
    if (this.asked === '') this.search(0);
  }

  /** Searches again what was searched for: in a view that is new. */
  restore(): void {
    this.asked = '';
    if (this.isOpen && this.query.text !== '') this.search(0);
  }

  /** How far the server is. */
  take(state: ViewSearchState | undefined): void {
    const more = state?.hits !== this.state?.hits;
    this.state = state;
    if (more) this.page.searched();
    if (this.showFirst && state !== undefined && state.hits > 0) {
      this.showFirst = false;
      this.first();
    }
    this.draw();
  }

  /** Goes to the next hit, or the one before. */
  step(to: 'nextHit' | 'previousHit'): void {
    if (!this.isOpen && this.query.text === '') return this.open();
    this.steps = this.steps.then(async () => {
      await this.ask();
      await this.find(to, this.page.line());
    });
  }

  /** The first hit from the current line on. */
  private first(): void {
    this.steps = this.steps.then(() => this.find('nextHit', Math.max(0, this.page.line() - 1)));
  }

  private async find(to: 'nextHit' | 'previousHit', line: number): Promise<void> {
    try {
      const place = await this.host.ask<ViewGoResult | null>({ kind: 'go', line, to });
      this.place = place;
      if (place !== null) await this.page.go(place);
    } catch (error) {
      this.problem = messageOf(error);
    }
    this.draw();
  }

  private change(change: Partial<SearchQuery>): void {
    this.query = { ...this.query, ...change };
    this.page.keep(this.query, this.isOpen);
    this.draw();
    this.search(TYPING_MS);
  }

  private search(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), wait);
  }

  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    const { query } = this;
    const wanted = query.text === '' ? '' : JSON.stringify(query);
    if (wanted === this.asked) return;
    this.asked = wanted;
    this.problem = '';
    this.place = undefined;
    this.state = undefined;
    this.showFirst = wanted !== '';
    try {
      await this.host.ask(query.text === '' ? { kind: 'search' } : { kind: 'search', query });
    } catch (error) {
      if (wanted === this.asked) this.problem = messageOf(error);
    }
    this.page.searched();
    this.draw();
  }

  private close(): void {
    this.isOpen = false;
    this.page.keep(this.query, false);
    clearTimeout(this.timer);
    this.asked = '';
    this.state = undefined;
    this.draw();
    this.page.focusLines();
    this.host.ask({ kind: 'search' }).then(
      () => this.page.searched(),
      () => undefined,
    );
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.close();
    else if (event.key === 'Enter') this.step(event.shiftKey ? 'previousHit' : 'nextHit');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private draw(): void {
    this.element.hidden = !this.isOpen;
    if (!this.isOpen) return;
    const { text, kind, matchCase } = this.query;
    const toggle = (on: boolean, sign: string, title: string, change: Partial<SearchQuery>): unknown =>
      html`<button
        type="button"
        class="toggle"
        title=${title}
        aria-label=${title}
        aria-pressed=${String(on)}
        @click=${() => this.change(change)}
      >
        ${sign}
      </button>`;
    const count = text === '' ? '' : findCount(this.state, this.place, this.problem !== '');
    render(
      html`<div class="find-field ${this.problem === '' ? '' : 'invalid'}">
          <input
            type="text"
            aria-label="Find"
            placeholder="Find"
            spellcheck="false"
            aria-invalid=${String(this.problem !== '')}
            .value=${text}
            @input=${(event: Event) => this.change({ text: (event.target as HTMLInputElement).value })}
            @keydown=${(event: KeyboardEvent) => this.pressed(event)}
          />
          ${toggle(matchCase, 'Aa', 'Match Case', { matchCase: !matchCase })}
          ${toggle(kind === 'regex', '.*', 'Use Regular Expression', { kind: kind === 'regex' ? 'text' : 'regex' })}
          ${toggle(kind === 'function', 'ƒ', 'Find Functions by Name', { kind: kind === 'function' ? 'text' : 'function' })}
        </div>
        <span class="find-count ${count === 'No results' ? 'none' : ''}" role="status">${count}</span>
        ${button('Previous Match (Shift+Enter)', ICONS.previous, () => this.step('previousHit'))}
        ${button('Next Match (Enter)', ICONS.next, () => this.step('nextHit'))}
        ${button('Close (Escape)', ICONS.close, () => this.close())}
        ${this.problem === '' ? nothing : html`<p class="field-problem" role="alert">${this.problem}</p>`}`,
      this.element,
    );
  }
}

function button(title: string, content: unknown, click: () => void): unknown {
  return html`<button type="button" class="icon-button" title=${title} aria-label=${title} @click=${click}>
    ${content}
  </button>`;
}
