import * as vscode from 'vscode';
import { messageOf, notice } from '../notice';
import type { TraceClient } from '../traceClient';
import { pageFolder, pageHtml } from '../webview/pageHtml';
import { editorSettings } from './editorSettings';
import {
  readPageMessage,
  type Ask,
  type ExtensionMessage,
  type PageCommand,
  type PageMessage,
} from './messages';
import { TraceViewSession } from './traceViewSession';

const PAGE = { name: 'traceView', title: 'Trace View' };
/** How long the status bar shows what was done. */
const SHOWN_MS = 5000;

/** One editor of a trace: answers its page, and tells it what the user wants by commands. */
export class TraceView implements vscode.Disposable {
  private readonly session: TraceViewSession;
  private ready = false;
  /** What the page is told when it is there. */
  private readonly waiting: ExtensionMessage[] = [];
  private readonly listeners: vscode.Disposable[];

  constructor(
    private readonly client: TraceClient,
    readonly uri: vscode.Uri,
    readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
  ) {
    const { webview } = panel;
    this.session = new TraceViewSession(client, uri, (message) => this.post(message));
    this.listeners = [
      webview.onDidReceiveMessage((data: unknown) => {
        const message = readPageMessage(data);
        if (message !== undefined) void this.receive(message);
      }),
      panel.onDidChangeViewState(() => {
        // A page in the background is thrown away, and says when it is there again.
        if (!panel.visible) this.ready = false;
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('editor', uri)) this.postSettings();
      }),
    ];
    webview.options = { enableScripts: true, localResourceRoots: [pageFolder(extension)] };
    webview.html = pageHtml(webview, extension, PAGE);
  }

  /** Lines that are known by now. */
  get lines(): number {
    return this.session.lines;
  }

  /** Goes to a line (from 0), as soon as it is there. */
  reveal(line: number): void {
    this.tell({ type: 'reveal', line });
  }

  /** Has the page do a command. */
  run(command: PageCommand): void {
    this.tell({ type: 'command', command });
  }

  /** Gives up reading. */
  cancel(): Promise<void> {
    return this.attempt(() => this.session.cancel());
  }

  /** Reads the file again. */
  reload(): Promise<void> {
    return this.attempt(() => this.session.reload());
  }

  dispose(): void {
    this.ready = false;
    vscode.Disposable.from(...this.listeners, this.session).dispose();
  }

  private receive(message: PageMessage): Promise<void> {
    return this.attempt(() => this.handle(message));
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      void vscode.window.showErrorMessage(notice(messageOf(error)));
    }
  }

  private async handle(message: PageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.postSettings();
        this.session.show();
        for (const waiting of this.waiting.splice(0)) this.post(waiting);
        break;
      case 'ask':
        await this.answer(message.number, message.ask);
        break;
      case 'giveUp':
        this.session.giveUp(message.number);
        break;
      case 'copyText':
        await vscode.env.clipboard.writeText(message.text);
        break;
      case 'copyRows':
        await this.copyRows(message.from, message.to);
        break;
      case 'listFunctions': {
        const uri = this.client.code2ProtocolConverter.asUri(this.uri);
        await vscode.commands.executeCommand('ftrace.listFunctions', uri, message.category);
        break;
      }
      case 'compare':
        await vscode.commands.executeCommand('ftrace.compareWith', this.uri);
        break;
      case 'openText':
        await vscode.commands.executeCommand('vscode.openWith', this.uri, 'default');
        break;
      case 'cancel':
        await this.session.cancel();
        break;
      case 'reload':
        await this.session.reload(message.follow);
        break;
    }
  }

  private async answer(number: number, ask: Ask): Promise<void> {
    try {
      this.post({ type: 'answer', number, answer: await this.session.ask(number, ask) });
    } catch (error) {
      this.post({ type: 'failed', number, message: messageOf(error) });
    }
  }

  private async copyRows(from: number, to: number): Promise<void> {
    await vscode.env.clipboard.writeText(await this.session.text(from, to));
    const lines = to - from;
    const what = lines === 1 ? '1 line' : `${lines.toLocaleString('en')} lines`;
    vscode.window.setStatusBarMessage(`$(check) Copied ${what}`, SHOWN_MS);
  }

  private postSettings(): void {
    this.post({ type: 'settings', settings: editorSettings(this.uri) });
  }

  private tell(message: ExtensionMessage): void {
    if (this.ready) this.post(message);
    else this.waiting.push(message);
  }

  private post(message: ExtensionMessage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }
}
