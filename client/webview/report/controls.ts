/** Controls of vscode-elements with a label, as templates. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A choice of one. */
export function select(
  label: string,
  choices: readonly Choice[],
  value: string,
  chosen: (value: string) => void,
): TemplateResult {
  const options = choices.map((choice) => ({ ...choice, selected: choice.value === value }));
  return html`<div class="control">
    <span class="label" aria-hidden="true">${label}</span>
    <vscode-single-select
      .label=${label}
      .options=${options}
      .value=${value}
      @change=${(event: Event) => chosen((event.target as HTMLInputElement).value)}
    ></vscode-single-select>
  </div>`;
}

export interface Field {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly className?: string;
  /** What is wrong with the value. */
  readonly problem?: string;
  /** At each key. */
  readonly typed?: (value: string) => void;
  /** At Enter, or when the field is left. */
  readonly entered?: (value: string) => void;
}

/** A field for text, with what is wrong with it beside. */
export function textField(field: Field): TemplateResult {
  const { id, label, value, placeholder = '', className = '', problem, typed, entered } = field;
  const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
  return html`<div class="control ${className}">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      type="text"
      spellcheck="false"
      autocomplete="off"
      placeholder=${placeholder}
      .value=${live(value)}
      aria-invalid=${problem === undefined ? 'false' : 'true'}
      aria-describedby=${problem === undefined ? nothing : `${id}-problem`}
      @input=${(event: Event) => typed?.(valueOf(event))}
      @change=${(event: Event) => entered?.(valueOf(event))}
    />
    ${
      problem === undefined
        ? nothing
        : html`<span class="field-problem" id="${id}-problem" role="alert">${problem}</span>`
    }
  </div>`;
}
