import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { page } from './page';

/** The current line in the page of a trace view. */
export const CURRENT = '#rows .row.current';

/** What tests ask of the page of a trace view that is visible, and do in it. */
export const view = {
  shown: (selector: string, timeout?: number) =>
    page('visible', { selector, webview: true, ...(timeout !== undefined && { timeout }) }),
  gone: (selector: string) => page('hidden', { selector, webview: true }),
  count: (selector: string) => page('count', { selector, webview: true }),
  click: (selector: string) => page('click', { selector, webview: true }),
  texts: (selector: string) => page('text', { selector, webview: true }),
  run: (command: string) => vscode.commands.executeCommand(`ftrace.traceView.${command}`),
  /** Selectors of the row with a line, from 1; the second, if that is the current one. */
  row: (line: number) => `#rows .row:has(.number:text-is("${line}"))`,
  current: (line: number) => `${CURRENT}:has(.number:text-is("${line}"))`,
  press: async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page('press', { key });
  },
  /** Numbers of the lines on the screen, from top to bottom. */
  numbers: async (): Promise<number[]> => (await view.texts('#rows .number')).map(Number),
};

/** Lines of a file; the last one has its end, too. */
export function linesOf(file: vscode.Uri): string[] {
  return fs.readFileSync(file.fsPath, 'utf8').split('\n').slice(0, -1);
}
