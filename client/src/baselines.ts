import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  BASELINE_LANGUAGE,
  BASELINE_REQUEST,
  type BaselineParams,
  type BaselineResult,
} from '../../server/src/protocol/baseline';
import { fileUri } from './compressedFiles';
import { clearFile, fileOfSetting, useFile } from './fileSettings';
import { messageOf, notice } from './notice';
import { activeTrace, baseName, pickTrace, TRACE_LANGUAGE } from './traceFiles';

const FILTERS = { Baselines: ['baseline'], 'All files': ['*'] };
const MAX_PROPOSED = 1000;

/** The commands around baselines: what traces may reach, saved, applied to what is open, and no longer. */
export function registerBaselines(client: LanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('ftrace.saveBaseline', async (...args: unknown[]) => {
      const runs = await runsOf(args);
      if (runs.length === 0) return;
      try {
        await saveBaseline(client, runs, args[2] instanceof vscode.Uri ? args[2] : undefined);
      } catch (error) {
        void vscode.window.showErrorMessage(notice(`Cannot save a baseline: ${messageOf(error)}`));
      }
    }),
    vscode.commands.registerCommand('ftrace.applyBaseline', async (arg?: unknown) => {
      const file = arg instanceof vscode.Uri ? arg : await pickBaseline();
      if (file !== undefined) await useFile('baseline', file);
    }),
    vscode.commands.registerCommand('ftrace.clearBaseline', () => clearFile('baseline')),
    vscode.workspace.onDidOpenTextDocument(recogniseBaseline),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('ftrace.baseline'))
        vscode.workspace.textDocuments.forEach(recogniseBaseline);
    }),
  );
}

/** The runs to save: those that are selected in the Explorer, else the trace in front of the user, else one to pick. */
async function runsOf([clicked, selected]: readonly unknown[]): Promise<vscode.Uri[]> {
  const chosen = Array.isArray(selected) ? selected.filter((uri) => uri instanceof vscode.Uri) : [];
  if (chosen.length > 0) return chosen;
  const one = clicked instanceof vscode.Uri ? clicked : activeTrace();
  const run = one ?? (await pickTrace('Save the baseline of a trace'));
  return run === undefined ? [] : [run];
}

async function saveBaseline(
  client: LanguageClient,
  runs: readonly vscode.Uri[],
  given: vscode.Uri | undefined,
): Promise<void> {
  const files = runs.map(fileUri);
  const params: BaselineParams = { uris: files.map((uri) => client.code2ProtocolConverter.asUri(uri)) };
  const { scenario, text } = await client.sendRequest<BaselineResult>(BASELINE_REQUEST, params);
  const name = `${scenario.replace(/[/\\:*?"<>|]/g, '-')}.baseline`;
  const proposed = vscode.Uri.joinPath(files[0]!, '..', name);
  const target =
    given ??
    (await vscode.window.showSaveDialog({ title: 'Save Baseline', defaultUri: proposed, filters: FILTERS }));
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  void offerToApply(target);
}

async function offerToApply(file: vscode.Uri): Promise<void> {
  if (fileOfSetting('baseline')?.toString() === file.toString()) return;
  const [apply, open] = ['Apply to Open Traces', 'Open'] as const;
  const answer = await vscode.window.showInformationMessage(
    notice(`${baseName(file)} is saved.`),
    apply,
    open,
  );
  if (answer === apply) await useFile('baseline', file);
  if (answer === open) await vscode.window.showTextDocument(file);
}

/** Asks for a baseline of the workspace or elsewhere; undefined where the user thinks better of it. */
async function pickBaseline(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles('**/*.baseline', undefined, MAX_PROPOSED);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const browse: vscode.QuickPickItem & { uri?: vscode.Uri } = {
    label: '$(folder-opened) Browse…',
    alwaysShow: true,
  };
  const items = files.map((uri) => ({
    label: notice(baseName(uri)),
    description: notice(vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..'))),
    uri,
  }));
  const picked = await vscode.window.showQuickPick([...items, browse], {
    title: 'Apply a baseline to open traces',
    placeHolder: 'Choose the functions that they may reach',
    matchOnDescription: true,
  });
  if (picked === undefined || picked.uri !== undefined) return picked?.uri;
  const chosen = await vscode.window.showOpenDialog({ title: 'Apply Baseline', filters: FILTERS });
  return chosen?.[0];
}

/** Whatever the file of the baseline is called: the server must know what is typed into it. */
function recogniseBaseline(document: vscode.TextDocument): void {
  if ([BASELINE_LANGUAGE, TRACE_LANGUAGE].includes(document.languageId)) return;
  if (fileOfSetting('baseline')?.toString() === document.uri.toString())
    void vscode.languages.setTextDocumentLanguage(document, BASELINE_LANGUAGE);
}
