import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { fileUri } from '../compressedFiles';
import { notice } from '../notice';
import { commonFolder, comparisonOf, textOf, withPaths, type Comparison } from './comparisonJson';
import type { Groups } from './groups';
import type { Restorable } from './messages';
import { fileOf, pathBetween } from './filePaths';
import type { OpenReports } from './openReports';
import { openComparisonReport } from './reportEditors';
import type { ReportView, ViewSource } from './reportView';

/** Type of the webviews, as in package.json's activation events. */
export const REPORT_PANEL = 'ftrace.report';
const OPTIONS: vscode.WebviewPanelOptions = { enableFindWidget: true };
const FILE_NAME = 'comparison.ftcompare';

/** Reports of comparisons that have no file yet. They survive a restart of VS Code, and become files. */
export class ReportPanels implements vscode.WebviewPanelSerializer {
  private readonly sources = new WeakMap<ReportView, PanelSource>();

  constructor(
    private readonly client: LanguageClient,
    private readonly reports: OpenReports,
  ) {}

  /** Opens the report of some scenarios. */
  open(groups: Groups): void {
    const column = vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(REPORT_PANEL, 'Comparison', column, OPTIONS);
    this.show(panel, this.restorableOf(groups));
  }

  /** Opens some scenarios as the text of a comparison file, to be written on. */
  async openText(groups: Groups): Promise<void> {
    await openUntitled(this.restorableOf(groups));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const restorable = restorableIn(state);
    if (restorable === undefined) panel.dispose();
    else this.show(panel, restorable);
    return Promise.resolve();
  }

  /** Makes a file of a report that has none, and shows that in its place; false where the report has one. */
  async save(view: ReportView): Promise<boolean> {
    const source = this.sources.get(view);
    if (source === undefined) return false;
    const { base, comparison } = source.restorable();
    const folder = vscode.Uri.parse(base);
    const uri = await vscode.window.showSaveDialog({
      title: 'Save Comparison',
      defaultUri: vscode.Uri.joinPath(folder, FILE_NAME),
      filters: { 'Comparison of traces': ['ftcompare'] },
    });
    if (uri === undefined) return true;
    const target = vscode.Uri.joinPath(uri, '..');
    const moved = withPaths(comparison, (path) => pathBetween(target, fileOf(folder, path)));
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(textOf(moved)));
    view.panel.reveal();
    await openComparisonReport(uri);
    view.panel.dispose();
    return true;
  }

  private show(panel: vscode.WebviewPanel, restorable: Restorable): void {
    const source = new PanelSource(restorable, () => view.session.refresh());
    const view: ReportView = this.reports.add(panel, source);
    this.sources.set(view, source);
    panel.title = titleOf(restorable.comparison);
  }

  private restorableOf(groups: Groups): Restorable {
    const uris = groups
      .flatMap(({ runs }) => runs)
      .map((run) => this.client.protocol2CodeConverter.asUri(run));
    const [first] = uris.map(fileUri);
    const folder = first!.with({ path: commonFolder(uris.map(({ path }) => path)) });
    const scenarios = groups.map(({ name, runs }) => ({
      name,
      runs: runs.map((run) => pathBetween(folder, fileUri(this.client.protocol2CodeConverter.asUri(run)))),
    }));
    return { comparison: comparisonOf(scenarios), base: folder.toString() };
  }
}

/** A comparison in memory. */
class PanelSource implements ViewSource {
  readonly hasText = true;

  constructor(
    private current: Restorable,
    private readonly changed: () => void,
  ) {}

  get base(): vscode.Uri {
    return vscode.Uri.parse(this.current.base);
  }

  get folder(): vscode.Uri {
    return this.base;
  }

  comparison(): Comparison {
    return this.current.comparison;
  }

  restorable(): Restorable {
    return this.current;
  }

  edit(key: string, value: unknown): Promise<void> {
    this.current = { ...this.current, comparison: { ...this.current.comparison, [key]: value } };
    this.changed();
    return Promise.resolve();
  }

  async openText(): Promise<void> {
    await openUntitled(this.current);
  }
}

/** The comparison as a text that has no file yet, beside its traces. */
async function openUntitled({ comparison, base }: Restorable): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(base), FILE_NAME).with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(uri, whole, textOf(comparison));
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
}

/** What a page kept of its comparison. */
function restorableIn(state: unknown): Restorable | undefined {
  const { restorable } = (state ?? {}) as { restorable?: Partial<Restorable> };
  const { comparison, base } = restorable ?? {};
  if (typeof base !== 'string' || typeof comparison !== 'object' || comparison === null) return undefined;
  return { comparison, base };
}

function titleOf({ title, scenarios }: Comparison): string {
  if (typeof title === 'string') return notice(title);
  const names = (scenarios as readonly { readonly name: string }[] | undefined)?.map(({ name }) => name);
  return notice(`Comparison: ${(names ?? []).join(', ')}`);
}
