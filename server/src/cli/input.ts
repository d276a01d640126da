import { readFile } from 'node:fs/promises';
import { parseJsonc } from '../core/text/jsonc';
import { asTraceFileError } from '../host/traceFileError';

/** Wrong input: ends the program with code 2 and one line per reason. */
export class InputError extends Error {
  readonly reasons: readonly string[];

  constructor(reasons: string | readonly string[]) {
    super(typeof reasons === 'string' ? reasons : reasons.join('; '));
    this.reasons = typeof reasons === 'string' ? [reasons] : reasons;
  }
}

async function readInput(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path}: ${asTraceFileError(error).message}`);
  }
}

/** The value of a JSON file, which may have comments; throws an InputError where there is none. */
export async function readJson(path: string): Promise<unknown> {
  const { value, problems } = parseJsonc(await readInput(path));
  if (problems.length > 0) throw new InputError(problems.map((problem) => `${path}: ${problem}`));
  return value;
}
