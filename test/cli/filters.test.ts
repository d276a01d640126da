import assert from 'node:assert/strict';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { CLI, runCli, runJson, TemporaryFolder } from '../support/cli';
import { samples } from '../support/material';

const DRAWING = `# tracer: function_graph
#
#     TIME        CPU  TASK/PID         DURATION                  FUNCTION CALLS
    1.000000 |   0)    web-12     |               |  sys_read() {
    1.000001 |   0)    web-12     |   1.000 us    |    lock.isra.0();
    1.000002 |   0)    web-12     |   1.000 us    |    irq_enter();
    1.000003 |   1)    sh-1234    |   2.000 us    |  write();
    1.000004 |   0)    web-12     |   4.000 us    |  }
    1.000005 |   1)    sh-1234    |   1.000 us    |  lock();
`;

interface Filtered {
  readonly spec: object;
  readonly text: string;
  readonly steps: readonly { readonly id: string; readonly functions: number; readonly calls: number }[];
}

describe('filters on the command line', () => {
  const folder = new TemporaryFolder();
  const file = folder.write('a.trace', DRAWING);
  after(() => folder.remove());

  /** Functions and calls that a command counts. */
  function counts(...options: readonly string[]): [functions: number, calls: number] {
    const [row] = runJson<{ functions: { total: number }; calls: number }[]>('summary', file, ...options);
    return [row!.functions.total, row!.calls];
  }

  for (const [options, expected] of [
    [[], [5, 5]],
    [['--without-interrupts'], [4, 4]],
    [['--from-first-entry'], [3, 3]],
    [
      ['--pid', '12'],
      [3, 3],
    ],
    [
      ['--pid', '12, 1234'],
      [5, 5],
    ],
    [
      ['--comm', 'sh'],
      [2, 2],
    ],
    [
      ['--cpu', '1'],
      [2, 2],
    ],
    [
      ['--from', '1.000003'],
      [2, 2],
    ],
    [
      ['--from', '1000003us', '--to', '1000005us'],
      [1, 1],
    ],
    [
      ['--to', '1.000001s'],
      [1, 1],
    ],
    [
      ['--min-depth', '1'],
      [2, 2],
    ],
    [['--fold-suffixes'], [4, 5]],
    [
      ['--filters', 'paper'],
      [4, 4],
    ],
    [
      ['--filters', 'nabla'],
      [3, 3],
    ],
    [
      ['--filters', 'paper', '--cpu', '0', '--min-depth', '1'],
      [1, 1],
    ],
  ] as const) {
    it(`${options.join(' ') || 'nothing'} leaves ${expected.join(' functions, ')} calls`, () => {
      assert.deepEqual(counts(...options), expected);
    });
  }

  it('say under a table what each has taken away', () => {
    const { stdout, stderr, code } = runCli('summary', file, '--without-interrupts', '--pid', '12');
    assert.equal(code, 0);
    assert.equal(stderr, '');
    const [head, row, empty, ...filters] = stdout.split('\n');
    assert.match(head!, /^file +functions/);
    assert.match(row!, / 2 .* 2 +1 +1 +9 +0$/);
    assert.equal(empty, '');
    assert.deepEqual(
      filters.map((line) => line.split(/ {2,}/)),
      [
        ['file', 'filter', 'functions', 'calls'],
        [file, 'without interrupts', '−1', '−1'],
        [file, 'pid 12', '−2', '−2'],
        [''],
      ],
    );
  });

  it('stand in JSON beside the numbers', () => {
    const filter = {
      spec: { pids: [12], foldSuffixes: true },
      text: 'pid 12, compiler suffixes folded',
      steps: [
        { id: 'pids', text: 'pid 12', functions: 2, calls: 2 },
        { id: 'foldSuffixes', text: 'compiler suffixes folded', functions: 0, calls: 0 },
      ],
    };
    const options = ['--pid', '12', '--fold-suffixes'];
    const [summary] = runJson<{ filter: Filtered }[]>('summary', file, ...options);
    assert.deepEqual(summary!.filter, filter);
    const functions = runJson<{ functions: { name: string }[]; filter: Filtered }>(
      'functions',
      file,
      ...options,
    );
    assert.deepEqual(functions.filter, filter);
    assert.deepEqual(functions.functions.map(({ name }) => name).sort(), ['irq_enter', 'lock', 'sys_read']);
    const compared = runJson<{ filter: { left: Filtered; right: Filtered } }>(
      'compare',
      file,
      file,
      ...options,
    );
    assert.deepEqual(compared.filter, { left: filter, right: filter });
    const calls = runCli('calls', file, '--json', ...options)
      .stdout.trimEnd()
      .split('\n');
    const [first, ...rows] = calls.map((line) => JSON.parse(line) as { filter?: Filtered; name?: string });
    assert.deepEqual(first, { filter });
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['sys_read', 'lock', 'irq_enter'],
    );
  });

  it('stand below the tables of all commands', () => {
    for (const command of [
      ['functions', file],
      ['compare', file, file],
      ['calls', file],
    ]) {
      const { stdout, code } = runCli(...command, '--cpu', '1');
      assert.equal(code, 0);
      assert.match(stdout, /\n\nfile +filter +functions +calls\n.* +cpu 1 +−3 +−3\n/);
      assert.doesNotMatch(stdout, /irq_enter/);
    }
  });

  it('change nothing where none is given, nor where none is on', () => {
    const empty = folder.write('none.json', '{"withoutInterrupts": false, "pids": []}');
    for (const command of [
      ['summary'],
      ['functions'],
      ['calls'],
      ['summary', '--json'],
      ['functions', '--json'],
      ['calls', '--json'],
    ]) {
      const [name = '', ...options] = command;
      for (const { path: sample } of samples.slice(2)) {
        const plain = runCli(name, sample, ...options);
        assert.doesNotMatch(plain.stdout, /"filter":|filter +functions/);
        assert.deepEqual(runCli(name, sample, ...options, '--filters', empty), plain);
      }
    }
  });

  it('are read from a file as the setting is written', () => {
    const own = folder.write('own.json', '{"cpus": [0], "toNs": "1.000001s"}');
    assert.deepEqual(counts('--filters', own), [1, 1]);
    const settings = folder.write('settings.json', '{"ftrace.filter": {"preset": "paper", "cpus": [0]}}');
    assert.deepEqual(counts('--filters', settings), [2, 2]);
    // The command line wins.
    assert.deepEqual(counts('--filters', settings, '--cpu', '1'), [2, 2]);
  });

  it('apply to what comes through a pipe', () => {
    const { stdout, status } = spawnSync(process.execPath, [CLI, 'summary', '-', '--json', '--cpu', '1'], {
      input: DRAWING,
      encoding: 'utf8',
    });
    assert.equal(status, 0);
    assert.equal((JSON.parse(stdout) as { calls: number }[])[0]!.calls, 2);
  });

  describe('that leave nothing', () => {
    const bare = folder.write('bare.trace', '   1.000 us    |  read();\n'.repeat(4));
    for (const [of, options, warning] of [
      [file, ['--cpu', '7'], /a\.trace: the filters leave nothing of this trace: cpu 7$/m],
      [
        bare,
        ['--cpu', '0'],
        /bare\.trace: a filter by cpu leaves nothing: no line of this trace tells its cpu$/m,
      ],
      [bare, ['--pid', '1'], /no line of this trace tells its task$/m],
      [bare, ['--from', '1s'], /no line of this trace tells a time in seconds$/m],
    ] as const) {
      it(`are said: ${options.join(' ')} of ${path.basename(of)}`, () => {
        const { stdout, stderr, code } = runCli('summary', of, '--json', ...options);
        assert.equal(code, 0);
        assert.match(stderr, warning);
        assert.equal((JSON.parse(stdout) as { calls: number }[])[0]!.calls, 0);
      });
    }
  });

  describe('that make no sense', () => {
    const wrong = folder.write('wrong.json', '{"cpu": [0], "minDepth": -1}');
    const broken = folder.write('broken.json', '{');
    for (const [options, message] of [
      [['--cpu', 'x'], /^ftrace-explorer: --cpu: "x" is no whole number from 0 on\n$/],
      [['--cpu', ','], /^ftrace-explorer: --cpu: the list is empty\n$/],
      [['--pid', '-5'], /--pid: "-5" is no whole number/],
      [['--min-depth', '1.5'], /--min-depth: "1.5" is no whole number/],
      [['--from', 'later'], /--from: "later" is no time; give seconds as the trace prints them, or 12\.5s/],
      [['--from', '13s', '--to', '12.5s'], /--from, --to: the time window ends before it begins/],
      [
        ['--filters', 'napla'],
        /--filters napla: there is no such file, and no such preset; presets: nabla, paper/,
      ],
      [
        ['--filters', wrong],
        /wrong\.json: "cpu" is no filter; there are: .*\n.*wrong\.json: "minDepth" must be/,
      ],
      [['--filters', broken], /broken\.json: /],
    ] as const) {
      for (const command of ['summary', 'functions', 'calls']) {
        it(`are refused by ${command}: ${options.join(' ').slice(0, 30)}`, () => {
          const { stdout, stderr, code } = runCli(command, file, ...options);
          assert.equal(code, 2);
          assert.equal(stdout, '');
          assert.match(stderr, message);
          assert.ok(stderr.split('\n').length <= 4, stderr);
        });
      }
    }
  });

  it('are in the help', () => {
    for (const command of ['summary', 'functions', 'compare', 'calls'])
      assert.match(runCli(command, '--help').stdout, /--without-interrupts[^]*--fold-suffixes/);
    assert.doesNotMatch(runCli('inspect', '--help').stdout, /--without-interrupts/);
  });
});
