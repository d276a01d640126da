import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, inWorkspace, set, show, until, write } from './support';

/** Functions on lines from 0: vfs_read on 0, tcp_ack on 1 and 2, kvm_exit on 4. */
const TEXT = [
  ' 0)               |  vfs_read() {',
  ' 0)   1.000 us    |    tcp_ack();',
  ' 0)   1.000 us    |    tcp_ack();',
  ' 0)   3.000 us    |  }',
  ' 0)   1.000 us    |  kvm_exit();',
  '',
].join('\n');

function outside(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ code }) => code === 'newFunction');
}

function lines(uri: vscode.Uri): number[] {
  return outside(uri).map(({ range }) => range.start.line);
}

/** The quick fixes on a line, with their edits. */
async function fixes(uri: vscode.Uri, line: number): Promise<vscode.CodeAction[]> {
  const { range } = await until(`a problem on line ${line}`, () =>
    outside(uri).find((one) => one.range.start.line === line),
  );
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    10,
  );
}

function setting(): string | undefined {
  return vscode.workspace.getConfiguration('ftrace').inspect<string>('baseline')?.workspaceValue;
}

async function lensTitle(uri: vscode.Uri, pattern: RegExp): Promise<vscode.Command> {
  return until(`the lens ${pattern}`, async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      20,
    );
    return lenses.map(({ command }) => command).find((command) => pattern.test(command?.title ?? ''));
  });
}

