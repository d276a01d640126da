import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, inWorkspace, set, sharedFolder, show, until, write } from './support';

const NAMES = ['socket', 'tap', 'qemu', 'kvm'];
const THEMES = [
  ['dark', 'Default Dark Modern', '.vs-dark'],
  ['light', 'Default Light Modern', '.vs'],
  ['high-contrast', 'Default High Contrast', '.hc-black'],
  ['high-contrast-light', 'Default High Contrast Light', '.hc-light'],
] as const;
const ROW = '.quick-input-list .monaco-list-row';
/** Of the dialog that asks where to save, which the list that was there before does not have. */
const SAVE_BUTTON = '.quick-input-widget .monaco-button:has-text("OK")';
const ACTIVE = '.grid:focus .row.active';

const visible = (text: string) => page('visible', { text, webview: true });
const shown = (selector: string) => page('visible', { selector, webview: true });
const click = (selector: string) => page('click', { selector, webview: true });

function comparison(...names: readonly string[]): string {
  return JSON.stringify({ version: 1, scenarios: names.map((name) => ({ name, runs: [`${name}.trace`] })) });
}

/** The unique functions of a trace, by a rule that knows nothing of the parser. */
function functionsOf(name: string): Set<string> {
  const text = fs.readFileSync(inWorkspace(`${name}.trace`).fsPath, 'utf8');
  return new Set([...text.matchAll(/\|  +([\w.]+)(?: \[\w+\])?\(\)(?: \{|;)$/gm)].map((match) => match[1]!));
}

/** Those of them that the paper counts as network: what is not virtualization before. */
function networkFunctionsOf(name: string): string[] {
  return [...functionsOf(name)].filter(
    (name) =>
      /tcp|br_|skb|inet|ip|sock|napi|net|packet|sk_|tun/.test(name) &&
      !/kvm|vmx|x86|vmcs|vcpu|emulator/.test(name),
  );
}

/** The call that the active editor has the cursor on. */
async function cursor(): Promise<{ readonly file: string; readonly line: number; readonly text: string }> {
  const editor = await until('a trace', () => {
    const active = vscode.window.activeTextEditor;
    return active?.document.languageId === 'ftrace' && active;
  });
  const { line } = editor.selection.active;
  return { file: editor.document.uri.path, line, text: editor.document.lineAt(line).text };
}

describe('comparing scenarios', () => {
  before(() => {
    // The Explorer has in its DOM what is on the screen: what other tests left takes the room of the traces.
    const kept = ['README.md', ...NAMES.map((name) => `${name}.trace`)];
    for (const name of fs.readdirSync(inWorkspace('.').fsPath))
      if (!kept.includes(name)) fs.rmSync(inWorkspace(name).fsPath, { recursive: true });
  });
  beforeEach(function () {
    if (!hasPage) this.skip();
  });
  afterEach(async () => {
    if (!hasPage) return;
    await page('press', { key: 'Escape' });
    await closeAll();
    await vscode.commands.executeCommand('notifications.clearAll');
    for (const name of fs.readdirSync(inWorkspace('.').fsPath))
      if (name.endsWith('.ftcompare')) fs.rmSync(inWorkspace(name).fsPath);
  });

  it('leads from four files in the Explorer to a line of a trace', async () => {
    await vscode.commands.executeCommand('workbench.view.explorer');
    const row = '.explorer-folders-view .monaco-list-row';
    const file = (name: string) => `${row}:has-text("${name}.trace")`;
    // The folder, four traces and README.md: what was deleted has gone from the list.
    await until('six rows', async () => (await page('count', { selector: row })) <= 6);
    await page('click', { selector: file('socket') });
    for (const name of ['tap', 'qemu', 'kvm']) {
      await page('click', { selector: file(name), modifiers: ['Control'] });
      await page('visible', { selector: `${file(name)}.selected` });
    }
    await page('click', { selector: file('kvm'), button: 'right' });
    const item = '.monaco-menu .action-item:has-text("Compare Scenarios…")';
    await page('visible', { selector: item });
    // A menu that has only just opened takes no click.
    await until('the grouping', async () => {
      if ((await page('count', { selector: item })) > 0) await page('click', { selector: item });
      await new Promise((resolve) => setTimeout(resolve, 200));
      return (await page('count', { selector: `${ROW}.focused:has-text("4 scenarios: ")` })) > 0;
    });
    await page('screenshot', { name: 'report-grouping' });
    await page('press', { key: 'Enter' });
    await visible('functions');
    await page('screenshot', { name: 'report-walk-1' });
    await click('svg [data-select="tap & category:network"]');
    const expected = networkFunctionsOf('tap');
    await visible(`${expected.length} functions`);
    await shown(ACTIVE);
    await page('screenshot', { name: 'report-walk-2' });
    await click('#name-filter');
    await page('type', { text: 'tun_get_user' });
    await visible('1 function');
    await click('.row .name .link');
    await shown('#details h3:has-text("tun_get_user")');
    await page('screenshot', { name: 'report-walk-3' });
    await click('#details .details-scenario:has(h4:text-is("tap")) .runs .link');
    const { file: opened, text } = await cursor();
    assert.match(opened, /\/tap\.trace$/);
    assert.match(text, /tun_get_user \[tun\]\(\)/);
  });

  it('works by keyboard alone', async () => {
    await page('press', { key: 'F1' });
    await page('type', { text: 'ftrace: Compare Scenarios' });
    await page('visible', { selector: `${ROW}:has-text("Compare Scenarios")` });
    await page('press', { key: 'Enter' });
    await page('visible', { text: 'Compare Scenarios: the Traces' });
    for (const name of ['socket.trace', 'tap.trace']) {
      for (let step = 0; step < 100; step++) {
        if ((await page('count', { selector: `${ROW}.focused:has(:text-is("${name}"))` })) > 0) break;
        await page('press', { key: 'ArrowDown' });
      }
      await page('press', { key: 'Space' });
    }
    await page('visible', { text: '2 Selected' });
    await page('press', { key: 'Enter' });
    await page('visible', { selector: `${ROW}.focused:has-text("2 scenarios: ")` });
    await page('press', { key: 'Enter' });
    await visible('functions');
    const bar = 'svg [data-select="tap & category:network"]';
    for (let step = 0; step < 60; step++) {
      if ((await page('count', { selector: `${bar}:focus`, webview: true })) > 0) break;
      await page('press', { key: 'Tab' });
    }
    await shown(`${bar}:focus`);
    await page('screenshot', { name: 'report-keyboard-bar' });
    await page('press', { key: 'Enter' });
    await visible(`${networkFunctionsOf('tap').length} functions`);
    await shown(ACTIVE);
    await page('press', { key: 'End' });
    await page('press', { key: 'Enter' });
    await shown('#details h3:focus');
    await page('screenshot', { name: 'report-keyboard-details' });
    for (let step = 0; step < 5; step++) {
      await page('press', { key: 'Tab' });
      if ((await page('count', { selector: '#details .runs .link:focus', webview: true })) > 0) break;
    }
    await page('press', { key: 'Enter' });
    const { text } = await cursor();
    assert.match(text, /\w+(?: \[\w+\])?\(\)/);
  });

  it('follows its traces', async () => {
    const trace = ' 0)   1.000 us    |  fput();\n 0)   1.000 us    |  fget();\n';
    write('growing.trace', trace);
    const file = write('growing.ftcompare', comparison('growing', 'tap'));
    await vscode.commands.executeCommand('vscode.open', file);
    await visible('functions');
    await click('#selection');
    await page('press', { key: 'End' });
    await page('press', { key: 'Shift+Home' });
    await page('type', { text: 'growing' });
    await page('press', { key: 'Enter' });
    await visible('2 functions');
    fs.appendFileSync(inWorkspace('growing.trace').fsPath, ' 0)   1.000 us    |  no_such_function();\n');
    await visible('3 functions');
    await visible('no_such_function');
    // One that cannot be read any more takes only itself away, and comes back.
    fs.writeFileSync(inWorkspace('growing.trace').fsPath, '');
    await visible('The file is empty');
    fs.writeFileSync(inWorkspace('growing.trace').fsPath, trace);
    await page('hidden', { text: 'The file is empty', webview: true });
    await visible('2 functions');
    fs.rmSync(inWorkspace('growing.trace').fsPath);
  });

  it('becomes a file beside its traces, and is the same there', async () => {
    const traces = ['socket', 'tap'].map((name) => inWorkspace(`${name}.trace`));
    const compared = vscode.commands.executeCommand('ftrace.compareScenarios', traces[0], traces);
    await page('visible', { selector: `${ROW}.focused:has-text("2 scenarios: ")` });
    await page('press', { key: 'Enter' });
    await compared;
    await visible('functions');
    const saved = vscode.commands.executeCommand('ftrace.saveComparison');
    await page('visible', { text: 'Save Comparison' });
    await page('screenshot', { name: 'report-save' });
    await page('press', { key: 'Enter' });
    await saved;
    const file = inWorkspace('comparison.ftcompare');
    const tab = await until('the file', () => {
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      return input instanceof vscode.TabInputCustom && input;
    });
    assert.equal(tab.uri.toString(), file.toString());
    assert.deepEqual(JSON.parse(fs.readFileSync(file.fsPath, 'utf8')), {
      version: 1,
      scenarios: ['socket', 'tap'].map((name) => ({ name, runs: [`${name}.trace`] })),
    });
    await visible('functions');
    assert.equal(vscode.window.tabGroups.activeTabGroup.tabs.length, 1, 'in its place');
  });

  it('shows where call trees differ, and leads to a call', async () => {
    await vscode.commands.executeCommand('vscode.open', write('tree.ftcompare', comparison('socket', 'tap')));
    await visible('functions');
    await click('#sections a:has-text("Call tree")');
    await shown('.tree .node[aria-expanded="false"]');
    await page('press', { key: 'Tab' });
    await shown('.tree:focus');
    await page('press', { key: 'ArrowRight' });
    await shown('.node[aria-level="1"][aria-expanded="true"]');
    await page('press', { key: 'ArrowRight' });
    await shown('.node[aria-level="2"].active');
    const [label = ''] = await page('text', { selector: '.node.active .node-name', webview: true });
    await page('press', { key: 'Enter' });
    assert.ok((await cursor()).text.includes(label));
  });

  it('writes the report and the list as files', async () => {
    await vscode.commands.executeCommand(
      'vscode.open',
      write('files.ftcompare', comparison('socket', 'tap')),
    );
    await visible('functions');
    await click('svg [data-select="tap & category:network"]');
    await visible(`${networkFunctionsOf('tap').length} functions`);
    await click('vscode-button:has-text("Save List as CSV…")');
    await page('visible', { selector: SAVE_BUTTON });
    await page('press', { key: 'Enter' });
    const list = inWorkspace('functions.csv').fsPath;
    await until('the list', () => fs.existsSync(list) && fs.statSync(list).size > 0);
    const names = fs
      .readFileSync(list, 'utf8')
      .split('\n')
      .flatMap((line) => /^"?([\w.]+)"?,/.exec(line)?.[1] ?? []);
    for (const name of networkFunctionsOf('tap')) assert.ok(names.includes(name), name);
    assert.ok(!names.includes('tcp_sendmsg'));
    const exported = vscode.commands.executeCommand('ftrace.exportReport');
    await page('visible', { selector: `${ROW}:has-text("Markdown")` });
    await page('type', { text: 'Markdown' });
    await page('visible', { selector: `${ROW}.focused:has-text("Markdown")` });
    await page('press', { key: 'Enter' });
    await page('visible', { selector: SAVE_BUTTON });
    await page('press', { key: 'Enter' });
    await exported;
    assert.match(fs.readFileSync(inWorkspace('comparison.md').fsPath, 'utf8'), /\b469\b[^\n]*\b219\b/);
    for (const name of ['functions.csv', 'comparison.md']) fs.rmSync(inWorkspace(name).fsPath);
  });

  it('lets the grouping be changed, down to its text', async () => {
    const traces = NAMES.map((name) => inWorkspace(`${name}.trace`));
    const compared = vscode.commands.executeCommand('ftrace.compareScenarios', traces[0], traces);
    const pick = async (label: string): Promise<void> => {
      await page('visible', { selector: `${ROW}:has-text("${label}")` });
      await page('type', { text: label });
      await page('visible', { selector: `${ROW}.focused:has-text("${label}")` });
      await page('press', { key: 'Enter' });
    };
    await pick('Change the grouping');
    await pick('qemu.trace');
    await page('visible', { text: 'Move qemu.trace' });
    await pick('kvm');
    await page('visible', { selector: `${ROW}:has-text("3 scenarios: kvm (2 runs)")` });
    await page('screenshot', { name: 'report-change-grouping' });
    await pick('Write it as text');
    await compared;
    const { document } = await until('the text', () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.uri.path.endsWith('.ftcompare') === true && editor;
    });
    assert.equal(document.uri.scheme, 'untitled');
    assert.equal(document.languageId, 'jsonc');
    const { scenarios } = JSON.parse(document.getText()) as { scenarios: unknown[] };
    assert.deepEqual(scenarios[0], { name: 'kvm', runs: ['kvm.trace', 'qemu.trace'] });
    await vscode.commands.executeCommand('ftrace.openComparisonReport');
    await visible('functions');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('finds a function of a trace in the report', async () => {
    const file = write('shown.ftcompare', comparison('socket', 'tap'));
    await vscode.commands.executeCommand('vscode.open', file);
    await visible('functions');
    const editor = await show(inWorkspace('tap.trace'));
    const line = editor.document
      .getText()
      .split('\n')
      .findIndex((text) => /tun_get_user/.test(text));
    const column = editor.document.lineAt(line).text.indexOf('tun_get_user') + 3;
    editor.selection = new vscode.Selection(line, column, line, column);
    await vscode.commands.executeCommand('ftrace.showInComparison');
    await shown('#details h3:has-text("tun_get_user")');
    await visible('1 function');
  });

  it('takes the runs of scenarios out of a folder', async function () {
    const shared = sharedFolder();
    if (shared === undefined) return this.skip();
    const folder = vscode.Uri.file(path.join(shared, 'traces', 'scenarios'));
    const compared = vscode.commands.executeCommand('ftrace.compareScenarios', folder, [folder]);
    await page('visible', {
      selector: `${ROW}.focused:has-text("4 scenarios: kvm (3 runs), qemu (3 runs)")`,
    });
    await page('press', { key: 'Enter' });
    await compared;
    // A first-time reader has less time than this: it is for a machine with other work.
    await page('visible', { text: 'functions', webview: true, timeout: 50_000 });
    await click('#sections a:has-text("Functions by category")');
    await page('screenshot', { name: 'report-runs' });
    await click('svg [data-select="socket & category:network"]');
    await shown(ACTIVE);
    await page('screenshot', { name: 'report-runs-list' });
    try {
      await page('viewport', { width: 2000, height: 1000 });
      await page('screenshot', { name: 'report-runs-wide' });
      // As at 200 % of a usual screen.
      await page('viewport', { width: 640, height: 400 });
      await page('screenshot', { name: 'report-runs-zoomed' });
    } finally {
      await page('viewport', { width: 1280, height: 800 });
    }
  }).timeout(120_000);

  for (const [name, theme, selector] of THEMES) {
    it(`has the look of the theme: ${name}`, async () => {
      await set('workbench', 'colorTheme', theme);
      try {
        await page('theme', { selector });
        await vscode.commands.executeCommand('vscode.open', write('look.ftcompare', comparison(...NAMES)));
        await visible('functions');
        await page('screenshot', { name: `report-${name}` });
        await click('#sections a:has-text("Functions")');
        await page('screenshot', { name: `report-functions-${name}` });
        await click('#sections a:has-text("Call tree")');
        await shown('.tree');
        await page('press', { key: 'Tab' });
        await page('press', { key: 'ArrowRight' });
        await shown('.node[aria-level="2"]');
        await page('screenshot', { name: `report-tree-${name}` });
      } finally {
        await set('workbench', 'colorTheme', 'Default Dark Modern');
      }
    });
  }
});
