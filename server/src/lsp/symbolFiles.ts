import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { SymbolTable } from '../core/symbols/symbolTable';
import { readSymbols } from '../host/readSymbols';
import { asTraceFileError } from '../host/traceFileError';

/** Larger files hold something else: the symbols of a kernel with all its debugging options are 20 MB. */
const MAX_FILE_BYTES = 256 << 20;

/** What a file is known to be. */
interface Known {
  readonly file: string;
  /** Changes with the file; undefined where there is none. */
  readonly stamp: string | undefined;
  readonly symbols: SymbolTable | undefined;
}

/** The symbols that a setting names. The file is read again when it has changed. */
export class SymbolFiles {
  private known: Known | undefined;
  private reading: Promise<SymbolTable | undefined> = Promise.resolve(undefined);
  private readonly said = new Set<string>();

  /** `warn` is called with what is wrong with a file, once for each file and reason. */
  constructor(private readonly warn: (message: string) => void) {}

  /** The symbols of the file that `setting` names, from `folder` on; undefined where it names none that can be used. */
  get(setting: string, folder: string | undefined): Promise<SymbolTable | undefined> {
    if (setting === '') return Promise.resolve(undefined);
    // One after the other, so that a file is read once, whoever asks.
    this.reading = this.reading.then(() => this.read(setting, folder));
    return this.reading;
  }

  private async read(setting: string, folder: string | undefined): Promise<SymbolTable | undefined> {
    if (folder === undefined && !path.isAbsolute(setting)) {
      this.say(setting, 'a relative path, but no folder is open');
      return undefined;
    }
    const file = path.resolve(folder ?? '', setting);
    const stamp = await stampOf(file);
    if (this.known?.file !== file || this.known.stamp !== stamp)
      this.known = { file, stamp, symbols: await this.parse(setting, file) };
    return this.known.symbols;
  }

  private async parse(setting: string, file: string): Promise<SymbolTable | undefined> {
    try {
      const stats = await stat(file);
      // A device or a pipe may never end.
      if (!stats.isFile()) throw new Error('it is no file');
      if (stats.size > MAX_FILE_BYTES) throw new Error('it is too large for a file of symbols');
      return await readSymbols(file, {});
    } catch (error) {
      this.say(setting, error instanceof Error ? asTraceFileError(error).message : String(error));
      return undefined;
    }
  }

  private say(setting: string, reason: string): void {
    const message = `ftrace.symbols: ${setting}: ${reason}.`;
    if (this.said.has(message)) return;
    this.said.add(message);
    this.warn(message);
  }
}

async function stampOf(file: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size } = await stat(file);
    return `${mtimeMs} ${size}`;
  } catch {
    // Why it cannot be read is said when it is read.
    return undefined;
  }
}
