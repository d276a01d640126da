import { html, type TemplateResult } from 'lit';
import { parseMarkdown, type Block, type Inline } from './markdown';

/** The text of a hover as elements; whatever is in it, it is shown as text. */
export function markdownView(text: string): TemplateResult[] {
  return parseMarkdown(text).map(blockView);
}

function blockView(block: Block): TemplateResult {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${inlineView(block.inner)}</p>`;
    case 'list':
      return html`<ul>
        ${block.items.map((item) => html`<li>${inlineView(item)}</li>`)}
      </ul>`;
    case 'table':
      return html`<table>
        ${block.rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${inlineView(cell)}</td>`)}
            </tr>`,
        )}
      </table>`;
    case 'code':
      return html`<pre>${block.text}</pre>`;
    case 'rule':
      return html`<hr />`;
  }
}

function inlineView(parts: readonly Inline[]): TemplateResult[] {
  return parts.map((part) => {
    switch (part.kind) {
      case 'text':
        return html`${part.text}`;
      case 'code':
        return html`<code>${part.text}</code>`;
      case 'strong':
        return html`<strong>${inlineView(part.inner)}</strong>`;
      case 'emphasis':
        return html`<em>${inlineView(part.inner)}</em>`;
      case 'break':
        return html`<br />`;
    }
  });
}
