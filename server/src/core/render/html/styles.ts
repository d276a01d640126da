/** Style sheets of the report: one arrangement, and colours for the editor and for a page of its own. */
import { CHANGES } from '../palette';
import { pageVariables, type Theme, THEMES } from '../theme';
import type { Change } from '../../report/report';

/** What both have in common: where things are, not how they look. */
const ARRANGEMENT = `
.report { max-width: 1180px; margin: 0 auto; padding: 0 20px 40px; }
.report h1 { font-size: 1.6em; font-weight: 600; margin: 20px 0 4px; overflow-wrap: anywhere; }
.report h2 { font-size: 1.2em; font-weight: 600; margin: 36px 0 10px; }
.report p, .report ul { margin: 6px 0; max-width: 80ch; overflow-wrap: anywhere; }
.report ul { padding-left: 20px; }
.report li { margin: 3px 0; }
.report nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 10px 0 0; }
.report .note { font-size: .88em; margin: 4px 0 0; }
.report .pair { display: grid; grid-template-columns: minmax(0, 440px) minmax(0, 1fr); gap: 12px 32px; align-items: start; }
.report .drawings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 440px)); gap: 28px 48px; min-width: 0; margin: 0 0 20px; }
.report figure { margin: 0; }
.report .chart { display: block; width: 100%; height: auto; min-width: 290px; }
.report .chart.wide { width: auto; }
.report .scroll { overflow-x: auto; }
.report .table { margin: 0 0 24px; min-width: 0; }
.report table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.report caption { text-align: left; font-weight: 600; padding: 0 0 6px; max-width: calc(100vw - 40px); }
.report th, .report td { text-align: left; vertical-align: top; padding: 3px 10px 3px 0; font-weight: normal; }
.report th + th, .report td { padding-left: 10px; }
.report tbody th { max-width: 30em; overflow-wrap: anywhere; }
.report thead th { vertical-align: bottom; font-weight: 600; }
.report .number { text-align: right; white-space: nowrap; }
.report .change { white-space: nowrap; }
.report code { font-size: .95em; }
.report .choice { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin-bottom: 12px; overflow-wrap: normal; }
.report .choice select { max-width: 100%; }
.report .provenance code { overflow-wrap: anywhere; }
.report [hidden] { display: none; }
@media (max-width: 900px) { .report .pair { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 480px) { .report { padding: 0 12px 32px; } }
`;

function colours(theme: Theme): string {
  const line = theme.role('line');
  const changes = (Object.keys(CHANGES) as Change[])
    .map((change) => `.report .change.${change} { color: ${theme.change(change)}; }`)
    .join('\n');
  return `
.report .note { color: ${theme.role('muted')}; }
.report thead th { border-bottom: 1px solid ${line}; }
${changes}
`;
}

/** For the editor's page: VS Code's own fonts, colours and focus. To be put into a style element with a nonce. */
export const EDITOR_STYLE = `${ARRANGEMENT}${colours(THEMES.editor)}
.report { color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
.report code { font-family: var(--vscode-editor-font-family); color: inherit; background: none; padding: 0; }
.report a { color: var(--vscode-textLink-foreground); text-decoration: none; }
.report a:hover { color: var(--vscode-textLink-activeForeground); text-decoration: underline; }
.report tbody tr:hover { background: var(--vscode-list-hoverBackground); }
.report tbody tr { border-bottom: 1px solid var(--vscode-widget-border, transparent); }
.report select {
  color: var(--vscode-dropdown-foreground); background: var(--vscode-dropdown-background);
  border: 1px solid var(--vscode-dropdown-border, transparent); border-radius: 2px; padding: 3px 6px; font: inherit;
}
.report :focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
.report .chart .link { cursor: pointer; }
.report .chart .link:hover { outline: 1px solid var(--vscode-focusBorder); }
.report .chart .link:focus-visible { outline: 2px solid var(--vscode-focusBorder); }
.report .warnings li::marker { content: '⚠ '; color: var(--vscode-editorWarning-foreground); }
`;

/** For a file of its own: paper by day, dark by night, as the reader's system has it. */
export function pageStyle(): string {
  return `:root { color-scheme: light dark; ${pageVariables('light')} }
@media (prefers-color-scheme: dark) { @media not print { :root { ${pageVariables('dark')} } } }
html { background: var(--background); color: var(--text); }
body { margin: 0; font: 15px/1.45 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
${ARRANGEMENT}${colours(THEMES.page)}
.report a { color: var(--change-new); }
.report code { font-family: ui-monospace, Consolas, "DejaVu Sans Mono", monospace; font-size: .87em; }
.report tbody tr { border-bottom: 1px solid color-mix(in srgb, var(--line) 35%, transparent); }
.report .scroll:focus-visible { outline: 2px solid var(--change-new); }
.report .warnings li::marker { content: '⚠ '; }
@media print {
  .report { max-width: none; padding: 0; font-size: 10pt; }
  .report nav { display: none; }
  .report tr, .report figure { break-inside: avoid; }
  .report h2, .report caption { break-after: avoid; }
}
`;
}
