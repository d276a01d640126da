import { pipeline } from 'node:stream/promises';
import type { Transform } from 'node:stream';

/** Bytes in pieces of any size, one after the other when asked for. */
export type Chunks = AsyncIterable<Uint8Array>;

/** The first `count` bytes, or all where there are fewer, and the same bytes again with those behind them. */
export async function peek(
  chunks: Chunks,
  count: number,
): Promise<{ readonly head: Uint8Array; readonly chunks: Chunks }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  for (let length = 0; length < count;) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  const begin = first.length === 1 ? first[0]! : Buffer.concat(first);
  return { head: begin.subarray(0, count), chunks: resume(begin, iterator) };
}

async function* resume(
  begin: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  try {
    if (begin.length > 0) yield begin;
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** What `transform` makes of the chunks; they are taken as fast as it can, so that nothing piles up. */
export async function* through(chunks: Chunks, transform: Transform): AsyncGenerator<Uint8Array, void> {
  const feeding = pipeline(chunks, transform);
  // Its failure is that of `transform`, which is thrown here; or nobody wants the rest.
  feeding.catch(() => undefined);
  yield* transform as AsyncIterable<Uint8Array>;
  await feeding;
}