describe('baselines', () => {
  const files: vscode.Uri[] = [];
  const file = (name: string, text: string): vscode.Uri => {
    const uri = write(name, text);
    files.push(uri);
    return uri;
  };
  afterEach(async () => {
    await vscode.commands.executeCommand('ftrace.clearBaseline');
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await show(document.uri);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    await closeAll();
    await vscode.commands.executeCommand('notifications.clearAll');
    for (const one of files.splice(0)) fs.rmSync(one.fsPath, { force: true });
  });

  it('are saved from an open trace, and nothing is outside of their own', async () => {
    const trace = file('own.trace', TEXT);
    await show(trace);
    const target = inWorkspace('own.baseline');
    files.push(target);
    await vscode.commands.executeCommand('ftrace.saveBaseline', undefined, undefined, target);
    const text = fs.readFileSync(target.fsPath, 'utf8');
    assert.match(text, /^# scenario: own$/m);
    assert.match(text, /^# run: own\.trace, 3 functions, sha256 [0-9a-f]{64}$/m);
    const names = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    assert.deepEqual(
      names.map((line) => line.split(' ')[0]),
      ['kvm_exit', 'tcp_ack', 'vfs_read'],
    );
    await vscode.commands.executeCommand('ftrace.applyBaseline', target);
    assert.equal(setting(), 'own.baseline');
    await lensTitle(trace, /^all functions are in own\.baseline$/);
    assert.deepEqual(lines(trace), []);
  });

  it('are saved from several runs, which tell the scenario', async () => {
    const runs = [file('two.1.trace', TEXT), file('two.2.trace', ' 0)   1.000 us    |  vfs_read();\n')];
    const target = inWorkspace('two.baseline');
    files.push(target);
    await vscode.commands.executeCommand('ftrace.saveBaseline', runs[0], runs, target);
    const text = fs.readFileSync(target.fsPath, 'utf8');
    assert.match(text, /^# scenario: two$/m);
    assert.match(text, /^vfs_read +# other, in 2 of 2 runs$/m);
    assert.match(text, /^tcp_ack +# network, in 1 of 2 runs$/m);
  });

  it('say what is outside, allow it by a fix, and take that back by undo', async () => {
    const trace = file('a.trace', TEXT);
    const baseline = file('a.baseline', '# mine\nvfs_read\n');
    await show(trace);
    await vscode.commands.executeCommand('ftrace.applyBaseline', baseline);
    await until('both functions', () => lines(trace).join() === '1,4');
    const [first] = outside(trace);
    assert.equal(first?.message, 'tcp_ack is outside of a.baseline: Network, 2 calls.');
    assert.equal(first.severity, vscode.DiagnosticSeverity.Warning);
    const found = await fixes(trace, 1);
    assert.deepEqual(
      found.map(({ title }) => title),
      ['Allow tcp_ack in a.baseline', 'Allow all 2 new functions in a.baseline'],
    );
    assert.ok(await vscode.workspace.applyEdit(found[0]!.edit!));
    await until('one function', () => lines(trace).join() === '4');
    const document = await vscode.workspace.openTextDocument(baseline);
    assert.equal(document.languageId, 'ftrace-baseline');
    assert.match(document.getText(), /^# mine\ntcp_ack +# network, added from a\.trace\nvfs_read\n$/);
    await show(baseline);
    await vscode.commands.executeCommand('undo');
    await until('both again', () => lines(trace).join() === '1,4');
    await vscode.commands.executeCommand('redo');
    await document.save();
    await until('one again', () => lines(trace).join() === '4');
    assert.match(fs.readFileSync(baseline.fsPath, 'utf8'), /^tcp_ack/m);
  });

  it('follow a change of the file by others', async () => {
    const trace = file('b.trace', TEXT);
    const baseline = file('b.baseline', 'vfs_read\n');
    await show(trace);
    await vscode.commands.executeCommand('ftrace.applyBaseline', baseline);
    await until('both functions', () => lines(trace).join() === '1,4');
    fs.writeFileSync(baseline.fsPath, 'vfs_read\nkvm_exit\n');
    await until('one function', () => lines(trace).join() === '1');
    await vscode.commands.executeCommand('ftrace.clearBaseline');
    assert.equal(setting(), undefined);
    await until('none', () => lines(trace).length === 0);
  });

  it('allow functions of a text that is read-only, in a file of another name', async () => {
    const { gzipSync } = await import('node:zlib');
    const packed = inWorkspace('allowed.trace.gz');
    fs.writeFileSync(packed.fsPath, gzipSync(TEXT));
    files.push(packed);
    const baseline = file('allowed.txt', 'vfs_read\n');
    await vscode.commands.executeCommand('ftrace.openCompressed', packed);
    await vscode.commands.executeCommand('ftrace.applyBaseline', baseline);
    const uri = packed.with({ scheme: 'ftrace-unpacked' });
    await until('both functions', () => lines(uri).join() === '1,4');
    const all = (await fixes(uri, 4)).find(({ title }) => title.startsWith('Allow all 2'));
    assert.ok(await vscode.workspace.applyEdit(all!.edit!));
    await until('none', () => lines(uri).length === 0);
  });

  it('are on the screen', async function () {
    if (!hasPage) return this.skip();
    await set('workbench', 'colorTheme', 'Default Dark Modern');
    const trace = inWorkspace('kvm.trace');
    const baseline = inWorkspace('qemu.baseline');
    files.push(baseline);
    await vscode.commands.executeCommand(
      'ftrace.saveBaseline',
      inWorkspace('qemu.trace'),
      undefined,
      baseline,
    );
    const editor = await show(trace);
    await vscode.commands.executeCommand('ftrace.applyBaseline', baseline);
    const { title, command, arguments: args } = await lensTitle(trace, / outside of qemu\.baseline$/);
    assert.equal(title, `${lines(trace).length} functions outside of qemu.baseline`);
    await page('visible', { text: title });
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await page('visible', { text: 'is outside of qemu.baseline' });
    await page('screenshot', { name: 'baseline-lens' });
    const [first] = outside(trace).map(({ range }) => range);
    editor.selection = new vscode.Selection(first!.start, first!.start);
    editor.revealRange(first!, vscode.TextEditorRevealType.AtTop);
    await page('screenshot', { name: 'baseline-problems' });
    void vscode.commands.executeCommand(command, ...((args ?? []) as unknown[]));
    await page('visible', { text: 'functions outside of qemu.baseline in kvm.trace' });
    await page('screenshot', { name: 'baseline-list' });
    await page('press', { key: 'Escape' });
    await show(baseline);
    await page('visible', { text: 'Kernel functions that qemu may reach' });
    await page('screenshot', { name: 'baseline-text' });
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await set('workbench', 'colorTheme', undefined);
  });
});
