import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, hoverText, inWorkspace, set, show, until, write } from './support';

interface Diff {
  readonly label: string;
  readonly left: vscode.TextDocument;
  readonly right: vscode.TextDocument;
}

/** The comparison in the active tab. */
async function diff(label: RegExp): Promise<Diff> {
  const tab = await until(`a diff editor ${String(label)}`, () => {
    const active = vscode.window.tabGroups.activeTabGroup.activeTab;
    return active?.input instanceof vscode.TabInputTextDiff && label.test(active.label) && active;
  });
  const input = tab.input as vscode.TabInputTextDiff;
  return {
    label: tab.label,
    left: await vscode.workspace.openTextDocument(input.original),
    right: await vscode.workspace.openTextDocument(input.modified),
  };
}

/** The line of the first text that matches. */
function lineOf(document: vscode.TextDocument, pattern: RegExp): number {
  const line = document.getText().split('\n').findIndex((text) => pattern.test(text)); // prettier-ignore
  assert.ok(line >= 0, `${String(pattern)} in ${document.uri.path}`);
  return line;
}

async function definition(document: vscode.TextDocument, line: number): Promise<vscode.Location | undefined> {
  const column = document.lineAt(line).firstNonWhitespaceCharacterIndex;
  const [location] = await vscode.commands.executeCommand<vscode.Location[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    new vscode.Position(line, column),
  );
  return location;
}

const ROW = '.pane:has(h3.title:has-text("Call Tree Difference")) .monaco-list-row';

