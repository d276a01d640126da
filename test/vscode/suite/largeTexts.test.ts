import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, lensTitles, set, show, until, write } from './support';

/** By which tests make a text of some lines a large one: limits.ts in client/src/largeTexts. */
const LIMITS = 'FTRACE_TEXT_LIMITS';
const LINE = ' 0)   1.000 us    |  fput();\n';
const HEADER = '# tracer: function_graph\n';
const NOTICE = 'without folds, lenses, sticky scroll';
const BAR_ITEM = '.statusbar-item[id$="ftrace.largeText"]';
const STATUS = '[id="status.languageStatus"]';

describe('a trace that is too large for the text editor', () => {
  before(async () => {
    process.env[LIMITS] = JSON.stringify({ features: 1000, extensions: 5000 });
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  after(async () => {
    delete process.env[LIMITS];
    await set('ftrace', 'largeFileNotice', undefined);
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  /** Opens a trace of so many lines and waits for its lens, which the server gives at any size. */
  async function open(name: string, lines: number): Promise<vscode.Uri> {
    const uri = write(name, HEADER + LINE.repeat(lines));
    await show(uri);
    await lensTitles(uri);
    return uri;
  }

  it('says in one sentence what is off, offers the view, and says it once per file', async function () {
    if (!hasPage) return this.skip();
    const uri = await open('large.trace', 50);
    await page('visible', { text: 'large.trace' });
    await page('visible', { text: NOTICE });
    await page('visible', { text: 'Open in Trace View' });
    await page('screenshot', { name: 'large-notice' });
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
    await show(uri);
    // Another file is told of after it: what was to be said of this one would be there by then.
    await open('larger.trace', 60);
    await page('visible', { text: NOTICE });
    const said = await page('text', { selector: '.notification-toast .notification-list-item-message' });
    assert.equal(said.length, 1);
    assert.match(said[0]!, / larger\.trace \(/);
  });

  it('goes on saying it in the language status, and of no other trace', async function () {
    if (!hasPage) return this.skip();
    await open('small.trace', 3);
    await page('hidden', { selector: STATUS, timeout: 5000 }).catch(() => undefined);
    const withSmall = await page('count', { selector: `${STATUS} .codicon-bracket-dot` });
    await open('large.trace', 50);
    await page('visible', { selector: `${STATUS} .codicon-bracket-dot` });
    await vscode.commands.executeCommand('notifications.clearAll');
    await page('click', { selector: STATUS });
    await page('visible', { text: 'No folds, lenses, sticky scroll' });
    await page('screenshot', { name: 'large-status' });
    await page('press', { key: 'Escape' });
    assert.equal(withSmall, 0);
  });

  it('says another thing where extensions are given nothing', async function () {
    if (!hasPage) return this.skip();
    await open('huge.trace', 500);
    await page('visible', { text: 'huge.trace (14525 bytes, above 5000 bytes) without colours' });
    await page('visible', { selector: BAR_ITEM });
    await show(write('small.trace', HEADER + LINE));
    await page('hidden', { selector: BAR_ITEM });
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('says nothing of a trace that is not large, nor where VS Code was told to do it all', async function () {
    if (!hasPage) return this.skip();
    await set('editor', 'largeFileOptimizations', false);
    try {
      await open('told.trace', 50);
      await open('few.trace', 3);
    } finally {
      await set('editor', 'largeFileOptimizations', undefined);
    }
    await open('marker.trace', 50);
    await page('visible', { text: 'marker.trace (' });
    const said = await page('text', { selector: '.notification-toast .notification-list-item-message' });
    assert.deepEqual(
      said.map((text) => /\w+\.trace/.exec(text)?.[0]),
      ['marker.trace'],
    );
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('is silent once it was told so', async function () {
    if (!hasPage) return this.skip();
    await open('silenced.trace', 50);
    await page('activate', { text: "Don't Show Again" });
    const setting = (): boolean | undefined =>
      vscode.workspace.getConfiguration('ftrace').inspect<boolean>('largeFileNotice')?.globalValue;
    await until('the setting', () => setting() === false);
    await open('unsaid.trace', 50);
    // The status is set before the notification would be shown.
    await page('visible', { selector: `${STATUS} .codicon-bracket-dot` });
    assert.deepEqual(
      await page('text', { selector: '.notification-toast .notification-list-item-message' }),
      [],
    );
  });
});
