import * as vscode from 'vscode';
import { notice } from '../notice';
import type { TraceClient } from '../traceClient';
import { activeTrace, baseName, pickTrace } from '../traceFiles';
import { urisOf } from '../comparison/compareCommands';
import { lineOf } from './goToLine';
import { PAGE_COMMANDS } from './messages';
import type { TraceView } from './traceView';
import { TraceViews } from './traceViews';

/** Where `ftrace.openTraceView` goes to, if its caller says so; `line` from 0. */
export interface OpenTraceViewOptions {
  readonly line?: number;
  readonly viewColumn?: vscode.ViewColumn;
}

/** The trace view: the editor, `ftrace.openTraceView`, and the commands of an open view (`ftrace.traceView.…`). */
export function registerTraceView(client: TraceClient, extension: vscode.Uri): vscode.Disposable {
  const views = new TraceViews(client, extension);
  const inActive = (action: (view: TraceView) => unknown) => (): void => {
    if (views.active !== undefined) action(views.active);
  };
  return vscode.Disposable.from(
    views,
    vscode.commands.registerCommand('ftrace.openTraceView', (...args: unknown[]) => openView(views, args)),
    vscode.commands.registerCommand('ftrace.traceView.goToLine', inActive(goToLine)),
    vscode.commands.registerCommand(
      'ftrace.traceView.cancel',
      inActive((view) => view.cancel()),
    ),
    vscode.commands.registerCommand(
      'ftrace.traceView.reload',
      inActive((view) => view.reload()),
    ),
    ...PAGE_COMMANDS.map((command) =>
      vscode.commands.registerCommand(
        `ftrace.traceView.${command}`,
        inActive((view) => view.run(command)),
      ),
    ),
  );
}

/** The arguments are those of a menu, or a URI and OpenTraceViewOptions. */
async function openView(views: TraceViews, args: readonly unknown[]): Promise<void> {
  const uri = urisOf(args)[0] ?? activeTrace() ?? (await pickTrace('Open in Trace View'));
  if (uri === undefined) return;
  if (uri.scheme !== 'file') {
    const text = `${baseName(uri)} is no file of this machine: the trace view cannot read it.`;
    void vscode.window.showInformationMessage(notice(text));
    return;
  }
  const { line, viewColumn } = optionsIn(args[1]);
  await views.open(uri, line, viewColumn);
}

function optionsIn(given: unknown): OpenTraceViewOptions {
  const options = (given ?? {}) as OpenTraceViewOptions;
  return typeof options.line === 'number' ? options : {};
}

async function goToLine(view: TraceView): Promise<void> {
  const typed = await vscode.window.showInputBox({
    title: 'Go to Line',
    prompt: `A line from 1 to ${view.lines.toLocaleString('en')}, or a place in percent`,
    placeHolder: 'for example 120000 or 50%',
    validateInput: (text) =>
      text.trim() === '' || lineOf(text, view.lines) !== undefined
        ? undefined
        : 'Type the number of a line, or a number with %',
  });
  const line = typed === undefined ? undefined : lineOf(typed, view.lines);
  if (line !== undefined) view.reveal(line);
}
