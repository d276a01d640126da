import * as vscode from 'vscode';
import type { ReportFormat } from '../../../server/src/protocol/report';
import { notice } from '../notice';
import type { ReportView } from './reportView';

interface Format {
  readonly format: ReportFormat;
  readonly label: string;
  readonly detail: string;
  readonly ending: string;
}

const FORMATS: readonly Format[] = [
  { format: 'html', label: 'HTML', detail: 'The report as one page that needs no network', ending: 'html' },
  { format: 'svg', label: 'SVG', detail: 'The figure, to go into a paper as it is', ending: 'svg' },
  { format: 'markdown', label: 'Markdown', detail: 'Headlines and tables', ending: 'md' },
  { format: 'csv', label: 'CSV', detail: 'All functions, for a spreadsheet', ending: 'csv' },
  { format: 'json', label: 'JSON', detail: 'Everything, for scripts', ending: 'json' },
];

/** Asks for a format and a place, and writes the report there. */
export async function exportReport(view: ReportView): Promise<void> {
  const picked = await vscode.window.showQuickPick(FORMATS, {
    title: notice(`Export ${view.title}`),
    placeHolder: 'Choose a format',
  });
  if (picked === undefined) return;
  const text = await view.exported(picked.format);
  const uri = await vscode.window.showSaveDialog({
    title: 'Export Report',
    defaultUri: vscode.Uri.joinPath(view.source.folder, `comparison.${picked.ending}`),
    filters: { [picked.label]: [picked.ending] },
  });
  if (uri !== undefined) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}
