import { ReadableStream } from 'node:stream/web';
import { setImmediate } from 'node:timers/promises';
import type { Chunks } from './chunks';
import { END, partsOf, type Walk } from './parts';
import { TraceFileError } from './traceFileError';

const MAGIC = 'fd377a585a00';
/** What the reader takes at once; the less, the less is left to do when nobody wants the rest. */
const MAX_INPUT_BYTES = 8192;
/** Codes of its errors: too little memory, more than its limit, a filter or check that it does not know. */
const UNSUPPORTED = /error code [2346]$/;

type Pieces = AsyncIterator<Uint8Array | typeof END, void>;

/** The text in xz data of one or more streams, which may have zeros between them. */
export async function* unpackXz(chunks: Chunks): AsyncGenerator<Uint8Array, void> {
  const pieces = partsOf(chunks, walkStream, 'xz');
  try {
    for (;;) {
      const next = await pieces.next();
      if (next.done === true) return;
      if (next.value === END || next.value[0] === 0) continue;
      yield* unpackStream(next.value, pieces);
    }
  } finally {
    await pieces.return();
  }
}

/** The end of the last turn: the package unpacks one stream after the other, and forgets that if one is given up early. */
let lastTurn = Promise.resolve();

async function* unpackStream(first: Uint8Array, rest: Pieces): AsyncGenerator<Uint8Array, void> {
  const { XzReadableStream } = await import('xz-decompress');
  const before = lastTurn;
  let endTurn = (): void => undefined;
  lastTurn = new Promise((resolve) => (endTurn = resolve));
  await before;
  try {
    const input = new Input(first, rest);
    const reader = new XzReadableStream(input.stream).getReader();
    let ended = false;
    try {
      for (;;) {
        const next = await read(reader, input);
        ended = next.done;
        if (next.done) break;
        yield next.value;
      }
    } finally {
      // It must not be cancelled while it reads.
      await input.close();
      if (!ended) await reader.cancel().catch(() => undefined);
    }
    // Between the last byte and the END there is nothing that the reader would have asked for.
    await input.skipRest();
  } finally {
    endTurn();
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function read(reader: Reader, input: Input): ReturnType<Reader['read']> {
  try {
    return await reader.read();
  } catch (error) {
    if (input.failure !== undefined) throw input.failure;
    const isUnsupported = error instanceof Error && UNSUPPORTED.test(error.message);
    throw new TraceFileError(
      isUnsupported
        ? 'its xz data is of an unusual kind; unpack it first (xz -dk)'
        : 'its xz data is damaged',
    );
  }
}

/** The pieces of one stream, up to its END, as the package wants them. */
class Input {
  /** Why there are no more pieces. */
  failure: Error | undefined;
  readonly stream: ReadableStream<Uint8Array>;
  private reading: Promise<void> = Promise.resolve();
  private closed = false;
  private atEnd = false;

  constructor(
    private piece: Uint8Array | undefined,
    private readonly rest: Pieces,
  ) {
    this.stream = new ReadableStream<Uint8Array>(
      { pull: (controller) => (this.reading = this.pull(controller)) },
      { highWaterMark: 0 },
    );
  }

  /** Gives nothing more; resolves when nobody reads. */
  async close(): Promise<void> {
    this.closed = true;
    await this.reading.catch(() => undefined);
    await setImmediate();
  }

  /** Goes to the END. */
  async skipRest(): Promise<void> {
    do this.piece = undefined;
    while ((await this.next()) !== undefined);
  }

  private async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      if (this.closed) throw new Error('closed');
      const piece = await this.next();
      if (piece === undefined) return controller.close();
      this.piece = piece.length > MAX_INPUT_BYTES ? piece.subarray(MAX_INPUT_BYTES) : undefined;
      controller.enqueue(piece.subarray(0, MAX_INPUT_BYTES));
    } catch (error) {
      this.failure = error as Error;
      throw error;
    }
  }

  private async next(): Promise<Uint8Array | undefined> {
    if (this.piece !== undefined || this.atEnd) return this.piece;
    const next = await this.rest.next();
    if (next.done !== true && next.value !== END) return next.value;
    this.atEnd = true;
    return undefined;
  }
}

/** One stream, or four zeros between streams: The .xz File Format, version 1.2.1. */
function* walkStream(): Walk {
  const begin = yield 4;
  if (begin.every((byte) => byte === 0)) return;
  const flags = yield 4;
  if (!Buffer.concat([begin, flags]).toString('hex').startsWith(MAGIC))
    throw new TraceFileError('its xz data is damaged');
  yield -4;
  const checkBytes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64][flags[3]! & 15]!;
  for (;;) {
    const [headerSize = 0] = yield 1;
    if (headerSize === 0) break;
    yield -(headerSize * 4 + 3);
    const size = yield* walkLzma2();
    yield -(padding(size) + checkBytes);
  }
  yield* walkIndex();
  yield -12;
}

/** The packed data of a block; gives its size. */
function* walkLzma2(): Generator<number, number, Uint8Array> {
  for (let size = 1; ; size++) {
    const [control = 0] = yield 1;
    if (control === 0) return size;
    const isPacked = control >= 0x80;
    if (!isPacked && control > 2) throw new TraceFileError('its xz data is damaged');
    if (isPacked) yield -2;
    const [high = 0, low = 0] = yield 2;
    const bytes = high * 256 + low + 1 + (control >= 0xc0 ? 1 : 0);
    yield -bytes;
    size += (isPacked ? 4 : 2) + bytes;
  }
}

/** Where the blocks are, behind its first byte: that was 0. */
function* walkIndex(): Walk {
  let size = 1;
  const number = function* (): Generator<number, number, Uint8Array> {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const [byte = 0] = yield 1;
      size++;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  for (let left = 2 * (yield* number()); left > 0; left--) yield* number();
  yield -(padding(size) + 4);
}

function padding(size: number): number {
  return (4 - (size % 4)) % 4;
}
