import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { fakeReports, type FakeReports } from './fakeReports';
import { hasPage, page } from './page';
import { closeAll, set, show, until, write } from './support';

const COMPARISON = {
  version: 1,
  scenarios: ['socket', 'tap', 'qemu', 'kvm'].map((name) => ({ name, runs: [`${name}.trace`] })),
};

const THEMES = [
  ['dark', 'Default Dark Modern', '.vs-dark'],
  ['light', 'Default Light Modern', '.vs'],
  ['high-contrast', 'Default High Contrast', '.hc-black'],
  ['high-contrast-light', 'Default High Contrast Light', '.hc-light'],
] as const;

const BAR = '[data-select="tap & category:network"]';
const SELECTION = '#selection';
const ACTIVE = '.grid:focus .row.active';

/** The page of a report with made-up functions: how it looks and behaves, whatever the numbers are. */
describe('the page of a report', () => {
  let server: FakeReports;
  let file: vscode.Uri;

  async function open(rows: number): Promise<void> {
    server = await fakeReports(rows);
    file = write('made-up.ftcompare', `// kept\n${JSON.stringify(COMPARISON, undefined, 2)}\n`);
    await vscode.commands.executeCommand('vscode.openWith', file, 'ftrace.comparison');
    await visible(`${rows.toLocaleString('en')} functions`);
  }
  const visible = (text: string) => page('visible', { text, webview: true });
  const shown = (selector: string) => page('visible', { selector, webview: true });
  const hidden = (selector: string) => page('hidden', { selector, webview: true });
  const click = (selector: string) => page('click', { selector, webview: true });
  const texts = async (selector: string): Promise<string[]> =>
    (await page('text', { selector, webview: true })).map((text) => text.replace(/\s+/g, ' ').trim());
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page('press', { key });
  };
  const lastQuery = () => server.asked['ftrace/report/functions']!.at(-1) as Record<string, unknown>;

  beforeEach(function () {
    if (!hasPage) this.skip();
  });

  afterEach(async () => {
    server?.restore();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeAll();
    if (file !== undefined) fs.rmSync(file.fsPath, { force: true });
  });

  it('has of 100,000 functions what is on the screen, and goes to the last by a key', async () => {
    await open(100_000);
    assert.ok((await page('count', { selector: '.row', webview: true })) < 100);
    await click(BAR);
    await shown(ACTIVE);
    await press('End');
    await shown(`${ACTIVE}:has-text("function_99999")`);
    assert.ok((await page('count', { selector: '.row', webview: true })) < 100);
    await press('PageUp', 'ArrowUp', 'Home', 'ArrowDown');
    await shown(`${ACTIVE}:has-text("function_1")`);
    for (const { count } of server.asked['ftrace/report/functions'] as { count: number }[])
      assert.ok(count <= 200);
  });

  it('leads by keyboard alone from a figure to its functions and back', async () => {
    await open(1000);
    for (let step = 0; step < 40; step++) {
      if ((await page('count', { selector: `${BAR}:focus`, webview: true })) > 0) break;
      await press('Tab');
    }
    await shown(`${BAR}:focus`);
    await page('screenshot', { name: 'report-focus-bar' });
    await press('Enter');
    // A row of the list that was there before may be active already.
    await until('the list of the bar', () => lastQuery().selection === 'tap & category:network');
    await shown(ACTIVE);
    await press('Escape');
    await shown(`${BAR}:focus`);
  });

  it('says how many functions there are, also to who does not see them', async () => {
    await open(1000);
    await click(BAR);
    await page('waitFor', {
      selector: '#announcement:has-text("1,000 functions of tap & category:network")',
      webview: true,
    });
  });

  it('takes an expression that is typed, and says what is wrong with one', async () => {
    await open(1000);
    await click(SELECTION);
    // Not Control+A: the workbench does that, some time later.
    await press('End', 'Shift+Home');
    await page('type', { text: 'kvm - (' });
    await press('Enter');
    await visible('A name or ( is missing (at character 8)');
    await shown(`${SELECTION}[aria-invalid="true"]`);
    await page('screenshot', { name: 'report-expression' });
    await press('End', 'Shift+Home');
    await page('type', { text: 'kvm - (socket + tap)' });
    await press('Enter');
    await shown(`${SELECTION}[aria-invalid="false"]`);
    await until('the query', () => lastQuery().selection === 'kvm - (socket + tap)');
  });

  it('filters and sorts', async () => {
    await open(1000);
    await click('#name-filter');
    await page('type', { text: 'tcp' });
    await visible('3 functions');
    assert.deepEqual(await texts('.row .name'), ['tcp_0', 'tcp_1', 'tcp_2']);
    await click('.grid-head button:has-text("tap")');
    await until('the order', () => JSON.stringify(lastQuery().sort) === '{"scenario":1}');
    assert.equal(lastQuery().descending, true);
    await click('.grid-head button:has-text("tap")');
    await until('the other order', () => lastQuery().descending === false);
    await shown('[role="columnheader"][aria-sort="ascending"]:has-text("tap")');
    // A figure stands for its functions: the filter goes.
    await click(BAR);
    await visible('1,000 functions');
    assert.ok(!('text' in lastQuery()));
  });

  it('copies names and selection', async () => {
    await open(450);
    await click(BAR);
    await until('the query', () => lastQuery().selection === 'tap & category:network');
    await click('vscode-button:has-text("Copy Names")');
    await until('the names', async () => {
      const names = (await vscode.env.clipboard.readText()).split('\n');
      return names.length === 450 && names.at(-1) === 'function_449';
    });
    await click('vscode-button:has-text("Copy Selection")');
    await until(
      'the selection',
      async () => (await vscode.env.clipboard.readText()) === 'tap & category:network',
    );
  });

  it('changes the baseline in the file, where it can be undone', async () => {
    await open(10);
    await click('#settings .control:has-text("Baseline") vscode-single-select');
    await press('ArrowDown', 'Enter');
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString())!;
    await until('the baseline', () => document.getText().includes('"baseline": "tap"'));
    assert.ok(document.isDirty);
    assert.match(document.getText(), /^\/\/ kept\n/);
    await visible('tap (baseline)');
    await vscode.commands.executeCommand('undo');
    await until('the file as it was', () => !document.getText().includes('baseline'));
    await visible('socket (baseline)');
  });

  it('shows names as text, whatever they are', async () => {
    await open(10);
    await visible('<img src=x>');
    assert.equal(await page('count', { selector: 'img', webview: true }), 0);
  });

  it('is as it was when it comes back from the background', async () => {
    await open(100_000);
    await click(BAR);
    await shown(ACTIVE);
    await press('End');
    await shown(`${ACTIVE}:has-text("function_99999")`);
    // The page is thrown away meanwhile.
    await show(write('other.txt', 'other'));
    await page('hidden', { selector: '#functions', webview: true });
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await shown('.row.active:has-text("function_99999")');
    await shown(`${BAR}[aria-current]`);
    assert.equal(lastQuery().selection, 'tap & category:network');
  });

  it('shows another figure for another measure', async () => {
    await open(10);
    await hidden('[data-figure="1"]');
    await click('#report-measure');
    await press('ArrowDown', 'Enter');
    await shown('[data-figure="1"]');
    await hidden('[data-figure="0"]');
  });

  it('can be given up while traces are read, and tried again', async () => {
    server = await fakeReports(10);
    server.set('never');
    file = write('made-up.ftcompare', JSON.stringify(COMPARISON));
    await vscode.commands.executeCommand('vscode.openWith', file, 'ftrace.comparison');
    await visible('Reading traces…');
    await click('#busy vscode-button');
    await visible('Reading the traces was cancelled.');
    server.set({});
    await click('vscode-button:has-text("Try Again")');
    await visible('10 functions');
  });

  it('says what is wrong with its file, and follows when that is mended', async () => {
    await open(10);
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString())!;
    const replace = async (text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(file, new vscode.Range(0, 0, document.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
    };
    await replace('{ "version": 1,\n  scenarios }');
    await visible('Line 2 is no JSON: invalid symbol.');
    await replace(JSON.stringify(COMPARISON));
    await page('hidden', { text: 'Line 2 is no JSON', webview: true });
  });

  it('shows the rest when a trace cannot be read', async () => {
    server = await fakeReports(10);
    server.set({ problems: ['tap.trace is left out: The file is empty.'] });
    file = write('made-up.ftcompare', JSON.stringify(COMPARISON));
    await vscode.commands.executeCommand('vscode.openWith', file, 'ftrace.comparison');
    await visible('tap.trace is left out: The file is empty.');
    await visible('10 functions');
  });

  it('keeps the place when its traces change', async () => {
    await open(1000);
    await click(BAR);
    await shown(ACTIVE);
    // The list of before has the keys until the one of the bar is there.
    const last = { selector: `${ACTIVE}:has-text("function_999")`, webview: true };
    await until('the last row', async () => {
      await press('End');
      return (await page('count', last)) > 0 || undefined;
    });
    const opened = () => server.asked['ftrace/report/open']!.length;
    const before = opened();
    server.set({ title: 'Changed' });
    const trace = vscode.Uri.joinPath(file, '..', 'tap.trace');
    fs.utimesSync(trace.fsPath, new Date(), new Date());
    fs.appendFileSync(trace.fsPath, '\n');
    await until('a new report', () => opened() > before);
    const { replaces } = server.asked['ftrace/report/open']!.at(-1) as { replaces: number };
    assert.ok(replaces >= 1);
    await shown(`${ACTIVE}:has-text("function_999")`);
  });

  for (const [name, theme, selector] of THEMES) {
    it(`has the look of the theme: ${name}`, async () => {
      await set('workbench', 'colorTheme', theme);
      try {
        await page('theme', { selector });
        await open(100_000);
        await page('screenshot', { name: `report-page-${name}` });
        await click(BAR);
        await shown(ACTIVE);
        await page('screenshot', { name: `report-list-${name}` });
      } finally {
        await set('workbench', 'colorTheme', 'Default Dark Modern');
      }
    });
  }

  it('fits into 320 pixels', async () => {
    await open(100);
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    try {
      await page('viewport', { width: 380, height: 800 });
      await click(BAR);
      await shown(ACTIVE);
      await page('screenshot', { name: 'report-narrow' });
    } finally {
      await page('viewport', { width: 1280, height: 800 });
      await vscode.commands.executeCommand('workbench.view.explorer');
    }
  });

  it('has the list beside the report where there is room', async () => {
    await open(100);
    try {
      await page('viewport', { width: 2200, height: 900 });
      await page('screenshot', { name: 'report-wide' });
    } finally {
      await page('viewport', { width: 1280, height: 800 });
    }
  });
});
