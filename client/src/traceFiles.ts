import * as vscode from 'vscode';
import { fileUri, UNPACKED_SCHEME } from './compressedFiles';
import { notice } from './notice';

/** Id of the language, as in package.json. */
export const TRACE_LANGUAGE = 'ftrace';
/** Id of the custom editor that shows a trace of any size, as in package.json. */
export const TRACE_VIEW = 'ftrace.traceView';

/** Endings of traces, plain and compressed. */
const ENDINGS = ['trace', 'ftrace'].flatMap((ending) =>
  ['', '.gz', '.xz', '.zst'].map((packed) => ending + packed),
);
const TRACE_GLOB = `**/*.{${ENDINGS.join(',')}}`;
/** A path of a plain one. */
const TRACE_PATH = /\.f?trace$/;
const MAX_WORKSPACE_TRACES = 1000;

/** VS Code looks at the first line only where the name of a file says nothing: these say little. */
const VAGUE_LANGUAGES = ['plaintext', 'log'];
const FIRST_LINE = /^# tracer: function_graph/;

/**
 * Makes a text or a log a trace if its first line says so: people save traces as `trace.txt`. The text of a compressed
 * file is one in any case: it was opened as that, even if VS Code opens it again after a restart.
 */
export function recogniseTraces(): vscode.Disposable {
  // Traces, as long as they are open: who sets one to plain text means it.
  const traces = new Set<string>();
  const look = (document: vscode.TextDocument): void => {
    if (document.languageId === TRACE_LANGUAGE || traces.has(document.uri.toString())) return;
    if (document.uri.scheme !== UNPACKED_SCHEME && !saysTrace(document)) return;
    void vscode.languages.setTextDocumentLanguage(document, TRACE_LANGUAGE);
  };
  const forget = ({ languageId, uri }: vscode.TextDocument): void => {
    if (languageId === TRACE_LANGUAGE) traces.add(uri.toString());
    // A change of language closes and opens again.
    setTimeout(() => isOpen(uri) || traces.delete(uri.toString()));
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidCloseTextDocument(forget),
  );
}

function saysTrace(document: vscode.TextDocument): boolean {
  if (!VAGUE_LANGUAGES.includes(document.languageId) || document.lineCount === 0) return false;
  return FIRST_LINE.test(document.lineAt(0).text);
}

/** Whether there is a document of this URI. */
export function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

/** The trace in front of the user, the others that are open, then those of the workspace; each once. */
export async function findTraces(): Promise<vscode.Uri[]> {
  const open = vscode.workspace.textDocuments
    .filter((document) => document.languageId === TRACE_LANGUAGE)
    .map((document) => document.uri);
  // A trace above 50 MB, or in the trace view, has a tab, but VS Code gives extensions no document of it.
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap((tab) => traceOf(tab) ?? []);
  const files = await vscode.workspace.findFiles(TRACE_GLOB, undefined, MAX_WORKSPACE_TRACES);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const active = activeTrace();
  const all = [...(active === undefined ? [] : [active]), ...open, ...tabs, ...files];
  // The text of a compressed file before the file: it is open.
  const known = new Set<string>();
  return all.filter((uri) => {
    const key = keyOf(uri);
    return !known.has(key) && known.add(key);
  });
}

/** The same for a compressed file and its text. */
function keyOf(uri: vscode.Uri): string {
  return fileUri(uri).toString();
}

/** The trace of a tab that has no document for extensions: a text too large for that, or a trace view. */
function traceOf({ input }: vscode.Tab): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputCustom && input.viewType === TRACE_VIEW) return input.uri;
  return input instanceof vscode.TabInputText && TRACE_PATH.test(input.uri.path) ? input.uri : undefined;
}

/** Whether what is in front of the user is a trace view, which has no limits of size. */
export function isTraceViewActive(): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === TRACE_VIEW;
}

/** The trace in front of the user, in a text editor, in a tab too large for one, or in the trace view. */
export function activeTrace(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === TRACE_LANGUAGE) return document.uri;
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab === undefined ? undefined : traceOf(activeTab);
}

/** Asks for a trace; undefined where the user thinks better of it or there is none. */
export async function pickTrace(title: string, except?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const traces = (await findTraces()).filter((uri) => except === undefined || keyOf(uri) !== keyOf(except));
  const browse: vscode.QuickPickItem & { uri?: vscode.Uri } = {
    label: '$(folder-opened) Browse…',
    alwaysShow: true,
  };
  const items: (vscode.QuickPickItem & { uri?: vscode.Uri })[] = traces.map((uri) => ({
    label: notice(baseName(uri)),
    description: notice(folderOf(uri)),
    uri,
  }));
  const picked = await vscode.window.showQuickPick([...items, browse], {
    title: notice(title),
    placeHolder: 'Choose a function_graph trace',
    matchOnDescription: true,
  });
  if (picked === undefined || picked.uri !== undefined) return picked?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title,
    filters: { Traces: ['trace', 'ftrace', 'txt', 'gz', 'xz', 'zst'], 'All files': ['*'] },
  });
  return chosen?.[0];
}

/** The last part of the path. */
export function baseName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

function folderOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..'));
}
