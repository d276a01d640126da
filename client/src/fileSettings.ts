import * as path from 'node:path';
import * as vscode from 'vscode';
import { messageOf, notice } from './notice';

/** Settings below `ftrace` that name a file. */
export type FileSetting = 'baseline' | 'symbols';

/**
 * Writes a setting that names a file where it applies to what is open: into the workspace, unless there is none, or none that
 * counts. Gives whether that was done; if not, the user knows why.
 */
export async function useFile(setting: FileSetting, file: vscode.Uri): Promise<boolean> {
  if (file.scheme !== 'file') {
    void vscode.window.showErrorMessage('Only a file on this machine can be used.');
    return false;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const inWorkspace = folder !== undefined && vscode.workspace.isTrusted;
  return write(
    setting,
    inWorkspace ? relativePath(folder, file) : file.fsPath,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}

/** Takes a setting away wherever it is set. */
export async function clearFile(setting: FileSetting): Promise<void> {
  const { workspaceValue, globalValue } =
    vscode.workspace.getConfiguration('ftrace').inspect<string>(setting) ?? {};
  if (workspaceValue !== undefined) await write(setting, undefined, vscode.ConfigurationTarget.Workspace);
  if (globalValue !== undefined) await write(setting, undefined, vscode.ConfigurationTarget.Global);
}

/** The file that a setting names; undefined where it names none. */
export function fileOfSetting(setting: FileSetting): vscode.Uri | undefined {
  const value = vscode.workspace.getConfiguration('ftrace').get<string>(setting, '');
  if (value === '') return undefined;
  if (path.isAbsolute(value)) return vscode.Uri.file(value);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? undefined : vscode.Uri.file(path.resolve(folder.fsPath, value));
}

async function write(
  setting: FileSetting,
  value: string | undefined,
  target: vscode.ConfigurationTarget,
): Promise<boolean> {
  try {
    await vscode.workspace.getConfiguration('ftrace').update(setting, value, target);
    return true;
  } catch (error) {
    const text = `Cannot write the setting ftrace.${setting}: ${messageOf(error)}`;
    void vscode.window.showErrorMessage(notice(text));
    return false;
  }
}

/** The path from a folder on for what is in it, with slashes, so that the setting can be shared; else the whole path. */
function relativePath(folder: vscode.Uri, file: vscode.Uri): string {
  const relative = path.relative(folder.fsPath, file.fsPath);
  const outside = folder.scheme !== 'file' || relative.startsWith('..') || path.isAbsolute(relative);
  return outside ? file.fsPath : relative.replaceAll(path.sep, '/');
}
