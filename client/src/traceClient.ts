import * as vscode from 'vscode';
import {
  CloseAction,
  LanguageClient,
  State,
  TransportKind,
  type ErrorHandler,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { CHANGED_NOTIFICATION, type ChangedParams } from '../../server/src/protocol/requests';
import { VIEW_STATE_NOTIFICATION, type ViewState } from '../../server/src/protocol/traceView';
import { messageOf } from './notice';
import { BASELINE_LANGUAGE } from '../../server/src/protocol/baseline';
import { TRACE_LANGUAGE } from './traceFiles';

/**
 * For glibc; others ignore it. Its own threshold grows with what is freed, so that tables of a view that is closed stay with
 * the process: measured with 8 million lines on Node 24, 176 MB, and 50 MB with a fixed one.
 */
const SERVER_ENV = { MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_ARENA_MAX: '2' };

/** The client of the bundled server `module`. A server that cannot start is one message, and nothing waits for it. */
export class TraceClient extends LanguageClient {
  private readonly changed = new vscode.EventEmitter<ChangedParams>();
  /** Numbers of a trace, or of all, have changed. A notification of the server has one listener: this tells all. */
  readonly onDidChangeNumbers = this.changed.event;
  private readonly viewChanged = new vscode.EventEmitter<ViewState>();
  /** A trace view is somewhere else by now. */
  readonly onDidChangeView = this.viewChanged.event;

  constructor(
    module: string,
    private readonly log: vscode.LogOutputChannel,
    options: LanguageClientOptions,
  ) {
    const run = { module, transport: TransportKind.ipc, options: { env: SERVER_ENV } };
    let fallback: ErrorHandler | undefined;
    super(
      'ftrace',
      'ftrace Explorer',
      { run, debug: run },
      {
        ...options,
        outputChannel: log,
        errorHandler: {
          error: (...args) => (fallback ??= this.createDefaultErrorHandler()).error(...args),
          // What ends before it runs would do so again.
          closed: () =>
            this.state === State.Starting
              ? { action: CloseAction.DoNotRestart, handled: true }
              : (fallback ??= this.createDefaultErrorHandler()).closed(),
        },
        // `start` says why it failed; without this it would be said twice.
        initializationFailedHandler: () => false,
      },
    );
    this.onNotification(CHANGED_NOTIFICATION, (params: ChangedParams) => this.changed.fire(params));
    this.onNotification(VIEW_STATE_NOTIFICATION, (state: ViewState) => this.viewChanged.fire(state));
  }

  /** Starts the server if the document is a trace or a baseline; not again where that has failed. */
  startFor(document: vscode.TextDocument): void {
    if (![TRACE_LANGUAGE, BASELINE_LANGUAGE].includes(document.languageId) || !this.needsStart()) return;
    this.start().catch((error: unknown) => this.log.error(`The server cannot start: ${messageOf(error)}`));
  }

  /** No error where nothing runs: the base class calls this, too, when it could not start, and catches nothing. */
  override async stop(timeout?: number): Promise<void> {
    if (this.isRunning()) await super.stop(timeout);
  }
}
