import { withTraceFile, type FileOptions } from './traceFile';

/** The text of a file, plain or compressed; undefined where it is longer than `limit` bytes. */
export function readText(path: string, limit: number, options: FileOptions): Promise<string | undefined> {
  return withTraceFile(path, async (file) => {
    const decoder = new TextDecoder();
    const text: string[] = [];
    let length = 0;
    for await (const chunk of file.text(options)) {
      length += chunk.length;
      if (length > limit) return undefined;
      text.push(decoder.decode(chunk, { stream: true }));
    }
    return text.join('') + decoder.decode();
  });
}

/** All bytes of the text of a file, plain or compressed. */
export async function readTraceBytes(path: string, options: FileOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  await withTraceFile(path, async (file) => {
    for await (const chunk of file.text(options)) {
      // The source may use its memory again.
      chunks.push(chunk.slice());
      length += chunk.length;
    }
  });
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
