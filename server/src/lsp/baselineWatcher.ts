import * as path from 'node:path';
import {
  DidChangeWatchedFilesNotification,
  type ClientCapabilities,
  type Connection,
  type Disposable,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { isFile } from './baselineFiles';

/** Asks the client to watch the file of the baseline, and another one where that changes. */
export class BaselineWatcher {
  private file: string | undefined;
  private watching: Promise<Disposable | undefined> = Promise.resolve(undefined);

  /** `onChange` is called each time that the file was made, changed or deleted. */
  constructor(
    private readonly connection: Connection,
    private readonly client: () => ClientCapabilities,
    onChange: () => void,
  ) {
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const { file } = this;
      if (file !== undefined && changes.some(({ uri }) => isFile(uri, file))) onChange();
    });
  }

  /** Watches `file`, and nothing else; nothing at all where it is undefined, or the client cannot. */
  async watch(file: string | undefined): Promise<void> {
    if (file === this.file) return;
    this.file = file;
    const before = this.watching;
    this.watching = before.then(async (registration) => {
      registration?.dispose();
      return file === undefined ? undefined : this.register(file);
    });
    await this.watching;
  }

  private async register(file: string): Promise<Disposable | undefined> {
    const { dynamicRegistration, relativePatternSupport } =
      this.client().workspace?.didChangeWatchedFiles ?? {};
    if (dynamicRegistration !== true) return undefined;
    // Not the name itself: it may hold what a pattern gives a meaning to.
    const globPattern =
      relativePatternSupport === true
        ? { baseUri: URI.file(path.dirname(file)).toString(), pattern: '*' }
        : '**/*.baseline';
    try {
      return await this.connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern }],
      });
    } catch {
      // A client that refuses: the file is looked at again with each change of a trace.
      return undefined;
    }
  }
}
