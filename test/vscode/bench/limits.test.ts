import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { hasPage, page } from '../suite/page';
import { closeAll, inWorkspace, lensTitles, set, show, until } from '../suite/support';

const MEGABYTE = 1 << 20;
/** Dark Modern. */
const COLOURS = ['rgb(255, 148, 102)', 'rgb(98, 184, 255)', 'rgb(200, 200, 200)'];

/** The first bytes of BENCH_TRACE, whole lines, as a file of the workspace. */
function part(name: string, bytes: number): vscode.Uri {
  const source = fs.readFileSync(process.env['BENCH_TRACE']!);
  const uri = inWorkspace(name);
  let left = bytes;
  fs.writeFileSync(uri.fsPath, '');
  while (left > 0) {
    const piece = source.subarray(0, left);
    const lines = piece.subarray(0, piece.lastIndexOf(10) + 1);
    fs.appendFileSync(uri.fsPath, lines);
    left -= Math.max(lines.length, 1);
    if (piece.length < source.length) break;
  }
  return uri;
}

/** With a remote, as in these tests, VS Code asks at 10 MB. */
function ask1024(): Promise<void> {
  return set('workbench', 'editorLargeFileConfirmation', 1024);
}

/** Different functions that are called on the thirty lines from `first` on. */
function firstNames(document: vscode.TextDocument, first: number): string[] {
  const names = Array.from({ length: 30 }, (_, at) => document.lineAt(first + at).text)
    .map((text) => /\|\s+([a-z_]\w+)\(\)/.exec(text)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)];
}

/**
 * What VS Code really does with large traces, and what of ours works there; screenshots are for people. By itself:
 *
 *   TEST_GREP='above the limits' BENCH_TRACE=… BENCH_RESULT=… node test/vscode/host/run.mjs --bench
 */
describe('above the limits of the text editor', () => {
  const extension = vscode.extensions.getExtension('ftrace-explorer.ftrace-explorer')!;

  after(async () => {
    await closeAll();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('a trace of 60 MB wakes the extension, which says what is off', async function () {
    if (!hasPage) return this.skip();
    this.timeout(120_000);
    const uri = part('huge.trace', 60 * MEGABYTE);
    assert.equal(extension.isActive, false);
    await ask1024();
    await vscode.commands.executeCommand('vscode.open', uri);
    await until('the extension', () => extension.isActive, 60_000);
    await page('visible', { text: 'huge.trace (60 MB, above 50 MB)', timeout: 60_000 });
    assert.equal(
      vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString()),
      false,
    );
    await page('visible', { selector: '.statusbar-item[id$="ftrace.largeText"]' });
    await page('screenshot', { name: 'limits-60mb' });
    await closeAll();
    fs.rmSync(uri.fsPath);
  });

  it('a trace that VS Code asks about is spoken of, too', async function () {
    if (!hasPage || vscode.env.remoteName === undefined) return this.skip();
    this.timeout(120_000);
    const uri = part('asked.trace', 21 * MEGABYTE);
    await set('workbench', 'editorLargeFileConfirmation', undefined);
    await vscode.commands.executeCommand('vscode.open', uri);
    await page('visible', { text: 'The file is not displayed in the text editor because it is very large' });
    await page('visible', { text: 'asks before it opens asked.trace (21 MB)' });
    await page('screenshot', { name: 'limits-prompt' });
    await closeAll();
  });

  it('a trace of 21 MB keeps the colours of names, and hovers', async function () {
    if (!hasPage) return this.skip();
    this.timeout(120_000);
    const uri = part('large.trace', 21 * MEGABYTE);
    await ask1024();
    const { document } = await show(uri);
    await page('visible', { text: 'large.trace (21 MB, above 20 MB)', timeout: 60_000 });
    const [title] = await lensTitles(uri, 1);
    assert.match(title ?? '', /functions/);
    const middle = Math.floor(document.lineCount / 2);
    for (const line of [0, middle, document.lineCount - 60]) {
      const editor = vscode.window.activeTextEditor!;
      editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
      const named = firstNames(document, line + 10)[0]!;
      await until(`colour of ${named}`, async () =>
        COLOURS.includes(await page('tokenColour', { text: named })),
      );
      await page('screenshot', {
        name: `limits-21mb-${line === 0 ? 'top' : line === middle ? 'middle' : 'end'}`,
      });
    }
    await closeAll();
  });

  it('names keep their colours while somebody types into 5 MB', async function () {
    if (!hasPage) return this.skip();
    this.timeout(120_000);
    const uri = part('typed.trace', 5 * MEGABYTE);
    const editor = await show(uri);
    const { document } = editor;
    await lensTitles(uri, 1);
    const distinct = firstNames(document, 0).slice(0, 8);
    const lost = async (): Promise<string[]> => {
      const seen = await page('tokenColours', { texts: distinct });
      return distinct.filter((name) => !COLOURS.includes(seen[name]!));
    };
    await until('colours', async () => (await lost()).length === 0);
    const before = await page('tokenColours', { texts: distinct });
    const losses: string[] = [];
    const scrolled: number[] = [];
    let looks = 0;
    for (let typed = 0; typed < 20; typed++) {
      const at = new vscode.Position(3, 0);
      await editor.edit((edit) => edit.insert(at, typed % 4 === 3 ? '#\n' : '#'));
      for (let look = 0; look < 5; look++) {
        looks++;
        const seen = await page('tokenColours', { texts: distinct });
        for (const name of distinct)
          if (seen[name] !== before[name]) losses.push(`${typed}.${look} ${name} ${seen[name]}`);
      }
    }
    await page('screenshot', { name: 'limits-typed' });
    for (const part of [0.2, 0.4, 0.6, 0.8]) {
      const line = Math.floor(document.lineCount * part);
      const named = firstNames(document, line)[0]!;
      const start = performance.now();
      editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
      await until(`colour of ${named}`, async () =>
        COLOURS.includes(await page('tokenColour', { text: named })),
      );
      scrolled.push(performance.now() - start);
    }
    fs.writeFileSync(process.env['BENCH_RESULT']!, JSON.stringify({ looks, losses, scrolled }));
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.deepEqual(losses, []);
  });
});
