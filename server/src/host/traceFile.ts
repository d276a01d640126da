import { open, type FileHandle } from 'node:fs/promises';
import type { Chunks } from './chunks';
import { asTraceFileError, TraceFileError } from './traceFileError';
import { isPlain, textOf } from './unpack';

/** Enough of a file to know what it is. */
const HEAD_BYTES = 1024;

/** How to read a file. */
export interface FileOptions {
  /** Called now and then with the bytes read from the file so far, and its size; 0 where it has none. */
  readonly onProgress?: (bytesRead: number, size: number) => void;
  /** Ends the reading with an AbortError. */
  readonly signal?: AbortSignal;
}

/** A file, or standard input, that is open. */
export interface TraceFile {
  readonly size: number;
  /** Where it is plain text with positions, which can be read into any memory. */
  readonly plain: FileHandle | undefined;
  /** Its text in UTF-8, whatever it is in; ends with an AbortError when it is given up. */
  text(options: FileOptions): Chunks;
}

/** Opens a file for the time of `use`; `-` is standard input. Throws a TraceFileError where it cannot be read. */
export async function withTraceFile<T>(path: string, use: (file: TraceFile) => Promise<T>): Promise<T> {
  try {
    return await (path === '-' ? withStandardInput(use) : withFile(path, use));
  } catch (error) {
    throw asTraceFileError(error);
  }
}

async function withStandardInput<T>(use: (file: TraceFile) => Promise<T>): Promise<T> {
  try {
    return await use(traceFile(() => process.stdin, 0));
  } finally {
    process.stdin.destroy();
  }
}

async function withFile<T>(path: string, use: (file: TraceFile) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new TraceFileError('it is a folder; name a trace file in it');
    // A pipe or a file of procfs and tracefs has no size and no positions: its beginning cannot be looked at twice.
    const plain = stat.isFile() && stat.size > 0 && isPlain(await firstBytes(handle));
    const read = (): Chunks => handle.createReadStream({ autoClose: false });
    return await use(traceFile(read, stat.size, plain ? handle : undefined));
  } finally {
    await handle.close();
  }
}

function traceFile(read: () => Chunks, size: number, plain?: FileHandle): TraceFile {
  return {
    size,
    plain,
    text: (options) => abortable(textOf(watched(read(), size, options)), options),
  };
}

async function firstBytes(handle: FileHandle): Promise<Uint8Array> {
  const { bytesRead, buffer } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

/** The chunks, with what the options want to know of them. */
async function* watched(
  chunks: Chunks,
  size: number,
  { signal, onProgress }: FileOptions,
): AsyncGenerator<Uint8Array, void> {
  let total = 0;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    total += chunk.length;
    onProgress?.(total, size);
    yield chunk;
  }
}

/** The chunks until they are given up: unpacking may have many more of them ready. */
async function* abortable(chunks: Chunks, { signal }: FileOptions): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    yield chunk;
  }
}
