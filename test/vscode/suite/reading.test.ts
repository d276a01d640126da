import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasPage, page } from './page';
import { closeAll, hoverText, inWorkspace, lensTitles, show, until, write } from './support';

/** Two cpus and a task switch: lines count from 0. */
const SWITCHED = [
  '# tracer: function_graph', // 0
  ' 0)               |  ksys_read() {', // 1
  ' 1)               |  do_idle() {', // 2
  ' 0)               |    schedule() {', // 3
  ' ------------------------------------------', // 4
  ' 0)   bash-939    =>    <idle>-0   ', // 5
  ' ------------------------------------------', // 6
  '', // 7
  ' 0)   1.000 us    |  tick_nohz_idle_enter();', // 8
  ' 1)   2.000 us    |    rcu_idle_enter();', // 9
  ' ------------------------------------------', // 10
  ' 0)    <idle>-0    =>   bash-939   ', // 11
  ' ------------------------------------------', // 12
  '', // 13
  ' 0) * 20000.00 us |    }', // 14
  ' 0)   1.500 us    |    fput();', // 15
  ' 0) * 20010.00 us |  }', // 16
  ' 1)   4.000 us    |  }', // 17
  '',
].join('\n');

describe('reading a trace', () => {
  let uri: vscode.Uri;

  before(async () => {
    uri = write('switched.trace', SWITCHED);
    await show(uri);
    await lensTitles(uri);
  });
  after(closeAll);

  it('hovers a name on entry, leaf, closing line and brace', async () => {
    const sample = (await show(inWorkspace('socket.trace'))).document;
    await lensTitles(sample.uri);
    const tail = sample
      .getText()
      .split('\n')
      .findIndex((line) => line.includes('} /* sock_poll */'));
    const entry = sample
      .getText()
      .split('\n')
      .findIndex((line) => line.includes('sock_poll() {'));
    for (const [line, word] of [
      [entry, 'sock_poll'],
      [tail, 'sock_poll'],
      [tail, '}'],
    ] as const) {
      const text = await hoverText(
        sample.uri,
        line,
        sample.lineAt(line).text.indexOf(word) + (word === '}' ? 0 : 2),
      );
      assert.match(text, /\*\*`sock_poll`\*\* — \*\*Network\*\*, by the rule `sock`/);
      // grep -c 'sock_poll() {\|sock_poll();' samples/socket.trace
      assert.match(text, /\| calls \| 5, 0\.4 % of all 1,257 \|/);
      assert.match(text, /Called by: `ep_item_poll\.isra\.0` 5/);
    }
    if (hasPage) {
      // VS Code forgets a hover when what is below the mouse is drawn anew: then the mouse has to move again.
      await until('the hover', async () => {
        await page('hoverText', { text: 'tcp_poll' });
        return page('visible', { text: 'Called by:', timeout: 3000 }).then(
          () => true,
          () => false,
        );
      });
      await new Promise((resolve) => setTimeout(resolve, 500)); // it fades in
      await page('screenshot', { name: 'hover' });
    }
  });

  it('explains the other columns', async () => {
    const line = (await vscode.workspace.openTextDocument(inWorkspace('socket.trace'))).lineAt(7);
    // "   21.859717 |   0)    <idle>-0    | ! 610.441 us  |  } /* switch_mm_irqs_off */"
    for (const [word, expected] of [
      ['21.8', /time of the end of the call/],
      ['0)', /\*\*CPU 0\*\*/],
      ['<idle>', /Idle task/],
      ['!', /more than 100 µs/],
      ['610', /610,441 ns/],
    ] as const) {
      assert.match(await hoverText(inWorkspace('socket.trace'), 7, line.text.indexOf(word)), expected, word);
    }
  });

  it('tells the count in every other open trace', async () => {
    // A function that no recording has: of many open traces only those with the most calls are named.
    const line = ' 0)   1.000 us    |  only_in_these_two();\n';
    const [own, other] = [write('own-count.trace', line), write('other-count.trace', line.repeat(3))];
    for (const trace of [own, other]) await lensTitles((await vscode.workspace.openTextDocument(trace)).uri);
    assert.match(await hoverText(own, 0, 24), /Calls in other open traces: `other-count\.trace` 3[, ]/);
  });

  it('folds calls by task, across cpus and task switches', async () => {
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      uri,
    );
    assert.deepEqual(
      ranges.map(({ start, end }) => [start, end]),
      // do_idle() ends on line 17, behind ksys_read(): folds must nest, so its own ends with that of ksys_read().
      [
        [1, 15],
        [2, 15],
        [3, 13],
      ],
    );
  });

  it('folds every call of a sample that has lines inside', async () => {
    const document = await vscode.workspace.openTextDocument(inWorkspace('tap.trace'));
    await lensTitles(document.uri);
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.ok(ranges.length > 1000, `${ranges.length} folds`);
    for (const { start } of ranges) assert.match(document.lineAt(start).text, /\{$/);
  });

  it('outlines the top-level calls', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    );
    assert.deepEqual(
      symbols.map(({ name, detail, range }) => [name, detail, range.start.line, range.end.line]),
      [
        ['ksys_read', '20.01 ms · bash-939', 1, 16],
        ['do_idle', '4.000 µs', 2, 17],
        ['tick_nohz_idle_enter', '1.000 µs · <idle>-0', 8, 8],
      ],
    );
  });

  it('shows the callers as sticky lines', async function () {
    if (!hasPage) return this.skip();
    const { document } = await show(inWorkspace('socket.trace'));
    // A deep place: its callers are above the screen.
    const lines = document.getText().split('\n');
    const entry = lines.findIndex((line) => line.includes('tcp_sendmsg() {'));
    const editor = vscode.window.activeTextEditor!;
    editor.revealRange(new vscode.Range(entry + 12, 0, entry + 12, 0), vscode.TextEditorRevealType.AtTop);
    await page('visible', { selector: '.sticky-widget:has-text("tcp_sendmsg")' });
    await page('screenshot', { name: 'sticky' });
  });

  it('goes from a call to the first, and lists all', async () => {
    const document = await vscode.workspace.openTextDocument(inWorkspace('socket.trace'));
    const lines = document.getText().split('\n');
    const calls = lines.flatMap((line, number) => (/\|  +fput\(\)( \{|;)/.test(line) ? [number] : []));
    const position = new vscode.Position(calls.at(-1)!, lines[calls.at(-1)!]!.indexOf('fput') + 1);
    const definition = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    );
    assert.deepEqual(
      definition.map(({ range }) => range.start.line),
      [calls[0]],
    );
    const references = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      position,
    );
    assert.deepEqual(
      references.map(({ range }) => range.start.line),
      calls,
    );
  });

  it('lists the functions of a category; picking one goes to its first call', async function () {
    if (!hasPage) return this.skip();
    const editor = await show(inWorkspace('socket.trace'));
    editor.revealRange(new vscode.Range(0, 0, 0, 0));
    await page('click', { selector: '.codelens-decoration a:has-text("223 Network")' });
    await page('visible', { text: '223 functions of category Network in socket.trace' });
    await page('type', { text: 'tcp_sendmsg_locked' });
    await page('visible', { selector: '.quick-input-list .monaco-list-row:has-text("tcp_sendmsg_locked")' });
    await page('screenshot', { name: 'functions' });
    await page('press', { key: 'Enter' });
    await page('hidden', { selector: '.quick-input-widget' });
    const line = editor.document
      .getText()
      .split('\n')
      .findIndex((text) => /\|  +tcp_sendmsg_locked\(\)/.test(text));
    assert.equal(vscode.window.activeTextEditor!.selection.active.line, line);
  });
});
