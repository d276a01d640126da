import assert from 'node:assert/strict';
import fs from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { referenceRows } from '../core/reference';
import { runCli, runJson, TemporaryFolder } from '../support/cli';
import { samples, scenarios } from '../support/material';

interface FunctionNumbers {
  readonly name: string;
  readonly category: string;
  readonly rule: string | null;
  readonly calls: number;
  readonly totalNs: number | null;
  readonly selfNs: number | null;
  readonly minNs: number | null;
  readonly maxNs: number | null;
}

const TRACE = `# tracer: function_graph
 0)               |  tcp_sendmsg() {
 0)   1.500 us    |    kfree();
 0)   2.500 us    |    kfree();
 0) + 10.000 us   |  }
 0)               |  kvm_vcpu_ioctl [kvm]() {
`;

describe('ftrace-explorer functions', function () {
  this.timeout(30_000);
  let folder: TemporaryFolder;
  let file: string;
  before(() => {
    folder = new TemporaryFolder();
    file = folder.write('small.trace', TRACE);
  });
  after(() => folder.remove());

  it('gives each function its category, the rule that decided, calls and times; unknown times are null', () => {
    assert.deepEqual(runJson('functions', file), [
      {
        name: 'kfree',
        category: 'other',
        rule: null,
        calls: 2,
        totalNs: 4000,
        selfNs: 4000,
        minNs: 1500,
        maxNs: 2500,
      },
      {
        name: 'kvm_vcpu_ioctl',
        category: 'virtualization',
        rule: 'kvm',
        calls: 1,
        totalNs: null,
        selfNs: null,
        minNs: null,
        maxNs: null,
      },
      {
        name: 'tcp_sendmsg',
        category: 'network',
        rule: 'tcp',
        calls: 1,
        totalNs: 10000,
        selfNs: 6000,
        minNs: 10000,
        maxNs: 10000,
      },
    ]);
  });

  it('prints an aligned table', () => {
    assert.equal(
      runCli('functions', file).stdout,
      `function        category        calls     total      self       min       max
kfree           other               2  4.000 µs  4.000 µs  1.500 µs  2.500 µs
kvm_vcpu_ioctl  virtualization      1         –         –         –         –
tcp_sendmsg     network             1  10.00 µs  6.000 µs  10.00 µs  10.00 µs
`,
    );
  });

  it('keeps to one category, and says which there are', () => {
    const rows = runJson<FunctionNumbers[]>('functions', file, '--category', 'network');
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['tcp_sendmsg'],
    );
    for (const name of ['Network', 'NETWORK'])
      assert.deepEqual(runJson('functions', file, '--category', name), rows, name);
    const { code, stdout, stderr } = runCli('functions', file, '--category', 'disk');
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.equal(
      stderr,
      'ftrace-explorer: there is no category "disk"; there are: virtualization, network, other\n',
    );
  });

  for (const recording of [...samples, ...scenarios]) {
    it(`gives the reference’s numbers, most called first: ${recording.name}`, () => {
      const bytes = fs.readFileSync(recording.path);
      const text = (recording.path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      const expected = [...referenceRows(text).values()].sort(
        (a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1),
      );
      assert.deepEqual(
        runJson<FunctionNumbers[]>('functions', recording.path).map(
          ({ category: _category, rule: _rule, ...numbers }) => numbers,
        ),
        expected.map((row) => ({
          name: row.name,
          calls: row.calls,
          totalNs: row.totalNs ?? null,
          selfNs: row.selfNs ?? null,
          minNs: row.minNs ?? null,
          maxNs: row.maxNs ?? null,
        })),
      );
    });
  }
});
