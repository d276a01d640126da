import { peek, type Chunks } from './chunks';

/** As much of a text is looked at for its encoding: its first lines. */
const HEAD_BYTES = 1024;
/** This share of the characters of the first lines is ASCII: all but some names of tasks. */
const MIN_ASCII = 0.9;
/** The lower byte of a character is 0 seldom: U+0100, an emoji. */
const MAX_LOW_ZEROS = 0.05;

/** UTF-16 as UTF-8, other text as it is. */
export async function* asUtf8(chunks: Chunks): AsyncGenerator<Uint8Array, void> {
  const begun = await peek(chunks, HEAD_BYTES);
  const encoding = utf16Of(begun.head);
  yield* encoding === undefined ? begun.chunks : transcode(begun.chunks, encoding === 'be');
}

/** The order of bytes if a text that begins so is UTF-16: by its mark, or as every second byte is 0. */
export function utf16Of(head: Uint8Array): 'le' | 'be' | undefined {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'le';
  if (first === 0xfe && second === 0xff) return 'be';
  const pairs = head.length >> 1;
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at++) if (head[at] === 0) zeros[at & 1]!++;
  const [even = 0, odd = 0] = zeros;
  const isHigh = (own: number, other: number): boolean =>
    own > 0 && own >= pairs * MIN_ASCII && other <= pairs * MAX_LOW_ZEROS;
  if (isHigh(odd, even)) return 'le';
  return isHigh(even, odd) ? 'be' : undefined;
}

async function* transcode(chunks: Chunks, isBigEndian: boolean): AsyncGenerator<Uint8Array, void> {
  // Not every Node knows utf-16be.
  const decoder = new TextDecoder('utf-16le');
  const encoder = new TextEncoder();
  let half: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([half, chunk]);
    const whole = bytes.subarray(0, bytes.length & ~1);
    half = bytes.subarray(whole.length);
    yield encoder.encode(decoder.decode(isBigEndian ? whole.swap16() : whole, { stream: true }));
  }
  yield encoder.encode(decoder.decode(half));
}
