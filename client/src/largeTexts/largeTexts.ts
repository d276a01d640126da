import * as vscode from 'vscode';
import { messageOf, notice } from '../notice';
import { activeTrace, baseName, isTraceViewActive, TRACE_LANGUAGE } from '../traceFiles';
import {
  FEATURES_OFF,
  excessOfDocument,
  excessOfTab,
  sentence,
  sizeText,
  textLimits,
  type Excess,
  type TextSize,
} from './limits';

/** Of the trace view; takes a `vscode.Uri`. */
const OPEN_VIEW = 'ftrace.openTraceView';
const SETTING = 'largeFileNotice';
/** Where it is kept of which texts it was said; the oldest are forgotten. */
const SAID = 'ftrace.largeTexts';
const MOST_SAID = 200;
const MEGABYTE = 1 << 20;

/** A text that is too large for something. */
interface Large {
  readonly uri: vscode.Uri;
  readonly text: TextSize;
  readonly excess: Excess;
}

/**
 * Says of a trace in a text editor what is off at its size, and offers the trace view: once per file in a notification,
 * lastingly in the language status, or the status bar where there is none. Above 50 MB there is a tab, but no document.
 */
export class LargeTexts implements vscode.Disposable {
  private readonly status = vscode.languages.createLanguageStatusItem('ftrace.largeText', []);
  /** VS Code shows the language status of extensions only where it gives them the text. */
  private readonly barItem = vscode.window.createStatusBarItem(
    'ftrace.largeText',
    vscode.StatusBarAlignment.Right,
  );
  private readonly listeners: vscode.Disposable[];
  /** Which look is the newest: an older one has nothing to say any more. */
  private turn = 0;

  constructor(private readonly memory: vscode.Memento) {
    this.status.name = 'Large Trace';
    this.status.severity = vscode.LanguageStatusSeverity.Warning;
    this.barItem.name = this.status.name;
    const look = (): void => void this.look();
    this.listeners = [
      vscode.window.tabGroups.onDidChangeTabs(look),
      vscode.window.tabGroups.onDidChangeTabGroups(look),
      vscode.window.onDidChangeActiveTextEditor(look),
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('editor.largeFileOptimizations')) look();
      }),
    ];
    look();
  }

  dispose(): void {
    for (const disposable of [...this.listeners, this.status, this.barItem]) disposable.dispose();
  }

  private async look(): Promise<void> {
    const turn = ++this.turn;
    const uri = isTraceViewActive() ? undefined : activeTrace();
    const large = uri === undefined ? undefined : await largeTextOf(uri);
    if (turn !== this.turn) return;
    this.showStatus(large);
    if (large !== undefined) await this.sayOnce(large);
  }

  private showStatus(large: Large | undefined): void {
    const { barItem, status } = this;
    status.selector = [];
    if (large === undefined) return barItem.hide();
    const { uri, text, excess } = large;
    const title = 'Open in Trace View';
    const command = hasView(uri) ? { title, command: OPEN_VIEW, arguments: [uri] } : undefined;
    if (excess !== 'features') {
      barItem.text = '$(info) Large Trace';
      barItem.tooltip = notice(sentence(text, excess, textLimits(), hasView(uri)));
      barItem.command = command;
      return barItem.show();
    }
    barItem.hide();
    status.text = FEATURES_OFF;
    status.detail = sizeText(text, excess, textLimits());
    status.command = command;
    status.selector = { scheme: uri.scheme, pattern: uri.fsPath };
  }

  private async sayOnce({ uri, text, excess }: Large): Promise<void> {
    const key = `${excess} ${uri.toString()}`;
    const said = this.memory.get<readonly string[]>(SAID, []);
    const settings = vscode.workspace.getConfiguration('ftrace');
    if (said.includes(key) || !settings.get<boolean>(SETTING, true)) return;
    void this.memory.update(SAID, [...said, key].slice(-MOST_SAID));
    const [open, never] = ['Open in Trace View', "Don't Show Again"] as const;
    const message = notice(sentence(text, excess, textLimits(), hasView(uri)));
    const offered = hasView(uri) ? [open, never] : [never];
    const answer = await vscode.window.showInformationMessage(message, ...offered);
    try {
      if (answer === open) await vscode.commands.executeCommand(OPEN_VIEW, uri);
      if (answer === never) await settings.update(SETTING, false, vscode.ConfigurationTarget.Global);
    } catch (error) {
      void vscode.window.showErrorMessage(notice(messageOf(error)));
    }
  }
}

/** The view reads files itself. */
function hasView(uri: vscode.Uri): boolean {
  return uri.scheme === 'file';
}

async function largeTextOf(uri: vscode.Uri): Promise<Large | undefined> {
  const limits = textLimits();
  const name = baseName(uri);
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (document === undefined) {
    const size = await sizeOf(uri);
    const text = { name, size, lines: undefined };
    const excess = excessOfTab(text, limits, promptLimit(limits.prompt));
    return excess === undefined ? undefined : { uri, text, excess };
  }
  const isCut = vscode.workspace
    .getConfiguration('editor', { uri, languageId: TRACE_LANGUAGE })
    .get<boolean>('largeFileOptimizations', true);
  const text = { name, size: lengthOf(document), lines: document.lineCount };
  const excess = excessOfDocument(text, limits);
  return excess === undefined || (excess === 'features' && !isCut) ? undefined : { uri, text, excess };
}

/** UTF-16 code units of a document, without making one string of it. */
function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/** Bytes of a file; 0 where that cannot be found out. */
async function sizeOf(uri: vscode.Uri): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    return 0;
  }
}

/** Above so many bytes VS Code asks before it opens a file as text. Only what users set counts, no default of ours. */
function promptLimit(withRemote: number): number {
  const set = vscode.workspace.getConfiguration('workbench').inspect<number>('editorLargeFileConfirmation');
  const megabytes = set?.workspaceValue ?? set?.globalValue;
  if (megabytes !== undefined) return megabytes * MEGABYTE;
  return vscode.env.remoteName === undefined ? Infinity : withRemote;
}
