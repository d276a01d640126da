/** Reports of comparisons: how long the server keeps one, and what becomes of traces that are gone. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { CancellationTokenSource } from 'vscode-languageserver-protocol';
import {
  REPORT_CLOSE_NOTIFICATION,
  REPORT_FUNCTION_REQUEST,
  REPORT_FUNCTIONS_REQUEST,
  REPORT_OPEN_REQUEST,
  type ReportFunctionResult,
  type ReportFunctionsResult,
  type ReportModel,
  type ReportOpenParams,
} from '../../server/src/protocol/report';
import { CALLS, openServer, suiteFolder, trace, type Client } from './support';

const OTHER = trace(
  ' 0)               |  sys_read() {', // 4
  ' 0)               |    tun_read() {', // 5
  ' 0)   0.500 us    |      tcp_recv();', // 6
  ' 0)   2.000 us    |    }', // 7
  ' 0) + 14.000 us   |  }', // 8
);

describe('a report', () => {
  const folder = suiteFolder();
  let client: Client;
  let held = Promise.resolve();
  let release: () => void;

  beforeEach(async () => {
    folder.write('a.trace', CALLS);
    folder.write('b.trace', OTHER);
    client = await openServer({ beforeSettings: () => held });
  });

  function params(replaces?: number): ReportOpenParams {
    const scenarios = ['a', 'b'].map((name) => ({ name, runs: [`${name}.trace`] }));
    return { comparison: { scenarios }, base: folder.uri(), ...(replaces === undefined ? {} : { replaces }) };
  }

  function open(replaces?: number): Promise<ReportModel> {
    return client.connection.sendRequest(REPORT_OPEN_REQUEST, params(replaces));
  }

  function functions(id: number): Promise<ReportFunctionsResult> {
    return client.connection.sendRequest(REPORT_FUNCTIONS_REQUEST, {
      id,
      selection: 'all',
      baseline: 0,
      target: 1,
      measure: 'calls',
      normalisation: 'none',
      sort: 'name',
      descending: false,
      from: 0,
      count: 10,
    });
  }

  function whereIs(id: number, name: string): Promise<ReportFunctionResult> {
    return client.connection.sendRequest(REPORT_FUNCTION_REQUEST, { id, name });
  }

  const isClosed = /no longer open/;

  it('is closed when it is replaced, or nobody shows it any more', async () => {
    const first = await open();
    const second = await open(first.id);
    await assert.rejects(functions(first.id), isClosed);
    assert.equal((await functions(second.id)).total, 5);
    await client.connection.sendNotification(REPORT_CLOSE_NOTIFICATION, { id: second.id });
    await assert.rejects(functions(second.id), isClosed);
  });

  it('stays when reading its successor was cancelled, which nobody would close', async () => {
    const { id } = await open();
    // Reading waits for settings, and the user for nothing: it has begun when it is cancelled, and ends after that.
    held = new Promise((resolve) => (release = resolve));
    client.change({});
    const source = new CancellationTokenSource();
    const successor = client.connection.sendRequest(REPORT_OPEN_REQUEST, params(id), source.token);
    await functions(id);
    source.cancel();
    await assert.rejects(successor, /cancelled/);
    release();
    // As much work again, and more: the cancelled one is through with it, too.
    let last = id;
    for (let more = 0; more < 3; more++) last = (await open()).id;
    assert.equal((await functions(id)).total, 5);
    assert.equal(last, id + 4);
    await assert.rejects(functions(id + 1), isClosed);
  });

  it('says by which callers a function was reached, and the rest where a trace is gone', async () => {
    const { id } = await open();
    rmSync(folder.path('b.trace'));
    const { scenarios } = await whereIs(id, 'tcp_recv');
    assert.deepEqual(
      scenarios.map(({ runs, chain }) => [runs[0]!.calls, chain.map(({ name, line }) => [name, line])]),
      [
        [
          2,
          [
            ['sys_read', 4],
            ['sock_read', 5],
            ['tcp_recv', 6],
          ],
        ],
        [1, []],
      ],
    );
  });

  it('keeps what it knows of callers, not the traces', async () => {
    const { id } = await open();
    await whereIs(id, 'tcp_recv');
    rmSync(folder.path('a.trace'));
    rmSync(folder.path('b.trace'));
    const { scenarios } = await whereIs(id, 'sys_read');
    assert.deepEqual(
      scenarios.map(({ chain }) => chain.map(({ name, line }) => [name, line])),
      [[['sys_read', 4]], [['sys_read', 4]]],
    );
  });
});
