import * as vscode from 'vscode';

/** Recordings are written piece by piece, and several at a time: one change is told for all within this time. */
const COALESCE_MS = 300;

/** Tells when one of some files changes, is made or goes; also outside of the workspace. */
export class FileWatch implements vscode.Disposable {
  private folders: vscode.Disposable[] = [];
  private watched = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly changed: () => void) {}

  /** Watches these files instead of those before. */
  watch(files: readonly vscode.Uri[]): void {
    const paths = new Set(files.map(({ path }) => path));
    const key = [...paths].sort().join('\n');
    if (key === this.watched) return;
    this.stop();
    this.watched = key;
    const folders = new Map(files.map((file) => [folderOf(file).toString(), folderOf(file)]));
    // Not the names themselves: they may hold what a pattern gives a meaning to.
    this.folders = [...folders.values()].map((folder) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
      const tell = ({ path }: vscode.Uri): void => {
        if (paths.has(path)) this.tellSoon();
      };
      watcher.onDidChange(tell);
      watcher.onDidCreate(tell);
      watcher.onDidDelete(tell);
      return watcher;
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.stop();
  }

  private tellSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed(), COALESCE_MS);
  }

  private stop(): void {
    vscode.Disposable.from(...this.folders).dispose();
    this.folders = [];
  }
}

function folderOf(file: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(file, '..');
}
