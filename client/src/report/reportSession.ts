import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  REPORT_CLOSE_NOTIFICATION,
  REPORT_OPEN_REQUEST,
  type ReportCloseParams,
  type ReportModel,
  type ReportOpenParams,
} from '../../../server/src/protocol/report';
import { fileUri } from '../compressedFiles';
import { messageOf } from '../notice';
import { otherFiles, type Comparison } from './comparisonJson';
import { fileOf } from './filePaths';
import { FileWatch } from './fileWatch';
import type { ExtensionMessage, Normalisation, PageModel, Restorable } from './messages';

/** What takes longer says so; a page that shows a report already is not disturbed before. */
const PATIENCE_MS = 500;

/** Where the comparison of a report comes from: a file, or memory. */
export interface ReportSource {
  /** What is compared now; throws ComparisonError where that cannot be read. */
  comparison(): Comparison;
  /** The folder that paths are relative to. */
  readonly base: vscode.Uri;
  /** The comparison has a text to go to. */
  readonly hasText: boolean;
  /** For a page without a file: what VS Code keeps of it over a restart. */
  restorable?(): Restorable;
}

/** One comparison on the server, kept up to date with its file, its traces and the settings. */
export class ReportSession implements vscode.Disposable {
  private model: ReportModel | undefined;
  private normalisation: Normalisation = 'none';
  private revision = 0;
  private loading: vscode.CancellationTokenSource | undefined;
  /** Reading takes so long that the page says so. */
  private slow = false;
  private problem: string | undefined;
  private stale = true;
  private gone = false;
  private readonly files = new FileWatch(() => this.refreshLater());

  /** `post` gives a message to the page, if it is there; `progress` is a number that no other session has. */
  constructor(
    private readonly client: LanguageClient,
    private readonly source: ReportSource,
    private readonly progress: number,
    private readonly isVisible: () => boolean,
    private readonly post: (message: ExtensionMessage) => void,
  ) {}

  /** The server's number of the report; undefined where there is none. */
  get id(): number | undefined {
    return this.model?.id;
  }

  get title(): string | undefined {
    return this.model?.title;
  }

  get scenarios(): readonly string[] {
    return this.model?.scenarios ?? [];
  }

  /** Whether the page may open this: it is one of the traces. */
  hasTrace(uri: string): boolean {
    return this.model?.traces.includes(uri) === true;
  }

  /** Gives the page, which is new or visible again, what there is; reads what has changed meanwhile. */
  show(): void {
    if (this.model !== undefined) this.postModel(this.model);
    if (this.problem !== undefined) this.postProblem(this.problem);
    if (this.stale) void this.load();
  }

  /** The comparison or the settings have changed: what is being read now is not wanted any more. */
  refresh(): void {
    this.stale = true;
    if (this.isVisible()) void this.load();
  }

  /** A trace has changed. What is being read goes on: a recording that is still written would never be shown. */
  refreshLater(): void {
    this.stale = true;
    if (this.loading === undefined && this.isVisible()) void this.load();
  }

  /** Gives up reading; what was shown before stays. */
  cancel(): void {
    this.loading?.cancel();
  }

  /** Passes on how far the server is. */
  tellProgress(name: string, done: number, total: number): void {
    if (this.loading !== undefined && this.slow)
      this.post({ type: 'loading', text: `Reading ${name}`, done, total });
  }

  dispose(): void {
    this.gone = true;
    this.loading?.cancel();
    this.files.dispose();
    if (this.model !== undefined) this.close(this.model.id);
  }

  private async load(): Promise<void> {
    this.stale = false;
    this.loading?.cancel();
    const loading = new vscode.CancellationTokenSource();
    this.loading = loading;
    this.slow = false;
    const timer = setTimeout(() => this.tellLoading(), this.model === undefined ? 0 : PATIENCE_MS);
    try {
      const comparison = this.source.comparison();
      const params: ReportOpenParams = {
        comparison,
        base: this.client.code2ProtocolConverter.asUri(this.source.base),
        progress: this.progress,
        ...(this.model === undefined ? {} : { replaces: this.model.id }),
      };
      const model = await this.client.sendRequest<ReportModel>(REPORT_OPEN_REQUEST, params, loading.token);
      if (this.gone || this.loading !== loading) this.close(model.id);
      else this.take(model, comparison);
    } catch (error) {
      if (this.gone || this.loading !== loading) return;
      if (loading.token.isCancellationRequested) this.tellCancelled();
      else this.postProblem(messageOf(error));
    } finally {
      clearTimeout(timer);
      loading.dispose();
      if (this.loading === loading) {
        this.loading = undefined;
        if (this.stale) this.refreshLater();
      }
    }
  }

  private take(model: ReportModel, comparison: Comparison): void {
    const { normalisation } = comparison;
    this.model = model;
    this.problem = undefined;
    this.normalisation = normalisation === 'perRequest' || normalisation === 'share' ? normalisation : 'none';
    this.revision++;
    const { protocol2CodeConverter } = this.client;
    this.files.watch([
      ...model.traces.map((uri) => fileUri(protocol2CodeConverter.asUri(uri))),
      ...otherFiles(comparison).map((path) => fileOf(this.source.base, path)),
    ]);
    this.postModel(model);
  }

  private postModel({ id: _id, traces: _traces, ...model }: ReportModel): void {
    const shown: PageModel = { ...model, normalisation: this.normalisation, revision: this.revision };
    const restorable = this.source.restorable?.();
    this.post({ type: 'model', model: shown, ...(restorable === undefined ? {} : { restorable }) });
  }

  private postProblem(message: string): void {
    this.problem = message;
    this.post({ type: 'problem', message, hasText: this.source.hasText });
  }

  private tellLoading(): void {
    this.slow = true;
    this.post({ type: 'loading', text: 'Reading traces', done: 0, total: 0 });
  }

  private tellCancelled(): void {
    if (this.model === undefined) this.postProblem('Reading the traces was cancelled.');
    else this.postModel(this.model);
  }

  private close(id: number): void {
    const params: ReportCloseParams = { id };
    if (this.client.isRunning())
      this.client.sendNotification(REPORT_CLOSE_NOTIFICATION, params).catch(() => undefined);
  }
}
