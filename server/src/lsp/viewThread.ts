import { Worker } from 'node:worker_threads';
import type { FromViewThread, ThreadSettings, ToViewThread, ViewThreadData } from '../worker/messages';
import type { ViewState } from '../protocol/traceView';

/** A thread's own objects; its tables are outside of that. A trace of a million tasks takes a quarter of it. */
const MAX_HEAP_MB = 1024;
/** What is thrown away at once: a small one keeps the process small. */
const YOUNG_HEAP_MB = 8;

/** Why a request was not answered: one sentence for people, or a bug for the log. */
export class ThreadFailure extends Error {
  constructor(
    message: string,
    readonly bug = false,
  ) {
    super(message);
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What a thread tells. */
export interface ThreadListener {
  readonly onState: (state: ViewState) => void;
  /** The thread has ended by itself: why, in a sentence. */
  readonly onEnd: (reason: string) => void;
}

/** The thread of one view, as the server sees it. All its memory is given back when it ends. */
export class ViewThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private lastNumber = 0;
  private ended: string | undefined;
  /** Settles when the file is open; fails with a ThreadFailure where it cannot be. */
  readonly opened: Promise<void>;

  /** `file`: the bundle of the thread; `maxHeapMb`: what its own objects may take. */
  constructor(
    file: string,
    data: ViewThreadData,
    private readonly listener: ThreadListener,
    maxHeapMb = MAX_HEAP_MB,
  ) {
    this.worker = new Worker(file, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    // A thread must not keep a server from ending.
    this.worker.unref();
    let open: Waiting | undefined;
    this.opened = new Promise<void>((resolve, reject) => (open = { resolve: () => resolve(), reject }));
    // Whoever opens it waits for it, but an end before that must not be the process's.
    this.opened.catch(() => undefined);
    this.worker.on('message', (message: FromViewThread) => {
      if (message.type !== 'opened') return this.take(message);
      if (message.error === undefined) open!.resolve(undefined);
      else open!.reject(new ThreadFailure(message.error));
    });
    let reason: string | undefined;
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      reason = reasonOf(error);
    });
    this.worker.on('exit', () => {
      const why = reason ?? 'The thread that reads the file has ended: reload the view.';
      open!.reject(new ThreadFailure(why));
      this.end(why);
    });
  }

  /** Asks the thread; `onCancel` is given what to call when nobody waits any more. */
  request(method: string, params: unknown, onCancel: (cancel: () => void) => void): Promise<unknown> {
    if (this.ended !== undefined) return Promise.reject(new ThreadFailure(this.ended));
    const number = ++this.lastNumber;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.post({ type: 'request', number, method, params });
      onCancel(() => {
        if (this.waiting.has(number)) this.post({ type: 'cancel', number });
      });
    });
  }

  /** The thread has ended: nothing can be asked any more. */
  get isOver(): boolean {
    return this.ended !== undefined;
  }

  setSettings(settings: ThreadSettings): void {
    this.post({ type: 'settings', settings });
  }

  /** Ends it, whatever it does. */
  async close(): Promise<void> {
    this.ended ??= 'The view is closed.';
    this.rejectAll();
    await this.worker.terminate();
  }

  private post(message: ToViewThread): void {
    this.worker.postMessage(message);
  }

  private take(message: Exclude<FromViewThread, { type: 'opened' }>): void {
    if (message.type === 'state')
      return this.ended === undefined ? this.listener.onState(message.state) : undefined;
    const waiting = this.waiting.get(message.number);
    this.waiting.delete(message.number);
    if (message.type === 'answer') waiting?.resolve(message.result);
    else waiting?.reject(new ThreadFailure(message.message, message.bug));
  }

  private end(reason: string): void {
    if (this.ended !== undefined) return;
    this.ended = reason;
    this.rejectAll();
    this.listener.onEnd(reason);
  }

  private rejectAll(): void {
    for (const { reject } of this.waiting.values()) reject(new ThreadFailure(this.ended!));
    this.waiting.clear();
  }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'There is not enough memory for this file in the view: close other views and reload, or read a part of it.'
    : `The thread that reads the file has failed (${error.message}): reload the view.`;
}
