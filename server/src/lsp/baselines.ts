import {
  DiagnosticSeverity,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
} from 'vscode-languageserver';
import { parseBaseline } from '../core/compare/baseline';
import { visible } from '../core/format/escape';
import { BaselineFiles, fileOf, isFile, type AppliedBaseline } from './baselineFiles';
import { BaselineWatcher } from './baselineWatcher';
import { LINE_END } from './convert';
import { DIAGNOSTIC_SOURCE } from './features/diagnostics';
import type { OpenDocument } from './traceDocument';

/** While somebody types in a baseline, traces are checked again in the next pause. */
const PAUSE_MS = 150;

/** What the baselines of a server work with. */
export interface BaselinesOptions {
  readonly connection: Connection;
  readonly client: () => ClientCapabilities;
  /** What is open in the editor. */
  readonly documents: () => readonly OpenDocument[];
  /** The setting, as it is now, and the folder that it is relative to. */
  readonly setting: () => Promise<string>;
  readonly folder: () => string | undefined;
  readonly warn: (message: string) => void;
  /** Traces are to be checked again. */
  readonly onChange: () => void;
}

/** The baseline that the settings apply: as its document is, as its file is, and again when one of them changes. */
export class Baselines {
  private readonly files: BaselineFiles;
  private readonly watcher: BaselineWatcher;
  private file: string | undefined;
  private pause: NodeJS.Timeout | undefined;

  constructor(private readonly options: BaselinesOptions) {
    this.files = new BaselineFiles(options.documents, options.warn);
    this.watcher = new BaselineWatcher(options.connection, options.client, () => this.changed());
  }

  /** The baseline to check with; undefined where there is none. */
  async get(): Promise<AppliedBaseline | undefined> {
    return this.files.get(await this.options.setting(), this.options.folder());
  }

  /** The settings were read: another file may be meant. */
  follow(setting: string): Promise<void> {
    this.file = setting === '' ? undefined : fileOf(setting, this.options.folder());
    return this.watcher.watch(this.file);
  }

  /** A baseline was opened, edited or closed. */
  documentChanged({ uri }: OpenDocument): void {
    if (this.file !== undefined && isFile(uri, this.file)) this.changed();
  }

  private changed(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(this.options.onChange, PAUSE_MS);
  }
}

/** What is wrong with the lines of a baseline. */
export function baselineDiagnostics(text: string): Diagnostic[] {
  return parseBaseline(text).problems.map(({ line, message }) => ({
    range: { start: { line, character: 0 }, end: { line, character: LINE_END } },
    severity: DiagnosticSeverity.Warning,
    source: DIAGNOSTIC_SOURCE,
    code: 'noName',
    message: `${visible(message)}.`,
  }));
}
