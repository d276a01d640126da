import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { answer, hasPage, page } from './page';
import { closeAll, inWorkspace, lensTitles, set, show, until, write } from './support';

interface Diff {
  readonly label: string;
  readonly left: vscode.TextDocument;
  readonly right: vscode.TextDocument;
}

/** The comparison in the active tab. */
async function diff(): Promise<Diff> {
  const tab = await until('a diff editor', () => {
    const active = vscode.window.tabGroups.activeTabGroup.activeTab;
    return active?.input instanceof vscode.TabInputTextDiff && active;
  });
  const input = tab.input as vscode.TabInputTextDiff;
  return {
    label: tab.label,
    left: await vscode.workspace.openTextDocument(input.original),
    right: await vscode.workspace.openTextDocument(input.modified),
  };
}

/** The functions of a listing: sign, calls, name. */
function functionsOf(document: vscode.TextDocument): string[] {
  return document
    .getText()
    .split('\n')
    .flatMap((line) => /^  ([-+~=]) +([\d,]+)  (\S+)$/.exec(line)?.slice(1, 4).join(' ') ?? []);
}

/** Unique names with their calls, by a rule that knows nothing of the parser. */
async function countNames(name: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const { document } = { document: await vscode.workspace.openTextDocument(inWorkspace(name)) };
  for (const [, function_] of document.getText().matchAll(/\|  +([\w.]+)(?: \[\w+\])?\(\)(?: \{|;)$/gm)) {
    counts.set(function_!, (counts.get(function_!) ?? 0) + 1);
  }
  return counts;
}

/** The lenses of a listing. */
async function listingLenses(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 1000);
}

interface Spy {
  /** How many comparisons were asked for. */
  compared(): number;
  /** The token of the last. */
  last(): vscode.CancellationToken | undefined;
  restore(): void;
}

/** Listens to the requests for comparisons with a trace; answers them instead of the server, if it is told how. */
async function spyOnRequests(trace: string, answer?: () => Promise<unknown>): Promise<Spy> {
  const extension = vscode.extensions.getExtension<{ client: LanguageClient }>(
    'ftrace-explorer.ftrace-explorer',
  )!;
  const client = (await extension.activate()).client as unknown as {
    sendRequest(...args: unknown[]): Promise<unknown>;
  };
  const original = client.sendRequest.bind(client);
  const tokens: vscode.CancellationToken[] = [];
  client.sendRequest = (...args) => {
    if (args[0] !== 'ftrace/compare' || !JSON.stringify(args[1]).includes(trace)) return original(...args);
    tokens.push(args[2] as vscode.CancellationToken);
    return answer === undefined ? original(...args) : answer();
  };
  return {
    compared: () => tokens.length,
    last: () => tokens.at(-1),
    restore: () => void (client.sendRequest = original),
  };
}

