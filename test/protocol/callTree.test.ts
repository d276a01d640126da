/** The requests about call trees, as an editor asks them. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CALL_TREE_ALIGN_REQUEST,
  CALL_TREE_CALLS_REQUEST,
  CALL_TREE_CHILDREN_REQUEST,
  CALL_TREE_CLOSE_NOTIFICATION,
  CALL_TREE_COMPARE_REQUEST,
  CALL_TREE_LISTING_REQUEST,
  type CallListing,
  type CallTreeAlignResult,
  type CallTreeCallsResult,
  type CallTreeChildrenResult,
  type CallTreeCompareResult,
} from '../../server/src/protocol/callTree';
import { repositoryRoot } from '../support/repository';
import { TemporaryFolder } from '../support/cli';
import { CALLS, openServer, trace, uriOf, type Client } from './support';

const OTHER = trace(
  ' 0)               |  sys_read() {', // 4
  ' 0)               |    tun_read() {', // 5
  ' 0)   0.500 us    |      tun_get();', // 6
  ' 0)   2.000 us    |    }', // 7
  ' 0) + 14.000 us   |  }', // 8
  ' 1)   1.000 us    |  kvm_exit();', // 9
  ' 1)   1.000 us    |  kvm_exit();', // 10
);

async function open(settings?: unknown): Promise<Client> {
  const client = await openServer({ settings });
  client.open('a.trace', CALLS);
  client.open('b.trace', OTHER);
  return client;
}

function listing(client: Client, name: string): Promise<CallListing> {
  return client.connection.sendRequest(CALL_TREE_LISTING_REQUEST, { uri: uriOf(name) });
}

function compare(
  client: Client,
  left: readonly string[],
  right: readonly string[],
): Promise<CallTreeCompareResult> {
  const side = (names: readonly string[]): object => ({ uris: names.map(uriOf) });
  return client.connection.sendRequest(CALL_TREE_COMPARE_REQUEST, { left: side(left), right: side(right) });
}

function children(
  client: Client,
  id: number,
  node?: number,
  window = { from: 0, count: 100 },
): Promise<CallTreeChildrenResult> {
  return client.connection.sendRequest(CALL_TREE_CHILDREN_REQUEST, { id, node, order: 'calls', ...window });
}

describe('call trees', () => {
  it('as listings lead back to the lines of the trace', async () => {
    const { text, targets } = await listing(await open(), 'a.trace');
    assert.deepEqual(text.split('\n'), [
      '== (unknown task)',
      '  sys_read',
      '    sock_read',
      '      tcp_recv × 2',
      '== (unknown task)',
      '  kvm_exit',
      '',
    ]);
    assert.deepEqual(targets, [-1, 4, 5, 6, -1, 10]);
  });

  it('as listings show what the setting says', async () => {
    const client = await open({ callTree: { show: ['durations', 'cpus', 'nonsense'] } });
    const { text } = await listing(client, 'a.trace');
    assert.ok(text.startsWith('== task on cpu 0\n  sys_read  · cpu 0 · 12.00 µs\n'), text);
    assert.deepEqual((await listing(client, 'a.trace')).text, text);
  });

  for (const show of [['tasks'], ['tasks', 'times']]) {
    it(`are read from files that are not open, too: ${show.join()}`, async () => {
      const client = await openServer({ settings: { callTree: { show } } });
      const file = path.join(repositoryRoot, 'samples', 'tap.trace');
      const ofFile = await listing(client, pathToFileURL(file).href);
      assert.ok(ofFile.targets.length > 500);
    });
  }

  it('compare by path, the biggest change first, window by window', async () => {
    const client = await open();
    const { id, left, right, summary } = await compare(client, ['a.trace'], ['b.trace']);
    assert.deepEqual([left, right], ['a.trace', 'b.trace']);
    assert.equal(summary, '5 paths differ; 5 → 5 calls.');
    const top = await children(client, id);
    assert.deepEqual(top.items.map(({ name, change, description }) => [name, change, description]), [
      ['sys_read', 'same', 'same · 1 call · 12.00 µs → 14.00 µs · 4 changes below'],
      ['kvm_exit', 'more', 'more · 1 → 2 calls · 1.000 µs → 2.000 µs'],
    ]); // prettier-ignore
    const below = await children(client, id, top.items[0]!.node);
    assert.deepEqual(
      below.items.map(({ name, change }) => `${change} ${name}`),
      ['gone sock_read', 'new tun_read'],
    );
    assert.deepEqual(below.items[0]!.left, { uri: uriOf('a.trace'), line: 5 });
    assert.equal(below.items[0]!.right, undefined);
    assert.deepEqual(below.items[1]!.right, { uri: uriOf('b.trace'), line: 5 });
    assert.match(
      below.items[1]!.tooltip,
      /^tun_read: only in b\.trace\na\.trace: not reached by this path\n/,
    );
    const window = await children(client, id, undefined, { from: 1, count: 1 });
    assert.deepEqual([window.total, window.items.map(({ name }) => name)], [2, ['kvm_exit']]);
  });

  it('compare what filters left, and say so', async () => {
    const client = await open({ filter: { minDepth: 1 } });
    const { summary } = await compare(client, ['a.trace'], ['b.trace']);
    assert.match(summary, / Filtered: depth 1 or more\.$/);
    const { text } = await listing(client, 'a.trace');
    assert.match(text, /^Filtered: depth 1 or more\n== /);
    assert.doesNotMatch(text, /sys_read/);
  });

  it('say that there is no difference where there is none', async () => {
    const { summary } = await compare(await open(), ['a.trace'], ['a.trace', 'a.trace']);
    assert.equal(summary, 'No difference: the same calls by the same paths, as often.');
  });

  it('are named by their scenario, and say where a call is in which run', async () => {
    const client = await open();
    const { id, right } = await client.connection.sendRequest<CallTreeCompareResult>(
      CALL_TREE_COMPARE_REQUEST,
      {
        left: { name: 'before', uris: [uriOf('a.trace')] },
        right: { name: 'a\u202efter', uris: [uriOf('a.trace'), uriOf('b.trace')] },
      },
    );
    assert.equal(right, 'a\\u{202e}fter');
    const { items } = await children(client, id);
    const kvm = items.find(({ name }) => name === 'kvm_exit')!;
    assert.equal(kvm.description, 'more · 1 → 1.5 calls · 1.000 µs → 1.500 µs');
    assert.deepEqual(kvm.right, { uri: uriOf('a.trace'), line: 10 });
    const read = items.find(({ name }) => name === 'sys_read')!;
    const tun = (await children(client, id, read.node)).items.find(({ name }) => name === 'tun_read')!;
    assert.deepEqual(tun.right, { uri: uriOf('b.trace'), line: 5 });
  });

  it('that are closed are gone, and so are those that were forgotten', async () => {
    const client = await open();
    const { id } = await compare(client, ['a.trace'], ['b.trace']);
    await client.connection.sendNotification(CALL_TREE_CLOSE_NOTIFICATION, { id });
    await assert.rejects(children(client, id), /This comparison is closed/);
    const first = await compare(client, ['a.trace'], ['b.trace']);
    for (let more = 0; more < 4; more++) await compare(client, ['a.trace'], ['b.trace']);
    await assert.rejects(children(client, first.id), /This comparison is closed/);
  });

  it('cannot be made of what is no trace, or of nothing', async () => {
    const client = await open();
    const folder = new TemporaryFolder();
    try {
      const text = pathToFileURL(folder.write('note.trace', 'hello\n')).href;
      await assert.rejects(listing(client, text), /note\.trace: This is no function_graph trace/);
      await assert.rejects(
        compare(client, ['a.trace'], [text]),
        /note\.trace: This is no function_graph trace/,
      );
      await assert.rejects(compare(client, ['a.trace'], []), /has no traces/);
      const missing = pathToFileURL(path.join(folder.path, 'missing.trace')).href;
      await assert.rejects(listing(client, missing), /missing\.trace: /);
    } finally {
      folder.remove();
    }
  });
});

describe('two calls', () => {
  function align(client: Client, left: number, right: number): Promise<CallTreeAlignResult> {
    return client.connection.sendRequest(CALL_TREE_ALIGN_REQUEST, {
      left: { uri: uriOf('a.trace'), line: left },
      right: { uri: uriOf('b.trace'), line: right },
    });
  }

  it('stand side by side', async () => {
    const { left, right } = await align(await open(), 9, 4);
    assert.deepEqual(left.text.split('\n'), [
      '- sys_read, a.trace line 5: 12.00 µs',
      '+ sys_read, b.trace line 5: 14.00 µs',
      '2 only in -, 2 only in +, 1 different inside (~), 0 the same (=)',
      '',
      '~ sys_read',
      '-   sock_read',
      '-     tcp_recv × 2',
      '',
    ]);
    assert.deepEqual(left.targets, [-1, -1, -1, -1, 4, 5, 6]);
    assert.deepEqual(right.text.split('\n').slice(4), ['~ sys_read', '+   tun_read', '+     tun_get', '']);
    assert.deepEqual(right.targets, [-1, -1, -1, -1, 4, 5, 6]);
  });

  it('are chosen among all calls of the function', async () => {
    const client = await open();
    const calls = (line: number, name = 'b.trace'): Promise<CallTreeCallsResult> =>
      client.connection.sendRequest(CALL_TREE_CALLS_REQUEST, {
        of: { uri: uriOf('a.trace'), line },
        uri: uriOf(name),
      });
    assert.deepEqual(await calls(10), {
      name: 'kvm_exit',
      total: 2,
      calls: [
        { line: 9, label: 'line 10', description: '1.000 µs · (unknown task on cpu 1)' },
        { line: 10, label: 'line 11', description: '1.000 µs · (unknown task on cpu 1)' },
      ],
    });
    assert.equal((await calls(7, 'a.trace')).calls[0]!.description, '0.500 µs · (unknown task on cpu 0) · called by sock_read'); // prettier-ignore
    assert.deepEqual(await calls(5), { name: 'sock_read', total: 0, calls: [] });
    await assert.rejects(calls(0), /a\.trace: there is no call on line 1/);
    await assert.rejects(calls(12_345), /there is no call on line 12,346/);
    await assert.rejects(align(client, 4, -1), /b\.trace: there is no call on line 0/);
  });
});
