import * as vscode from 'vscode';
import type { TraceClient } from '../traceClient';
import { TRACE_VIEW } from '../traceFiles';
import { TraceView } from './traceView';

/** All trace views that are open. VS Code reads nothing of their files. */
export class TraceViews implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  private readonly views = new Set<TraceView>();
  private readonly registration: vscode.Disposable;
  /** Lines to go to in views that are about to open, by URI. */
  private readonly places = new Map<string, number>();

  constructor(
    private readonly client: TraceClient,
    private readonly extension: vscode.Uri,
  ) {
    this.registration = vscode.window.registerCustomEditorProvider(TRACE_VIEW, this, {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  /** The view in front of the user. */
  get active(): TraceView | undefined {
    return [...this.views].find(({ panel }) => panel.active);
  }

  /** Opens the view of a file, or brings the one there is to the front; at a line (from 0) if one is given. */
  async open(uri: vscode.Uri, line?: number, column?: vscode.ViewColumn): Promise<void> {
    const open = this.of(uri);
    if (line !== undefined && open === undefined) this.places.set(uri.toString(), line);
    const viewColumn = open?.panel.viewColumn ?? column ?? vscode.ViewColumn.Active;
    await vscode.commands.executeCommand('vscode.openWith', uri, TRACE_VIEW, { viewColumn, preview: false });
    if (line !== undefined) open?.reveal(line);
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    if (uri.scheme !== 'file') {
      panel.webview.html = 'The trace view reads files of this machine only: open this one as text.';
      return;
    }
    const view = new TraceView(this.client, uri, panel, this.extension);
    this.views.add(view);
    panel.onDidDispose(() => {
      this.views.delete(view);
      view.dispose();
    });
    const line = this.places.get(uri.toString());
    this.places.delete(uri.toString());
    if (line !== undefined) view.reveal(line);
  }

  dispose(): void {
    vscode.Disposable.from(this.registration, ...this.views).dispose();
  }

  private of(uri: vscode.Uri): TraceView | undefined {
    const views = [...this.views].filter((view) => view.uri.toString() === uri.toString());
    return views.find(({ panel }) => panel.active) ?? views[0];
  }
}
