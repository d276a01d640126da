import * as assert from 'node:assert/strict';
import { LSPErrorCodes, ResponseError, type CodeAction } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ABLE, CALLS, openServer, PATIENCE_MS, trace, until, uriOf, type Client } from './support';

const PRINTED = CALLS.slice(CALLS.indexOf(' 0)'));
const QUOTED = PRINTED.trimEnd()
  .split('\n')
  .map((line) => `> ${line}\n`)
  .join('');

/** As a mail program wraps the long lines of trace-cmd: line 1 and 2 are one, and 4 and 5. */
const WRAPPED = [
  '            bash-939   [003]  1234.567890: funcgraph_entry:                   |  foo() {',
  '            bash-939   [003]  1234.567891: funcgraph_entry:      #',
  '6219.500 us |    bar();',
  '            bash-939   [003]  1234.567895: funcgraph_exit:       # 6220.123 us |  }',
  '            bash-939   [003]  1234.567899: funcgraph_entry:        0.100 us',
  '|  baz();',
  '            bash-939   [003]  1234.567900: funcgraph_entry:        0.100 us   |  end();',
  '',
].join('\n');
const UNWRAPPED = WRAPPED.replaceAll('#\n', '# ').replaceAll('us\n', 'us ');

const UNREADABLE = trace(
  'first', // 4
  ' 0)   0.500 us    |  tcp_recv();', // 5
  'x', // 6
  'y', // 7
  ' 0)   0.500 us    |  tcp_recv();', // 8
  'last', // 9
);
const READABLE = trace(' 0)   0.500 us    |  tcp_recv();', ' 0)   0.500 us    |  tcp_recv();');

const LOST = trace(' 0)   0.500 us    |  tcp_recv();', 'CPU:0 [LOST 3 EVENTS]');

const INTERRUPTED = trace(
  ' 0)               |  sys_read() {', // 4
  ' 0)   ==========> |',
  ' 0)   0.500 us    |    gic_handle_irq();', // 6
  ' 0)   <========== |',
  ' 0)   0.500 us    |    tcp_recv();',
  ' 0)   2.000 us    |  }',
);

const ADDRESSES = trace(' 0)   0.500 us    |  0xffffffffc0a81000();');

/** The fixes of all problems of a text. */
async function fixesOf(text: string, options = {}): Promise<{ server: Client; fixes: CodeAction[] }> {
  const server = await openServer(options);
  server.open('a.trace', text);
  return { server, fixes: await server.fixes('a.trace', await server.problems('a.trace')) };
}

/** What a text is after the edit of a fix. */
function edited(text: string, { edit }: CodeAction): string {
  const [change, ...more] = edit?.documentChanges ?? [];
  assert.deepEqual(more, []);
  assert.ok(change !== undefined && 'edits' in change);
  assert.deepEqual(change.textDocument, { uri: uriOf('a.trace'), version: 1 });
  const document = TextDocument.create('file:///a', 'ftrace', 1, text);
  return TextDocument.applyEdits(document, change.edits as Parameters<typeof TextDocument.applyEdits>[1]);
}

async function chosen(text: string, title: string): Promise<string> {
  const { server, fixes } = await fixesOf(text);
  const fix = fixes.find((one) => one.title === title);
  assert.ok(fix !== undefined, fixes.map((one) => one.title).join());
  assert.equal(fix.edit, undefined);
  assert.equal(fix.kind, 'quickfix');
  return edited(text, await server.resolveFix(fix));
}

const CLEAN = 'Write all lines as they were printed';

