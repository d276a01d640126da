import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { Trace } from '../core/model/trace';
import { Feeder } from '../core/parse/feeder';
import type { ParserOptions } from '../core/parse/traceParser';

/** Why a file could not be read, as one line for people, without the file's name. */
export class TraceFileError extends Error {}

export interface ReadOptions extends ParserOptions {
  /** Called now and then with the bytes read from the file so far, and its size. */
  readonly onProgress?: (bytesRead: number, size: number) => void;
  readonly signal?: AbortSignal;
}

const GZIP = [0x1f, 0x8b];

/** Parses a file, plain or gzip, without ever holding its text. Throws a TraceFileError where it cannot be read. */
export async function readTraceFile(path: string, options: ReadOptions): Promise<Trace> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const stat = await file.stat();
    if (stat.isDirectory()) throw new TraceFileError('it is a folder; name a trace file in it');
    const feeder = new Feeder(options);
    // A pipe or a file of procfs and tracefs has no size and no positions: its beginning cannot be looked at twice.
    if (stat.isFile() && stat.size > 0 && (await isGzip(file)))
      await feedGzip(path, stat.size, feeder, options);
    else await feedPlain(file, stat.size, feeder, options);
    return feeder.finish();
  } catch (error) {
    throw asTraceFileError(error);
  } finally {
    await file?.close();
  }
}

async function isGzip(file: FileHandle): Promise<boolean> {
  const head = new Uint8Array(GZIP.length);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  return bytesRead === GZIP.length && GZIP.every((byte, i) => head[i] === byte);
}

async function feedPlain(
  file: FileHandle,
  size: number,
  feeder: Feeder,
  options: ReadOptions,
): Promise<void> {
  for (let total = 0; ;) {
    options.signal?.throwIfAborted();
    const { bytesRead } = await file.read(feeder.space());
    if (bytesRead === 0) return;
    feeder.commit(bytesRead);
    total += bytesRead;
    options.onProgress?.(total, size);
  }
}

async function feedGzip(path: string, size: number, feeder: Feeder, options: ReadOptions): Promise<void> {
  const source = createReadStream(path);
  const unpacked = source.pipe(createGunzip());
  source.on('error', (error) => unpacked.destroy(error));
  try {
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      options.signal?.throwIfAborted();
      feeder.push(chunk);
      options.onProgress?.(source.bytesRead, size);
    }
  } finally {
    source.destroy();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder; name a trace file in it',
  ENOTDIR: 'a part of its path is no folder',
  Z_DATA_ERROR: 'its gzip data is damaged',
  Z_BUF_ERROR: 'its gzip data ends too early',
};

function asTraceFileError(error: unknown): Error {
  if (!(error instanceof Error) || error instanceof TraceFileError || error.name === 'AbortError')
    return error as Error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return new TraceFileError(REASONS[code] ?? error.message.replace(/\s+/g, ' '));
}
