import { svg, html, type SVGTemplateResult, type TemplateResult } from 'lit';

function icon(content: SVGTemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    ${content}
  </svg>`;
}

/** Small drawings in the manner of VS Code's own. */
export const ICONS = {
  open: icon(svg`<path d="m4 6 4 4 4-4"></path>`),
  closed: icon(svg`<path d="m6 4 4 4-4 4"></path>`),
  previous: icon(svg`<path d="M8 13V3.5M4 7.5l4-4 4 4"></path>`),
  next: icon(svg`<path d="M8 3v9.5M4 8.5l4 4 4-4"></path>`),
  close: icon(svg`<path d="m4 4 8 8m0-8-8 8"></path>`),
  filter: icon(svg`<path d="M2 4h12M4.5 8h7M7 12h2"></path>`),
  follow: icon(svg`<path d="M8 2.5v7M5 7l3 3 3-3M3 13h10"></path>`),
} as const;
