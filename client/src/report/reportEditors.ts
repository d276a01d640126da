import * as vscode from 'vscode';
import { readComparison, withKey } from './comparisonJson';
import type { OpenReports } from './openReports';
import type { ViewSource } from './reportView';

/** Id of the custom editor, as in package.json. */
export const COMPARISON_EDITOR = 'ftrace.comparison';
/** While somebody types the text of a comparison, its report waits. */
const TYPING_MS = 300;

/**
 * Comparison files (*.ftcompare) open as their report. The document is VS Code's own text: undo, saving and changes on disk
 * are its business.
 */
export class ReportEditors implements vscode.CustomTextEditorProvider {
  constructor(private readonly reports: OpenReports) {}

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const view = this.reports.add(panel, sourceOf(document));
    let timer: NodeJS.Timeout | undefined;
    const listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || event.contentChanges.length === 0) return;
      clearTimeout(timer);
      timer = setTimeout(() => view.session.refresh(), TYPING_MS);
    });
    panel.onDidDispose(() => {
      clearTimeout(timer);
      listener.dispose();
    });
  }
}

function sourceOf(document: vscode.TextDocument): ViewSource {
  const folder = folderOf(document.uri);
  return {
    comparison: () => readComparison(document.getText()),
    base: folder,
    folder,
    hasText: true,
    edit: async (key, value) => {
      const text = document.getText();
      const whole = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, whole, withKey(text, key, value));
      await vscode.workspace.applyEdit(edit);
    },
    openText: () => openComparisonText(document.uri),
  };
}

/** Shows a comparison file as text. */
export async function openComparisonText(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
}

/** Shows a comparison file as its report. */
export async function openComparisonReport(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, COMPARISON_EDITOR);
}

/** The folder of a file, or of what will be one; a text without any place counts as one of the workspace. */
function folderOf(uri: vscode.Uri): vscode.Uri {
  if (uri.scheme !== 'untitled') return vscode.Uri.joinPath(uri, '..');
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!uri.path.startsWith('/')) return workspace ?? vscode.Uri.file('/');
  return vscode.Uri.joinPath(uri.with({ scheme: workspace?.scheme ?? 'file' }), '..');
}
