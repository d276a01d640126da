import { html, nothing, render } from 'lit';
import type { ReportFunctionsResult } from '../../../server/src/protocol/report';
import type { PageModel, Query } from '../../src/report/messages';
import { MEASURES } from './columns';
import { select, textField, type Choice } from './controls';
import { FunctionList } from './functionList';
import type { Host } from './host';
import { EVERYTHING, minimumOf, queryOf, targetOf, type PageState } from './pageState';

/** While somebody types, the list waits. */
const TYPING_MS = 200;

const CHANGE_CHOICES: readonly Choice[] = [
  { value: '', label: 'any or none' },
  { value: 'different', label: 'any change' },
  { value: 'new', label: '+ new' },
  { value: 'gone', label: '− gone' },
  { value: 'more', label: '↑ more' },
  { value: 'fewer', label: '↓ fewer' },
  { value: 'same', label: '= same' },
];
const MEASURE_CHOICES = Object.entries(MEASURES).map(([value, label]) => ({ value, label }));

/** What the section tells the page. */
export interface SectionEvents {
  /** Another list is wanted. */
  changed(change: Partial<PageState>): void;
  /** To be remembered only. */
  kept(change: Partial<PageState>): void;
  opened(name: string): void;
  left(): void;
  announce(text: string): void;
}

/** The list of functions, with what says which ones it shows. */
export class FunctionsSection {
  private readonly list: FunctionList;
  private readonly tools: HTMLElement;
  private readonly result: HTMLElement;
  private model: PageModel | undefined;
  private state: PageState | undefined;
  private problem: string | undefined;
  /** An expression that is being typed. */
  private draft: string | undefined;
  private typing = 0;

  constructor(
    private readonly host: HTMLElement,
    private readonly server: Host,
    private readonly events: SectionEvents,
  ) {
    render(
      html`<h2 id="functions-title" tabindex="-1">Functions</h2>
        <div class="tools"></div>
        <div class="result"></div>
        <div class="list"></div>
        <div id="details"></div>`,
      host,
    );
    this.tools = host.querySelector('.tools')!;
    this.result = host.querySelector('.result')!;
    this.list = new FunctionList(host.querySelector('.list')!, server, {
      sorted: (sort, descending) => events.changed({ sort, descending, row: 0 }),
      answered: (result) => this.answered(result),
      failed: (message) => this.failed(message),
      opened: (name) => events.opened(name),
      left: () => events.left(),
      moved: (row, listScroll) => events.kept({ row, listScroll }),
    });
  }

  /** Shows what the state says; `keepPlace` where the functions are about the same as before. */
  show(model: PageModel, state: PageState, keepPlace: boolean): void {
    if (state.selection !== this.state?.selection) this.draft = undefined;
    this.model = model;
    this.state = state;
    this.drawTools();
    void this.list.show(model, queryOf(state, model), state.sort, keepPlace);
  }

  restore({ row, listScroll }: PageState): void {
    this.list.restore(row, listScroll);
  }

  /** Comes on the screen, with the focus in the list. */
  reveal(): void {
    this.host.scrollIntoView({ block: 'start' });
    this.list.focus();
  }

  focusList(): void {
    this.list.focus();
  }

  private drawTools(): void {
    const { model, state } = this;
    if (model === undefined || state === undefined) return;
    const changed = (change: Partial<PageState>): void => this.events.changed(change);
    const categories = model.categories.map(({ id, label }) => ({ value: id, label }));
    const target = targetOf(state, model);
    const others = model.scenarios.flatMap((label, index) =>
      index === model.baseline ? [] : [{ value: label, label }],
    );
    const minimumProblem =
      state.minimum.trim() !== '' && minimumOf(state.minimum) === undefined
        ? 'Not a number from 0 on'
        : undefined;
    render(
      html`${textField({
        id: 'selection',
        label: 'Functions of',
        className: 'wide',
        value: this.draft ?? state.selection,
        placeholder: 'all, or for example kvm - (socket + tap)',
        typed: (typed) => (this.draft = typed),
        entered: (typed) => changed({ selection: typed.trim() === '' ? EVERYTHING : typed.trim(), row: 0 }),
        ...(this.problem === undefined ? {} : { problem: this.problem }),
      })}
      ${textField({
        id: 'name-filter',
        label: 'Name contains',
        value: state.text,
        typed: (text) => this.later({ text, row: 0 }),
      })}
      ${select('Category', [{ value: '', label: 'all' }, ...categories], state.category, (category) =>
        changed({ category, row: 0 }),
      )}
      ${
        others.length === 0
          ? nothing
          : [
              select('Compared with the baseline', others, model.scenarios[target] ?? '', (name) =>
                changed({ target: name, row: 0 }),
              ),
              select('Change', CHANGE_CHOICES, state.change, (change) => changed({ change, row: 0 })),
            ]
      }
      ${select('Measure', MEASURE_CHOICES, state.measure, (measure) =>
        changed({ measure: measure as Query['measure'] }),
      )}
      ${textField({
        id: 'minimum',
        label: 'Least difference',
        value: state.minimum,
        typed: (minimum) => this.later({ minimum, row: 0 }),
        ...(minimumProblem === undefined ? {} : { problem: minimumProblem }),
      })}`,
      this.tools,
    );
  }

  private answered({ total, problem, normalisation }: ReportFunctionsResult): void {
    const before = this.problem;
    this.problem = problem === undefined ? undefined : `${problem.message} (at character ${problem.at + 1})`;
    if (before !== this.problem) this.drawTools();
    // The list stays as it was; the field says what is wrong.
    if (problem !== undefined) return;
    const count = `${total.toLocaleString('en')} ${total === 1 ? 'function' : 'functions'}`;
    const { selection } = this.state!;
    this.drawResult(count, normalisation);
    this.events.announce(selection === EVERYTHING ? count : `${count} of ${selection}`);
  }

  private drawResult(count: string, normalisation: string): void {
    const withQuery = (act: (query: Query) => void) => () => {
      const { shown } = this.list;
      if (shown !== undefined) act(shown);
    };
    render(
      html`<strong>${count}</strong>
        <span class="note">${normalisation}</span>
        <span class="actions">
          <vscode-button
            secondary
            @click=${withQuery((query) => this.server.send({ type: 'copyNames', query }))}
            >Copy Names</vscode-button
          >
          <vscode-button
            secondary
            @click=${withQuery(({ selection }) => this.server.send({ type: 'copyText', text: selection }))}
            >Copy Selection</vscode-button
          >
          <vscode-button
            secondary
            @click=${withQuery((query) => this.server.send({ type: 'saveList', query }))}
            >Save List as CSV…</vscode-button
          >
        </span>`,
      this.result,
    );
  }

  private failed(message: string): void {
    render(html`<p class="problem" role="alert">${message}</p>`, this.result);
  }

  /** Changes the list when nobody types any more; the field has the text already. */
  private later(change: Partial<PageState>): void {
    clearTimeout(this.typing);
    this.events.kept(change);
    if (this.state !== undefined) this.state = { ...this.state, ...change };
    this.typing = window.setTimeout(() => this.events.changed(change), TYPING_MS);
  }
}
