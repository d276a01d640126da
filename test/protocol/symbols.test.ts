import * as assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { openServer, PATIENCE_MS, suiteFolder, trace, until, uriOf, type Client } from './support';

const ADDRESSES = trace(
  ' 0)               |  0xffffffff81000010() {', // 4
  ' 0)   0.500 us    |    tcp_recv();', // 5
  ' 0)   2.000 us    |  }', // 6
);
const MAP = 'ffffffff81000000 T sys_read\nffffffff81000100 t sys_write\n';
const NAMED = ['sys_read other', 'tcp_recv network'];
const UNNAMED = ['0xffffffff81000010 other', 'tcp_recv network'];

/** `name type` of each function, as the trace has it: the text shows addresses. */
async function functionsOf(server: Client, name = 'a.trace'): Promise<string[]> {
  const { functions } = await server.functions(name);
  return functions.map((one) => `${one.name} ${one.category.toLowerCase()}`).sort();
}

function shown(server: Client): string[] {
  const last = server.diagnostics.filter(({ uri }) => uri === uriOf('a.trace')).at(-1);
  return last?.diagnostics.map(({ code }) => String(code)) ?? ['nothing yet'];
}

describe('ftrace.symbols', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();

  it('names addresses, from the first answer on', async () => {
    const server = await openServer({ settings: { symbols: folder.write('System.map', MAP) } });
    server.open('a.trace', ADDRESSES);
    assert.deepEqual(await functionsOf(server), NAMED);
    assert.deepEqual(await server.problems('a.trace'), []);
    assert.match(await server.hoverText('a.trace', { line: 4, character: 24 }), /^\*\*`sys_read`\*\*/);
    assert.deepEqual(server.messages, []);
  });

  it('may be compressed, and relative to the folder that is open', async () => {
    folder.write('kallsyms.gz', gzipSync(MAP));
    const server = await openServer({ folder: folder.path(), settings: { symbols: 'kallsyms.gz' } });
    server.open('a.trace', ADDRESSES);
    assert.deepEqual(await functionsOf(server), NAMED);
    assert.deepEqual(server.messages, []);
  });

  it('is followed by open traces, their problems and comparisons', async () => {
    const symbols = folder.write('follow.map', MAP);
    const server = await openServer();
    server.open('a.trace', ADDRESSES);
    assert.deepEqual(await functionsOf(server), UNNAMED);
    await until(() => shown(server).join() === 'addresses');
    server.change({ symbols });
    await until(() => shown(server).join() === '');
    assert.deepEqual(await functionsOf(server), NAMED);
    const other = folder.writeUri('other.trace', ADDRESSES);
    assert.deepEqual(await functionsOf(server, other), NAMED);
    const { right } = await server.compare('a.trace', other);
    assert.match(right.text, /\bsys_read\b/);
    server.change({});
    await until(() => shown(server).join() === 'addresses');
    assert.deepEqual(await functionsOf(server), UNNAMED);
  });

  it('is read again when the file has changed', async () => {
    const symbols = folder.write('changing.map', MAP);
    const server = await openServer({ settings: { symbols } });
    server.open('a.trace', ADDRESSES);
    assert.deepEqual(await functionsOf(server), NAMED);
    folder.write('changing.map', MAP.replace('sys_read', 'sys_reading'));
    assert.deepEqual(await functionsOf(server), ['sys_reading other', 'tcp_recv network']);
  });

  it('is said once to be wrong, and the trace is there without', async () => {
    const cases: readonly (readonly [setting: string, reason: RegExp])[] = [
      [folder.path('missing.map'), /there is no such file/],
      [folder.path(), /it is no file/],
      [folder.write('empty.map', ''), /there are no addresses of functions in it/],
      [folder.write('zeros.map', '0000000000000000 T sys_read\n'), /no addresses .* as root reads it/],
      [folder.write('damaged.gz', gzipSync(MAP).subarray(0, 30)), /its gzip data ends too early/],
      ['relative.map', /a relative path, but no folder is open/],
    ];
    const server = await openServer();
    server.open('a.trace', ADDRESSES);
    for (const [symbols, reason] of cases) {
      const before = server.messages.length;
      server.change({ symbols });
      assert.deepEqual(await functionsOf(server), UNNAMED);
      await until(() => server.messages.length > before);
      assert.match(server.messages.at(-1)!, reason);
      assert.match(server.messages.at(-1)!, /^ftrace\.symbols: .*\.$/);
    }
    server.change({ symbols: 'relative.map' });
    server.insert('a.trace', 4, '#\n');
    await functionsOf(server);
    assert.equal(server.messages.length, cases.length);
    assert.deepEqual(server.logs, []);
  });
});

describe('ftrace.interruptFunctions', function () {
  this.timeout(PATIENCE_MS);

  const INTERRUPTED = trace(
    ' 0)               |  sys_read() {', // 4
    ' 0)               |    my_irq_7() {', // 5
    ' 0)   0.500 us    |      tcp_recv();', // 6
    ' 0)   2.000 us    |    }',
    ' 0)   9.000 us    |  }',
  );

  it('decides what counts as part of an interrupt, of open traces, too', async () => {
    const server = await openServer();
    server.open('a.trace', INTERRUPTED);
    await until(() => shown(server).join() === '');
    server.change({ interruptFunctions: ['my_irq_?', 'other_*'] });
    await until(() => shown(server).join() === 'interrupts');
    const problems = server.diagnostics.at(-1)!.diagnostics;
    assert.equal(problems[0]!.range.start.line, 5);
    assert.equal(problems[0]!.message, '2 calls are part of interrupts, not of what the task asked for.');
    server.change({ interruptFunctions: [] });
    await until(() => shown(server).join() === '');
  });

  it('is the built-in list where it is none', async () => {
    for (const interruptFunctions of ['my_*', [5], null]) {
      const server = await openServer({ settings: { interruptFunctions } });
      server.open('a.trace', INTERRUPTED.replace('my_irq_7', 'gic_handle_irq'));
      await until(() => shown(server).join() === 'interrupts');
    }
  });
});