describe('comparing traces', () => {
  const socket = inWorkspace('socket.trace');
  const tap = inWorkspace('tap.trace');
  afterEach(closeAll);

  it('opens the diff editor on two aligned listings', async () => {
    await vscode.commands.executeCommand('ftrace.compareTraces', socket, tap);
    const { label, left, right } = await diff();
    assert.equal(label, 'socket.trace ↔ tap.trace (functions)');
    // The language is set when the document is there, not with it.
    await until('the language', () => left.languageId === 'ftrace-comparison');
    const [inSocket, inTap] = [await countNames('socket.trace'), await countNames('tap.trace')];
    const expected = (own: Map<string, number>, other: Map<string, number>, only: string): string[] =>
      [...own].map(([name, calls]) => {
        const sign = !other.has(name) ? only : other.get(name) === calls ? '=' : '~';
        return `${sign} ${calls.toLocaleString('en')} ${name}`;
      });
    assert.deepEqual(functionsOf(left).sort(), expected(inSocket, inTap, '-').sort());
    assert.deepEqual(functionsOf(right).sort(), expected(inTap, inSocket, '+').sort());
    const both = [...inSocket.keys()].filter((name) => inTap.has(name)).length;
    const union = inSocket.size + inTap.size - both;
    const totals = [469, 219, both, 469 - both, 219 - both, (both / union).toFixed(3)];
    const table = left.getText().split('\n').slice(3, 9);
    assert.deepEqual(
      table.map((line) => / {2,}(\S+)/.exec(line)?.[1]),
      totals.map(String),
    );
    assert.equal(
      right.getText().split('\n').slice(0, 8).join(),
      left.getText().split('\n').slice(0, 8).join(),
    );
  });

  it('shows both sides on the screen, named by file', async function () {
    if (!hasPage) return this.skip();
    await vscode.commands.executeCommand('ftrace.compareTraces', socket, tap);
    await page('diffVisible', {});
    await page('visible', { selector: '.tab:has-text("socket.trace ↔ tap.trace (functions)")' });
    await page('visible', { text: 'only in socket.trace: ' });
    await page('screenshot', { name: 'compare' });
    const lines = await page('text', { selector: '.monaco-diff-editor .view-line' });
    const titles = lines.filter((line) => /^-- only in socket\.trace: /.test(line.replaceAll('\u00a0', ' ')));
    assert.equal(titles.length, 2, 'the title of the group on both sides');
    // ftrace.category.network, as in the traces.
    const colour = 'rgb(98, 184, 255)';
    await until(
      'network functions in their colour',
      async () => (await page('tokenColour', { text: '__alloc_skb' })) === colour,
    );
  });

  it('leads from a function to its first call', async function () {
    await vscode.commands.executeCommand('ftrace.compareTraces', socket, tap);
    const { right } = await diff();
    const line = right
      .getText()
      .split('\n')
      .findIndex((text) => /\d  tun_get_user$/.test(text));
    const first = (await vscode.workspace.openTextDocument(tap))
      .getText()
      .split('\n')
      .findIndex((text) => /tun_get_user \[tun\]\(\)/.test(text));
    const [definition] = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      right.uri,
      new vscode.Position(line, 6),
    );
    assert.equal(definition?.uri.toString(), tap.toString());
    assert.equal(definition.range.start.line, first);
    const trace = await vscode.workspace.openTextDocument(tap);
    assert.equal(trace.getText(definition.range), 'tun_get_user');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      right.uri,
      1000,
    );
    const lens = lenses.find(({ range }) => range.start.line === line)!;
    assert.equal(lens.command?.title, 'first call');
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments as unknown[]));
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), tap.toString());
    assert.equal(vscode.window.activeTextEditor.selection.active.line, first);
  });

  it('finds the first call where it is now, also where the listing has not changed', async () => {
    const uri = write('moved.trace', ' 0)   1.000 us    |  fput();\n');
    const { document } = await show(uri);
    await lensTitles(uri);
    await vscode.commands.executeCommand('ftrace.compareTraces', uri, tap);
    const { left } = await diff();
    const [lens] = await listingLenses(left.uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), '# a comment\n# another\n');
    await vscode.workspace.applyEdit(edit);
    await until('the call on its new line', async () => {
      const { command } = lens!;
      await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
      return vscode.window.activeTextEditor?.selection.active.line === 2;
    });
    await document.save();
  });

  it('asks once for both sides, and once more for any number of changes at a time', async () => {
    const names = ['first.trace', 'second.trace'];
    const [left, right] = names.map((name) => write(name, ' 0)   1.000 us    |  fput();\n'));
    const requests = await spyOnRequests('first.trace');
    try {
      await vscode.commands.executeCommand('ftrace.compareTraces', left, right);
      const listings = await diff();
      await listingLenses(listings.left.uri);
      await listingLenses(listings.right.uri);
      assert.equal(requests.compared(), 1);
      // Both were read from disk before.
      await Promise.all([left, right].map((uri) => vscode.workspace.openTextDocument(uri!)));
      await Promise.all([left, right].map((uri) => lensTitles(uri!, 1)));
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.ok(requests.compared() <= 2, `${requests.compared()} requests`);
    } finally {
      requests.restore();
    }
  });

  it('has lenses as the settings want them', async () => {
    await vscode.commands.executeCommand('ftrace.compareTraces', socket, tap);
    const { left } = await diff();
    const count = async (): Promise<number> => (await listingLenses(left.uri)).length;
    assert.equal(await count(), 469);
    try {
      await set('ftrace.codeLens', 'maximum', 2);
      assert.equal(await count(), 2);
      await set('ftrace.codeLens', 'enabled', false);
      assert.equal(await count(), 0);
    } finally {
      await set('ftrace.codeLens', 'maximum', undefined);
      await set('ftrace.codeLens', 'enabled', undefined);
    }
  });

  it('can be cancelled when it takes long, and is given up without a word', async function () {
    if (!hasPage) return this.skip();
    const requests = await spyOnRequests('socket.trace', () => new Promise(() => undefined));
    try {
      const done = vscode.commands.executeCommand('ftrace.compareTraces', socket, tap);
      await page('visible', { text: 'Comparing socket.trace and tap.trace' });
      await page('click', { selector: '.notification-toast a.monaco-button:has-text("Cancel")' });
      await done;
      assert.ok(requests.last()?.isCancellationRequested);
      assert.equal(await page('count', { text: 'Cannot compare' }), 0);
    } finally {
      requests.restore();
    }
  });

  it('compares two files that are selected in the Explorer', async () => {
    // The Explorer gives the clicked file and all selected ones.
    await vscode.commands.executeCommand('ftrace.compareTraces', tap, [socket, tap]);
    assert.equal((await diff()).label, 'socket.trace ↔ tap.trace (functions)');
  });

  it('compares with the trace that was selected before', async () => {
    await vscode.commands.executeCommand('ftrace.selectForCompare', inWorkspace('qemu.trace'));
    await vscode.commands.executeCommand('ftrace.compareWithSelected', inWorkspace('kvm.trace'));
    const { label, right } = await diff();
    assert.equal(label, 'qemu.trace ↔ kvm.trace (functions)');
    assert.match(right.getText(), /\+ +[\d,]+  svm_vcpu_run$/m);
  });

  it('asks for both traces when started from the palette, by keyboard alone', async function () {
    if (!hasPage) return this.skip();
    await page('press', { key: 'F1' });
    await page('type', { text: 'ftrace: Compare Traces' });
    await page('visible', { selector: '.quick-input-list .monaco-list-row:has-text("Compare Traces")' });
    await page('press', { key: 'Enter' });
    for (const name of ['kvm.trace', 'tap.trace']) {
      const title = name === 'kvm.trace' ? 'Compare traces: the first' : 'Compare kvm.trace with…';
      await answer(title, name);
      await page('visible', { selector: `.quick-input-list .monaco-list-row.focused:has-text("${name}")` });
      await page('press', { key: 'Enter' });
    }
    await page('visible', { selector: '.quick-input-list .monaco-list-row.focused:has-text("Functions")' });
    await page('press', { key: 'Enter' });
    await until('the comparison', async () => (await diff()).label === 'kvm.trace ↔ tap.trace (functions)');
  });

  it('offers to compare at a click on the lens of the file', async function () {
    if (!hasPage) return this.skip();
    await show(socket);
    await page('click', { selector: '.codelens-decoration a:has-text("469 functions")' });
    await page('visible', { text: 'Compare socket.trace with…' });
    await page('press', { key: 'Escape' });
    await page('hidden', { text: 'Compare socket.trace with…' });
  });

  it('comes back when a trace has been empty for a while', async () => {
    const uri = write('emptied.trace', ' 0)   1.000 us    |  fput();\n 0)   1.000 us    |  fget();\n');
    const { document } = await show(uri);
    await lensTitles(uri);
    await vscode.commands.executeCommand('ftrace.compareTraces', uri, tap);
    const { left } = await diff();
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const text = document.getText();
    const replace = async (content: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, all, content);
      await vscode.workspace.applyEdit(edit);
    };
    await replace('');
    await until('the reason', () => left.getText().startsWith('# emptied.trace: The file is empty'));
    await replace(text);
    await until('the functions', () => functionsOf(left).length === 2);
    await document.save();
  });

  it('follows an edit of its traces', async () => {
    const uri = write('edited.trace', ' 0)   1.000 us    |  fput();\n 0)   1.000 us    |  fget();\n');
    const editor = await show(uri);
    await lensTitles(uri);
    await vscode.commands.executeCommand('ftrace.compareTraces', uri, tap);
    const { left } = await diff();
    assert.deepEqual(functionsOf(left).length, 2);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.document.uri, new vscode.Position(0, 0), ' 0)   1.000 us    |  no_such_function();\n');
    await vscode.workspace.applyEdit(edit);
    await until('the third function', () => functionsOf(left).includes('- 1 no_such_function'));
    await editor.document.save();
  });

  for (const [name, content, message] of [
    [
      'function-tracer.trace',
      '# tracer: function\n#\n  bash-1 [000] d... 1.0: foo <-bar\n',
      'This is text of the tracer "function"',
    ],
    ['empty.trace', '', 'The file is empty'],
    ['binary.trace', new Uint8Array(5000).map((_, i) => i % 7), 'The file is binary'],
    ['line.trace', 'x'.repeat(1 << 20), 'This is no function_graph trace'],
  ] as const) {
    it(`says why it cannot compare: ${name}`, async function () {
      if (!hasPage) return this.skip();
      await vscode.commands.executeCommand('ftrace.compareTraces', write(name, content), tap);
      await page('visible', { text: `Cannot compare: ${name}: ${message}` });
      await vscode.commands.executeCommand('notifications.clearAll');
    });
  }
});
