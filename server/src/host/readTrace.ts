import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import type { Trace } from '../core/model/trace';
import { Feeder } from '../core/parse/feeder';
import type { ParserOptions } from '../core/parse/traceParser';

/** Why a file could not be read, as one line for people, without the file's name. */
export class TraceFileError extends Error {}

/** How to read and parse a file. */
export interface ReadOptions extends ParserOptions {
  /** Called now and then with the bytes read from the file so far, and its size. */
  readonly onProgress?: (bytesRead: number, size: number) => void;
  /** Ends the reading with an AbortError. */
  readonly signal?: AbortSignal;
}

/** The first bytes of compressed files, and what to do about those that are not read. */
const GZIP = [0x1f, 0x8b];
const COMPRESSED: readonly (readonly [magic: readonly number[], hint: string])[] = [
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'it is compressed with xz; unpack it first (xz -dk)'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'it is compressed with zstd; unpack it first (zstd -d)'],
  [[0x42, 0x5a, 0x68], 'it is compressed with bzip2; unpack it first (bunzip2 -k)'],
];

/**
 * Parses a file, plain or gzip, without ever holding its text; `-` is standard input. Throws a TraceFileError where it
 * cannot be read.
 */
export async function readTraceFile(path: string, options: ReadOptions): Promise<Trace> {
  const feeder = new Feeder(options);
  try {
    if (path === '-') await feedStream(process.stdin, 0, feeder, options);
    else await feedFile(path, feeder, options);
    return feeder.finish();
  } catch (error) {
    throw asTraceFileError(error);
  }
}

async function feedFile(path: string, feeder: Feeder, options: ReadOptions): Promise<void> {
  const file = await open(path, 'r');
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new TraceFileError('it is a folder; name a trace file in it');
    // A pipe or a file of procfs and tracefs has no size and no positions: its beginning cannot be looked at twice.
    const head = stat.isFile() && stat.size > 0 ? await firstBytes(file) : undefined;
    if (head !== undefined && !isCompressed(head)) await feedPlain(file, stat.size, feeder, options);
    else await feedStream(file.createReadStream({ autoClose: false }), stat.size, feeder, options);
  } finally {
    await file.close();
  }
}

async function firstBytes(file: FileHandle): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(new Uint8Array(8), 0, 8, 0);
  return buffer.subarray(0, bytesRead);
}

function begins(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** Whether it is gzip. Throws where it is compressed in a way that is not read. */
function isCompressed(head: Uint8Array): boolean {
  const other = COMPRESSED.find(([magic]) => begins(head, magic));
  if (other !== undefined) throw new TraceFileError(other[1]);
  return begins(head, GZIP);
}

/** The fast road for plain files: straight into the parser's memory. */
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

/** For pipes and for gzip: the first chunk tells which it is. */
async function feedStream(
  source: Readable,
  size: number,
  feeder: Feeder,
  options: ReadOptions,
): Promise<void> {
  let unpacked: Gunzip | undefined;
  let unpacking: Promise<void> | undefined;
  let total = 0;
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      options.signal?.throwIfAborted();
      if (total === 0 && isCompressed(chunk)) {
        unpacked = createGunzip();
        unpacking = feedAll(unpacked, feeder);
        // It is awaited at the end; until then its failure is seen by `write`.
        unpacking.catch(() => undefined);
      }
      if (unpacked === undefined) feeder.push(chunk);
      else await write(unpacked, chunk);
      total += chunk.length;
      options.onProgress?.(total, size);
    }
    unpacked?.end();
    await unpacking;
  } finally {
    source.destroy();
    unpacked?.destroy();
  }
}

async function feedAll(source: AsyncIterable<Uint8Array>, feeder: Feeder): Promise<void> {
  for await (const chunk of source) feeder.push(chunk);
}

/** Resolves when `target` has taken the chunk in, so that nothing piles up in between. */
function write(target: Gunzip, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    target.once('error', reject);
    target.write(chunk, (error) => {
      target.off('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
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

/** What an error of the file system or of zlib means, in words. */
export function asTraceFileError(error: unknown): Error {
  if (!(error instanceof Error) || error instanceof TraceFileError || error.name === 'AbortError')
    return error as Error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return new TraceFileError(REASONS[code] ?? error.message.replace(/\s+/g, ' '));
}
