import * as assert from 'node:assert/strict';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver-protocol/node';
import { CATEGORY_TOKEN_TYPES } from '../../server/src/protocol/requests';
import { CALLS, openServer, PATIENCE_MS, trace } from './support';

describe('semanticTokens', function () {
  this.timeout(PATIENCE_MS);

  it('has the legend that client and manifest know', async () => {
    const server = await openServer();
    assert.deepEqual(server.initialized.capabilities.semanticTokensProvider, {
      legend: { tokenTypes: [...CATEGORY_TOKEN_TYPES], tokenModifiers: [] },
      full: true,
      range: true,
    });
  });

  it('colours exactly the names, by the first category that matches', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.tokens('a.trace'), [
      { line: 4, from: 21, to: 29, type: 'other' },
      { line: 5, from: 23, to: 32, type: 'network' },
      { line: 6, from: 25, to: 33, type: 'network' },
      { line: 7, from: 25, to: 33, type: 'network' },
      { line: 9, from: 26, to: 34, type: 'other' },
      { line: 10, from: 21, to: 29, type: 'virtualization' },
    ]);
  });

  it('gives the same for a range, and only for it', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    const all = await server.tokens('a.trace');
    for (const [from, to] of [
      [0, 11],
      [5, 7],
      [8, 8],
      [10, 99],
      [50, 60],
    ] as const) {
      const range = { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
      assert.deepEqual(
        await server.tokens('a.trace', range),
        all.filter(({ line }) => line >= from && line <= to),
      );
    }
  });

  it('colours only the name, not module, offset, arguments or notes', async () => {
    const text = trace(
      ' 0)   1.000 us    |  ext4_read [ext4]();',
      ' 0)   1.000 us    |  tcp_v4(sk=0x1, len=2); /* ret=0x0 */',
      ' 0)   1.000 us    |  foo+0x1b/0x60();',
      ' 0)               |  kvm_run [kvm]() { /* <-caller */',
      ' 0)   1.000 us    |  } /* kvm_run [kvm] ret=1 */',
      ' 0)               |  /* a comment: tcp_sendmsg(); */',
    );
    const server = await openServer();
    server.open('a.trace', text);
    assert.deepEqual(await server.tokenTexts('a.trace', text), [
      'ext4_read other',
      'tcp_v4 network',
      'foo other',
      'kvm_run virtualization',
      'kvm_run virtualization',
    ]);
  });

  it('follows the rules of the user: own colours for the categories of the paper, the next ones for others', async () => {
    const categories = [
      { id: 'storage', patterns: ['read'] },
      { id: 'network', patterns: ['kvm'] },
      { id: 'mine', patterns: ['tcp'] },
    ];
    const server = await openServer({ settings: { categories } });
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.tokenTexts('a.trace', CALLS), [
      'sys_read category1',
      'sock_read category1',
      'tcp_recv category2',
      'tcp_recv category2',
      'sys_read category1',
      'kvm_exit network',
    ]);
  });

  it('begins again with the colours where there are more categories than colours', async () => {
    const names = Array.from({ length: 8 }, (_, number) => `name_${number}`);
    const server = await openServer({
      settings: { categories: names.map((id) => ({ id, patterns: [id] })) },
    });
    const text = trace(...names.map((name) => ` 0)   1.000 us    |  ${name}();`));
    server.open('a.trace', text);
    assert.deepEqual(
      (await server.tokens('a.trace')).map(({ type }) => type),
      [1, 2, 3, 4, 5, 6, 1, 2].map((number) => `category${number}`),
    );
  });

  it('colours a trace of more than 50,000 lines by range only, and leaves the editor free to ask for ranges', async () => {
    const text = trace(' 0)   1.000 us    |  tcp_recv();\n'.repeat(50_001).trimEnd());
    const range = { start: { line: 50_000, character: 0 }, end: { line: 50_001, character: 0 } };
    const vscode = await openServer({
      capabilities: {
        textDocument: {
          semanticTokens: {
            serverCancelSupport: true,
            requests: { full: true, range: true },
            tokenTypes: [],
            tokenModifiers: [],
            formats: ['relative'],
          },
        },
      },
    });
    vscode.open('a.trace', text);
    const refusal: unknown = await vscode.rawTokens('a.trace').catch((error: unknown) => error);
    assert.ok(refusal instanceof ResponseError);
    assert.equal(refusal.code, LSPErrorCodes.ServerCancelled);
    assert.deepEqual(await vscode.tokenTexts('a.trace', text, range), [
      'tcp_recv network',
      'tcp_recv network',
    ]);

    const other = await openServer();
    other.open('a.trace', text);
    assert.equal(await other.rawTokens('a.trace'), null);
    // Header and lines are 50,000: the most that is given in one piece.
    const most = text.split('\n').slice(0, 50_000).join('\n');
    other.open('b.trace', most);
    assert.equal((await other.tokens('b.trace')).length, most.match(/tcp_recv/g)!.length);
  });

  it('colours the names on lines that were changed after printing where they stand', async () => {
    const text = [
      '> >  0)               |  vfs_read() {',
      '> >\u00a00)               |    kvm_exit() { /* <-caller */',
      '> > é 0)               |  not_a_call();',
      '>> 0)\t\t\t|      tcp_recv [ipv6]();',
      '> >  0)    &lt;idle&gt;-0    |   0.5 us    |      sock_poll();',
      '> >  0)   2.000 us    |    } /* kvm_exit */',
      '\u001b[31m 0)\u001b[0m   2.000 us    |  \u001b[1mfput();\u001b[0m',
      '',
    ].join('\n');
    const server = await openServer();
    server.open('a.trace', text);
    assert.deepEqual(await server.tokenTexts('a.trace', text), [
      'vfs_read other',
      'kvm_exit virtualization',
      'tcp_recv network',
      'sock_poll network',
      'kvm_exit virtualization',
      'fput other',
    ]);
  });

  it('colours the name of a line that was cut in two on the piece that has it', async () => {
    const line = (body: string): string => `> sh-1  [000] 1.000000: funcgraph_entry:      ${body}\n`;
    const text =
      line('# 6219.500 us |  foo();') + line('#\n> 6219.500 us |  tcp_recv();') + line('1 us   |  baz();');
    const server = await openServer();
    server.open('a.trace', text);
    assert.deepEqual(await server.tokenTexts('a.trace', text), [
      'foo other',
      'tcp_recv network',
      'baz other',
    ]);
  });

  it('gives none for what is no trace', async () => {
    const server = await openServer();
    server.open('a.txt', 'tcp_recv();\n');
    assert.deepEqual(await server.tokens('a.txt'), []);
  });
});
