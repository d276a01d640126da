import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver-protocol/node';
import type { ListingResult } from '../../server/src/protocol/requests';
import { CALLS, openServer, PATIENCE_MS, suiteFolder, trace, until, uriOf, type Client } from './support';

const LEFT = trace(
  ' 0)   1.000 us    |  kvm_exit();', // 4
  ' 0)   1.000 us    |  tcp_recv();', // 5
  ' 0)   1.000 us    |  tcp_recv();',
  ' 0)   1.000 us    |  foo();', // 7
);
const RIGHT = trace(
  ' 0)   1.000 us    |  foo();', // 4
  ' 0)   1.000 us    |  tcp_recv();', // 5
  ' 0)   1.000 us    |  bar();', // 6
);

/** `name calls @line` of the functions in a listing, however it is laid out. */
function functionsOf({ text, targets }: ListingResult): string[] {
  return text.split('\n').flatMap((line, number) => {
    const target = targets[number] ?? -1;
    const name = /[a-z_]+/.exec(line)?.[0];
    const calls = /(?<= )\d+(?= |$)/.exec(line)?.[0];
    return target < 0 ? [] : [`${name} ${calls} @${target}`];
  });
}

/** The numbers of a category in the table at the top of a listing: left, right, both, only left, only right, Jaccard. */
function countsOf({ text }: ListingResult, label: string): string[] {
  const [head = '', ...rows] = text.split('\n').slice(2, 9);
  const column = head.split(/ {2,}/).indexOf(label);
  return rows.slice(0, 6).map((row) => row.split(/ {2,}/)[column] ?? '');
}

async function refusal(server: Client, left: string, right: string): Promise<string> {
  const error: unknown = await server.compare(left, right).then(
    () => assert.fail('not refused'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ResponseError);
  assert.equal(error.code, LSPErrorCodes.RequestFailed);
  assert.doesNotMatch(error.message, /\n|\bat \S+:\d/);
  return error.message;
}

describe('ftrace/compare', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();

  it('compares open traces, with the line of each first call', async () => {
    const server = await openServer();
    server.open('left.trace', LEFT);
    server.open('right.trace', RIGHT);
    const { left, right } = await server.compare('left.trace', 'right.trace');
    assert.equal(left.name, 'left.trace');
    assert.equal(right.name, 'right.trace');
    assert.deepEqual(functionsOf(left).sort(), ['foo 1 @7', 'kvm_exit 1 @4', 'tcp_recv 2 @5']);
    assert.deepEqual(functionsOf(right).sort(), ['bar 1 @6', 'foo 1 @4', 'tcp_recv 1 @5']);
    for (const listing of [left, right]) {
      assert.deepEqual(countsOf(listing, 'total'), ['3', '3', '2', '1', '1', '0.500']);
      assert.deepEqual(countsOf(listing, 'Virtualization'), ['1', '0', '0', '1', '0', '0.000']);
    }
  });

  it('has a target and a token type for each line but the last, empty one', async () => {
    const server = await openServer();
    server.open('left.trace', LEFT);
    server.open('right.trace', RIGHT);
    const { left, right } = await server.compare('left.trace', 'right.trace');
    for (const { text, targets, tokenTypes } of [left, right]) {
      assert.equal(text.split('\n').length, targets.length + 1);
      assert.equal(tokenTypes.length, targets.length);
      text.split('\n').forEach((line, at) => {
        const name = /(?<= )(kvm_exit|tcp_recv|foo|bar)$/.exec(line)?.[0];
        const type = { kvm_exit: 0, tcp_recv: 1, foo: 2, bar: 2 }[name ?? ''] ?? -1;
        if (at < targets.length) assert.equal(tokenTypes[at], type, line);
      });
    }
  });

  it('takes what is open as it is now, not as it was saved', async () => {
    const server = await openServer();
    const left = folder.writeUri('edited.trace', LEFT);
    server.open(left, LEFT);
    server.open('right.trace', RIGHT);
    server.insert(left, 4, ' 0)   1.000 us    |  added();\n');
    assert.ok(functionsOf((await server.compare(left, 'right.trace')).left).includes('added 1 @4'));
    server.close(left);
    assert.ok(!functionsOf((await server.compare(left, 'right.trace')).left).includes('added 1 @4'));
  });

  it('reads what is not open, plain and gzip', async () => {
    const server = await openServer();
    const left = folder.writeUri('left on disk.trace', LEFT);
    const right = folder.writeUri('right.trace.gz', gzipSync(RIGHT));
    const result = await server.compare(left, right);
    assert.equal(result.left.name, 'left on disk.trace');
    assert.deepEqual(functionsOf(result.left).sort(), ['foo 1 @7', 'kvm_exit 1 @4', 'tcp_recv 2 @5']);
    assert.deepEqual(functionsOf(result.right).sort(), ['bar 1 @6', 'foo 1 @4', 'tcp_recv 1 @5']);
  });

  it('compares a trace that was deleted while it is open', async () => {
    const server = await openServer();
    const left = folder.writeUri('deleted.trace', LEFT);
    server.open(left, LEFT);
    server.open('right.trace', RIGHT);
    fs.rmSync(folder.path('deleted.trace'));
    assert.equal(functionsOf((await server.compare(left, 'right.trace')).left).length, 3);
    server.close(left);
    assert.equal(await refusal(server, left, 'right.trace'), 'deleted.trace: there is no such file');
  });

  it('says in one sentence which file it cannot compare, and why', async () => {
    const server = await openServer();
    server.open('right.trace', RIGHT);
    server.open('notes.txt', 'Dear diary\n');
    const missing = folder.uri('my missing.trace');
    assert.equal(await refusal(server, missing, 'right.trace'), 'my missing.trace: there is no such file');
    assert.equal(await refusal(server, 'right.trace', missing), 'my missing.trace: there is no such file');
    assert.match(
      await refusal(
        server,
        folder.writeUri('a.bin', new Uint8Array([0, 1, 2, 0, 255, 10, 0])),
        'right.trace',
      ),
      /^a\.bin: The file is binary/,
    );
    assert.match(
      await refusal(server, folder.writeUri('empty.trace', ''), 'right.trace'),
      /^empty\.trace: The file is empty/,
    );
    assert.match(
      await refusal(server, 'notes.txt', 'right.trace'),
      /^notes\.txt: This is no function_graph trace/,
    );
    assert.match(
      await refusal(
        server,
        folder.writeUri('f.trace', '# tracer: function\n#\n bash-1 [000] 1.000000: a <-b\n'),
        'right.trace',
      ),
      /^f\.trace: This is text of the tracer "function"/,
    );
    assert.match(
      await refusal(server, folder.writeUri('cut.gz', gzipSync(LEFT).subarray(0, 40)), 'right.trace'),
      /^cut\.gz: its gzip data/,
    );
    assert.match(await refusal(server, folder.uri(), 'right.trace'), /: it is a folder/);
    assert.match(
      await refusal(server, 'vscode-vfs://github/o/r/x.trace', 'right.trace'),
      /^x\.trace: it is not on this machine/,
    );
    assert.match(
      await refusal(server, 'untitled:Untitled-1', 'right.trace'),
      /Untitled-1: it is not on this machine/,
    );
    assert.deepEqual(server.logs, []);
  });

  it('tells sides of the same name apart', async () => {
    const server = await openServer();
    server.open('run1/x.trace', LEFT);
    server.open('run2/x.trace', RIGHT);
    const { left, right } = await server.compare('run1/x.trace', 'run2/x.trace');
    assert.deepEqual([left.name, right.name], ['run1/x.trace', 'run2/x.trace']);
    const same = await server.compare('run1/x.trace', 'run1/x.trace');
    assert.deepEqual([same.left.name, same.right.name], ['x.trace (left)', 'x.trace (right)']);
    assert.deepEqual(countsOf(same.left, 'total'), ['3', '3', '3', '0', '0', '1.000']);
  });

  it('follows the rules of the user, from the first request on', async () => {
    let give = (): void => undefined;
    const late = new Promise<void>((resolve) => (give = resolve));
    const settings = { categories: [{ id: 'mine', label: 'Mine', patterns: ['o'] }] };
    const server = await openServer({ settings, beforeSettings: () => late });
    server.open('left.trace', LEFT);
    server.open('right.trace', RIGHT);
    const comparison = server.compare('left.trace', 'right.trace');
    await server.folds('other.trace');
    give();
    assert.deepEqual(countsOf((await comparison).left, 'Mine'), ['1', '1', '1', '0', '0', '1.000']);
  });

  it('tells the client when a side has changed', async () => {
    const server = await openServer();
    server.open('left.trace', LEFT);
    await until(() => server.changed.length === 1);
    server.insert('left.trace', 4, ' 0)   1.000 us    |  added();\n');
    await until(() => server.changed.length === 2);
    assert.deepEqual(server.changed.at(-1), { uri: uriOf('left.trace') });
  });
});

