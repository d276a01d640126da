import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { messageOf, notice } from './notice';

/** How long the status bar shows what was done. */
const SHOWN_MS = 8000;

/** For the language client: what cannot be edited is not offered to be. */
export const fixesMiddleware: Middleware = {
  provideCodeActions: async (document, range, context, token, next) => {
    const actions = await next(document, range, context, token);
    if (!actions?.some(isEdit) || !(await isReadOnly(document.uri))) return actions;
    return actions.filter((action) => !isEdit(action));
  },
};

/** The server's quick fixes are commands or, made when they are chosen, edits. */
function isEdit(action: vscode.Command | vscode.CodeAction): boolean {
  return action.command === undefined;
}

async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // Not a file: a text that was never saved.
    return false;
  }
}

/** The commands that the server's quick fixes name. */
export function registerFixCommands(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('ftrace.chooseSymbols', async (arg?: unknown) => {
      const file = arg instanceof vscode.Uri ? arg : await pickSymbols();
      if (file !== undefined) await useSymbols(file);
    }),
    vscode.commands.registerCommand('ftrace.copyCommand', async (command: unknown) => {
      if (typeof command !== 'string') return;
      await vscode.env.clipboard.writeText(command);
      vscode.window.setStatusBarMessage(`$(check) Copied: ${notice(command)}`, SHOWN_MS);
    }),
    vscode.commands.registerCommand('ftrace.editInterruptFunctions', () =>
      vscode.commands.executeCommand('workbench.action.openSettings', '@id:ftrace.interruptFunctions'),
    ),
  );
}

async function pickSymbols(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Choose a Symbol File (kallsyms, System.map)',
    openLabel: 'Use These Symbols',
  });
  return chosen?.[0];
}

/** Writes the setting where it applies to what is open: into the workspace, unless there is none, or none that counts. */
async function useSymbols(file: vscode.Uri): Promise<void> {
  if (file.scheme !== 'file') {
    void vscode.window.showErrorMessage('Only a symbol file on this machine can be used.');
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const inWorkspace = folder !== undefined && vscode.workspace.isTrusted;
  try {
    await vscode.workspace
      .getConfiguration('ftrace')
      .update(
        'symbols',
        inWorkspace ? relativePath(folder, file) : file.fsPath,
        inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
      );
  } catch (error) {
    void vscode.window.showErrorMessage(
      notice(`Cannot write the setting ftrace.symbols: ${messageOf(error)}`),
    );
  }
}

/** The path from a folder on for what is in it, with slashes, so that the setting can be shared; else the whole path. */
function relativePath(folder: vscode.Uri, file: vscode.Uri): string {
  const relative = path.relative(folder.fsPath, file.fsPath);
  const outside = folder.scheme !== 'file' || relative.startsWith('..') || path.isAbsolute(relative);
  return outside ? file.fsPath : relative.replaceAll(path.sep, '/');
}
