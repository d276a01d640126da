/** `compare` with scenarios: files, folders, comparison files; what it prints, and what it says of bad input. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runCli, runJson, TemporaryFolder } from '../support/cli';
import { repositoryRoot } from '../support/repository';

const sample = (name: string): string => path.join(repositoryRoot, 'samples', `${name}.trace`);

/** Unique names by a rule that knows nothing of the parser. */
function namesIn(file: string): Set<string> {
  const text = fs.readFileSync(file, 'utf8');
  return new Set([...text.matchAll(/\|  +([\w.]+)(?: \[\w+\])?\(\)(?: \{|;)$/gm)].map(([, name]) => name!));
}

interface Printed {
  readonly report: {
    readonly scenarios: readonly {
      readonly name: string;
      readonly union: number;
      readonly runs: readonly { readonly sha256: string }[];
    }[];
    readonly baseline: number;
    readonly warnings: readonly string[];
    readonly weights: readonly {
      readonly cells: readonly { readonly sum: number; readonly unknown: number }[];
    }[];
    readonly provenance: { readonly rules: string; readonly filterText: string; readonly version: string };
    readonly normalisation: string;
  };
  readonly functions: readonly { readonly name: string }[];
}

describe('compare with scenarios', () => {
  const folder = new TemporaryFolder();
  after(() => folder.remove());

  const compareJson = (...args: readonly string[]): Printed => {
    const { stdout, stderr, code } = runCli('compare', ...args, '--json');
    assert.equal(stderr, '');
    assert.equal(code, 0);
    return JSON.parse(stdout) as Printed;
  };

  it('takes more than two files, and finds the functions of a set expression', () => {
    const [socket, tap, kvm] = ['socket', 'tap', 'kvm'].map(sample) as [string, string, string];
    const { report, functions } = compareJson(socket, tap, kvm, '--select', 'kvm - (socket + tap)');
    assert.deepEqual(
      report.scenarios.map(({ name, union }) => [name, union]),
      [socket, tap, kvm].map((file) => [path.basename(file, '.trace'), namesIn(file).size]),
    );
    const [inSocket, inTap] = [namesIn(socket), namesIn(tap)];
    const expected = [...namesIn(kvm)].filter((name) => !inSocket.has(name) && !inTap.has(name));
    assert.deepEqual(functions.map(({ name }) => name).sort(), expected.sort());
  });

  it('takes numbered files of a folder for runs of one scenario', () => {
    const runs = path.join(folder.path, 'runs');
    fs.mkdirSync(runs);
    for (const [name, from] of [
      ['tap.1', 'tap'],
      ['tap.2', 'qemu'],
      ['socket.1', 'socket'],
    ] as const) {
      fs.copyFileSync(sample(from), path.join(runs, `${name}.trace`));
    }
    const { report } = compareJson('--scenarios', runs, '--baseline', 'tap');
    assert.deepEqual(
      report.scenarios.map(({ name, runs: all }) => [name, all.length]),
      [
        ['socket', 1],
        ['tap', 2],
      ],
    );
    assert.equal(report.baseline, 1);
    const union = new Set([...namesIn(sample('tap')), ...namesIn(sample('qemu'))]);
    assert.equal(report.scenarios[1]!.union, union.size);
  });

  it('reads a comparison file, its weights and rules; goes on without what cannot be read, and says so', () => {
    folder.write('weights.csv', 'name,size\ntcp_ack,40\nschedule,12\nbad row\n');
    const file = folder.write(
      'four.ftcompare',
      `{ // with a comment
        "scenarios": [
          { "name": "socket", "runs": [${JSON.stringify(sample('socket'))}], "requests": 1 },
          { "name": "tap", "runs": [${JSON.stringify(sample('tap'))}, "missing.trace"] },
          { "name": "gone", "runs": ["missing.trace"] },
        ],
        "categories": "subsystem", "normalisation": "perRequest",
        "weights": [{ "name": "size", "file": "weights.csv" }],
      }`,
    );
    const { stdout, stderr, code } = runCli('compare', '--scenarios', file, '--json');
    assert.equal(code, 2);
    const { report } = JSON.parse(stdout) as Printed;
    assert.deepEqual(
      report.scenarios.map(({ name }) => name),
      ['socket', 'tap'],
    );
    for (const said of [
      /missing\.trace is left out: there is no such file/,
      /scenario gone has no run that could be read/,
      /weights\.csv:4: "bad row" has no value/,
      /"requests" is not given for tap/,
    ]) {
      assert.match(stderr, said);
      assert.ok(report.warnings.some((warning) => said.test(warning)));
    }
    assert.equal(report.normalisation, 'none');
    assert.deepEqual([report.provenance.rules, report.provenance.filterText], ['subsystem', 'no filters']);
    const expected = ['socket', 'tap'].map((name) => {
      const names = namesIn(sample(name));
      const known = [...names].filter((one) => ['tcp_ack', 'schedule'].includes(one));
      return {
        sum: known.reduce((sum, one) => sum + (one === 'tcp_ack' ? 40 : 12), 0),
        unknown: names.size - known.length,
      };
    });
    assert.deepEqual(
      report.weights[0]!.cells.map(({ sum, unknown }) => ({ sum, unknown })),
      expected,
    );
    // No path of this machine is in what others get.
    assert.ok(!stdout.includes(repositoryRoot) && !stdout.includes(folder.path));
  });

  it('gives the same bytes for the same input, in every form, with hashes', () => {
    const files = [sample('socket'), sample('tap'), sample('qemu')];
    for (const form of ['--json', '--csv', '--markdown', '--html', '--svg']) {
      const first = runCli('compare', ...files, form);
      assert.equal(first.code, 0, first.stderr);
      assert.equal(runCli('compare', ...files, form).stdout, first.stdout, form);
    }
    const { report } = compareJson(...files);
    for (const { runs } of report.scenarios) assert.match(runs[0]!.sha256, /^[0-9a-f]{64}$/);
  });

  it('compares a trace with itself without a difference', () => {
    const tap = sample('tap');
    const { stdout } = runCli('compare', tap, tap, tap, '--each', '--csv');
    const rows = stdout.trimEnd().split('\r\n').slice(1);
    assert.equal(rows.length, namesIn(tap).size);
    for (const row of rows) assert.match(row, /(^|,)same(,|$)/);
  });

  it('takes folders for scenarios, and fails in the end where a file is missing', () => {
    for (const scenario of ['before', 'after']) {
      fs.mkdirSync(path.join(folder.path, scenario));
      for (const name of ['tap', 'qemu'])
        fs.copyFileSync(sample(name), path.join(folder.path, scenario, `${name}.trace`));
    }
    const { report } = compareJson(path.join(folder.path, 'before'), path.join(folder.path, 'after'));
    assert.deepEqual(
      report.scenarios.map(({ name, runs }) => [name, runs.length]),
      [
        ['before', 2],
        ['after', 2],
      ],
    );
    const missing = runCli(
      'compare',
      sample('tap'),
      path.join(folder.path, 'gone.trace'),
      sample('qemu'),
      '--csv',
    );
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /gone\.trace: there is no such file/);
    assert.notEqual(missing.stdout, '');
  });

  it('says of two traces where its JSON comes from', () => {
    const { provenance } = runJson<{
      provenance: { rules: string; sha256: { left: string; right: string } };
    }>('compare', sample('tap'), sample('qemu'));
    const hash = (name: string): string =>
      createHash('sha256')
        .update(fs.readFileSync(sample(name)))
        .digest('hex');
    assert.deepEqual(provenance.sha256, { left: hash('tap'), right: hash('qemu') });
    assert.equal(provenance.rules, 'paper');
  });

  it('ends with 2 and a reason for what makes no sense', () => {
    const [socket, tap] = [sample('socket'), sample('tap')];
    for (const [args, reason] of [
      [[socket], /takes two traces or more/],
      [[socket, tap, '--scenarios', 'x.ftcompare'], /not both/],
      [['--scenarios', folder.write('bad.ftcompare', '{"scenarios": [}')], /it is no JSON: .* at line 1/],
      [['--scenarios', folder.write('none.ftcompare', '{"scenarios": []}')], /scenarios/],
      [['--scenarios', path.join(folder.path, 'nowhere.ftcompare')], /no such file/],
      [[socket, tap, '--html', '--baseline', 'nobody'], /no scenario "nobody"; there are: socket/],
      [[socket, tap, '--select', 'socket -'], /--select: .* \(at character 9\)/],
      [[socket, tap, '--svg', 'weight'], /--weights/],
    ] as const) {
      const { code, stderr, stdout } = runCli('compare', ...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, reason);
      assert.equal(stdout, '');
    }
  });
});
