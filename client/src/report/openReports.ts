import * as vscode from 'vscode';
import { State } from 'vscode-languageclient/node';
import { REPORT_PROGRESS_NOTIFICATION, type ReportProgressParams } from '../../../server/src/protocol/report';
import type { TraceClient } from '../traceClient';
import { ReportView, type ViewSource } from './reportView';

/** Context that menus ask: a report is open. */
const OPEN_CONTEXT = 'ftrace.reportOpen';

/** The reports that are open, with what reaches all of them: progress, changed settings and rules. */
export class OpenReports implements vscode.Disposable {
  /** The one that was in front last is the last. */
  private views: ReportView[] = [];
  /** By the number that their progress has. */
  private readonly byProgress = new Map<number, ReportView>();
  private numbers = 0;
  private readonly listeners: vscode.Disposable[];

  constructor(
    private readonly client: TraceClient,
    private readonly extension: vscode.Uri,
  ) {
    const tell = ({ progress, name, done, total }: ReportProgressParams): void =>
      this.byProgress.get(progress)?.session.tellProgress(name, done, total);
    this.listeners = [
      client.onNotification(REPORT_PROGRESS_NOTIFICATION, tell),
      client.onDidChangeState(({ newState }) => {
        // A server that ended has taken its reports with it.
        if (newState === State.Running)
          for (const { session } of this.views) if (session.id !== undefined) session.refresh();
      }),
      client.onDidChangeNumbers(({ uri }) => {
        if (uri === undefined || isEdited(uri)) this.refresh(uri);
      }),
    ];
  }

  /** Shows a report in a webview, until that is closed. */
  add(panel: vscode.WebviewPanel, source: ViewSource): ReportView {
    const number = this.numbers++;
    const view = new ReportView(this.client, panel, source, this.extension, number);
    this.byProgress.set(number, view);
    this.views.push(view);
    this.tellContext();
    panel.onDidChangeViewState(() => {
      if (panel.active) this.views = [...this.views.filter((other) => other !== view), view];
    });
    panel.onDidDispose(() => {
      view.dispose();
      this.byProgress.delete(number);
      this.views = this.views.filter((other) => other !== view);
      this.tellContext();
    });
    return view;
  }

  /** All of them; the one that was in front last is the first. */
  get all(): readonly ReportView[] {
    return [...this.views].reverse();
  }

  /** The one in front of the user. */
  get active(): ReportView | undefined {
    return this.views.find(({ panel }) => panel.active);
  }

  dispose(): void {
    vscode.Disposable.from(...this.listeners, ...this.views).dispose();
  }

  /** The numbers of a trace, or of all, have changed. */
  private refresh(uri: string | undefined): void {
    for (const { session } of this.views) {
      if (uri === undefined) session.refresh();
      else if (session.hasTrace(uri)) session.refreshLater();
    }
  }

  private tellContext(): void {
    void vscode.commands.executeCommand('setContext', OPEN_CONTEXT, this.views.length > 0);
  }
}

/** A trace that was only opened is as it was read; files that change on disk are watched. */
function isEdited(uri: string): boolean {
  return vscode.workspace.textDocuments.some(
    (document) => document.uri.toString() === vscode.Uri.parse(uri).toString() && document.version > 1,
  );
}
