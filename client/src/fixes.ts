import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { useFile } from './fileSettings';
import { notice } from './notice';

/** How long the status bar shows what was done. */
const SHOWN_MS = 8000;

/** For the language client: what cannot be edited is not offered to be. */
export const fixesMiddleware: Middleware = {
  provideCodeActions: async (document, range, context, token, next) => {
    const actions = await next(document, range, context, token);
    if (!actions?.some(isEdit) || !(await isReadOnly(document.uri))) return actions;
    return actions.filter((action) => !isEdit(action) || editsBaseline(action));
  },
};

/** The server's quick fixes are commands or, made when they are chosen, edits. */
function isEdit(action: vscode.Command | vscode.CodeAction): boolean {
  return action.command === undefined;
}

/** Some edits are not of the trace. */
function editsBaseline(action: vscode.Command | vscode.CodeAction): boolean {
  return 'kind' in action && action.kind?.value === `${vscode.CodeActionKind.QuickFix.value}.baseline`;
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
      if (file !== undefined) await useFile('symbols', file);
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
