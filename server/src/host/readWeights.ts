import { parseWeights, type ParsedWeights } from '../core/weights/weights';
import { readText } from './readText';
import type { FileOptions } from './traceFile';
import { TraceFileError } from './traceFileError';

/** The symbols of a kernel with all its modules take a tenth of it. */
const MAX_BYTES = 256 << 20;

/**
 * Reads a table of weights out of a file, plain or compressed; `name` is what it is called, `column` as in parseWeights. Throws a
 * TraceFileError where it cannot be read.
 */
export async function readWeights(
  path: string,
  name: string,
  options: FileOptions & { readonly column?: string } = {},
): Promise<ParsedWeights> {
  const text = await readText(path, MAX_BYTES, options);
  if (text === undefined) throw new TraceFileError('it is too long for a table of weights');
  return parseWeights(text, name, options.column);
}
