import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { CompressedFiles, unpackedUri } from './compressedFiles';
import { messageOf, notice } from './notice';
import { baseName, TRACE_LANGUAGE } from './traceFiles';

/** Id of the custom editor, as in package.json. */
const VIEW_TYPE = 'ftrace.compressed';

/** Opens compressed traces as text: from the Explorer, by `ftrace.openCompressed`, and again after a reload. */
export function registerCompressedTraces(client: LanguageClient): vscode.Disposable {
  const files = new CompressedFiles(client);
  const open = (file: vscode.Uri, options: vscode.TextDocumentShowOptions): Promise<void> =>
    openUnpacked(files, file, options);
  return vscode.Disposable.from(
    files,
    vscode.window.registerCustomEditorProvider(VIEW_TYPE, new Forwarder(open)),
    vscode.commands.registerCommand('ftrace.openCompressed', async (arg?: unknown) => {
      const file = arg instanceof vscode.Uri ? arg : await pickFile();
      if (file !== undefined) await open(file, { preview: false });
    }),
  );
}

/** Takes a compressed file that VS Code opens, opens its text in its place, and goes. */
class Forwarder implements vscode.CustomReadonlyEditorProvider {
  constructor(
    private readonly open: (file: vscode.Uri, options: vscode.TextDocumentShowOptions) => Promise<void>,
  ) {}

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): Promise<void> {
    if (uri.scheme !== 'file') {
      panel.webview.html = 'Only the text of a compressed trace on this machine can be shown.';
      return;
    }
    const { viewColumn = vscode.ViewColumn.Active, active } = panel;
    try {
      await this.open(uri, { viewColumn, preserveFocus: !active, preview: isPreview(uri) });
    } finally {
      panel.dispose();
    }
  }
}

/** Whether the tab of a compressed file is one that the next file takes. */
function isPreview(file: vscode.Uri): boolean {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(
      ({ input, isPreview }) =>
        isPreview && input instanceof vscode.TabInputCustom && input.uri.toString() === file.toString(),
    );
}

async function openUnpacked(
  files: CompressedFiles,
  file: vscode.Uri,
  options: vscode.TextDocumentShowOptions,
): Promise<void> {
  const uri = unpackedUri(file);
  try {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: notice(`Unpacking ${baseName(file)}`) },
      () => files.prepare(uri),
    );
    let document = await vscode.workspace.openTextDocument(uri);
    if (document.languageId !== TRACE_LANGUAGE)
      document = await vscode.languages.setTextDocumentLanguage(document, TRACE_LANGUAGE);
    await vscode.window.showTextDocument(document, options);
  } catch (error) {
    void vscode.window.showErrorMessage(notice(`Cannot open ${messageOf(error)}`));
  }
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Open Compressed Trace',
    filters: { 'Compressed traces': ['gz', 'xz', 'zst'], 'All files': ['*'] },
  });
  return chosen?.[0];
}
