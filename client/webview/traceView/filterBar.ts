import { html, nothing, render } from 'lit';
import type {
  ViewFilterError,
  ViewFilterResult,
  ViewFilterState,
  ViewSuggestResult,
} from '../../../server/src/protocol/traceView';
import { messageOf } from '../shared/pageHost';
import { formatPlural } from './amounts';
import type { TraceViewHost } from './host';
import { ICONS } from './icons';

/** While somebody types, the filter waits. */
const TYPING_MS = 350;

/** What the bar needs of the page. */
export interface FilterPage {
  keep(filter: string): void;
  /** The rows are others by now. */
  filtered(): void;
  focusLines(): void;
  announce(text: string): void;
}

/** The field for a filter: suggestions while it is typed, what is wrong with it, and how much matches. */
export class FilterBar {
  private state: ViewFilterState | undefined;
  private error: ViewFilterError | undefined;
  private suggestions: ViewSuggestResult | undefined;
  private chosen = -1;
  private timer: number | undefined;
  private asking = 0;
  /** The filter that the server has. */
  private applied = '';

  constructor(
    private readonly element: HTMLElement,
    private readonly host: TraceViewHost,
    private readonly page: FilterPage,
    private text: string,
  ) {
    this.draw();
  }

  focus(): void {
    this.input?.focus();
    this.input?.select();
  }

  /** Filters by this text. */
  set(text: string): void {
    this.text = text;
    this.page.keep(text);
    this.hideSuggestions();
    this.draw();
    void this.apply();
  }

  /** A view is there: `applied` is the filter that it has. */
  restore(applied: string): void {
    this.applied = applied;
    if (this.text !== applied) void this.apply();
  }

  /** How far the server is. */
  take(state: ViewFilterState | undefined): void {
    this.state = state;
    this.draw();
  }

  private get input(): HTMLInputElement | null {
    return this.element.querySelector('input');
  }

  private async apply(): Promise<void> {
    clearTimeout(this.timer);
    const { text } = this;
    if (text === this.applied) return void this.fail(undefined);
    const asking = ++this.asking;
    try {
      const { error } = await this.host.ask<ViewFilterResult>({ kind: 'filter', text });
      if (asking !== this.asking) return;
      if (error === undefined) {
        this.applied = text;
        this.page.filtered();
      }
      this.fail(error);
    } catch (error) {
      if (asking === this.asking) this.fail({ message: messageOf(error), from: 0, to: text.length });
    }
  }

  private fail(error: ViewFilterError | undefined): void {
    this.error = error;
    this.draw();
    if (error !== undefined) this.page.announce(error.message);
  }

