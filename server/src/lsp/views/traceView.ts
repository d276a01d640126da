import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { notice } from '../../core/format/escape';
import { URI } from 'vscode-uri';
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
  VIEW_STATE_NOTIFICATION,
  VIEW_STRIP_REQUEST,
  VIEW_SUGGEST_REQUEST,
  VIEW_SUMMARY_REQUEST,
  VIEW_TEXT_REQUEST,
  type ViewOpenParams,
  type ViewOpenResult,
  type ViewParams,
  type ViewReloadParams,
  type ViewState,
} from '../../protocol/traceView';
import type { Trace } from '../../core/model/trace';
import { arrived, type SentTrace } from '../../core/model/tracesBetweenThreads';
import type { ReadOptions } from '../../host/readTrace';
import { errorText } from '../guard';
import type { Server } from '../serverContext';
import { readsTheSame } from '../sameReading';
import { threadSettings } from '../threadSettings';
import { ThreadFailure, ViewThread } from '../viewThread';
import { NUMBERS_REQUEST, type ThreadSettings } from '../../worker/messages';
import { failure } from './localFile';

/** What a view's thread answers itself. */
const FORWARDED = [
  VIEW_ROWS_REQUEST,
  VIEW_LOCATE_REQUEST,
  VIEW_FOLD_REQUEST,
  VIEW_GO_REQUEST,
  VIEW_HOVER_REQUEST,
  VIEW_SEARCH_REQUEST,
  VIEW_FILTER_REQUEST,
  VIEW_SUGGEST_REQUEST,
  VIEW_STRIP_REQUEST,
  VIEW_SUMMARY_REQUEST,
  VIEW_TEXT_REQUEST,
  VIEW_CANCEL_REQUEST,
];

const FAILED = new ResponseError<void>(
  LSPErrorCodes.RequestFailed,
  'The view could not answer; the log of the server says why.',
);

/** A view that is open, and its thread, which another takes the place of where it has ended. */
interface View {
  readonly uri: string;
  readonly path: string;
  /** What its thread was told last. */
  told: ThreadSettings;
  thread: ViewThread;
  state: ViewState | undefined;
}

/** Views that are open. */
export interface TraceViews {
  /**
   * The numbers of a file, if a view has read all of it as `options` say and it has not changed: then they need not be read
   * once more, which would take as much memory again.
   */
  readonly numbers: (path: string, options: ReadOptions) => Promise<Trace | undefined>;
  /** The settings have changed. */
  readonly settingsChanged: () => void;
  /** Ends all threads. */
  readonly close: () => void;
}

