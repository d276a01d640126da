import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import { URI } from 'vscode-uri';
import { describeMistake, parseBaseline, type Baseline } from '../core/compare/baseline';
import { formatPlural } from '../core/format/numbers';
import { readText } from '../host/readText';
import { asTraceFileError } from '../host/traceFileError';
import type { OpenDocument } from './traceDocument';

/** A list of all functions of the largest kernels is 10 MB. */
const MAX_BYTES = 64 << 20;

/** A baseline that open traces are held against. */
export interface AppliedBaseline {
  readonly uri: string;
  /** Name of the file. */
  readonly name: string;
  readonly text: string;
  /** Version of its document; undefined where it is not open in the editor. */
  readonly version: number | undefined;
  readonly baseline: Baseline;
}

/** What a file is known to be. */
interface Known {
  readonly file: string;
  /** Changes with its text; undefined where there is none. */
  readonly stamp: string | undefined;
  readonly applied: AppliedBaseline | undefined;
}

/** The baseline that a setting names, as its document is where that is open in the editor, else as the file is. */
export class BaselineFiles {
  private known: Known | undefined;
  private reading: Promise<AppliedBaseline | undefined> = Promise.resolve(undefined);
  private readonly said = new Set<string>();

  /** `documents` gives what is open; `warn` is called with what is wrong with a file, once for each file and reason. */
  constructor(
    private readonly documents: () => readonly OpenDocument[],
    private readonly warn: (message: string) => void,
  ) {}

  /** The baseline that `setting` names, from `folder` on; undefined where it names none that can be used. */
  get(setting: string, folder: string | undefined): Promise<AppliedBaseline | undefined> {
    if (setting === '') return Promise.resolve(undefined);
    // One after the other, so that a file is read once, whoever asks.
    const read = this.reading.then(() => this.read(setting, folder));
    // Who comes next is not to fail with it.
    this.reading = read.catch(() => undefined);
    return read;
  }

  private async read(setting: string, folder: string | undefined): Promise<AppliedBaseline | undefined> {
    const file = fileOf(setting, folder);
    if (file === undefined) {
      this.say(setting, 'a relative path, but no folder is open');
      return undefined;
    }
    const document = this.documents().find(({ uri }) => isFile(uri, file));
    const stamp = document === undefined ? await stampOf(file) : `${document.uri} ${document.version}`;
    if (this.known?.file !== file || this.known.stamp !== stamp)
      this.known = { file, stamp, applied: await this.parse(setting, file, document) };
    return this.known.applied;
  }

  private async parse(
    setting: string,
    file: string,
    document: OpenDocument | undefined,
  ): Promise<AppliedBaseline | undefined> {
    try {
      const text = document?.getText() ?? (await readFile(file));
      const baseline = parseBaseline(text);
      const mistake = describeMistake(text, baseline, 'ftrace: Save Baseline…');
      if (mistake !== undefined) throw new Error(mistake);
      // What is wrong with one that is open, stands beside its lines.
      if (document === undefined) this.sayProblems(setting, baseline);
      const uri = document?.uri ?? URI.file(file).toString();
      return { uri, name: path.basename(file), text, version: document?.version, baseline };
    } catch (error) {
      this.say(setting, error instanceof Error ? asTraceFileError(error).message : String(error));
      return undefined;
    }
  }

  private sayProblems(setting: string, { problems, problemCount, names }: Baseline): void {
    const [first] = problems;
    if (first !== undefined) {
      const more = problemCount === 1 ? '' : `, and ${formatPlural(problemCount - 1, 'more such line')}`;
      this.say(setting, `line ${first.line + 1}: ${first.message}${more}; the other lines count`);
    } else if (names.size === 0)
      this.say(setting, 'it allows no function: every function of a trace is outside of it');
  }

  private say(setting: string, reason: string): void {
    const message = `ftrace.baseline: ${setting}: ${reason}.`;
    if (this.said.has(message)) return;
    this.said.add(message);
    this.warn(message);
  }
}

/** The file that a setting names; undefined where that cannot be told. */
export function fileOf(setting: string, folder: string | undefined): string | undefined {
  if (folder === undefined && !path.isAbsolute(setting)) return undefined;
  return path.resolve(folder ?? '', setting);
}

/** Whether a URI is that of the file. */
export function isFile(uri: string, file: string): boolean {
  const { scheme, fsPath } = URI.parse(uri);
  return scheme === 'file' && fsPath === URI.file(file).fsPath;
}

async function readFile(file: string): Promise<string> {
  const stats = await stat(file);
  // A device or a pipe may never end.
  if (!stats.isFile()) throw new Error('it is no file');
  const text = await readText(file, MAX_BYTES, {});
  if (text === undefined) throw new Error('it is too large for a baseline');
  return text;
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