  private typed(input: HTMLInputElement): void {
    this.text = input.value;
    this.error = undefined;
    this.page.keep(this.text);
    this.draw();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.apply(), TYPING_MS);
    void this.suggest();
  }

  private async suggest(): Promise<void> {
    const { input } = this;
    if (input === null) return;
    const { value: text, selectionStart } = input;
    try {
      const found = await this.host.ask<ViewSuggestResult>({
        kind: 'suggest',
        text,
        position: selectionStart ?? text.length,
      });
      if (input.value !== text || document.activeElement !== input) return;
      this.suggestions = found.items.length === 0 ? undefined : found;
    } catch {
      this.suggestions = undefined;
    }
    this.chosen = -1;
    this.draw();
  }

  private accept(index: number): void {
    const { suggestions, input } = this;
    const item = suggestions?.items[index];
    if (suggestions === undefined || item === undefined || input === null) return;
    const { from, to } = suggestions;
    this.text = input.value.slice(0, from) + item.text + input.value.slice(to);
    this.page.keep(this.text);
    this.hideSuggestions();
    this.draw();
    input.focus();
    input.setSelectionRange(from + item.text.length, from + item.text.length);
    this.typed(input);
  }

  private hideSuggestions(): void {
    this.suggestions = undefined;
    this.chosen = -1;
  }

  private pressed(event: KeyboardEvent): void {
    const { suggestions } = this;
    const count = suggestions?.items.length ?? 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (count === 0) {
        if (event.key === 'ArrowDown') void this.suggest();
      } else {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        this.chosen = this.chosen < 0 && step < 0 ? count - 1 : (this.chosen + step + count) % count;
        this.draw();
        this.element.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
      }
    } else if ((event.key === 'Enter' || event.key === 'Tab') && this.chosen >= 0) this.accept(this.chosen);
    else if (event.key === 'Enter') {
      this.hideSuggestions();
      this.draw();
      void this.apply();
      this.page.focusLines();
    } else if (event.key === 'Escape') {
      if (suggestions !== undefined) {
        this.hideSuggestions();
        this.draw();
      } else if (this.text !== '') this.set('');
      else this.page.focusLines();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private draw(): void {
    const { text, error, suggestions, chosen } = this;
    const open = suggestions !== undefined;
    render(
      html`<div class="filter-field ${error === undefined ? '' : 'invalid'}">
          <span class="filter-icon" aria-hidden="true">${ICONS.filter}</span>
          <div class="filter-text">
            <div class="filter-marks" aria-hidden="true">${this.marks()}</div>
            <input
              type="text"
              role="combobox"
              id="filter"
              aria-label="Filter calls"
              placeholder="Filter calls, for example: tcp duration>10us"
              spellcheck="false"
              autocomplete="off"
              aria-autocomplete="list"
              aria-controls="filter-suggestions"
              aria-expanded=${String(open)}
              aria-activedescendant=${chosen < 0 ? nothing : `suggestion-${chosen}`}
              aria-invalid=${String(error !== undefined)}
              aria-describedby="filter-problem"
              .value=${text}
              @input=${(event: Event) => this.typed(event.target as HTMLInputElement)}
              @keydown=${(event: KeyboardEvent) => this.pressed(event)}
              @blur=${() => {
                this.hideSuggestions();
                this.draw();
              }}
            />
          </div>
          ${
            text === ''
              ? nothing
              : html`<button
                  type="button"
                  class="icon-button"
                  title="Clear Filter (Escape)"
                  aria-label="Clear Filter"
                  @click=${() => this.set('')}
                >
                  ${ICONS.close}
                </button>`
          }
          <ul id="filter-suggestions" role="listbox" aria-label="Suggestions" ?hidden=${!open}>
            ${suggestions?.items.map(
              (item, index) =>
                html`<li
                  role="option"
                  id="suggestion-${index}"
                  aria-selected=${String(index === chosen)}
                  @mousedown=${(event: Event) => {
                    event.preventDefault();
                    this.accept(index);
                  }}
                >
                  <span class="suggestion">${item.text}</span> <span class="note">${item.description}</span>
                </li>`,
            )}
          </ul>
          <p id="filter-problem" class="field-problem" ?hidden=${error === undefined}>${error?.message}</p>
        </div>
        ${this.counts()}`,
      this.element,
    );
  }

  /** The text again, below the field's own, with a mark on what is wrong. No space around it: it would move the mark. */
  private marks(): unknown {
    const { text, error } = this;
    if (error === undefined) return nothing;
    const { from, to } = error;
    const wrong = text.slice(from, Math.max(to, from + 1)) || ' ';
    return html`<span class="marks">${text.slice(0, from)}<span class="wrong">${wrong}</span></span>`;
  }

  private counts(): unknown {
    const { state } = this;
    if (state === undefined || state.text === '') return nothing;
    const running = state.complete ? '' : '…';
    return html`<span class="filter-counts" role="status"
      ><span class="matches">${formatPlural(state.matches, 'call')}${running}</span>${state.categories.map(
        ({ label, calls }) => html` <span class="note">${label} ${calls.toLocaleString('en')}</span>`,
      )}</span
    >`;
  }
}
