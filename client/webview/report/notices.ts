import { html, nothing, render } from 'lit';
import type { ExtensionMessage } from '../../src/report/messages';
import type { Host } from './host';

type Loading = Extract<ExtensionMessage, { type: 'loading' }>;
type Problem = Extract<ExtensionMessage, { type: 'problem' }>;

/** What is being read, and what is wrong with the comparison, with what can be done about it. */
export class Notices {
  constructor(
    private readonly busy: HTMLElement,
    private readonly problem: HTMLElement,
    private readonly host: Host,
  ) {}

  /** Shows how far reading is; undefined when it is done. */
  showBusy(loading: Loading | undefined): void {
    this.busy.hidden = loading === undefined;
    if (loading === undefined) return void render(nothing, this.busy);
    const { text, done, total } = loading;
    const label = total === 0 ? `${text}…` : `${text} (${done + 1} of ${total})…`;
    render(
      html`<vscode-progress-bar
          aria-label=${label}
          .indeterminate=${total === 0}
          .max=${Math.max(1, total)}
          .value=${done}
        ></vscode-progress-bar>
        <span role="status">${label}</span>
        <vscode-button secondary @click=${() => this.host.send({ type: 'cancel' })}>Cancel</vscode-button>`,
      this.busy,
    );
  }

  /** Shows why there is no report, or none that is newer; undefined when there is. */
  showProblem(problem: Problem | undefined): void {
    if (problem === undefined) return void render(nothing, this.problem);
    const { message, hasText } = problem;
    render(
      html`<div class="problem" role="alert">
        <p>${message}</p>
        <vscode-button @click=${() => this.host.send({ type: 'retry' })}>Try Again</vscode-button>
        ${
          hasText
            ? html`<vscode-button secondary @click=${() => this.host.send({ type: 'openText' })}
                >Open as Text</vscode-button
              >`
            : nothing
        }
      </div>`,
      this.problem,
    );
  }
}