/** ftrace/view/…: each view has a thread of its own, to which its requests are forwarded. */
export function registerTraceView(server: Server, threadFile: string): TraceViews {
  const { connection, guard, parsing, settings } = server;
  const views = new Map<number, View>();
  let lastId = 0;

  async function toldSettings(): Promise<ThreadSettings> {
    return threadSettings(await settings(), await parsing());
  }

  function startThread(
    id: number,
    { uri, path }: Pick<View, 'uri' | 'path'>,
    follow: boolean,
    told: ThreadSettings,
  ): ViewThread {
    return new ViewThread(
      threadFile,
      { job: 'view', id, path, follow, settings: told },
      {
        onState: (state) => tell(id, state),
        onEnd: (reason) => {
          connection.console.warn(`${uri}: ${reason}`);
          const { generation = 0 } = views.get(id)?.state ?? {};
          tell(id, { ...NOTHING, id, generation: generation + 1, message: reason });
        },
      },
    );
  }

  function tell(id: number, state: ViewState): void {
    const view = views.get(id);
    if (view === undefined) return;
    view.state = state;
    connection.sendNotification(VIEW_STATE_NOTIFICATION, state).catch((error: unknown) => {
      connection.console.error(errorText(error));
    });
  }

  function viewOf(id: number): View {
    const view = views.get(id);
    if (view === undefined)
      throw new ResponseError(
        LSPErrorCodes.RequestFailed,
        'This view is no longer open: open the file again.',
      );
    return view;
  }

  async function ask(
    view: View,
    method: string,
    params: unknown,
    token: CancellationToken,
  ): Promise<unknown> {
    let listener: { dispose(): void } | undefined;
    try {
      return await view.thread.request(method, params, (cancel) => {
        listener = token.onCancellationRequested(cancel);
      });
    } catch (error) {
      throw asResponse(view.uri, error);
    } finally {
      listener?.dispose();
    }
  }

  connection.onRequest(
    VIEW_OPEN_REQUEST,
    guard<ViewOpenParams, ViewOpenResult>(VIEW_OPEN_REQUEST, FAILED, async ({ uri, follow }, token) => {
      const { scheme, fsPath } = URI.parse(uri);
      if (scheme !== 'file') throw failure(uri, 'the view shows files of this machine only');
      const id = ++lastId;
      const file = { uri, path: fsPath };
      const told = await toldSettings();
      const thread = startThread(id, file, follow === true, told);
      views.set(id, { ...file, told, thread, state: undefined });
      const listener = token.onCancellationRequested(() => close(id));
      try {
        await thread.opened;
      } catch (error) {
        close(id);
        throw asResponse(uri, error);
      } finally {
        listener.dispose();
      }
      return { id };
    }),
  );

  for (const method of FORWARDED) {
    connection.onRequest(
      method,
      guard<ViewParams, unknown>(method, FAILED, (params, token) =>
        ask(viewOf(params.id), method, params, token),
      ),
    );
  }

  connection.onRequest(
    VIEW_RELOAD_REQUEST,
    guard<ViewReloadParams, unknown>(VIEW_RELOAD_REQUEST, FAILED, async (params, token) => {
      const view = viewOf(params.id);
      const told = await toldSettings();
      // Meanwhile it may have been closed, or reloaded by another request: a thread more would never end.
      viewOf(params.id);
      if (!view.thread.isOver) return ask(view, VIEW_RELOAD_REQUEST, params, token);
      view.told = told;
      view.thread = startThread(params.id, view, params.follow === true, told);
      try {
        await view.thread.opened;
      } catch (error) {
        throw asResponse(view.uri, error);
      }
      return null;
    }),
  );

  connection.onNotification(VIEW_CLOSE_NOTIFICATION, ({ id }: ViewParams) => close(id));

  function close(id: number): void {
    const view = views.get(id);
    views.delete(id);
    view?.thread.close().catch((error: unknown) => connection.console.error(errorText(error)));
  }

  async function tellSettings(): Promise<void> {
    const told = await toldSettings();
    for (const view of views.values()) {
      view.told = told;
      view.thread.setSettings(told);
    }
  }

  async function numbersOf({ thread }: View): Promise<Trace | undefined> {
    try {
      const sent = (await thread.request(NUMBERS_REQUEST, undefined, () => undefined)) as SentTrace | null;
      return sent === null ? undefined : arrived(sent);
    } catch (error) {
      // It has ended meanwhile.
      if (error instanceof ThreadFailure && !error.bug) return undefined;
      throw error;
    }
  }

  return {
    numbers: async (path, options) => {
      for (const view of views.values()) {
        const trace =
          view.path === path && readsTheSame(view.told, options) ? await numbersOf(view) : undefined;
        if (trace !== undefined) return trace;
      }
      return undefined;
    },
    settingsChanged: () => {
      tellSettings().catch((error: unknown) => connection.console.error(errorText(error)));
    },
    close: () => {
      for (const id of [...views.keys()]) close(id);
    },
  };
}

/** A view whose thread is gone. */
const NOTHING = {
  phase: 'failed',
  bytes: 0,
  size: 0,
  bytesPerSecond: 0,
  lines: 0,
  rows: 0,
} as const;

/** An answer for people; a bug is logged by the guard. */
function asResponse(uri: string, error: unknown): unknown {
  if (!(error instanceof ThreadFailure) || error.bug) return error;
  const message = notice(error.message);
  // A sentence stands for itself; a reason needs the file's name.
  return /^[A-Z]/.test(message)
    ? new ResponseError(LSPErrorCodes.RequestFailed, message)
    : failure(uri, message);
}