describe('codeAction', function () {
  this.timeout(PATIENCE_MS);

  it('writes quoted lines as they were printed', async () => {
    assert.equal(await chosen(QUOTED, CLEAN), PRINTED);
  });

  it('keeps the ends of lines', async () => {
    assert.equal(await chosen(QUOTED.replaceAll('\n', '\r\n'), CLEAN), PRINTED.replaceAll('\n', '\r\n'));
    assert.equal(await chosen(QUOTED.trimEnd(), CLEAN), PRINTED.trimEnd());
  });

  it('leaves lines alone that need nothing', async () => {
    const lines = CALLS.split('\n');
    lines[6] = lines[6]!.replace('       |', '\t |').replaceAll(' 0)', '\u00a00)');
    const fixed = (await chosen(lines.join('\n'), CLEAN)).split('\n');
    assert.deepEqual(fixed.toSpliced(6, 1), CALLS.split('\n').toSpliced(6, 1));
    assert.match(fixed[6]!, /^ 0\) {3}0\.500 us +\| +tcp_recv\(\);$/);
  });

  it('joins lines that were cut in two', async () => {
    assert.equal(await chosen(WRAPPED, CLEAN), UNWRAPPED);
  });

  it('has one such fix for both problems', async () => {
    const { fixes } = await fixesOf(WRAPPED.replaceAll(/^/gm, '> ').replace(/> $/, ''));
    const clean = fixes.filter(({ title }) => title === CLEAN);
    assert.equal(clean.length, 1);
    assert.deepEqual(clean[0]!.diagnostics?.map(({ code }) => code).sort(), [
      'repairedLines',
      'wrappedLines',
    ]);
  });

  it('deletes the lines that could not be read, also those that are not listed', async () => {
    const title = 'Delete the 4 lines that could not be read';
    assert.equal(await chosen(UNREADABLE, title), READABLE);
    assert.equal(await chosen(UNREADABLE.trimEnd(), title), READABLE.trimEnd());
    const one = trace(' 0)   0.500 us    |  tcp_recv();', 'x');
    assert.equal(
      await chosen(one, 'Delete the line that could not be read'),
      trace(' 0)   0.500 us    |  tcp_recv();'),
    );
  });

  it('is followed by other problems', async () => {
    const { server, fixes } = await fixesOf(UNREADABLE);
    const text = edited(UNREADABLE, await server.resolveFix(fixes[0]!));
    server.edit('a.trace', { text });
    assert.deepEqual(await server.problems('a.trace'), []);
  });

  it('copies the command that avoids a problem', async () => {
    const { fixes } = await fixesOf(LOST);
    const command = {
      title: 'Copy the command that records a larger buffer',
      command: 'ftrace.copyCommand',
      arguments: ['echo 65536 > /sys/kernel/tracing/buffer_size_kb'],
    };
    assert.deepEqual(
      fixes.map(({ title, kind, command }) => ({ title, kind, command })),
      [{ title: command.title, kind: 'quickfix', command }],
    );
  });

  it('leads to the list of interrupt functions', async () => {
    const { fixes } = await fixesOf(INTERRUPTED);
    assert.deepEqual(
      fixes.map(({ command }) => command?.command),
      ['ftrace.editInterruptFunctions', 'ftrace.copyCommand'],
    );
    assert.equal(fixes[0]!.title, 'Edit the list of interrupt functions');
  });

  it('leads to a symbol file', async () => {
    const { fixes } = await fixesOf(ADDRESSES);
    const title = 'Choose a symbol file (kallsyms, System.map)…';
    assert.deepEqual(
      fixes.map(({ command }) => command),
      [{ title, command: 'ftrace.chooseSymbols' }],
    );
  });

  it('names no commands that the client does not have', async () => {
    const { fixes } = await fixesOf(ADDRESSES, { commands: false });
    assert.deepEqual(fixes, []);
    assert.equal((await fixesOf(UNREADABLE, { commands: false })).fixes.length, 1);
  });

  it('has nothing for problems of others, other kinds of action, and what is no trace', async () => {
    const server = await openServer();
    server.open('a.trace', UNREADABLE);
    const problems = await server.problems('a.trace');
    assert.deepEqual(await server.fixes('a.trace', []), []);
    assert.deepEqual(await server.fixes('a.trace', [{ ...problems[0]!, source: 'other' }]), []);
    assert.deepEqual(await server.fixes('a.trace', problems, { only: ['refactor'] }), []);
    assert.equal((await server.fixes('a.trace', problems, { only: ['quickfix'] })).length, 1);
    server.open('b.trace', 'no trace\n');
    assert.deepEqual(await server.fixes('b.trace', await server.problems('b.trace')), []);
    assert.deepEqual(server.logs, []);
  });

  it('has the edit at once for a client that asks no second time, and without its version', async () => {
    const codeAction = ABLE.textDocument!.codeAction!.codeActionLiteralSupport!;
    const { fixes } = await fixesOf(UNREADABLE, {
      capabilities: {
        ...ABLE,
        workspace: { ...ABLE.workspace, workspaceEdit: {} },
        textDocument: { codeAction: { codeActionLiteralSupport: codeAction } },
      },
    });
    const edits = fixes[0]!.edit?.changes?.[uriOf('a.trace')];
    assert.equal(
      TextDocument.applyEdits(TextDocument.create('file:///a', '', 1, UNREADABLE), edits!),
      READABLE,
    );
    const old = await fixesOf(UNREADABLE, { capabilities: { workspace: { configuration: true } } });
    assert.deepEqual(old.fixes, []);
  });

  it('refuses to edit another version of the text', async () => {
    const { server, fixes } = await fixesOf(UNREADABLE);
    server.insert('a.trace', 0, '#\n');
    const refusal: unknown = await server.resolveFix(fixes[0]!).catch((error: unknown) => error);
    assert.ok(refusal instanceof ResponseError);
    assert.equal(refusal.code, LSPErrorCodes.ContentModified);
  });

  it('cleans a long text in a few edits, and answers others meanwhile', async () => {
    const block = '>  0)   0.500 us    |  tcp_recv();\n'.repeat(60_000);
    const { server, fixes } = await fixesOf(block);
    let answered = false;
    void server.hover('a.trace', { line: 0, character: 0 }).then(() => (answered = true));
    const { edit } = await server.resolveFix(fixes.find(({ title }) => title === CLEAN)!);
    await until(() => answered);
    const [change] = edit!.documentChanges!;
    assert.ok('edits' in change!);
    assert.equal(change.edits.length, 1);
  });
});
