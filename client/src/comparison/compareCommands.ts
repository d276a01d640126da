import * as vscode from 'vscode';
import { notice } from '../notice';
import { activeTrace, baseName, pickTrace } from '../traceFiles';
import type { ComparisonDocuments } from './comparisonDocuments';

/** How long the status bar shows what was selected. */
const SHOWN_MS = 8000;

/**
 * All the ways that lead to a comparison: palette, Explorer, editor title, lens. Who comes from the palette is asked what to
 * compare; `compareCallTrees` does the one that is not about functions.
 */
export function registerCompareCommands(
  comparisons: ComparisonDocuments,
  compareCallTrees: (left: vscode.Uri, right: vscode.Uri) => Promise<void>,
): vscode.Disposable {
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
      if (first !== undefined) return compareWith(first);
      const left = await pickTrace('Compare traces: the first');
      const right = left && (await pickTrace(`Compare ${baseName(left)} with…`, left));
      if (left === undefined || right === undefined) return;
      const what = await pickWhat();
      if (what !== undefined) await (what === 'functions' ? compare : compareCallTrees)(left, right);
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

/** Asks what of two traces to compare. */
async function pickWhat(): Promise<'functions' | 'callTree' | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: 'Functions',
        detail: 'Which functions each trace reached, and how often',
        what: 'functions' as const,
      },
      {
        label: 'Call tree',
        detail: 'Which calls each task made, in their order and by path',
        what: 'callTree' as const,
      },
    ],
    { title: 'Compare', placeHolder: 'What to compare' },
  );
  return picked?.what;
}

/**
 * The URIs among a command's arguments. The Explorer gives the clicked file and all selected ones; a lens gives a string;
 * a test or another extension two URIs.
 */
export function urisOf(args: readonly unknown[]): vscode.Uri[] {
  const [first, second] = args;
  if (Array.isArray(second) && second.length >= 2) return second.filter((uri) => uri instanceof vscode.Uri);
  return [first, second].flatMap((arg) =>
    arg instanceof vscode.Uri ? [arg] : typeof arg === 'string' ? [vscode.Uri.parse(arg)] : [],
  );
}
