import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { hasPage, page } from '../suite/page';
import { hoverText, inWorkspace, lensTitles, show, until } from '../suite/support';

describe('the package', () => {
  const extension = vscode.extensions.getExtension('ftrace-explorer.ftrace-explorer')!;

  it('is installed, and is not the folder under development', () => {
    assert.ok(extension.extensionPath.includes('ftrace-explorer.ftrace-explorer-'), extension.extensionPath);
  });

  it('holds no test, no source and no source map', () => {
    const files = (fs.readdirSync(extension.extensionPath, { recursive: true }) as string[]).map((file) =>
      file.replaceAll('\\', '/'),
    );
    assert.deepEqual(
      files.filter((file) =>
        /(^|\/)(test|client|server|scripts|node_modules|out)\/|\.(map|ts|mjs)$/.test(file),
      ),
      [],
    );
    for (const file of [
      'dist/extension.js',
      'dist/server.js',
      'dist/traceWorker.js',
      'dist/cli.js',
      'dist/report.js',
      'dist/report.css',
      'schemas/ftcompare.schema.json',
      'LICENSE.txt',
      'readme.md',
    ]) {
      assert.ok(
        files.some((name) => name.toLowerCase() === file.toLowerCase()),
        `${file} in ${files.join()}`,
      );
    }
  });

  it('shows lenses, hovers and comparisons', async () => {
    const { document } = await show(inWorkspace('socket.trace'));
    assert.equal(document.languageId, 'ftrace');
    assert.equal((await lensTitles(document.uri))[0], '469 functions, 1,257 calls, 3 tasks, 1 CPU');
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('tcp_poll();'));
    assert.match(
      await hoverText(document.uri, line, document.lineAt(line).text.indexOf('tcp_poll')),
      /by the rule `tcp`/,
    );
    await vscode.commands.executeCommand('ftrace.compareTraces', document.uri, inWorkspace('tap.trace'));
    await until(
      'the diff editor',
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff,
    );
    if (hasPage) {
      await page('diffVisible', {});
      await page('screenshot', { name: 'package' });
    }
  });

  it('shows the report of a comparison', async function () {
    if (!hasPage) return this.skip();
    const file = inWorkspace('package.ftcompare');
    const scenarios = ['socket', 'tap'].map((name) => ({ name, runs: [`${name}.trace`] }));
    fs.writeFileSync(file.fsPath, JSON.stringify({ version: 1, scenarios }));
    await vscode.commands.executeCommand('vscode.open', file);
    await page('click', { selector: 'svg [data-select="tap & category:network"]', webview: true });
    await page('visible', { selector: '.grid:focus .row.active', webview: true });
    await page('screenshot', { name: 'package-report' });
  });

  it('brings the command line', () => {
    const cli = path.join(extension.extensionPath, 'dist', 'cli.js');
    const output = execFileSync(
      process.execPath,
      [cli, 'summary', '--json', inWorkspace('socket.trace').fsPath],
      { encoding: 'utf8' },
    );
    const [summary] = JSON.parse(output) as { functions: object }[];
    assert.deepEqual(summary?.functions, { total: 469, virtualization: 0, network: 223, other: 246 });
  });
});
