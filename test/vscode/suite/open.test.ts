import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, inWorkspace, lensTitles, sharedFolder, show, until, write } from './support';

describe('opening a trace', () => {
  afterEach(closeAll);

  // Counted by ../shared/traces/count.py on the samples.
  const SAMPLES: Record<string, [total: string, virtualization: number, network: number, other: number]> = {
    'socket.trace': ['469 functions, 1,257 calls, 3 tasks, 1 CPU', 0, 223, 246],
    'tap.trace': ['219 functions, 7,475 calls, 3 tasks, 2 CPUs', 0, 63, 156],
    'qemu.trace': ['306 functions, 14,904 calls, 6 tasks, 2 CPUs', 0, 93, 213],
    'kvm.trace': ['381 functions, 9,358 calls, 6 tasks, 2 CPUs', 91, 29, 261],
  };

  for (const [name, [file, virtualization, network, other]] of Object.entries(SAMPLES)) {
    it(`shows the counts of ${name} in lenses`, async () => {
      const editor = await show(inWorkspace(name));
      const { document } = editor;
      editor.revealRange(new vscode.Range(0, 0, 0, 0));
      assert.equal(document.languageId, 'ftrace');
      const titles = [file, `${virtualization} Virtualization`, `${network} Network`, `${other} Other`];
      assert.deepEqual(await lensTitles(document.uri), titles);
      if (hasPage) for (const title of titles) await page('visible', { text: title });
    });
  }

  it('shows the counts of all recordings as their README has them', async function () {
    const shared = sharedFolder();
    if (shared === undefined) {
      console.log('left out: the recordings of ../shared are not there');
      return this.skip();
    }
    this.timeout(180_000);
    const folder = path.join(shared, 'traces', 'scenarios');
    const table = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
    const rows = [...table.matchAll(/^\| (\w+\.\d) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|/gm)];
    assert.equal(rows.length, 12);
    for (const [, run, total, virtualization, network, other] of rows) {
      const text = gunzipSync(fs.readFileSync(path.join(folder, `${run}.trace.gz`)));
      const { uri } = await vscode.workspace.openTextDocument(write(`run-${run}.trace`, text));
      const [file, ...categories] = await lensTitles(uri);
      assert.match(file!, new RegExp(`^${total} functions, `), run);
      assert.deepEqual(
        categories,
        [`${virtualization} Virtualization`, `${network} Network`, `${other} Other`],
        run,
      );
      fs.rmSync(uri.fsPath);
    }
  });

  it('knows a trace by its first line, whatever its name', async () => {
    const text = fs
      .readFileSync(inWorkspace('socket.trace').fsPath, 'utf8')
      .split('\n')
      .slice(0, 40)
      .join('\n');
    for (const name of ['notes.txt', 'dmesg.log', 'trace', 'trace.out']) {
      const uri = write(name, text);
      await vscode.workspace.openTextDocument(uri);
      await until(`${name} as a trace`, () =>
        vscode.workspace.textDocuments.some(
          (d) => d.uri.toString() === uri.toString() && d.languageId === 'ftrace',
        ),
      );
    }
    const plain = await vscode.workspace.openTextDocument(write('plain.txt', 'no trace\n'));
    assert.equal(plain.languageId, 'plaintext');
    const other = await vscode.workspace.openTextDocument(write('a.ftrace', ' 0)   1.000 us    |  foo();\n'));
    assert.equal(other.languageId, 'ftrace');
  });

  it("knows a text as a trace again when it is opened again, but leaves it plain text at the user's will", async () => {
    const uri = write('again.txt', '# tracer: function_graph\n 0)   1.000 us    |  fput();\n');
    const find = (): vscode.TextDocument | undefined =>
      vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    for (const time of ['first', 'second']) {
      // Not openTextDocument: it keeps the document for minutes.
      await vscode.commands.executeCommand('vscode.open', uri);
      await until(`a trace, the ${time} time`, () => find()?.languageId === 'ftrace');
      await vscode.languages.setTextDocumentLanguage(find()!, 'plaintext');
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(find()?.languageId, 'plaintext');
      await closeAll();
      await until('its end', () => find() === undefined);
    }
  });

  it('puts a lens with its content on each top-level call', async () => {
    // Lines 5 to 8 of socket.trace: switch_mm_irqs_off() { load_new_mm_cr3(); switch_ldt(); }, 610.441 us.
    const titles = await lensTitles((await show(inWorkspace('socket.trace'))).document.uri, 5);
    assert.equal(titles[4], '3 functions (3 Other) · 3 calls · 610.4 µs');
  });

  it('switches each kind of lens off by itself', async () => {
    const { uri } = await vscode.workspace.openTextDocument(inWorkspace('socket.trace'));
    const settings = vscode.workspace.getConfiguration('ftrace.codeLens');
    const kinds = async (): Promise<number> => (await lensTitles(uri, 2000)).length;
    const all = await kinds();
    for (const [key, less] of [
      ['file', 1],
      ['categories', 3],
    ] as const) {
      await settings.update(key, false, vscode.ConfigurationTarget.Global);
      try {
        assert.equal(await untilChanged(kinds, all), all - less, key);
      } finally {
        await settings.update(key, undefined, vscode.ConfigurationTarget.Global);
      }
      assert.equal(await untilChanged(kinds, all - less), all, key);
    }
  });
});

/** The value once it is another; the setting reaches the server some time after the update. */
async function untilChanged(get: () => Promise<number>, before: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const now = await get();
    if (now !== before) return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return before;
}
