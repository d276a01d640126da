import * as vscode from 'vscode';
import { GROUP_REQUEST, type GroupParams, type GroupResult } from '../../../server/src/protocol/report';
import { fileUri } from '../compressedFiles';
import { messageOf, notice } from '../notice';
import type { TraceClient } from '../traceClient';
import { baseName, findTraces } from '../traceFiles';
import { exportReport } from './exportReport';
import { pickGrouping } from './grouping';
import { OpenReports } from './openReports';
import { openComparisonReport, openComparisonText, COMPARISON_EDITOR, ReportEditors } from './reportEditors';
import { REPORT_PANEL, ReportPanels } from './reportPanels';
import type { ReportView } from './reportView';

/** All that leads to the report of a comparison of scenarios, and from it to files. */
export function registerReports(client: TraceClient, extension: vscode.Uri): vscode.Disposable {
  const reports = new OpenReports(client, extension);
  const panels = new ReportPanels(client, reports);

  async function compare(uris: readonly vscode.Uri[]): Promise<void> {
    const params: GroupParams = {
      uris: uris.map((uri) => client.code2ProtocolConverter.asUri(fileUri(uri))),
    };
    const proposed = await client.sendRequest<GroupResult>(GROUP_REQUEST, params);
    if (proposed.scenarios.length === 0) {
      const why = proposed.notes.join(' ');
      void vscode.window.showInformationMessage(notice(`There is nothing to compare. ${why}`.trim()));
      return;
    }
    const picked = await pickGrouping(proposed);
    if (picked === undefined) return;
    if (picked.asText) await panels.openText(picked.groups);
    else panels.open(picked.groups);
  }

  return vscode.Disposable.from(
    reports,
    vscode.window.registerWebviewPanelSerializer(REPORT_PANEL, panels),
    vscode.window.registerCustomEditorProvider(COMPARISON_EDITOR, new ReportEditors(reports), {
      webviewOptions: { enableFindWidget: true },
      supportsMultipleEditorsPerDocument: true,
    }),
    vscode.commands.registerCommand('ftrace.compareScenarios', (...args: unknown[]) =>
      orSay('Cannot compare', async () => {
        const given = urisIn(args);
        const uris = given.length > 0 ? given : await pickTraces();
        if (uris.length > 0) await compare(uris);
      }),
    ),
    vscode.commands.registerCommand('ftrace.exportReport', () =>
      orSay('Cannot export', async () => {
        const view = reports.active ?? (await pickReport(reports.all, 'Export which report?'));
        if (view !== undefined) await exportReport(view);
      }),
    ),
    vscode.commands.registerCommand('ftrace.saveComparison', () =>
      orSay('Cannot save', async () => {
        const view = reports.active ?? (await pickReport(reports.all, 'Save which comparison?'));
        if (view === undefined || (await panels.save(view))) return;
        view.panel.reveal();
        await vscode.commands.executeCommand('workbench.action.files.save');
      }),
    ),
    vscode.commands.registerCommand('ftrace.showInComparison', () =>
      orSay('Cannot show', async () => {
        const name = nameAtCursor();
        if (name === undefined) {
          void vscode.window.showInformationMessage('Put the cursor on a function of a trace first.');
          return;
        }
        const view = await pickReport(reports.all, `Show ${notice(name)} in which comparison?`);
        view?.showFunction(name);
      }),
    ),
    vscode.commands.registerCommand('ftrace.openComparisonText', async (uri?: unknown) => {
      if (uri instanceof vscode.Uri) await openComparisonText(uri);
      else await reports.active?.source.openText();
    }),
    vscode.commands.registerCommand('ftrace.openComparisonReport', async (arg?: unknown) => {
      const uri = arg instanceof vscode.Uri ? arg : vscode.window.activeTextEditor?.document.uri;
      if (uri !== undefined) await openComparisonReport(uri);
    }),
  );
}

async function orSay(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof vscode.CancellationError) return;
    void vscode.window.showErrorMessage(notice(`${what}: ${messageOf(error)}`));
  }
}

/** The URIs among a command's arguments, each once. The Explorer gives the clicked file and all that are selected. */
function urisIn(args: readonly unknown[]): vscode.Uri[] {
  const [clicked, selected] = args;
  const given: readonly unknown[] =
    Array.isArray(selected) && selected.length > 0 ? selected : Array.isArray(clicked) ? clicked : args;
  const uris = given.filter((arg) => arg instanceof vscode.Uri);
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}

/** Asks which traces of the workspace to compare. */
async function pickTraces(): Promise<vscode.Uri[]> {
  const items = (await findTraces()).map((uri) => ({
    label: notice(baseName(uri)),
    description: notice(vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..'))),
    uri,
  }));
  if (items.length === 0) return browse();
  const other = { label: '$(folder-opened) Browse…', description: '', uri: undefined, alwaysShow: true };
  const picked = await vscode.window.showQuickPick([...items, other], {
    title: 'Compare Scenarios: the Traces',
    placeHolder: 'Choose two traces or more; several may be runs of one scenario',
    canPickMany: true,
    matchOnDescription: true,
  });
  if (picked === undefined) return [];
  const uris = picked.flatMap(({ uri }) => (uri === undefined ? [] : [uri]));
  return uris.length < picked.length ? [...uris, ...(await browse())] : uris;
}

async function browse(): Promise<vscode.Uri[]> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Compare Scenarios: the Traces',
    openLabel: 'Compare',
    canSelectMany: true,
    filters: { Traces: ['trace', 'ftrace', 'txt', 'gz', 'xz', 'zst'], 'All files': ['*'] },
  });
  return chosen ?? [];
}

/** The only report, or the one that the user picks; says so where there is none. */
async function pickReport(views: readonly ReportView[], question: string): Promise<ReportView | undefined> {
  if (views.length === 1) return views[0];
  if (views.length === 0) {
    const compare = 'Compare Scenarios…';
    const answer = await vscode.window.showInformationMessage('No comparison of scenarios is open.', compare);
    if (answer === compare) await vscode.commands.executeCommand('ftrace.compareScenarios');
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    views.map((view) => ({
      label: notice(view.title),
      description: view.session.scenarios.join(', '),
      view,
    })),
    { title: question },
  );
  return picked?.view;
}

function nameAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const range = editor.document.getWordRangeAtPosition(editor.selection.active, /[A-Za-z_][\w.$@]*/);
  return range === undefined ? undefined : editor.document.getText(range);
}
