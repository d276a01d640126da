import * as assert from 'node:assert/strict';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver-protocol/node';
import { CALLS, openServer, PATIENCE_MS, trace } from './support';

/** Three top-level calls with lines inside, one without. */
const TOP_LEVEL = trace(
  ' 0)               |  sys_read() {', // 4
  ' 0)   0.500 us    |    tcp_recv();',
  ' 0)   2.000 us    |  }',
  ' 0)   0.100 us    |  leaf();', // 7
  ' 0)               |  kvm_run() {', // 8
  ' 0)   0.500 us    |    sys_read();',
  ' 0)   3.000 us    |  }',
  ' 0)               |  never_ends() {', // 11
  ' 0)   0.500 us    |    tcp_recv();',
);

async function rejection(promise: Promise<unknown>): Promise<ResponseError<unknown>> {
  const error: unknown = await promise.then(
    () => assert.fail('not rejected'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ResponseError);
  return error;
}

describe('codeLens', function () {
  this.timeout(PATIENCE_MS);

  it('tells the numbers of the file, of each category and of each top-level call', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.lensTexts('a.trace'), [
      '0: 4 functions, 5 calls, 2 tasks, 2 CPUs',
      '0: 1 Virtualization',
      '0: 2 Network',
      '0: 1 Other',
      '4: 3 functions (2 Network, 1 Other) · 4 calls · 12.00 µs',
    ]);
  });

  it('tells of lines that could not be read, and of functions that are known by their end only', async () => {
    const server = await openServer();
    server.open(
      'a.trace',
      trace(' 0)   1.000 us    |  foo();', 'garbage', ' 0)   1.000 us    |  } /* bar */'),
    );
    const [file] = await server.lenses('a.trace');
    const { command } = await server.resolve(file!);
    assert.equal(
      command?.title,
      '1 function, 1 call, 1 task, 1 CPU, 1 line not read, + 1 function seen only on exit',
    );
    assert.equal(command?.tooltip, 'Compare this trace with another');
  });

  it('has no lens on a leaf, and says so where a call does not end', async () => {
    const server = await openServer();
    server.open('a.trace', TOP_LEVEL);
    assert.deepEqual((await server.lensTexts('a.trace')).slice(4), [
      '4: 2 functions (1 Network, 1 Other) · 2 calls · 2.000 µs',
      '8: 2 functions (1 Virtualization, 1 Other) · 2 calls · 3.000 µs',
      '11: 2 functions (1 Network, 1 Other) · 2 calls · not ended',
    ]);
  });

  it('gives the places at once and the texts when asked for', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    const lenses = await server.lenses('a.trace');
    assert.equal(lenses.length, 5);
    for (const lens of lenses) {
      assert.equal(lens.command, undefined);
      const resolved = await server.resolve(lens);
      assert.deepEqual(resolved.range, lens.range);
      assert.notEqual(resolved.command, undefined);
    }
  });

  it('compares on a click on the file, and lists on a click on a category', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    const lenses = await server.lenses('a.trace');
    const commands = await Promise.all(lenses.map(async (lens) => (await server.resolve(lens)).command));
    assert.deepEqual(
      commands.map((command) => [command?.command, command?.arguments]),
      [
        ['ftrace.compareWith', ['file:///traces/a.trace']],
        ['ftrace.listFunctions', ['file:///traces/a.trace', 'virtualization']],
        ['ftrace.listFunctions', ['file:///traces/a.trace', 'network']],
        ['ftrace.listFunctions', ['file:///traces/a.trace', 'other']],
        ['', undefined],
      ],
    );
  });

  it('names no commands to a client that does not have them', async () => {
    const server = await openServer({ commands: false });
    server.open('a.trace', CALLS);
    for (const lens of await server.lenses('a.trace')) {
      const { command } = await server.resolve(lens);
      assert.equal(command?.command, '');
      assert.notEqual(command?.title, '');
    }
  });

  it('has a switch for each kind', async () => {
    const linesWith = async (codeLens: Record<string, boolean>): Promise<number[]> => {
      const server = await openServer({ settings: { codeLens } });
      server.open('a.trace', CALLS);
      return (await server.lenses('a.trace')).map((lens) => lens.range.start.line);
    };
    assert.deepEqual(await linesWith({}), [0, 0, 0, 0, 4]);
    assert.deepEqual(await linesWith({ file: false }), [0, 0, 0, 4]);
    assert.deepEqual(await linesWith({ categories: false }), [0, 4]);
    assert.deepEqual(await linesWith({ topLevelCalls: false }), [0, 0, 0, 0]);
    assert.deepEqual(await linesWith({ enabled: false }), []);
    assert.deepEqual(await linesWith({ file: false, categories: false, topLevelCalls: false }), []);
  });

  it('is off from the first request on where it is switched off, however late the settings come', async () => {
    let give = (): void => undefined;
    const late = new Promise<void>((resolve) => (give = resolve));
    const server = await openServer({
      settings: { codeLens: { enabled: false } },
      beforeSettings: () => late,
    });
    server.open('a.trace', CALLS);
    const lenses = server.lenses('a.trace');
    await server.folds('other.trace');
    give();
    assert.deepEqual(await lenses, []);
  });

  it('has at most `maximum` lenses on calls, and says that there are more', async () => {
    const server = await openServer({ settings: { codeLens: { maximum: 2 } } });
    server.open('a.trace', TOP_LEVEL);
    const texts = await server.lensTexts('a.trace');
    assert.deepEqual(
      texts.slice(4).map((text) => text.split(':')[0]),
      ['4', '8', '0'],
    );
    assert.equal(
      texts.at(-1),
      '0: lenses on the first 2 of 3 top-level calls with callees (ftrace.codeLens.maximum)',
    );
  });

  it('has none on calls with the maximum 0, and not too many with one of nonsense', async () => {
    const calls = [' 0)               |  f() {', ' 0)   0.100 us    |    g();', ' 0)   0.300 us    |  }'];
    const many = trace(...Array.from({ length: 20_001 }, () => calls).flat());
    const server = await openServer({ settings: { codeLens: { maximum: 0 } } });
    server.open('a.trace', many);
    assert.equal((await server.lenses('a.trace')).length, 5);
    server.change({ codeLens: { maximum: 1e9 } });
    assert.equal((await server.lenses('a.trace')).length, 4 + 20_000 + 1);
    server.change({ codeLens: { maximum: -1 } });
    assert.equal((await server.lenses('a.trace')).length, 4 + 1000 + 1);
    server.change({ codeLens: { maximum: 'all' } });
    assert.equal((await server.lenses('a.trace')).length, 4 + 1000 + 1);
  });

  it('answers ContentModified to a lens of an older version, and of a closed trace', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    const lenses = await server.lenses('a.trace');
    server.insert('a.trace', 4, ' 0)   0.100 us    |  leaf();\n');
    for (const lens of lenses)
      assert.equal((await rejection(server.resolve(lens))).code, LSPErrorCodes.ContentModified);
    const [lens] = await server.lenses('a.trace');
    server.close('a.trace');
    assert.equal((await rejection(server.resolve(lens!))).code, LSPErrorCodes.ContentModified);
    assert.deepEqual(server.logs, []);
  });

  it('answers ContentModified to the lens of a category that is no more', async () => {
    const categories = [
      { id: 'one', patterns: ['sys'] },
      { id: 'two', patterns: ['tcp'] },
    ];
    const server = await openServer({ settings: { categories } });
    server.open('a.trace', CALLS);
    const [, one, two] = await server.lenses('a.trace');
    server.change({ categories: [categories[1]] });
    // Not the number of a category that has moved to its place.
    assert.equal((await server.resolve(two!)).command?.title, '1 two');
    assert.equal((await rejection(server.resolve(one!))).code, LSPErrorCodes.ContentModified);
    assert.deepEqual(server.logs, []);
  });

  it('says above a text that is no trace why there is nothing', async () => {
    const server = await openServer();
    server.open('a.trace', '# tracer: function\n#\n bash-1 [000] .... 1.000000: foo <-bar\n');
    const texts = await server.lensTexts('a.trace');
    assert.equal(texts.length, 1);
    assert.match(texts[0]!, /^0: This is text of the tracer "function"/);
    server.change({ codeLens: { file: false } });
    assert.deepEqual(await server.lensTexts('a.trace'), []);
  });

  it('counts what the user`s rules say', async () => {
    const categories = [{ id: 'reads', label: 'Reads', patterns: ['/read$/'] }];
    const server = await openServer({ settings: { categories } });
    server.open('a.trace', CALLS);
    assert.deepEqual((await server.lensTexts('a.trace')).slice(1), [
      '0: 2 Reads',
      '0: 2 Other',
      '4: 3 functions (2 Reads, 1 Other) · 4 calls · 12.00 µs',
    ]);
  });
});
