import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { asTraceFileError } from './traceFileError';

/** SHA-256 of a file's bytes as they are, in hexadecimal. Throws a TraceFileError where it cannot be read. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw asTraceFileError(error);
  }
  return hash.digest('hex');
}
