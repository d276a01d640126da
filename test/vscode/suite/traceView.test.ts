import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, inWorkspace, set, until } from './support';

const THEMES = [
  ['dark', 'Default Dark Modern', '.vs-dark'],
  ['light', 'Default Light Modern', '.vs'],
  ['high-contrast', 'Default High Contrast', '.hc-black'],
  ['high-contrast-light', 'Default High Contrast Light', '.hc-light'],
] as const;

const LAST = '.row.current';

/** The view of a trace file of any size, here of a short one: the real server answers. */
describe('the trace view', () => {
  const file = () => inWorkspace('qemu.trace');
  const lines = () => fs.readFileSync(file().fsPath, 'utf8').split('\n');
  const shown = (selector: string) => page('visible', { selector, webview: true });
  const count = (selector: string) => page('count', { selector, webview: true });
  const click = (selector: string) => page('click', { selector, webview: true });
  const texts = (selector: string) => page('text', { selector, webview: true });
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page('press', { key });
  };
  const row = (line: number) => `#rows .row:has(.number:text-is("${line}"))`;

  async function open(): Promise<void> {
    await vscode.commands.executeCommand('ftrace.openTraceView', file());
    await shown(row(1));
  }

  beforeEach(function () {
    if (!hasPage) this.skip();
  });

  afterEach(async () => {
    await closeAll();
  });

  it('shows the lines of the file with their numbers', async () => {
    await open();
    const all = lines();
    for (const line of [1, 2, 5, 20])
      assert.deepEqual(await texts(`${row(line)} .line`), [all[line - 1]], `line ${line}`);
    assert.equal(vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === file().toString()), false);
    await page('screenshot', { name: 'trace-view' });
  });

  it('goes to the end and back by keys, with a window of rows alone', async () => {
    await open();
    const all = lines();
    await press('Control+End');
    await shown(`${LAST}:has(.number:text-is("${all.length - 1}"))`);
    assert.deepEqual(await texts(`${LAST} .line`), [all.at(-2)]);
    assert.ok((await count('#rows .row')) < 100);
    await press('Control+Home');
    await shown(`${LAST}:has(.number:text-is("1"))`);
    await page('screenshot', { name: 'trace-view-end' });
  });

  for (const [name, theme, selector] of THEMES) {
    it(`can be read in the theme ${name}`, async () => {
      await open();
      await set('workbench', 'colorTheme', theme);
      await page('theme', { selector });
      await press('Control+End', 'PageUp');
      await shown('#sticky .row');
      await page('screenshot', { name: `trace-view-${name}` });
    });
  }

  it('is the active trace of commands', async () => {
    await open();
    await vscode.commands.executeCommand('ftrace.listFunctions');
    await until('x', () => true);
  });
});
