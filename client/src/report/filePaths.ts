import * as vscode from 'vscode';
import { relativePath } from './comparisonJson';

/** A file as the comparison in a folder names it: a relative path, where there is one. */
export function pathBetween(folder: vscode.Uri, file: vscode.Uri): string {
  if (file.scheme !== folder.scheme || file.authority !== folder.authority) return file.toString();
  return relativePath(folder.path, file.path) ?? file.fsPath;
}

/** The file that a comparison in a folder names. */
export function fileOf(folder: vscode.Uri, path: string): vscode.Uri {
  if (/^[A-Za-z][\w+.-]+:\//.test(path)) return vscode.Uri.parse(path);
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return vscode.Uri.file(path);
  return vscode.Uri.joinPath(folder, path);
}
