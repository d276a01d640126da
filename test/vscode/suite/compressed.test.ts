import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { PACKED, PLAIN } from '../../support/packed';
import { hasPage, page } from './page';
import { closeAll, hoverText, inWorkspace, lensTitles, semanticTokens, until, write } from './support';

/** The text of a compressed file in the editor in front of the user. */
async function shownText(file: vscode.Uri): Promise<vscode.TextDocument> {
  return until(`the text of ${file.path}`, () => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.uri.scheme === 'ftrace-unpacked' && document.uri.path === file.path && document;
  });
}

function tabs(): string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
}

describe('compressed traces', () => {
  const files: vscode.Uri[] = [];
  const writeFile = (name: string, content: Uint8Array): vscode.Uri => {
    const file = write(name, content);
    files.push(file);
    return file;
  };
  afterEach(async () => {
    await closeAll();
    await vscode.commands.executeCommand('notifications.clearAll');
    for (const file of files.splice(0)) fs.rmSync(file.fsPath, { force: true });
  });

  for (const [ending, bytes] of [
    ['gz', PACKED.gzip],
    ['zst', PACKED.zst],
    ['xz', PACKED.xz],
  ] as const) {
    it(`open as text from the Explorer: .trace.${ending}`, async () => {
      const file = writeFile(`packed.trace.${ending}`, bytes);
      await vscode.commands.executeCommand('vscode.open', file);
      const document = await shownText(file);
      assert.equal(document.getText(), PLAIN);
      assert.equal(document.languageId, 'ftrace');
      await until('one tab', () => tabs().length === 1);
      assert.deepEqual(tabs(), [`packed.trace.${ending}`]);
      const [title] = await lensTitles(document.uri, 1);
      assert.match(title!, /^8 functions, 150 calls, /);
    });
  }

  it('have the features of a trace', async () => {
    const file = writeFile('socket.trace.gz', gzipSync(fs.readFileSync(inWorkspace('socket.trace').fsPath)));
    await vscode.commands.executeCommand('ftrace.openCompressed', file);
    const document = await shownText(file);
    assert.equal(document.getText(), fs.readFileSync(inWorkspace('socket.trace').fsPath, 'utf8'));
    assert.equal((await lensTitles(document.uri))[0], '469 functions, 1,257 calls, 3 tasks, 1 CPU');
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('tcp_poll();'));
    const column = document.lineAt(line).text.indexOf('tcp_poll');
    assert.match(await hoverText(document.uri, line, column), /by the rule `tcp`/);
    const token = (await semanticTokens(document)).find((one) => one.line === line);
    assert.deepEqual(token, { text: 'tcp_poll', type: 'network', line });
    if (!hasPage) return;
    await page('visible', { text: '469 functions, 1,257 calls, 3 tasks, 1 CPU' });
    await page('screenshot', { name: 'compressed' });
  });

  it('are a trace without a header and with any name, by the command', async () => {
    const file = writeFile('notes.gz', gzipSync(' 0)   1.000 us    |  fput();\n'.repeat(3)));
    await vscode.commands.executeCommand('ftrace.openCompressed', file);
    await shownText(file);
    const document = await until('a trace', () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.languageId === 'ftrace' && shown;
    });
    const [title] = await lensTitles(document.uri, 1);
    assert.match(title!, /^1 function, 3 calls, /);
  });

  it('are traces again after a restart, also without a header', async () => {
    const file = writeFile('again.gz', gzipSync(' 0)   1.000 us    |  fput();\n'.repeat(3)));
    // As VS Code does it with the editors of before, once it has woken the extension for their scheme.
    await vscode.extensions.getExtension('ftrace-explorer.ftrace-explorer')!.activate();
    await vscode.commands.executeCommand('vscode.open', file.with({ scheme: 'ftrace-unpacked' }));
    const document = await until('a trace', () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.path === file.path && shown.languageId === 'ftrace' && shown;
    });
    // Who sets it to plain text means it.
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'plaintext');
  });

  it('show the first call of a function that is chosen in a comparison', async () => {
    const left = writeFile('left.trace.gz', PACKED.gzip);
    const right = writeFile('right.trace.gz', PACKED.gzip);
    await vscode.commands.executeCommand('ftrace.compareTraces', left, right);
    const listing = await until('the comparison', () =>
      vscode.workspace.textDocuments.find(
        // Those of other tests may be open still.
        ({ uri, lineCount }) =>
          uri.scheme === 'ftrace-compare' && uri.path.startsWith('/left.trace.gz') && lineCount > 10,
      ),
    );
    const call = / (\w+)\(\);/.exec(PLAIN)!;
    await vscode.commands.executeCommand('ftrace.goToFirstCall', listing.uri.toString(), call[1]);
    const editor = await until('the trace', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.scheme === 'ftrace-unpacked' && active;
    });
    const { line, character } = editor.selection.active;
    assert.equal(editor.document.offsetAt(new vscode.Position(line, character)), call.index + 1);
  });

  it('cannot be edited', async () => {
    const file = writeFile('packed.trace.gz', PACKED.gzip);
    await vscode.commands.executeCommand('ftrace.openCompressed', file);
    const document = await shownText(file);
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), false);
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(document.getText(), PLAIN);
    assert.equal(document.isDirty, false);
  });

  it('follow their files', async () => {
    const file = writeFile('packed.trace.gz', PACKED.gzip);
    await vscode.commands.executeCommand('ftrace.openCompressed', file);
    const document = await shownText(file);
    const text = `${PLAIN} 0)   1.000 us    |  another_one();\n`;
    // The watcher may not be at work yet.
    await until('the new text', async () => {
      fs.writeFileSync(file.fsPath, gzipSync(text));
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return document.getText() === text;
    });
    await until('its numbers', async () => {
      const [title] = await lensTitles(document.uri, 1);
      return title!.startsWith('9 functions, 151 calls, ');
    });
  });

  it('are compared as files and as texts', async () => {
    const left = writeFile('left.trace.zst', PACKED.zst);
    const right = writeFile('right.trace.xz', PACKED.xz);
    await vscode.commands.executeCommand('ftrace.openCompressed', left);
    const text = (await shownText(left)).uri;
    for (const uri of [left, text]) {
      await vscode.commands.executeCommand('ftrace.compareTraces', uri, right);
      await until('the comparison', () => {
        const { activeTab } = vscode.window.tabGroups.activeTabGroup;
        return activeTab?.label === 'left.trace.zst ↔ right.trace.xz (functions)';
      });
      await closeAll();
    }
  });

  it('are refused with a reason where they are damaged, or larger than VS Code can', async function () {
    if (!hasPage) return this.skip();
    const damaged = writeFile('damaged.trace.xz', PACKED.xz.subarray(0, 300));
    await vscode.commands.executeCommand('vscode.open', damaged);
    await page('visible', { text: 'Cannot open damaged.trace.xz: its xz data ends too early' });
    await until('no tab', () => tabs().length === 0);
    await vscode.commands.executeCommand('notifications.clearAll');
    const big = writeFile('big.trace.gz', gzipSync(PLAIN.repeat(11_000)));
    await vscode.commands.executeCommand('vscode.open', big);
    const reason = 'its text is above 50 MB; on the command line, ftrace-explorer summary reads it';
    await page('visible', { text: `Cannot open big.trace.gz: ${reason}` });
  });
});
