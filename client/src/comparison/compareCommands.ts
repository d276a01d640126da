import * as vscode from 'vscode';
import { notice } from '../notice';
import { activeTrace, baseName, pickTrace } from '../traceFiles';
import type { ComparisonDocuments } from './comparisonDocuments';

/** How long the status bar shows what was selected. */
const SHOWN_MS = 8000;

/** All the ways that lead to a comparison: palette, Explorer, editor title, lens. */
export function registerCompareCommands(comparisons: ComparisonDocuments): vscode.Disposable {
  let selected: vscode.Uri | undefined;

  async function compare(left: vscode.Uri, right: vscode.Uri): Promise<void> {
    if (left.toString() === right.toString()) {
      void vscode.window.showInformationMessage(
        notice(`${baseName(left)} cannot be compared with itself; choose another trace.`),
      );
      return;
    }
    await comparisons.show(left, right);
  }

  async function compareWith(left: vscode.Uri): Promise<void> {
    const right = await pickTrace(`Compare ${baseName(left)} with…`, left);
    if (right !== undefined) await compare(left, right);
  }

  return vscode.Disposable.from(
    vscode.commands.registerCommand('ftrace.compareTraces', async (...args: unknown[]) => {
      const [first, second, ...others] = urisOf(args);
      if (others.length > 0) {
        await vscode.commands.executeCommand('ftrace.compareScenarios', ...args);
        return;
      }
      if (first !== undefined && second !== undefined) return compare(first, second);
      const left = first ?? (await pickTrace('Compare traces: the first'));
      if (left !== undefined) await compareWith(left);
    }),
    vscode.commands.registerCommand('ftrace.compareWith', async (...args: unknown[]) => {
      const left = urisOf(args)[0] ?? activeTrace() ?? (await pickTrace('Compare traces: the first'));
      if (left !== undefined) await compareWith(left);
    }),
    vscode.commands.registerCommand('ftrace.selectForCompare', async (...args: unknown[]) => {
      selected = urisOf(args)[0] ?? activeTrace();
      if (selected !== undefined) {
        const text = `$(check) ${notice(baseName(selected))} is selected: choose "Compare with Selected Trace" on another`;
        vscode.window.setStatusBarMessage(text, SHOWN_MS);
      }
      await vscode.commands.executeCommand('setContext', 'ftrace.traceSelected', selected !== undefined);
    }),
    vscode.commands.registerCommand('ftrace.compareWithSelected', async (...args: unknown[]) => {
      const right = urisOf(args)[0] ?? activeTrace();
      if (selected !== undefined && right !== undefined) await compare(selected, right);
    }),
  );
}

/**
 * The URIs among a command's arguments. The Explorer gives the clicked file and all selected ones; a lens gives a string;
 * a test or another extension two URIs.
 */
function urisOf(args: readonly unknown[]): vscode.Uri[] {
  const [first, second] = args;
  if (Array.isArray(second) && second.length >= 2) return second.filter((uri) => uri instanceof vscode.Uri);
  return [first, second].flatMap((arg) =>
    arg instanceof vscode.Uri ? [arg] : typeof arg === 'string' ? [vscode.Uri.parse(arg)] : [],
  );
}
