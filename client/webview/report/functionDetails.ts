import { html, nothing, type TemplateResult } from 'lit';
import type { ReportFunctionResult } from '../../../server/src/protocol/report';
import type { PageModel } from '../../src/report/messages';
import { categoryClass } from '../shared/categoryColour';

/** Opens a call in its trace; beside the report, if a modifier key asks for it. */
export type OpenCall = (uri: string, line: number, name: string, beside: boolean) => void;

type Run = ReportFunctionResult['scenarios'][number]['runs'][number];

/** Where one function is: its calls per run, and how each scenario comes to it. */
export function functionDetails(
  details: ReportFunctionResult,
  model: PageModel,
  openCall: OpenCall,
  close: () => void,
): TemplateResult {
  const category = model.categories[details.category];
  return html`<section
    class="details"
    aria-labelledby="details-title"
    @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && close()}
  >
    <header>
      <h3 id="details-title" tabindex="-1">${details.name}</h3>
      <button type="button" class="icon-button" title="Close (Escape)" aria-label="Close" @click=${close}>
        ✕
      </button>
    </header>
    <p>
      <span class="category ${categoryClass(category?.tokenType ?? -1)}">${category?.label}</span>
      <span class="note">${details.rule}</span>
    </p>
    ${details.scenarios.map(({ scenario, runs, chain }) => {
      const name = model.scenarios[scenario] ?? '';
      return html`<section class="details-scenario">
        <h4>${name}</h4>
        <ul class="runs" aria-label="Runs of ${name}">
          ${runs.map((run) => html`<li>${runLine(run, details.name, openCall)}</li>`)}
        </ul>
        ${
          chain.length === 0
            ? nothing
            : html`<p class="note">Shortest way to it:</p>
                <ol class="chain" aria-label="Callers in ${name}, from the top-level call">
                  ${chain.map((step) => html`<li>${callLink(step.name, step.uri, step.line, step.name, openCall)}</li>`)}
                </ol>`
        }
      </section>`;
    })}
  </section>`;
}

function runLine({ name, uri, calls, line }: Run, called: string, openCall: OpenCall): TemplateResult {
  if (line < 0) return html`${name}: <span class="note">not called</span>`;
  const text = `${calls.toLocaleString('en')} ${calls === 1 ? 'call' : 'calls'}`;
  return html`${name}: ${text},
  ${callLink(`first on line ${(line + 1).toLocaleString('en')}`, uri, line, called, openCall)}`;
}

/** A link to a call (line from 0) in its trace. `tabindex` is -1 where another element has the focus for it. */
export function callLink(
  text: string,
  uri: string,
  line: number,
  name: string,
  openCall: OpenCall,
  tabindex = 0,
): TemplateResult {
  return html`<button
    type="button"
    class="link"
    tabindex=${tabindex}
    title="Open the trace here (Ctrl+click: beside)"
    @click=${(event: MouseEvent) => openCall(uri, line, name, event.ctrlKey || event.metaKey || event.altKey)}
  >
    ${text}
  </button>`;
}
