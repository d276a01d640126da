/** For scripts that measure the trace view: a client of the server's bundle, over stdio. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  InitializedNotification,
  InitializeRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import {
  VIEW_OPEN_REQUEST,
  VIEW_STATE_NOTIFICATION,
  type ViewOpenResult,
  type ViewState,
} from '../server/src/protocol/traceView';

/** A running server. */
export class ViewClient {
  private readonly child: ChildProcess;
  readonly connection: ProtocolConnection;
  /** The newest state of each view. */
  readonly states = new Map<number, ViewState>();
  private readonly waiting = new Set<() => void>();

  constructor() {
    const bundle = path.resolve('dist/server.js');
    const child = spawn(process.execPath, [bundle, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child = child;
    this.connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.connection.onNotification(VIEW_STATE_NOTIFICATION, (state: ViewState) => {
      this.states.set(state.id, state);
      for (const look of this.waiting) look();
    });
    this.connection.listen();
  }

  async initialize(): Promise<void> {
    await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: null,
      capabilities: {},
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  async open(file: string, follow = false): Promise<number> {
    const uri = pathToFileURL(path.resolve(file)).href;
    const { id } = await this.connection.sendRequest<ViewOpenResult>(VIEW_OPEN_REQUEST, { uri, follow });
    return id;
  }

  /** Waits until the state of a view is as wanted. */
  until(id: number, wanted: (state: ViewState) => boolean): Promise<ViewState> {
    return new Promise((resolve) => {
      const look = (): void => {
        const state = this.states.get(id);
        if (state === undefined || !wanted(state)) return;
        this.waiting.delete(look);
        resolve(state);
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Resident memory of the server's process in bytes, its threads included; Linux. */
  memory(): number {
    const pages = readFileSync(`/proc/${this.child.pid}/statm`, 'utf8').split(' ')[1];
    return Number(pages) * 4096;
  }

  end(): void {
    this.connection.dispose();
    this.child.kill();
  }
}

/** Median and worst of some times, in milliseconds. */
export function medianAndWorst(times: readonly number[]): { median: number; worst: number } {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? 0, worst: sorted.at(-1) ?? 0 };
}
