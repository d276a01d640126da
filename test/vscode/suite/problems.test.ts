import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, set, show, until, write } from './support';

/** Lines count from 0: events are lost on 2, an interrupt is on 6, lines 9 and 10 are none of a trace. */
const TEXT = [
  '#  0)    sh-1      |   0.500 us    |  commented_out();',
  ' 0)    sh-1      |   0.500 us    |  0xffffffff81000010();',
  'CPU:0 [LOST 7 EVENTS]',
  ' 0)    sh-1      |   2.000 us    |  } /* sys_write */',
  ' 0)    sh-1      |               |  sys_read() {',
  ' 0)    sh-1      |   ==========> |',
  ' 0)    sh-1      |   0.500 us    |    gic_handle_irq();',
  ' 0)    sh-1      |   <========== |',
  ' 0)    sh-1      |   9.000 us    |  }',
  'what is this',
  'and this',
  '',
].join('\n');
const CLEAN = TEXT.replace('#  0)', ' 0)');

function problems(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ftrace');
}

async function problem(uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> {
  return until(`the problem ${code}`, () => problems(uri).find((one) => one.code === code));
}

/** The quick fixes on the lines of a problem, with their edits. */
async function fixes(uri: vscode.Uri, code: string): Promise<vscode.CodeAction[]> {
  const { range } = await problem(uri, code);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    10,
  );
}

async function apply(uri: vscode.Uri, code: string, title: RegExp): Promise<void> {
  const all = await fixes(uri, code);
  const fix = all.find((one) => title.test(one.title));
  assert.ok(fix !== undefined, all.map((one) => one.title).join());
  if (fix.edit !== undefined) assert.ok(await vscode.workspace.applyEdit(fix.edit));
  if (fix.command !== undefined)
    await vscode.commands.executeCommand(
      fix.command.command,
      ...((fix.command.arguments ?? []) as unknown[]),
    );
}

describe('problems of a trace', () => {
  const files: vscode.Uri[] = [];
  const open = async (name: string, text: string | Uint8Array): Promise<vscode.Uri> => {
    const uri = write(name, text);
    files.push(uri);
    await show(uri);
    return uri;
  };
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAll();
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await set('ftrace', 'symbols', undefined);
    for (const file of files.splice(0)) fs.rmSync(file.fsPath, { force: true });
  });

  it('are listed with their severities, and follow the setting', async () => {
    const uri = await open('damaged.trace', TEXT);
    const lost = await problem(uri, 'lostEvents');
    assert.equal(lost.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(lost.range.start.line, 2);
    const codes = problems(uri).map(({ code }) => code);
    assert.deepEqual([...codes].sort(), [
      'addresses',
      'interrupts',
      'lostEntries',
      'lostEvents',
      'repairedLines',
      'unreadLines',
    ]);
    await set('ftrace', 'problems.show', 'warnings');
    await until('warnings only', () => problems(uri).length === 2);
    await set('ftrace', 'problems.show', undefined);
    await until('all again', () => problems(uri).length === codes.length);
  });

  it('can be written away', async () => {
    const uri = await open('commented.trace', TEXT);
    await apply(uri, 'repairedLines', /^Write all lines as they were printed$/);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), CLEAN);
    await until('no problem', () => !problems(uri).some(({ code }) => code === 'repairedLines'));
    await apply(uri, 'unreadLines', /^Delete the 2 lines that could not be read$/);
    assert.equal(document.getText(), CLEAN.replace('what is this\nand this\n', ''));
    await until('no problem', () => !problems(uri).some(({ code }) => code === 'unreadLines'));
  });

  it('cannot be written away in the text of a compressed file', async () => {
    const file = write('readonly.trace.gz', gzipSync(TEXT));
    files.push(file);
    await vscode.commands.executeCommand('ftrace.openCompressed', file);
    const uri = file.with({ scheme: 'ftrace-unpacked' });
    assert.deepEqual(await fixes(uri, 'repairedLines'), []);
    assert.deepEqual(await fixes(uri, 'unreadLines'), []);
    assert.equal((await fixes(uri, 'lostEvents')).length, 1);
  });

  it('go with a symbol file, which the setting names from the folder on', async () => {
    const uri = await open('addresses.trace', TEXT);
    const [fix] = await fixes(uri, 'addresses');
    assert.equal(fix?.command?.command, 'ftrace.chooseSymbols');
    const symbols = write('System.map', 'ffffffff81000000 T tcp_named\nffffffff81000100 T other\n');
    files.push(symbols);
    await vscode.commands.executeCommand('ftrace.chooseSymbols', symbols);
    const inspected = vscode.workspace.getConfiguration('ftrace').inspect<string>('symbols');
    assert.equal(inspected?.workspaceValue, 'System.map');
    await until('no addresses', () => !problems(uri).some(({ code }) => code === 'addresses'));
    await vscode.workspace
      .getConfiguration('ftrace')
      .update('symbols', undefined, vscode.ConfigurationTarget.Workspace);
    await problem(uri, 'addresses');
  });

  it('have a command to copy for the next recording', async function () {
    const uri = await open('lost.trace', TEXT);
    await apply(uri, 'lostEvents', /^Copy the command that records a larger buffer$/);
    if (!hasPage) return;
    await page('visible', { text: 'Copied: echo 65536 > /sys/kernel/tracing/buffer_size_kb' });
  });

  it('lead to the list of interrupt functions', async function () {
    if (!hasPage) return this.skip();
    const uri = await open('interrupts.trace', TEXT);
    await apply(uri, 'interrupts', /^Edit the list of interrupt functions$/);
    await page('visible', {
      selector: '.settings-editor .setting-item-label:has-text("Interrupt Functions")',
    });
  });

  for (const [name, theme, selector] of [
    ['dark', 'Default Dark Modern', '.vs-dark'],
    ['light', 'Default Light Modern', '.vs'],
    ['contrast', 'Default High Contrast', '.hc-black'],
  ] as const) {
    it(`are on the screen: ${name}`, async function () {
      if (!hasPage) return this.skip();
      await set('workbench', 'colorTheme', theme);
      await page('theme', { selector });
      const uri = await open('shown.trace', TEXT);
      const editor = vscode.window.activeTextEditor!;
      editor.selection = new vscode.Selection(6, 30, 6, 30);
      await problem(uri, 'interrupts');
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      await page('visible', { text: 'Events were lost in 1 place' });
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      await until('the menu', async () => {
        await vscode.commands.executeCommand('editor.action.quickFix');
        await new Promise((resolve) => setTimeout(resolve, 500));
        return (await page('count', { text: 'Edit the list of interrupt functions' })) > 0;
      });
      await page('screenshot', { name: `problems-${name}` });
      await page('press', { key: 'Escape' });
    });
  }
});
