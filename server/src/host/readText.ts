import { withTraceFile, type FileOptions } from './traceFile';
import { asTraceFileError } from './traceFileError';

/** The text of a file, plain or compressed; undefined where it is longer than `limit` bytes. */
export async function readText(
  path: string,
  limit: number,
  options: FileOptions,
): Promise<string | undefined> {
  try {
    return await withTraceFile(path, async (file) => {
      const decoder = new TextDecoder();
      const text: string[] = [];
      let length = 0;
      for await (const chunk of file.text(options)) {
        options.signal?.throwIfAborted();
        length += chunk.length;
        if (length > limit) return undefined;
        text.push(decoder.decode(chunk, { stream: true }));
      }
      return text.join('') + decoder.decode();
    });
  } catch (error) {
    throw asTraceFileError(error);
  }
}

/** All bytes of the text of a file, plain or compressed. */
export async function readTraceBytes(path: string, options: FileOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    await withTraceFile(path, async (file) => {
      for await (const chunk of file.text(options)) {
        options.signal?.throwIfAborted();
        // The source may use its memory again.
        chunks.push(chunk.slice());
        length += chunk.length;
      }
    });
  } catch (error) {
    throw asTraceFileError(error);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
