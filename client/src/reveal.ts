import * as vscode from 'vscode';
import { textUri } from './compressedFiles';
import { TRACE_VIEW } from './traceFiles';

/** Larger texts VS Code gives to no extension, and goes to no line of them: guide to its limits, files of 50 MB. */
const MAX_TEXT_BYTES = 50 * 1024 * 1024;

/**
 * Where a function's name stands on a line (from 0) of a trace. The beginning of the line where VS Code gives extensions no
 * text of the file: above 50 MB.
 */
export async function functionPlace(trace: vscode.Uri, line: number, name: string): Promise<vscode.Range> {
  try {
    const document = await vscode.workspace.openTextDocument(trace);
    const text = document.lineAt(line).text;
    // The name stands before its parenthesis or module; a task may be called like it.
    const column = Math.max(text.lastIndexOf(`${name}(`), text.lastIndexOf(`${name} [`));
    if (column >= 0) return new vscode.Range(line, column, line, column + name.length);
  } catch {
    // Too large, or gone: VS Code says so itself when it opens the file.
  }
  return new vscode.Range(line, 0, line, 0);
}

/**
 * Shows the call of a function on a line (from 0) of a trace, in the editor that has the trace open if there is one; else in
 * `column`, or the active one.
 */
export async function revealFunction(
  trace: vscode.Uri,
  line: number,
  name: string,
  column?: vscode.ViewColumn,
): Promise<void> {
  const uri = textUri(trace);
  if (isInTraceView(uri) || (await isTooLarge(uri))) {
    await vscode.commands.executeCommand('ftrace.openTraceView', uri, { line, viewColumn: column });
    return;
  }
  const range = await functionPlace(uri, line, name);
  const selection = new vscode.Range(range.start, range.start);
  const open = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  const viewColumn = open?.viewColumn ?? column;
  const options: vscode.TextDocumentShowOptions = {
    selection,
    preview: false,
    ...(viewColumn === undefined ? {} : { viewColumn }),
  };
  // Not showTextDocument: it cannot show files above 50 MB.
  await vscode.commands.executeCommand('vscode.open', uri, options);
}

/** Whether somebody reads the file in the trace view, and not as text. */
function isInTraceView(uri: vscode.Uri): boolean {
  const shown = vscode.window.tabGroups.all.flatMap(({ activeTab }) => activeTab?.input ?? []);
  return (
    shown.some(
      (input) =>
        input instanceof vscode.TabInputCustom &&
        input.viewType === TRACE_VIEW &&
        input.uri.toString() === uri.toString(),
    ) && !vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri.toString())
  );
}

async function isTooLarge(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') return false;
  try {
    return (await vscode.workspace.fs.stat(uri)).size > MAX_TEXT_BYTES;
  } catch {
    // Gone: VS Code says so itself when it opens the file.
    return false;
  }
}
