import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Categories, categoryRules } from '../core/classify/categories';
import { arrived } from '../core/model/tracesBetweenThreads';
import type { Trace } from '../core/model/trace';
import { INTERRUPT_FUNCTIONS } from '../core/parse/interruptNames';
import { readTraceFile, type ReadOptions } from '../host/readTrace';
import { TraceFileError } from '../host/traceFileError';
import type { FromReadThread, ReadThreadData } from '../worker/messages';

/** Below this a thread takes longer to start than the file to be read. */
const MIN_BYTES = 256 << 10;

/** Reads a file as readTraceFile does. */
export type ReadTrace = typeof readTraceFile;

/** Reads files in threads, some at a time, so that the server goes on answering; in place where that cannot be. */
export class ThreadedReader {
  private running = 0;
  private readonly queue: (() => void)[] = [];
  private hasThreads = true;

  /** `threadFile`: the bundle of the threads. `log` is told, once, that there are none. */
  constructor(
    private readonly threadFile: string,
    private readonly log: (message: string) => void,
    private readonly most = Math.max(1, availableParallelism() - 1),
  ) {}

  /** Threads that are at work. */
  get threads(): number {
    return this.running;
  }

  /** Throws as readTraceFile does, and a TraceFileError where there is not enough memory. */
  readonly read: ReadTrace = async (path, options) => {
    const { categories } = options;
    // Other rules than compiled ones are those of a test.
    const isPlain = categories === undefined || categories instanceof Categories;
    if (!this.hasThreads || !isPlain || !(await isLarge(path))) return readTraceFile(path, options);
    await this.turn();
    try {
      options.signal?.throwIfAborted();
      return await this.readThere(path, options, categories);
    } catch (error) {
      if (!(error instanceof NoThread)) throw error;
      this.hasThreads = false;
      this.log(`Files are read without threads, since none can be started: ${error.message}`);
      return readTraceFile(path, options);
    } finally {
      this.running--;
      this.queue.shift()?.();
    }
  };

  /** Waits until one more thread may run. */
  private async turn(): Promise<void> {
    while (this.running >= this.most) await new Promise<void>((resolve) => this.queue.push(resolve));
    this.running++;
  }

  private readThere(path: string, options: ReadOptions, categories: Categories | undefined): Promise<Trace> {
    const { filter = {}, interruptNames, keepLines, keepSelf = false, onProgress, signal, symbols } = options;
    const data: ReadThreadData = {
      job: 'read',
      path,
      options: {
        keepLines,
        keepSelf,
        filter,
        rules: categories && categoryRules(categories),
        interruptFunctions: interruptNames?.names ?? INTERRUPT_FUNCTIONS,
        symbols: symbols?.text,
      },
    };
    return new Promise((resolve, reject) => {
      let worker: Worker;
      let online = false;
      try {
        worker = new Worker(this.threadFile, { workerData: data });
      } catch (error) {
        return reject(new NoThread(error instanceof Error ? error.message : String(error)));
      }
      const giveUp = (): void => {
        void worker.terminate();
        reject(abortReason(signal!));
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      worker.on('message', (message: FromReadThread) => {
        online = true;
        if (message.type === 'progress') return onProgress?.(message.bytes, message.size);
        if (message.type === 'trace') return resolve(arrived(message.trace));
        reject(message.forPeople ? new TraceFileError(message.message) : new Error(message.message));
      });
      worker.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
          reject(new TraceFileError('there is not enough memory to read it'));
        else reject(online ? error : new NoThread(error.message));
      });
      worker.on('exit', () => {
        signal?.removeEventListener('abort', giveUp);
        reject(new TraceFileError('the thread that read it was ended; try again'));
      });
    });
  }
}

/** A thread could not be started. */
class NoThread extends Error {}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}

async function isLarge(path: string): Promise<boolean> {
  try {
    const stats = await stat(path);
    return stats.isFile() && stats.size >= MIN_BYTES;
  } catch {
    // Reading it says why it cannot be read.
    return false;
  }
}
