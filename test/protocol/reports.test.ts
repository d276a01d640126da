import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ResponseError } from 'vscode-languageserver-protocol/node';
import {
  GROUP_REQUEST,
  REPORT_CLOSE_NOTIFICATION,
  REPORT_EXPORT_REQUEST,
  REPORT_FUNCTION_REQUEST,
  REPORT_FUNCTIONS_REQUEST,
  REPORT_OPEN_REQUEST,
  REPORT_PROGRESS_NOTIFICATION,
  REPORT_TREE_REQUEST,
  type GroupResult,
  type ReportExportResult,
  type ReportFormat,
  type ReportFunctionResult,
  type ReportFunctionsParams,
  type ReportFunctionsResult,
  type ReportModel,
  type ReportProgressParams,
  type ReportTreeResult,
} from '../../server/src/protocol/report';
import { openServer, PATIENCE_MS, suiteFolder, trace, type Client } from './support';

// Two calls of sys_read lead to tcp_recv: one through sock_read, one directly.
const A = trace(
  ' 0)               |  sys_read() {', // 4
  ' 0)               |    sock_read() {', // 5
  ' 0)   1.000 us    |      tcp_recv();', // 6
  ' 0)   2.000 us    |    }',
  ' 0)   3.000 us    |  }',
  ' 0)               |  sys_read() {', // 9
  ' 0)   1.000 us    |    tcp_recv();', // 10
  ' 0)   3.000 us    |  }',
);
const B = trace(
  ' 0)               |  sys_read() {', // 4
  ' 0)   1.000 us    |    tun_read();', // 5
  ' 0)   3.000 us    |  }',
);

