import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  REPORT_EXPORT_REQUEST,
  REPORT_FUNCTION_REQUEST,
  REPORT_FUNCTIONS_REQUEST,
  REPORT_TREE_REQUEST,
  type ReportExportParams,
  type ReportExportResult,
  type ReportFormat,
  type ReportFunctionsParams,
  type ReportFunctionsResult,
} from '../../../server/src/protocol/report';
import { messageOf, notice } from '../notice';
import { revealFunction } from '../reveal';
import {
  MAX_ROWS,
  readPageMessage,
  type Answer,
  type Ask,
  type ExtensionMessage,
  type PageMessage,
  type Query,
} from './messages';
import { pageFolder, pageHtml } from '../webview/pageHtml';
import { ReportSession, type ReportSource } from './reportSession';

const PAGE = { name: 'report', title: 'Comparison of scenarios' };
/** How long the status bar shows what was done. */
const SHOWN_MS = 5000;
/** More names than a clipboard is for. */
const MAX_NAMES = 1_000_000;

/** What a report is shown from, and what can be done with it beyond showing. */
export interface ViewSource extends ReportSource {
  /** Changes a key of the comparison; the report follows. */
  edit(key: string, value: unknown): Thenable<void>;
  /** Shows the comparison as text. */
  openText(): Thenable<void>;
  /** Where a new file of the report would be. */
  readonly folder: vscode.Uri;
}

/** The page of one report in a webview: answers its messages, as far as they are about this report. */
export class ReportView implements vscode.Disposable {
  readonly session: ReportSession;
  private ready = false;
  private readonly waiting: ExtensionMessage[] = [];
  private readonly listeners: vscode.Disposable[];

  constructor(
    private readonly client: LanguageClient,
    readonly panel: vscode.WebviewPanel,
    readonly source: ViewSource,
    extension: vscode.Uri,
    progress: number,
  ) {
    const { webview } = panel;
    this.session = new ReportSession(
      client,
      source,
      progress,
      () => panel.visible && this.ready,
      (message) => this.post(message),
    );
    this.listeners = [
      webview.onDidReceiveMessage((data: unknown) => {
        const message = readPageMessage(data);
        if (message !== undefined) void this.receive(message);
      }),
      panel.onDidChangeViewState(() => {
        // A page in the background is thrown away, and says when it is there again.
        if (!panel.visible) this.ready = false;
      }),
    ];
    webview.options = { enableScripts: true, localResourceRoots: [pageFolder(extension)] };
    webview.html = pageHtml(webview, extension, PAGE);
  }

  get title(): string {
    return this.session.title ?? this.panel.title;
  }

  /** Comes to the front, with the list at a function. */
  showFunction(name: string): void {
    this.panel.reveal();
    const message: ExtensionMessage = { type: 'showFunction', name };
    if (this.ready) this.post(message);
    else this.waiting.push(message);
  }

  /** The report as a file of a format. */
  async exported(format: ReportFormat): Promise<string> {
    return (await this.request<ReportExportResult>(REPORT_EXPORT_REQUEST, { format })).text;
  }

  dispose(): void {
    vscode.Disposable.from(...this.listeners, this.session).dispose();
  }

  private async receive(message: PageMessage): Promise<void> {
    try {
      await this.handle(message);
    } catch (error) {
      void vscode.window.showErrorMessage(notice(messageOf(error)));
    }
  }

  private async handle(message: PageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.session.show();
        for (const waiting of this.waiting.splice(0)) this.post(waiting);
        break;
      case 'ask':
        await this.answer(message.number, message.ask);
        break;
      case 'openCall':
        await this.openCall(message);
        break;
      case 'copyText':
        await this.copy(message.text, 'the selection');
        break;
      case 'copyNames': {
        const names = await this.names(message.query);
        await this.copy(names.join('\n'), `${names.length.toLocaleString('en')} names`);
        break;
      }
      case 'saveList':
        await this.saveList(message.query);
        break;
      case 'setBaseline': {
        const name = this.session.scenarios[message.scenario];
        if (name !== undefined) await this.source.edit('baseline', name);
        break;
      }
      case 'setNormalisation':
        await this.source.edit('normalisation', message.normalisation);
        break;
      case 'openText':
        await this.source.openText();
        break;
      case 'retry':
        this.session.refresh();
        break;
      case 'cancel':
        this.session.cancel();
        break;
    }
  }

  private async answer(number: number, ask: Ask): Promise<void> {
    try {
      this.post({ type: 'answer', number, answer: await this.ask(ask) });
    } catch (error) {
      this.post({ type: 'failed', number, message: messageOf(error) });
    }
  }

  private ask(ask: Ask): Promise<Answer> {
    switch (ask.kind) {
      case 'functions': {
        const { query, from, count } = ask;
        return this.request(REPORT_FUNCTIONS_REQUEST, { ...query, from, count });
      }
      case 'function':
        return this.request(REPORT_FUNCTION_REQUEST, { name: ask.name });
      case 'tree': {
        const { kind: _kind, ...params } = ask;
        return this.request(REPORT_TREE_REQUEST, params);
      }
    }
  }

  /** Asks the server about this report. */
  private request<T>(method: string, params: object): Promise<T> {
    const { id } = this.session;
    if (id === undefined) throw new Error('The report is not there yet.');
    return this.client.sendRequest<T>(method, { ...params, id });
  }

  private async openCall({
    uri,
    line,
    name,
    beside,
  }: Extract<PageMessage, { type: 'openCall' }>): Promise<void> {
    if (!this.session.hasTrace(uri)) return;
    const trace = this.client.protocol2CodeConverter.asUri(uri);
    await revealFunction(trace, line, name, beside ? vscode.ViewColumn.Beside : undefined);
  }

  private async names(query: Query): Promise<string[]> {
    const names: string[] = [];
    for (let from = 0; from < MAX_NAMES; from += MAX_ROWS) {
      const params: Omit<ReportFunctionsParams, 'id'> = { ...query, from, count: MAX_ROWS };
      const { items, total } = await this.request<ReportFunctionsResult>(REPORT_FUNCTIONS_REQUEST, params);
      names.push(...items.map(({ name }) => name));
      if (items.length === 0 || names.length >= total) break;
    }
    return names;
  }

  private async copy(text: string, what: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(`$(check) Copied ${what}`, SHOWN_MS);
  }

  private async saveList(list: Query): Promise<void> {
    const params: Omit<ReportExportParams, 'id'> = { format: 'csv', list };
    const { text } = await this.request<ReportExportResult>(REPORT_EXPORT_REQUEST, params);
    const uri = await vscode.window.showSaveDialog({
      title: 'Save List as CSV',
      defaultUri: vscode.Uri.joinPath(this.source.folder, 'functions.csv'),
      filters: { CSV: ['csv'] },
    });
    if (uri !== undefined) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  }

  private post(message: ExtensionMessage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }
}
