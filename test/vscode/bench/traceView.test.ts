import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { answer, hasPage, page } from '../suite/page';
import { closeAll } from '../suite/support';
import { CURRENT, view } from '../suite/traceViewPage';
import { MemoryWatch, residentNow, type Resident } from './processMemory';

const INDEXED_MS = 60_000;
/** Places that are scrolled to. */
const PLACES = 30;
/** Memory settles for so long. */
const SETTLE_MS = 2000;
/** Something small to compare with; of the samples. */
const OTHER = 'kvm.trace';

/**
 * The way through the trace BENCH_VIEW_TRACE in the trace view; what it took goes to BENCH_VIEW_RESULT: times in milliseconds,
 * memory in bytes.
 */
describe('the trace view of a large trace', () => {
  const trace = process.env['BENCH_VIEW_TRACE'];
  const { shown, press, texts } = view;
  const times: Record<string, number> = {};
  /** The highest memory of each step and what came before it; and of both processes together. */
  const steps: Record<string, Resident> = {};
  let highest = 0;
  let watch: MemoryWatch | undefined;
  const timed = async (name: string, action: () => Promise<unknown>): Promise<void> => {
    const from = performance.now();
    await action();
    times[name] = Math.round(performance.now() - from);
    const { host, server, both } = watch!.take();
    steps[name] = { host, server };
    highest = Math.max(highest, both);
  };

  before(function () {
    if (!hasPage || trace === undefined) this.skip();
  });

  it('is scrolled, folded, filtered, searched, compared and closed', async function () {
    this.timeout(8 * INDEXED_MS);
    const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const name = path.basename(trace!);
    const file = path.join(folder, name);
    fs.symlinkSync(trace!, file);
    const extension = vscode.extensions.getExtension<{ client: LanguageClient }>(
      'ftrace-explorer.ftrace-explorer',
    )!;
    await (await extension.activate()).client.start();
    // The way to the page has its own cost, which is not the extension's.
    for (let question = 0; question < PLACES; question++) await page('count', { selector: 'body' });
    await pause(SETTLE_MS);
    const before = residentNow();
    watch = new MemoryWatch();
    const scrolls: number[] = [];
    const seen: [line: number, text: string][] = [];
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
      const lines = Number((await texts(`${CURRENT} .number`))[0]);
      // The same places each time, in no order.
      await timed('scrolled', async () => {
        for (let place = 1; place <= PLACES; place++) {
          const at = (place * 0.618_034) % 1;
          scrolls.push(
            await page('timeToChange', { selector: '#strip', webview: true, at, changing: '#rows .number' }),
          );
          const [[number], [text]] = [await texts('#rows .number'), await texts('#rows .line')];
          seen.push([Number(number), text!]);
        }
      });
      await timed('drag to the middle', async () => {
        await page('drag', { selector: '#strip', webview: true, from: 0.99, to: 0.5 });
      });
      // The callers are a question of their own.
      await shown('#sticky .row');
      await page('screenshot', { name: 'trace-view-large-middle' });
      await timed('fold all', async () => {
        await view.run('foldAll');
        await shown('#rows .chevron.closed');
      });
      await page('screenshot', { name: 'trace-view-large-folded' });
      await timed('unfold all', async () => {
        await view.run('unfoldAll');
        await shown('#rows .chevron.open');
      });
      await view.run('filter');
      await shown('#filter:focus');
      await page('type', { text: 'name=tcp_sendmsg' });
      await timed('filtered', () =>
        page('waitFor', { selector: '.matches:not(:has-text("…"))', webview: true, timeout: INDEXED_MS }),
      );
      await press('Enter');
      await page('screenshot', { name: 'trace-view-large-filtered' });
      await press('Control+End');
      await page('screenshot', { name: 'trace-view-large-filtered-end' });
      await view.run('otherEnd');
      await shown(`${CURRENT}:has-text("tcp_sendmsg")`, 8000);
      await view.run('clearFilter');
      await page('hidden', { selector: '.filter-counts', webview: true });
      await timed('slowest call', async () => {
        await view.run('slowestCall');
        await shown('#told');
      });
      await page('screenshot', { name: 'trace-view-large-slowest' });
      await view.run('find');
      await shown('#find input:focus');
      await page('type', { text: 'napi_poll' });
      await timed('first hit', () => shown('#rows .hit', INDEXED_MS));
      await timed('searched', () =>
        page('hidden', { selector: '.find-count:has-text("at least")', webview: true, timeout: INDEXED_MS }),
      );
      await page('screenshot', { name: 'trace-view-large-found' });
      await press('Escape');
      await timed('compared', async () => {
        await view.click('.lens.title');
        await answer(`Compare ${name} with…`, OTHER);
        await page('visible', {
          selector: `.quick-input-list .monaco-list-row.focused:has-text("${OTHER}")`,
        });
        await press('Enter');
        await page('diffVisible', { timeout: INDEXED_MS });
      });
      await page('screenshot', { name: 'trace-view-large-compared' });
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await view.run('reload');
      await view.click('#progress button:text-is("Cancel")');
      await shown('#notice:has-text("Reading was cancelled")');
      await page('screenshot', { name: 'trace-view-large-cancelled' });
      await closeAll();
      await pause(SETTLE_MS);
      const closed = residentNow();
      const result = process.env['BENCH_VIEW_RESULT'];
      const memory = { before, highest, steps, closed };
      if (result !== undefined) fs.writeFileSync(result, JSON.stringify({ lines, times, scrolls, memory }));
      // What was shown is in the file, on the lines that it was said to be on.
      assert.equal(lines, Number(/\d+/.exec(execFileSync('wc', ['-l', file], { encoding: 'utf8' }))?.[0]));
      const wanted = new Map(seen);
      const script = [...wanted.keys()].map((line) => `${line}{=;p}`).join(';');
      const printed = execFileSync('sed', ['-n', script, file], { encoding: 'utf8' }).split('\n');
      for (let at = 0; at + 1 < printed.length; at += 2)
        assert.equal(wanted.get(Number(printed[at])), printed[at + 1], `line ${printed[at]}`);
      assert.equal(printed.length, 2 * wanted.size + 1);
    } finally {
      watch.stop();
      await closeAll();
      fs.rmSync(file, { force: true });
    }
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
