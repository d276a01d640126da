import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import { through, type Chunks } from './chunks';
import { END, partsOf, type Walk } from './parts';
import { TraceFileError } from './traceFileError';

/** What the program zstd unpacks without being told to, and zlib too. */
const MAX_WINDOW_BYTES = 2 ** 27;
const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;

/** What is said of the frame that is walked. */
interface Frame {
  /** The lower half of its text's XXH64, where it has one. */
  checksum?: number;
}

/** The text in zstd data of one or more frames: by zlib where it knows zstd, from Node 22.15 on. */
export async function* unpackZstd(chunks: Chunks): AsyncGenerator<Uint8Array, void> {
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };
  if (createZstdDecompress === undefined) return yield* unpackByPackage(chunks);
  try {
    yield* through(wholeFrames(chunks), createZstdDecompress());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code?.startsWith('ZSTD_') === true ? damaged() : error;
  }
}

/** Chunks of one frame each: zlib would end at the first frame if a chunk went on behind it. */
async function* wholeFrames(chunks: Chunks): AsyncGenerator<Uint8Array, void> {
  for await (const piece of partsOf(chunks, () => walkFrame({}), 'zstd')) if (piece !== END) yield piece;
}

/** As zlib does it, but slowly. */
async function* unpackByPackage(chunks: Chunks): AsyncGenerator<Uint8Array, void> {
  const { Decompress } = await import('fzstd');
  const { default: loadHashes } = await import('xxhash-wasm');
  const hashes = await loadHashes();
  const frame: Frame = {};
  let unpacked: Uint8Array[] = [];
  const start = (): InstanceType<typeof Decompress> => new Decompress((block) => unpacked.push(block));
  let decompress = start();
  let hash = hashes.create64();
  for await (const piece of partsOf(chunks, () => walkFrame(frame), 'zstd')) {
    try {
      if (piece === END) decompress.push(new Uint8Array(), true);
      else decompress.push(piece);
    } catch {
      throw damaged();
    }
    for (const block of unpacked) hash.update(block);
    yield* unpacked;
    unpacked = [];
    if (piece !== END) continue;
    // The package does not look at it.
    if (frame.checksum !== undefined && BigInt(frame.checksum) !== BigInt.asUintN(32, hash.digest()))
      throw damaged();
    decompress = start();
    hash = hashes.create64();
  }
}

/** One frame: RFC 8878, section 3.1. */
function* walkFrame(frame: Frame): Walk {
  delete frame.checksum;
  const magic = littleEndian(yield 4);
  if ((magic & ~0xf) >>> 0 === SKIPPABLE_MAGIC) {
    yield -littleEndian(yield 4);
    return;
  }
  if (magic !== MAGIC) throw damaged();
  const [descriptor = 0] = yield 1;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if (!isSingleSegment) checkWindow(windowBytes(yield 1));
  yield -[0, 1, 2, 4][descriptor & 3]!;
  const sizeFlag = descriptor >> 6;
  const size = littleEndian(yield sizeFlag === 0 ? Number(isSingleSegment) : 1 << sizeFlag);
  if (isSingleSegment) checkWindow(size);
  for (let isLast = false; !isLast;) {
    const header = littleEndian(yield 3);
    const type = (header >> 1) & 3;
    if (type === RESERVED_BLOCK) throw damaged();
    isLast = (header & 1) === 1;
    yield -(type === RLE_BLOCK ? 1 : header >> 3);
  }
  if ((descriptor & 4) !== 0) frame.checksum = littleEndian(yield 4);
}

function windowBytes([descriptor = 0]: Uint8Array): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function checkWindow(bytes: number): void {
  if (bytes > MAX_WINDOW_BYTES)
    throw new TraceFileError('its zstd data needs more than 128 MB; unpack it first (zstd -d --long=31)');
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

function damaged(): TraceFileError {
  return new TraceFileError('its zstd data is damaged');
}
