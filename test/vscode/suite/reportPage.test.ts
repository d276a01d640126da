import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { fakeReports, type FakeReports } from './fakeReports';
import { hasPage, page } from './page';
import { closeAll, set, write } from './support';

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

/** The page of a report with 100,000 functions, made up: how it looks and behaves, whatever the numbers are. */
describe('the page of a report', () => {
  let server: FakeReports;
  let file: vscode.Uri;

  beforeEach(async function () {
    if (!hasPage) return this.skip();
    server = await fakeReports(100_000);
    file = write('made-up.ftcompare', `// kept\n${JSON.stringify(COMPARISON, undefined, 2)}\n`);
    await vscode.commands.executeCommand('vscode.open', file);
    await page('visible', { text: 'A made-up report', webview: true });
    await page('visible', { text: '100,000 functions', webview: true });
  });

  afterEach(async () => {
    server?.restore();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeAll();
    if (file !== undefined) fs.rmSync(file.fsPath, { force: true });
  });

  const cells = async (): Promise<string[]> => page('text', { selector: '.row .name', webview: true });

  it('is in the DOM only as far as it is on the screen', async () => {
    assert.ok((await cells()).length < 100);
  });

  for (const [name, theme, selector] of THEMES) {
    it(`has the look of the theme: ${name}`, async () => {
      await set('workbench', 'colorTheme', theme);
      await page('theme', { selector });
      await page('screenshot', { name: `report-page-${name}` });
      await page('click', { selector: '[data-select="tap & category:network"]', webview: true });
      await page('visible', { selector: '.grid:focus .row.active', webview: true });
      await page('screenshot', { name: `report-list-${name}` });
      await set('workbench', 'colorTheme', undefined);
    });
  }
});
