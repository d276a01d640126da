import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { sharedFolder as shared } from '../../support/repository';

/** Waits until `get` gives something; the last error, if any, says what is missing. */
export async function until<T>(
  what: string,
  get: () => T | undefined | false | Thenable<T | undefined | false>,
  ms = 30_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await get();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A file of the workspace, which is a copy of samples/. */
export function inWorkspace(name: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);
}

/** Writes a file of the workspace. */
export function write(name: string, content: string | Uint8Array): vscode.Uri {
  const uri = inWorkspace(name);
  fs.writeFileSync(uri.fsPath, content);
  return uri;
}

export async function show(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Titles of the first lenses, in order; waits until there are some. */
export async function lensTitles(uri: vscode.Uri, count = 4): Promise<string[]> {
  const lenses = await until(`lenses of ${path.posix.basename(uri.path)}`, async () => {
    const given = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      count,
    );
    return given.length > 0 && given;
  });
  return lenses.slice(0, count).map((lens) => lens.command?.title ?? '');
}

export async function hoverText(uri: vscode.Uri, line: number, character: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    new vscode.Position(line, character),
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** A semantic token: the text that it covers, and its type. */
export interface Token {
  readonly text: string;
  readonly type: string;
  readonly line: number;
}

export async function semanticTokens(document: vscode.TextDocument): Promise<Token[]> {
  const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
    'vscode.provideDocumentSemanticTokensLegend',
    document.uri,
  );
  const { data } = await vscode.commands.executeCommand<vscode.SemanticTokens>(
    'vscode.provideDocumentSemanticTokens',
    document.uri,
  );
  const tokens: Token[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [deltaLine = 0, deltaStart = 0, length = 0, type = 0] = data.subarray(at, at + 4);
    line += deltaLine;
    character = deltaLine > 0 ? deltaStart : character + deltaStart;
    const range = new vscode.Range(line, character, line, character + length);
    tokens.push({ text: document.getText(range), type: legend.tokenTypes[type] ?? '', line });
  }
  return tokens;
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Sets a user setting; the user folder belongs to this run alone. */
export async function set(section: string, key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
}

/** The folder of the shared material, where it is there. */
export function sharedFolder(): string | undefined {
  return fs.existsSync(path.join(shared, 'traces')) ? shared : undefined;
}
