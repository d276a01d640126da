import type { Chunks } from './chunks';
import { TraceFileError } from './traceFileError';

/**
 * Walks over one part of packed data, a frame or a stream, without unpacking it. It yields how many bytes come next: those
 * that it wants to see, or, below 0, those that it passes over. It ends with its part.
 */
export type Walk = Generator<number, void, Uint8Array>;

/** Comes behind the last piece of a part. */
export const END = Symbol('end of a part');

/** The pieces of chunks that hold several parts one after the other: no piece is of two parts. */
export async function* partsOf(
  chunks: Chunks,
  startWalk: () => Walk,
  format: string,
): AsyncGenerator<Uint8Array | typeof END, void> {
  let part: WalkedPart | undefined;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length;) {
      part ??= new WalkedPart(startWalk());
      const to = part.take(chunk, from);
      yield chunk.subarray(from, to);
      from = to;
      if (!part.ended) continue;
      yield END;
      part = undefined;
    }
  }
  if (part !== undefined) throw new TraceFileError(`its ${format} data ends too early`);
}

/** A walk that gets its bytes from chunks. */
class WalkedPart {
  ended = false;
  private seen: number[] = [];
  /** Bytes that the walk waits for still, and whether it wants to see them. */
  private missing = 0;
  private sees = false;

  constructor(private readonly walk: Walk) {
    this.step();
  }

  /** Takes bytes up to the end of the part or of the chunk; gives the place behind them. */
  take(chunk: Uint8Array, from: number): number {
    let at = from;
    while (!this.ended && at < chunk.length) {
      const to = Math.min(at + this.missing, chunk.length);
      if (this.sees) this.seen.push(...chunk.subarray(at, to));
      this.missing -= to - at;
      at = to;
      if (this.missing === 0) this.step();
    }
    return at;
  }

  private step(): void {
    do {
      const { done, value } = this.walk.next(Uint8Array.from(this.seen));
      this.seen = [];
      this.ended = done === true;
      this.missing = Math.abs(value ?? 0);
      this.sees = (value ?? 0) > 0;
    } while (!this.ended && this.missing === 0);
  }
}
