import * as vscode from 'vscode';
import { State } from 'vscode-languageclient/node';
import {
  VIEW_CANCEL_REQUEST,
  VIEW_CLOSE_NOTIFICATION,
  VIEW_FILTER_REQUEST,
  VIEW_FOLD_REQUEST,
  VIEW_GO_REQUEST,
  VIEW_HOVER_REQUEST,
  VIEW_LOCATE_REQUEST,
  VIEW_OPEN_REQUEST,
  VIEW_RELOAD_REQUEST,
  VIEW_ROWS_REQUEST,
  VIEW_SEARCH_REQUEST,
  VIEW_STRIP_REQUEST,
  VIEW_SUGGEST_REQUEST,
  VIEW_SUMMARY_REQUEST,
  VIEW_TEXT_REQUEST,
  type ViewOpenParams,
  type ViewOpenResult,
  type ViewParams,
  type ViewState,
  type ViewTextResult,
} from '../../../server/src/protocol/traceView';
import { messageOf } from '../notice';
import type { TraceClient } from '../traceClient';
import { baseName } from '../traceFiles';
import type { Answer, Ask, ExtensionMessage } from './messages';

const METHODS: Readonly<Record<Ask['kind'], string>> = {
  rows: VIEW_ROWS_REQUEST,
  locate: VIEW_LOCATE_REQUEST,
  fold: VIEW_FOLD_REQUEST,
  go: VIEW_GO_REQUEST,
  hover: VIEW_HOVER_REQUEST,
  search: VIEW_SEARCH_REQUEST,
  filter: VIEW_FILTER_REQUEST,
  suggest: VIEW_SUGGEST_REQUEST,
  strip: VIEW_STRIP_REQUEST,
  summary: VIEW_SUMMARY_REQUEST,
};

/** One file's view on the server. It outlives its page, which VS Code throws away in the background. */
export class TraceViewSession implements vscode.Disposable {
  private id: number | undefined;
  private opening = false;
  private gone = false;
  /** The page has not been told yet that there is a new view. */
  private fresh = true;
  private state: ViewState | undefined;
  private problem: string | undefined;
  private readonly asked = new Map<number, vscode.CancellationTokenSource>();
  private readonly listeners: vscode.Disposable[];

  /** `post` gives a message to the page, if it is there. */
  constructor(
    private readonly client: TraceClient,
    private readonly uri: vscode.Uri,
    private readonly post: (message: ExtensionMessage) => void,
  ) {
    this.listeners = [
      client.onDidChangeView((state) => this.take(state)),
      client.onDidChangeState(({ oldState, newState }) => {
        // The server is another one, which knows nothing of this view.
        if (newState === State.Running && oldState !== State.Running && this.id !== undefined) {
          this.id = undefined;
          void this.open();
        }
      }),
    ];
  }

  /** The lines that are indexed. */
  get lines(): number {
    return this.state?.lines ?? 0;
  }

  /** Tells the page, which is new, what there is; opens the view where there is none. */
  show(): void {
    if (this.problem !== undefined) this.post({ type: 'problem', message: this.problem });
    else if (this.id !== undefined) this.postOpened();
    else void this.open();
  }

  /** Asks the server for the page; rejects with a message for people. */
  async ask(number: number, { kind, ...params }: Ask): Promise<Answer> {
    const cancellation = new vscode.CancellationTokenSource();
    this.asked.set(number, cancellation);
    try {
      return await this.request<Answer>(METHODS[kind], params, cancellation.token);
    } finally {
      this.asked.delete(number);
      cancellation.dispose();
    }
  }

  /** Nobody waits for an answer any more. */
  giveUp(number: number): void {
    this.asked.get(number)?.cancel();
  }

  /** The text of rows, to be copied. */
  async text(from: number, to: number): Promise<string> {
    return (await this.request<ViewTextResult>(VIEW_TEXT_REQUEST, { from, to })).text;
  }

  /** Gives up reading; what was read stays. */
  async cancel(): Promise<void> {
    await this.request(VIEW_CANCEL_REQUEST, {});
  }

  /** Reads the file again, and follows it as before where it is not said; opens it where that has failed before. */
  async reload(follow?: boolean): Promise<void> {
    if (this.id === undefined) await this.open();
    else await this.request(VIEW_RELOAD_REQUEST, follow === undefined ? {} : { follow });
  }

  dispose(): void {
    this.gone = true;
    vscode.Disposable.from(...this.listeners).dispose();
    for (const cancellation of this.asked.values()) cancellation.cancel();
    if (this.id !== undefined) this.close(this.id);
  }

  private async open(): Promise<void> {
    if (this.opening) return;
    this.opening = true;
    this.problem = undefined;
    this.state = undefined;
    try {
      const params: ViewOpenParams = { uri: this.client.code2ProtocolConverter.asUri(this.uri) };
      const { id } = await this.client.sendRequest<ViewOpenResult>(VIEW_OPEN_REQUEST, params);
      if (this.gone) return this.close(id);
      this.id = id;
      this.fresh = true;
      this.postOpened();
    } catch (error) {
      this.problem = messageOf(error);
      this.post({ type: 'problem', message: this.problem });
    } finally {
      this.opening = false;
    }
  }

  private postOpened(): void {
    this.post({
      type: 'opened',
      name: baseName(this.uri),
      fresh: this.fresh,
      ...(this.state === undefined ? {} : { state: this.state }),
    });
    this.fresh = false;
  }

  private take(state: ViewState): void {
    if (state.id !== this.id) return;
    this.state = state;
    this.post({ type: 'state', state });
  }

  private request<T>(method: string, params: object, token?: vscode.CancellationToken): Promise<T> {
    if (this.id === undefined) throw new Error('The trace is not open.');
    const all = { ...params, id: this.id };
    // A token that is undefined would be another parameter.
    return token === undefined
      ? this.client.sendRequest<T>(method, all)
      : this.client.sendRequest<T>(method, all, token);
  }

  private close(id: number): void {
    const params: ViewParams = { id };
    if (this.client.isRunning())
      this.client.sendNotification(VIEW_CLOSE_NOTIFICATION, params).catch(() => undefined);
  }
}