describe('ftrace/functions', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();

  it('lists all functions, most called first', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.functions('a.trace'), {
      functions: [
        { name: 'tcp_recv', category: 'Network', calls: 2, total: '0.750 µs', line: 6 },
        { name: 'kvm_exit', category: 'Virtualization', calls: 1, total: '1.000 µs', line: 10 },
        { name: 'sock_read', category: 'Network', calls: 1, total: '2.000 µs', line: 5 },
        { name: 'sys_read', category: 'Other', calls: 1, total: '12.00 µs', line: 4 },
      ],
    });
  });

  it('lists those of a category', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    const { category, functions } = await server.functions('a.trace', 'network');
    assert.equal(category, 'Network');
    assert.deepEqual(
      functions.map(({ name }) => name),
      ['tcp_recv', 'sock_read'],
    );
    assert.deepEqual(
      (await server.functions('a.trace', 'other')).functions.map(({ name }) => name),
      ['sys_read'],
    );
    assert.deepEqual(await server.functions('a.trace', 'unknown'), { functions: [] });
  });

  it('reads a trace that is not open from its file, and says why where that is none', async () => {
    folder.write('a.trace.gz', gzipSync(CALLS));
    folder.write('[x](command:y)', 'Dear diary\n');
    const server = await openServer();
    assert.deepEqual(
      (await server.functions(folder.uri('a.trace.gz'), 'network')).functions.map(({ name }) => name),
      ['tcp_recv', 'sock_read'],
    );
    for (const [name, message] of [
      ['none.trace', 'none.trace: there is no such file'],
      [
        '[x](command:y)',
        '[x] (command:y): This is no function_graph trace: no line looks like a call, such as " 0)   1.234 us    |  schedule();".',
      ],
    ] as const) {
      const error: unknown = await server.functions(folder.uri(name)).then(
        () => assert.fail('not refused'),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof ResponseError);
      assert.deepEqual([error.code, error.message], [LSPErrorCodes.RequestFailed, message]);
    }
  });

  it('writes out what cannot be seen in a name', async () => {
    const server = await openServer();
    server.open('a.trace', trace(' 0)   1.000 us    |  a\u202eb\u2066();'));
    assert.equal((await server.functions('a.trace')).functions[0]?.name, 'a\\u{202e}b\\u{2066}');
  });
});
