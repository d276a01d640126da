import { html, nothing, render, type TemplateResult } from 'lit';
import type { ViewState, ViewSummaryResult } from '../../../server/src/protocol/traceView';
import type { PageMessage } from '../../src/traceView/messages';
import { formatBytes } from './amounts';
import type { TraceViewHost } from './host';
import { ICONS } from './icons';

/** Between two questions for the numbers while lines come in. */
const PAUSE_MS = 1000;

/** What the header needs of the page. */
export interface HeaderPage {
  goToLine(line: number): void;
  following(): boolean;
  follow(on: boolean): void;
  focusLines(): void;
}

/** Above the lines: the numbers of the trace, how far reading is, and what has happened to the file. */
export class Header {
  private summary: ViewSummaryResult | undefined;
  private state: ViewState | undefined;
  private problem: string | undefined;
  private asking = false;
  private asked = '';
  private problemsOpen = false;

  constructor(
    private readonly numbers: HTMLElement,
    private readonly progress: HTMLElement,
    private readonly notice: HTMLElement,
    private readonly host: TraceViewHost,
    private readonly page: HeaderPage,
  ) {}

  /** There is no view, and why; undefined when there is one. */
  fail(problem: string | undefined): void {
    this.problem = problem;
    this.draw();
  }

  /** Where the view is. */
  take(state: ViewState): void {
    this.state = state;
    this.problem = undefined;
    this.draw();
    void this.ask(`${state.generation} ${state.lines} ${state.phase}`);
  }

  draw(): void {
    this.drawNumbers();
    this.drawProgress();
    this.drawNotice();
  }

  private async ask(wanted: string): Promise<void> {
    if (this.asking || wanted === this.asked) return;
    this.asking = true;
    this.asked = wanted;
    try {
      this.summary = await this.host.ask<ViewSummaryResult>({ kind: 'summary' });
      this.drawNumbers();
    } catch {
      // The lines say what is wrong with the view; the numbers of before stay.
    }
    setTimeout(() => {
      this.asking = false;
      const { state } = this;
      if (state !== undefined) void this.ask(`${state.generation} ${state.lines} ${state.phase}`);
    }, PAUSE_MS);
  }

  private drawNumbers(): void {
    const { summary, state } = this;
    const following = this.page.following();
    render(
      html`<div class="lenses">
          ${
            summary === undefined
              ? nothing
              : html`<button
                    type="button"
                    class="lens title"
                    title="${summary.tooltip}

Click to compare with another trace."
                    @click=${() => this.host.send({ type: 'compare' })}
                  >
                    ${summary.title}
                  </button>
                  ${summary.categories.map(
                    ({ title, tooltip, id }) =>
                      html`<button
                        type="button"
                        class="lens"
                        title=${tooltip}
                        @click=${() => this.host.send({ type: 'listFunctions', category: id })}
                      >
                        ${title}
                      </button>`,
                  )}
                  ${this.problemsButton(summary.problems)}`
          }
        </div>
        <div class="actions">
          <button
            type="button"
            class="icon-button"
            id="follow"
            ?hidden=${state === undefined}
            title="Follow the File as It Grows"
            aria-label="Follow the File as It Grows"
            aria-pressed=${String(following)}
            @click=${() => this.page.follow(!following)}
          >
            ${ICONS.follow}
          </button>
        </div>
        <ul
          id="problems"
          ?hidden=${!this.problemsOpen || summary === undefined || summary.problems.length === 0}
        >
          ${summary?.problems.map((problem) => this.problemView(problem))}
        </ul>`,
      this.numbers,
    );
  }

  private problemsButton(problems: ViewSummaryResult['problems']): TemplateResult | typeof nothing {
    if (problems.length === 0) return nothing;
    const [first] = [...problems].sort((a, b) => rank(a) - rank(b));
    const text =
      problems.length === 1 ? first!.message : `${first!.message} And ${problems.length - 1} more…`;
    return html`<button
      type="button"
      class="lens trace-problem ${first!.severity}"
      title="What a reader should know of this trace"
      aria-expanded=${String(this.problemsOpen)}
      aria-controls="problems"
      @click=${() => {
        this.problemsOpen = !this.problemsOpen;
        this.drawNumbers();
      }}
    >
      ${text}
    </button>`;
  }

  private problemView({ severity, message, line }: ViewSummaryResult['problems'][number]): TemplateResult {
    return html`<li class="trace-problem ${severity}">
      ${message}
      ${
        line < 0
          ? nothing
          : html`<button type="button" class="link" @click=${() => this.page.goToLine(line)}>
              Line ${(line + 1).toLocaleString('en')}
            </button>`
      }
    </li>`;
  }

  private drawProgress(): void {
    const { state } = this;
    const reading = state?.phase === 'indexing' && this.problem === undefined;
    this.progress.hidden = !reading;
    if (!reading) return void render(nothing, this.progress);
    const { bytes, size, bytesPerSecond } = state;
    const share = size > 0 ? Math.min(1, bytes / size) : 0;
    const rate = bytesPerSecond > 0 ? ` · ${formatBytes(bytesPerSecond)}/s` : '';
    const text = `Reading ${formatBytes(bytes)} of ${formatBytes(size)}${rate}`;
    render(
      html`<div
          class="bar"
          role="progressbar"
          aria-label="Reading the trace"
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${Math.round(share * 100)}
          aria-valuetext=${text}
        >
          <div class="done" .style=${`width:${share * 100}%`}></div>
        </div>
        <span class="note">${text}</span>
        <button type="button" class="link" @click=${() => this.send({ type: 'cancel' })}>Cancel</button>`,
      this.progress,
    );
  }

  private drawNotice(): void {
    const message = this.message();
    this.notice.hidden = message === undefined;
    if (message === undefined) return void render(nothing, this.notice);
    const failed = this.problem !== undefined || this.state?.phase === 'failed';
    const reload = failed ? 'Try Again' : this.state?.phase === 'cancelled' ? 'Read All' : 'Reload';
    const action = (label: string, click: () => void): TemplateResult =>
      html`<button type="button" class="button" @click=${click}>${label}</button>`;
    render(
      html`<span>${message}</span>
        <span class="notice-actions">
          ${action(reload, () => this.send({ type: 'reload', follow: this.page.following() }))}
          ${failed ? action('Open as Text', () => this.host.send({ type: 'openText' })) : nothing}
        </span>`,
      this.notice,
    );
    this.notice.className = failed ? 'failed' : '';
  }

  /** Sends what a button stands for that goes then: keys are for the lines again. */
  private send(message: PageMessage): void {
    this.host.send(message);
    this.page.focusLines();
  }

  private message(): string | undefined {
    const { state, problem } = this;
    if (problem !== undefined) return problem;
    if (state?.message !== undefined) return state.message;
    if (state?.phase === 'cancelled')
      return `Reading was cancelled: ${formatBytes(state.bytes)} of ${formatBytes(state.size)} are shown.`;
    return state?.stale === true ? 'The file has changed on disk: what is shown is the old one.' : undefined;
  }
}

/** Warnings come first. */
function rank({ severity }: ViewSummaryResult['problems'][number]): number {
  return severity === 'warning' ? 0 : 1;
}
