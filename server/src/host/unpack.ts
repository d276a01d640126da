import { peek, through, type Chunks } from './chunks';
import { TraceFileError } from './traceFileError';
import { asUtf8, utf16Of } from './utf16';

const MAGIC_BYTES = 6;
const OUTPUT_BYTES = 1 << 16;

interface Format {
  /** How files of the format begin, in hexadecimal. */
  readonly begin: RegExp;
  readonly unpack: (chunks: Chunks) => Chunks;
}

/** What unpacks is loaded when it is needed: most traces are not packed. */
const FORMATS: readonly Format[] = [
  {
    begin: /^1f8b/,
    unpack: async function* (chunks) {
      const { createGunzip } = await import('node:zlib');
      yield* through(chunks, createGunzip({ chunkSize: OUTPUT_BYTES }));
    },
  },
  {
    begin: /^fd377a585a00/,
    unpack: async function* (chunks) {
      const { unpackXz } = await import('./xz');
      yield* unpackXz(chunks);
    },
  },
  {
    // pzstd puts a frame in front that is to be skipped.
    begin: /^(28b52ffd|5.2a4d18)/,
    unpack: async function* (chunks) {
      const { unpackZstd } = await import('./zstd');
      yield* unpackZstd(chunks);
    },
  },
  {
    begin: /^425a68/,
    unpack: () => {
      throw new TraceFileError('it is compressed with bzip2; unpack it first (bunzip2 -k)');
    },
  },
];

function formatOf(head: Uint8Array): Format | undefined {
  const hex = Buffer.from(head.subarray(0, MAGIC_BYTES)).toString('hex');
  return FORMATS.find(({ begin }) => begin.test(hex));
}

/** Whether a file that begins so is its own text, in UTF-8 or what is read as that. */
export function isPlain(head: Uint8Array): boolean {
  return formatOf(head) === undefined && utf16Of(head) === undefined;
}

/** The text of a file, in UTF-8: unpacked if it is compressed, transcoded if it is UTF-16. */
export async function* textOf(file: Chunks): AsyncGenerator<Uint8Array, void> {
  const { head, chunks } = await peek(file, MAGIC_BYTES);
  yield* asUtf8(formatOf(head)?.unpack(chunks) ?? chunks);
}