describe('comparing call trees', () => {
  const socket = inWorkspace('socket.trace');
  const tap = inWorkspace('tap.trace');
  afterEach(async () => {
    await vscode.commands.executeCommand('ftrace.callTree.close');
    await closeAll();
  });

  it('opens the diff editor on the calls of both', async function () {
    await vscode.commands.executeCommand('ftrace.compareCallTrees', socket, tap);
    const { label, left, right } = await diff(/call tree/);
    assert.equal(label, 'socket.trace ↔ tap.trace (call tree)');
    assert.match(left.getText(), /^ +tcp_recvmsg/m);
    assert.match(right.getText(), /^ +tun_get_user/m);
    if (!hasPage) return;
    await page('diffVisible', {});
    await page('screenshot', { name: 'call-tree-diff' });
  });

  it('leads from a call to its line in the trace, and shows the hover of that', async () => {
    await vscode.commands.executeCommand('ftrace.compareCallTrees', socket, tap);
    const { right } = await diff(/call tree/);
    const line = lineOf(right, /^ +tun_get_user\b/);
    const location = await definition(right, line);
    assert.equal(location?.uri.toString(), tap.toString());
    const trace = await vscode.workspace.openTextDocument(tap);
    assert.equal(trace.getText(location.range), 'tun_get_user');
    assert.equal(location.range.start.line, lineOf(trace, /\btun_get_user \[tun\]\(\)/));
    const column = right.lineAt(line).firstNonWhitespaceCharacterIndex;
    const hover = await until(
      'the hover',
      async () => (await hoverText(right.uri, line, column + 1)) || undefined,
    );
    assert.match(hover, /\*\*`tun_get_user`\*\* in module `tun`/);
    assert.match(hover, /This call took/);
  });

  it('follows the setting', async () => {
    const [a, b] = ['short.trace', 'shorter.trace'].map((name) =>
      write(name, ' 0)   1.000 us    |  fput();\n'),
    );
    await vscode.commands.executeCommand('ftrace.compareCallTrees', a, b);
    const { left } = await diff(/call tree/);
    assert.doesNotMatch(left.getText(), / µs$/m);
    try {
      await set('ftrace.callTree', 'show', ['tasks', 'durations']);
      await until('durations', () => / µs$/m.test(left.getText()));
    } finally {
      await set('ftrace.callTree', 'show', undefined);
    }
    await until('no durations', () => !/ µs$/m.test(left.getText()));
  });

  it('follows an edit of its traces', async () => {
    const uri = write('edited-calls.trace', ' 0)   1.000 us    |  fput();\n');
    const { document } = await show(uri);
    await vscode.commands.executeCommand('ftrace.compareCallTrees', uri, tap);
    const { left } = await diff(/call tree/);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), ' 0)   1.000 us    |  no_such_function();\n');
    await vscode.workspace.applyEdit(edit);
    await until('the call', () => left.getText().includes('no_such_function'));
    await document.save();
  });

  it('is none for a trace and itself', async () => {
    const copy = write('copy.trace', (await vscode.workspace.openTextDocument(socket)).getText());
    await vscode.commands.executeCommand('ftrace.compareCallTrees', socket, copy);
    const { left, right } = await diff(/call tree/);
    assert.equal(left.getText(), right.getText());
  });

  it('shows the merged tree as a view, from which a click leads to the call', async function () {
    if (!hasPage) return this.skip();
    await vscode.commands.executeCommand('ftrace.compareCallTrees', socket, tap);
    await vscode.commands.executeCommand('ftrace.callTreeDifference.focus');
    await page('visible', { selector: ROW });
    await page('visible', { text: 'paths differ' });
    // The first is open: x64_sys_call, where most has changed.
    await page('click', { selector: `${ROW}:has-text("x64_sys_call") .monaco-tl-twistie` });
    await page('visible', { selector: `${ROW}:has-text("gone · ")` });
    const rows = (await page('text', { selector: ROW })).map((row) => row.replaceAll('\u00a0', ' '));
    assert.ok(
      rows.every((row) => /(new|gone|more|fewer|same) · [\d,]+ .*call/.test(row)),
      rows.join('\n'),
    );
    assert.ok(
      rows.some((row) => /gone · [\d,]+ → 0 calls/.test(row)),
      rows.join('\n'),
    );
    await page('screenshot', { name: 'call-tree-view' });
    await page('click', { selector: `${ROW}:has-text("new · ") .label-name` });
    const editor = await until('the trace', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.toString() === tap.toString() && active;
    });
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /\(\)(;| \{)$/);
    await vscode.commands.executeCommand('ftrace.callTree.sortByTime');
    await page('visible', { selector: ROW });
    await vscode.commands.executeCommand('ftrace.callTree.close');
    await page('hidden', { selector: ROW });
  });

  it('is offered when traces are compared from the palette', async function () {
    if (!hasPage) return this.skip();
    const done = vscode.commands.executeCommand('ftrace.compareTraces');
    for (const name of ['socket.trace', 'tap.trace']) {
      await page('visible', {
        text: name === 'tap.trace' ? 'Compare socket.trace with…' : 'Compare traces: the first',
      });
      await page('type', { text: name });
      await page('visible', { selector: `.quick-input-list .monaco-list-row.focused:has-text("${name}")` });
      await page('press', { key: 'Enter' });
    }
    await page('visible', { selector: '.quick-input-list .monaco-list-row:has-text("Call tree")' });
    await page('type', { text: 'Call tree' });
    await page('visible', { selector: '.quick-input-list .monaco-list-row.focused:has-text("Call tree")' });
    await page('press', { key: 'Enter' });
    await done;
    assert.equal((await diff(/call tree/)).label, 'socket.trace ↔ tap.trace (call tree)');
  });

  it('puts a call beside another one of the same function', async function () {
    if (!hasPage) return this.skip();
    const editor = await show(socket);
    const line = lineOf(editor.document, /\btcp_recvmsg\(\) \{$/);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    const done = vscode.commands.executeCommand('ftrace.compareCallWith');
    await page('visible', { text: 'A call in socket.trace' });
    await page('press', { key: 'Enter' });
    await page('visible', { text: 'calls of tcp_recvmsg in socket.trace' });
    await page('press', { key: 'Enter' });
    await done;
    const { left, right } = await diff(/^tcp_recvmsg: socket\.trace:\d+ ↔ socket\.trace:\d+$/);
    await page('diffVisible', {}).catch(() => undefined);
    await page('screenshot', { name: 'call-pair' });
    assert.match(left.getText(), /^[=~] tcp_recvmsg$/m);
    const first = await definition(left, lineOf(left, /^[=~] tcp_recvmsg$/));
    // The sign is no part of the name.
    assert.equal(first, undefined);
    const at = new vscode.Position(lineOf(right, /^[=~] tcp_recvmsg$/), 4);
    const [target] = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      right.uri,
      at,
    );
    assert.equal(target?.uri.toString(), socket.toString());
    assert.notEqual(target.range.start.line, line);
  });

  it('says why it cannot', async function () {
    if (!hasPage) return this.skip();
    await vscode.commands.executeCommand('ftrace.compareCallTrees', write('nothing.trace', ''), tap);
    await page('visible', { text: 'Cannot compare: nothing.trace: The file is empty' });
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
