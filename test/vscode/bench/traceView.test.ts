import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { hasPage, page } from '../suite/page';

const INDEXED_MS = 60_000;
const CURRENT = '#rows .row.current';

/** The way through the trace BENCH_VIEW_TRACE in the trace view; its times, in milliseconds, go to BENCH_VIEW_RESULT. */
describe('the trace view of a large trace', () => {
  const trace = process.env['BENCH_VIEW_TRACE'];
  const times: Record<string, number> = {};
  const shown = (selector: string, timeout = 60_000) => page('visible', { selector, webview: true, timeout });
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page('press', { key });
  };
  const timed = async (name: string, action: () => Promise<unknown>): Promise<void> => {
    const from = performance.now();
    await action();
    times[name] = Math.round(performance.now() - from);
  };

  before(function () {
    if (!hasPage || trace === undefined) this.skip();
  });

  it('is scrolled, folded, filtered, searched and closed', async function () {
    this.timeout(8 * INDEXED_MS);
    const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const name = path.basename(trace!);
    const file = path.join(folder, name);
    fs.symlinkSync(trace!, file);
    try {
      await timed('first lines', async () => {
        await vscode.commands.executeCommand('ftrace.openTraceView', vscode.Uri.file(file));
        await shown('#rows .row:has(.number:text-is("1"))');
      });
      await page('screenshot', { name: 'trace-view-large-reading' });
      await timed('indexed', () =>
        page('hidden', { selector: '#progress', webview: true, timeout: INDEXED_MS }),
      );
      await timed('to the end', async () => {
        await press('Control+End');
        await shown('#rows .row.current >> nth=0');
      });
      await page('screenshot', { name: 'trace-view-large-end' });
      await timed('drag to the middle', async () => {
        await page('drag', { selector: '#strip', webview: true, from: 0.99, to: 0.5 });
      });
      // The callers are a question of their own.
      await shown('#sticky');
      await page('screenshot', { name: 'trace-view-large-middle' });
      await timed('fold all', async () => {
        await vscode.commands.executeCommand('ftrace.traceView.foldAll');
        await shown('#rows .chevron.closed');
      });
      await page('screenshot', { name: 'trace-view-large-folded' });
      await timed('unfold all', async () => {
        await vscode.commands.executeCommand('ftrace.traceView.unfoldAll');
        await shown('#rows .chevron.open');
      });
      await vscode.commands.executeCommand('ftrace.traceView.filter');
      await shown('#filter:focus');
      await page('type', { text: 'name:/^tcp_sendmsg$/' });
      await timed('filtered', () =>
        page('waitFor', { selector: '.matches:not(:has-text("…"))', webview: true, timeout: INDEXED_MS }),
      );
      await press('Enter');
      await page('screenshot', { name: 'trace-view-large-filtered' });
      await press('Control+End');
      await page('screenshot', { name: 'trace-view-large-filtered-end' });
      await vscode.commands.executeCommand('ftrace.traceView.otherEnd');
      await shown(`${CURRENT}:has-text("tcp_sendmsg")`, 8000);
      await vscode.commands.executeCommand('ftrace.traceView.clearFilter');
      await page('hidden', { selector: '.filter-counts', webview: true });
      await timed('slowest call', async () => {
        await vscode.commands.executeCommand('ftrace.traceView.slowestCall');
        await shown('#told');
      });
      await page('screenshot', { name: 'trace-view-large-slowest' });
      await vscode.commands.executeCommand('ftrace.traceView.find');
      await shown('#find input:focus');
      await page('type', { text: 'napi_poll' });
      await timed('first hit', () => shown('#rows .hit', INDEXED_MS));
      await timed('searched', () =>
        page('hidden', { selector: '.find-count:has-text("at least")', webview: true, timeout: INDEXED_MS }),
      );
      await page('screenshot', { name: 'trace-view-large-found' });
      await press('Escape');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      fs.rmSync(file, { force: true });
      const result = process.env['BENCH_VIEW_RESULT'];
      if (result !== undefined) fs.writeFileSync(result, JSON.stringify(times));
    }
  });
});