describe('reports', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();
  const base = (): string => folder.uri();
  const comparison = {
    scenarios: [
      { name: 'a', runs: ['a.trace'] },
      { name: 'b', runs: ['b.trace'] },
    ],
  };

  before(() => {
    folder.write('a.trace', A);
    folder.write('b.trace', B);
  });

  const open = (server: Client, more: object = {}, params: object = {}): Promise<ReportModel> =>
    server.connection.sendRequest(REPORT_OPEN_REQUEST, {
      comparison: { ...comparison, ...more },
      base: base(),
      ...params,
    });
  const list = (
    server: Client,
    id: number,
    more: Partial<ReportFunctionsParams> = {},
  ): Promise<ReportFunctionsResult> =>
    server.connection.sendRequest(REPORT_FUNCTIONS_REQUEST, {
      id,
      selection: 'all',
      baseline: 0,
      target: 1,
      measure: 'calls',
      normalisation: 'none',
      sort: 'name',
      descending: false,
      from: 0,
      count: 100,
      ...more,
    });
  const refused = async (answer: Promise<unknown>): Promise<string> => {
    const error: unknown = await answer.then(
      () => assert.fail('not refused'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ResponseError);
    return error.message;
  };

  it('gives the model of a comparison, says how far it is, and lists its functions by windows', async () => {
    const server = await openServer();
    const progress: ReportProgressParams[] = [];
    server.connection.onNotification(REPORT_PROGRESS_NOTIFICATION, (params: ReportProgressParams) => {
      progress.push(params);
    });
    const model = await open(server, { baseline: 'b' }, { progress: 7 });
    assert.deepEqual([model.scenarios, model.baseline, model.problems], [['a', 'b'], 1, []]);
    assert.deepEqual(
      model.traces.map((uri) => path.posix.basename(uri)),
      ['a.trace', 'b.trace'],
    );
    assert.match(model.html, /data-select="b &amp; category:network"/);
    assert.deepEqual(progress, [
      { progress: 7, name: 'a.trace', done: 0, total: 2 },
      { progress: 7, name: 'b.trace', done: 1, total: 2 },
    ]);
    const { items, total } = await list(server, model.id);
    assert.equal(total, 4);
    assert.deepEqual(
      items.map(({ name, change, values }) => [name, change, ...values]),
      [
        ['sock_read', 'gone', '1', '–'],
        ['sys_read', 'fewer', '2', '1'],
        ['tcp_recv', 'gone', '2', '–'],
        ['tun_read', 'new', '–', '1'],
      ],
    );
    const window = await list(server, model.id, { from: 2, count: 1 });
    assert.deepEqual([window.total, window.items.map(({ name }) => name)], [4, ['tcp_recv']]);
  });

  it('says where a function is, and the shortest way to it', async () => {
    const server = await openServer();
    const { id } = await open(server);
    const where = await server.connection.sendRequest<ReportFunctionResult>(REPORT_FUNCTION_REQUEST, {
      id,
      name: 'tcp_recv',
    });
    assert.equal(where.rule, 'matches tcp');
    const [a, b] = where.scenarios;
    assert.deepEqual(
      a!.runs.map(({ calls, line }) => [calls, line]),
      [[2, 6]],
    );
    assert.deepEqual(
      a!.chain.map(({ name, line }) => [name, line]),
      [
        ['sys_read', 9],
        ['tcp_recv', 10],
      ],
    );
    assert.deepEqual([b!.runs[0]!.calls, b!.runs[0]!.line, b!.chain], [0, -1, []]);
    const nobody = { id, name: 'nobody' };
    assert.match(await refused(server.connection.sendRequest(REPORT_FUNCTION_REQUEST, nobody)), /nobody/);
  });

  it('compares the call trees, biggest change first', async () => {
    const server = await openServer();
    const { id } = await open(server);
    const tree = (node?: number): Promise<ReportTreeResult> =>
      server.connection.sendRequest(REPORT_TREE_REQUEST, {
        id,
        baseline: 0,
        target: 1,
        node,
        from: 0,
        count: 10,
      });
    const { items } = await tree();
    assert.deepEqual(
      items.map(({ name, change, hasChildren }) => [name, change, hasChildren]),
      [['sys_read', 'fewer', true]],
    );
    const below = await tree(items[0]!.node);
    assert.deepEqual(below.items.map(({ name, change }) => [name, change]).sort(), [
      ['sock_read', 'gone'],
      ['tcp_recv', 'gone'],
      ['tun_read', 'new'],
    ]);
    const tun = below.items.find(({ name }) => name === 'tun_read')!;
    assert.deepEqual([tun.baselineLine, tun.targetLine], [-1, 5]);
  });

  it('follows the editor, files and filters; a number that is no longer known is refused', async () => {
    const server = await openServer();
    const first = await open(server);
    server.open(folder.uri('b.trace'), `${B} 0)   1.000 us    |  typed();\n`);
    const second = await open(server, {}, { replaces: first.id });
    const names = async (id: number): Promise<string[]> =>
      (await list(server, id, { selection: 'b' })).items.map(({ name }) => name);
    assert.deepEqual(await names(second.id), ['sys_read', 'tun_read', 'typed']);
    assert.match(await refused(list(server, first.id)), /no longer open/);
    const third = await open(server, { filter: { minDepth: 1 } }, { replaces: second.id });
    assert.deepEqual(await names(third.id), ['tun_read']);
    await server.connection.sendNotification(REPORT_CLOSE_NOTIFICATION, { id: third.id });
    assert.match(await refused(list(server, third.id)), /no longer open/);
  });

  it('says what is wrong with an expression, a file and a comparison, and shows the rest', async () => {
    const server = await openServer();
    const broken = await open(server, {
      scenarios: [...comparison.scenarios, { name: 'c', runs: ['c.trace', 'd.trace'] }],
    });
    assert.deepEqual(broken.scenarios, ['a', 'b']);
    assert.equal(broken.problems.length, 3);
    assert.match(broken.problems[0]!, /c\.trace.*no such file/);
    const { problem, items } = await list(server, broken.id, { selection: 'a - nobody' });
    assert.deepEqual([problem?.at, items], [4, []]);
    assert.match(await refused(open(server, { scenarios: [] })), /at least one/);
    assert.match(
      await refused(open(server, { scenarios: [{ name: 'x', runs: ['x.trace'] }] })),
      /no such file/,
    );
    assert.match(await refused(open(server, { nonsense: 1 })), /nonsense/);
  });

  it('exports every form, and a list of functions', async () => {
    const server = await openServer();
    const { id } = await open(server);
    const text = async (format: ReportFormat, more: object = {}): Promise<string> =>
      (
        await server.connection.sendRequest<ReportExportResult>(REPORT_EXPORT_REQUEST, {
          id,
          format,
          ...more,
        })
      ).text;
    assert.match(await text('html'), /^<!DOCTYPE html>/i);
    assert.match(await text('svg'), /^<svg /);
    assert.match(await text('markdown'), /\| `sock_read` \|/);
    const { report } = JSON.parse(await text('json')) as {
      report: { scenarios: { runs: { sha256: string }[] }[] };
    };
    assert.match(report.scenarios[0]!.runs[0]!.sha256, /^[0-9a-f]{64}$/);
    const asked = { selection: 'b - a', baseline: 0, target: 1, measure: 'calls', normalisation: 'none' };
    const csv = await text('csv', { list: { ...asked, sort: 'name', descending: false } });
    assert.deepEqual(
      csv
        .trimEnd()
        .split('\r\n')
        .map((row) => row.split(',')[0])
        .slice(1),
      ['tun_read'],
    );
  });

  it('groups files and folders', async () => {
    const server = await openServer();
    const runs = folder.path('runs');
    fs.mkdirSync(runs);
    for (const name of ['tap.10', 'tap.2', 'socket']) fs.writeFileSync(path.join(runs, `${name}.trace`), A);
    const { scenarios, notes } = await server.connection.sendRequest<GroupResult>(GROUP_REQUEST, {
      uris: [folder.uri('runs'), folder.uri('nowhere')],
    });
    assert.deepEqual(
      scenarios.map(({ name, runs: all }) => [name, all.map((uri) => path.posix.basename(uri))]),
      [
        ['socket', ['socket.trace']],
        ['tap', ['tap.2.trace', 'tap.10.trace']],
      ],
    );
    assert.equal(notes.length, 1);
  });
});
