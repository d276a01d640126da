import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { UNPACK_REQUEST, type UnpackParams, type UnpackResult } from '../../server/src/protocol/unpack';

/** Scheme of the texts of compressed files: the rest of the URI is that of the file. */
export const UNPACKED_SCHEME = 'ftrace-unpacked';
/** Says that a text is UTF-8, whatever files.encoding is. */
const UTF8_MARK = '\ufeff';

interface Unpacked {
  readonly mtime: number;
  readonly text: Promise<string>;
}

/** The URI of the text of a compressed file. */
export function unpackedUri(file: vscode.Uri): vscode.Uri {
  return file.with({ scheme: UNPACKED_SCHEME });
}

/** The URI under which the editor shows the text of a file: its own, unless it is compressed. */
export function textUri(file: vscode.Uri): vscode.Uri {
  return file.scheme === 'file' && /\.(?:gz|xz|zst)$/.test(file.path) ? unpackedUri(file) : file;
}

/** The file of the text of a compressed file; other URIs as they are. */
export function fileUri(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === UNPACKED_SCHEME ? fileOf(uri) : uri;
}

function fileOf(unpacked: vscode.Uri): vscode.Uri {
  return unpacked.with({ scheme: 'file' });
}

/** The texts of compressed files as read-only files, which VS Code opens as any other. The server unpacks them. */
export class CompressedFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  /** What was unpacked and not yet read: the text itself belongs to VS Code. */
  private readonly unpacked = new Map<string, Unpacked>();
  private readonly registration: vscode.Disposable;

  constructor(private readonly client: LanguageClient) {
    this.registration = vscode.workspace.registerFileSystemProvider(UNPACKED_SCHEME, this, {
      isReadonly: true,
      isCaseSensitive: true,
    });
  }

  dispose(): void {
    vscode.Disposable.from(this.registration, this.changed).dispose();
  }

  /** Unpacks what will be read next; rejects with the reason where that cannot be. */
  async prepare(uri: vscode.Uri): Promise<void> {
    const { mtime } = await this.stat(uri);
    const key = uri.toString();
    let known = this.unpacked.get(key);
    if (known?.mtime !== mtime) {
      known = { mtime, text: this.request(uri) };
      this.unpacked.set(key, known);
    }
    try {
      await known.text;
    } catch (error) {
      if (this.unpacked.get(key) === known) this.unpacked.delete(key);
      throw error;
    }
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    // The size of the text is not known; that of the file is another one, too, when it has changed.
    const { ctime, mtime, size } = await vscode.workspace.fs.stat(fileOf(uri));
    return { type: vscode.FileType.File, ctime, mtime, size, permissions: vscode.FilePermission.Readonly };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    try {
      await this.prepare(uri);
    } catch (error) {
      throw vscode.FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    }
    const text = await this.unpacked.get(uri.toString())?.text;
    this.unpacked.delete(uri.toString());
    return new TextEncoder().encode(UTF8_MARK + (text ?? ''));
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    const file = fileOf(uri);
    const folder = vscode.Uri.joinPath(file, '..');
    // Not the name itself: it may hold what a pattern gives a meaning to.
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    const tell = (type: vscode.FileChangeType) => (changed: vscode.Uri) => {
      if (changed.path === file.path) this.changed.fire([{ type, uri }]);
    };
    watcher.onDidChange(tell(vscode.FileChangeType.Changed));
    watcher.onDidCreate(tell(vscode.FileChangeType.Changed));
    watcher.onDidDelete(tell(vscode.FileChangeType.Deleted));
    return watcher;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  private async request(uri: vscode.Uri): Promise<string> {
    const params: UnpackParams = { uri: this.client.code2ProtocolConverter.asUri(fileOf(uri)) };
    return (await this.client.sendRequest<UnpackResult>(UNPACK_REQUEST, params)).text;
  }
}
