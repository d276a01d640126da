import * as vscode from 'vscode';
import { textUri } from './compressedFiles';

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
