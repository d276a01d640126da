import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import Ajv from 'ajv';
import type { Log } from 'sarif';
import { version } from '../../package.json';
import { CLI, runCli, TemporaryFolder } from '../support/cli';
import { counterMissing, runCounter } from '../support/counter';
import { samples, scenarios } from '../support/material';
import { repositoryRoot } from '../support/repository';
import { SARIF_SCHEMA } from '../support/sarifSchema';

interface Checked {
  readonly baseline: string;
  readonly allowed: number;
  readonly passed: boolean;
  readonly traces: readonly {
    readonly file: string;
    readonly functions: number;
    readonly new: readonly {
      readonly name: string;
      readonly category: string;
      readonly calls: number;
      readonly line: number;
      readonly allowedAs: string | null;
    }[];
  }[];
  readonly unread: readonly { readonly file: string; readonly message: string }[];
  readonly notReached: readonly string[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** Lines of the entries and leaves of each function, from 1, by a rule that knows nothing of the parser. */
function linesByName(file: string): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  fs.readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, at) => {
      const name = /\|  +([\w.]+)(?: \[\w+\])?\(\)(?: \{|;)$/.exec(line)?.[1];
      if (name !== undefined) lines.set(name, [...(lines.get(name) ?? []), at + 1]);
    });
  return lines;
}

function sample(name: string): string {
  return samples.find((one) => one.name === `samples/${name}.trace`)!.path;
}

/** A check that may fail, as JSON. */
function check(...args: string[]): { code: number | null; stderr: string; result: Checked } {
  const { code, stdout, stderr } = runCli('check', ...args, '--json');
  return { code, stderr, result: JSON.parse(stdout) as Checked };
}

const TRACE = ` 0)               |  vfs_read() {
 0)   1.000 us    |    tcp_ack();
 0)   1.000 us    |    tcp_ack();
 0)   1.000 us    |    foo.isra.0();
 0)   3.000 us    |  }
`;

describe('ftrace-explorer check and baseline', function () {
  this.timeout(120_000);
  let folder: TemporaryFolder;
  let trace: string;
  beforeEach(() => {
    folder = new TemporaryFolder();
    trace = folder.write('a.trace', TRACE);
  });
  afterEach(() => folder.remove());

  const baselineOf = (name: string, ...files: string[]): string => {
    const file = path.join(folder.path, name);
    assert.deepEqual(runCli('baseline', ...files, '-o', file), { code: 0, stdout: '', stderr: '' });
    return file;
  };

  it('fails on kvm against a baseline of qemu, with the functions that a count of its own gives', () => {
    const [qemu, kvm] = [linesByName(sample('qemu')), linesByName(sample('kvm'))];
    const { code, stderr, result } = check(
      '--baseline',
      baselineOf('qemu.baseline', sample('qemu')),
      sample('kvm'),
    );
    assert.deepEqual([code, stderr, result.passed, result.allowed], [1, '', false, qemu.size]);
    const [checked] = result.traces;
    assert.equal(checked?.functions, kvm.size);
    const expected = [...kvm].filter(([name]) => !qemu.has(name));
    assert.ok(expected.length > 100);
    assert.deepEqual(
      checked.new.map(({ name, calls, line }) => ({ name, calls, line })),
      expected.map(([name, lines]) => ({ name, calls: lines.length, line: lines[0] })),
    );
    assert.deepEqual(result.notReached, [...qemu.keys()].filter((name) => !kvm.has(name)).sort());
  });

  it('passes for each sample against its own baseline', () => {
    for (const { path: file } of samples) {
      const { code, stderr, result } = check('--baseline', baselineOf('own.baseline', file), file);
      assert.deepEqual([code, stderr, result.passed, result.notReached], [0, '', true, []]);
    }
  });

  for (const [from, to] of [
    ['qemu', 'kvm'],
    ['socket', 'tap'],
  ]) {
    it(`gives the set differences of count.py --list on the recordings: ${to} against ${from}`, function () {
      const filesOf = (name: string): string[] =>
        scenarios.filter((one) => one.name.startsWith(`scenarios/${name}.`)).map((one) => one.path);
      if (counterMissing !== undefined || filesOf(from!).length === 0) {
        console.log(`      left out: comparison with count.py (${counterMissing ?? 'no recordings'})`);
        return this.skip();
      }
      const namesOf = (file: string): Set<string> =>
        new Set(runCounter('--list', file).split('\n').slice(0, -1));
      const allowed = new Set(filesOf(from!).flatMap((file) => [...namesOf(file)]));
      const baseline = baselineOf(`${from}.baseline`, ...filesOf(from!));
      const { code, result } = check('--baseline', baseline, ...filesOf(to!));
      assert.deepEqual([code, result.allowed], [1, allowed.size]);
      for (const [index, file] of filesOf(to!).entries()) {
        assert.deepEqual(
          result.traces[index]!.new.map(({ name }) => name).sort(),
          [...namesOf(file)].filter((name) => !allowed.has(name)).sort(),
        );
      }
      assert.equal(check('--baseline', baseline, ...filesOf(from!)).code, 0);
    });
  }

  it('prints the new functions with the place of their first call', () => {
    const baseline = folder.write('a.baseline', 'vfs_read\nfoo\nnever\n');
    assert.deepEqual(runCli('check', '--baseline', baseline, trace), {
      code: 1,
      stdout: `${trace}: 2 of 3 functions are outside of a.baseline
${''}  first call${' '.repeat(trace.length + 2 - 10)}  function    category  calls
  ${trace}:2  tcp_ack     network       2
  ${trace}:4  foo.isra.0  other         1  foo is allowed
2 allowed functions were not reached: foo, never
`,
      stderr: '',
    });
    const all = folder.write('all.baseline', 'vfs_read # all\ntcp_ack\nfoo.isra.0\n');
    assert.deepEqual(runCli('check', '--baseline', all, trace), {
      code: 0,
      stdout: `${trace}: all 3 functions are in all.baseline\n`,
      stderr: '',
    });
  });

  it('names some of many functions that were not reached, and all in JSON', () => {
    const names = Array.from({ length: 9 }, (_, index) => `never_${index}`);
    const baseline = folder.write('a.baseline', `vfs_read\ntcp_ack\nfoo.isra.0\n${names.join('\n')}\n`);
    assert.match(
      runCli('check', '--baseline', baseline, trace).stdout,
      /\n9 allowed functions were not reached: never_0, never_1, never_2, never_3, never_4, … \(--json lists all\)\n$/,
    );
    assert.deepEqual(check('--baseline', baseline, trace).result.notReached, names);
  });

  it('prints JSON in the documented form', () => {
    const baseline = folder.write('a.baseline', 'vfs_read\nfoo\nno name\n');
    const { code, result } = check('--baseline', baseline, trace);
    assert.equal(code, 1);
    assert.deepEqual(result, {
      baseline,
      allowed: 2,
      passed: false,
      traces: [
        {
          file: trace,
          functions: 3,
          new: [
            { name: 'tcp_ack', category: 'network', calls: 2, line: 2, allowedAs: null },
            { name: 'foo.isra.0', category: 'other', calls: 1, line: 4, allowedAs: 'foo' },
          ],
        },
      ],
      unread: [],
      notReached: ['foo'],
      problems: [{ line: 3, message: '"no name" cannot be the name of a function' }],
    } satisfies Checked);
  });

  it('checks what it can read, and ends with 2 for what it cannot', () => {
    const baseline = folder.write('a.baseline', 'vfs_read\ntcp_ack\n');
    const missing = path.join(folder.path, 'missing.trace');
    const { code, result, stderr } = check('--baseline', baseline, missing, trace);
    assert.deepEqual([code, result.passed, result.traces[0]?.new.length], [2, false, 1]);
    assert.deepEqual(result.unread, [{ file: missing, message: `${missing}: there is no such file` }]);
    assert.equal(stderr, `ftrace-explorer: ${missing}: there is no such file\n`);
    const text = runCli('check', '--baseline', baseline, missing, trace);
    assert.deepEqual([text.code, text.stdout.split('\n').length], [2, 4]);
    assert.deepEqual(runCli('check', '--baseline', baseline, missing).stdout, '');
  });

  it('refuses what is no baseline, and says what it is', () => {
    for (const [file, reason] of [
      [path.join(folder.path, 'missing'), 'there is no such file'],
      [folder.path, 'it is a folder'],
      [trace, 'this is a trace, not a baseline; make one of it with "ftrace-explorer baseline"'],
      [sample('socket'), 'this is a trace, not a baseline'],
      [folder.write('binary', '\u007fELF\n\0\nfoo\n'), 'it is binary'],
      [folder.write('diary', 'Dear diary,\nto day.\n'), 'most of its lines are not names of functions'],
    ] as const) {
      const { code, stdout, stderr } = runCli('check', '--baseline', file, trace);
      assert.deepEqual([code, stdout], [2, '']);
      assert.ok(stderr.startsWith(`ftrace-explorer: ${file}: ${reason}`), stderr);
    }
    assert.equal(runCli('check', trace).code, 2);
    assert.match(runCli('check', trace).stderr, /required option '--baseline <file>' not specified/);
  });

  it('says that an empty baseline allows nothing', () => {
    const baseline = folder.write('empty.baseline', '');
    const { code, stderr, result } = check('--baseline', baseline, trace);
    assert.deepEqual([code, result.traces[0]?.new.length], [1, 3]);
    assert.equal(
      stderr,
      `ftrace-explorer: warning: ${baseline}: it allows no function: every function of a trace is outside of it\n`,
    );
  });

  it('names lines that cannot be names, some of many, and uses the others', () => {
    const lines = Array.from({ length: 8 }, (_, index) => `no name ${index}`);
    const names = Array.from({ length: 9 }, (_, index) => `name_${index}`);
    const baseline = folder.write(
      'a.baseline',
      [...lines, ...names, 'vfs_read', 'tcp_ack', 'foo.isra.0'].join('\r\n'),
    );
    const { code, stderr } = runCli('check', '--baseline', baseline, trace);
    assert.equal(code, 0);
    assert.deepEqual(stderr.split('\n').slice(0, -1), [
      ...[1, 2, 3, 4, 5].map(
        (line) =>
          `ftrace-explorer: warning: ${baseline}:${line}: "no name ${line - 1}" cannot be the name of a function; the other lines count`,
      ),
      `ftrace-explorer: warning: ${baseline}: 3 more such lines`,
    ]);
  });

  it('reads the baseline from standard input, compressed, and with 200,000 names', () => {
    const names = Array.from({ length: 200_000 }, (_, index) => `function_${index}`).join('\n');
    const { status, stdout } = spawnSync(
      process.execPath,
      [CLI, 'check', '--baseline', '-', '--json', trace],
      {
        input: `${names}\nvfs_read\ntcp_ack\nfoo.isra.0\n`,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    );
    assert.equal(status, 0);
    assert.equal((JSON.parse(stdout) as Checked).allowed, 200_003);
  });

  it('counts with filters, says so, and warns where the baseline was made with others', () => {
    const clones = folder.write('clones.trace', TRACE.replaceAll('tcp_ack', 'foo'));
    const baseline = path.join(folder.path, 'folded.baseline');
    assert.equal(runCli('baseline', clones, '--fold-suffixes', '-o', baseline).code, 0);
    const text = fs.readFileSync(baseline, 'utf8');
    assert.match(text, /^# filters: compiler suffixes folded$/m);
    assert.doesNotMatch(text, /isra/);
    const plain = check('--baseline', baseline, clones);
    assert.deepEqual(
      [plain.code, plain.stderr],
      [
        1,
        `ftrace-explorer: warning: ${baseline}: filters differ: its runs had "compiler suffixes folded", these traces "no filters"\n`,
      ],
    );
    const folded = check('--baseline', baseline, clones, '--fold-suffixes');
    assert.deepEqual([folded.code, folded.stderr, folded.result.passed], [0, '', true]);
    assert.match(JSON.stringify(folded.result.traces), /"text":"compiler suffixes folded"/);
    const table = runCli('check', '--baseline', baseline, clones, '--fold-suffixes').stdout;
    assert.match(table, /compiler suffixes folded/);
    const old = folder.write('old.baseline', 'vfs_read\nfoo.isra.0\n');
    assert.equal(runCli('check', '--baseline', old, clones, '--fold-suffixes').code, 0);
  });

  it('shows hostile names as text', () => {
    const hostile = folder.write('hostile.trace', TRACE.replaceAll('tcp_ack', 'x\u202ey'));
    const baseline = folder.write('a.baseline', 'vfs_read\n');
    const { stdout } = runCli('check', '--baseline', baseline, hostile);
    assert.ok(stdout.includes('x\\u{202e}y'));
    const made = baselineOf('hostile.baseline', hostile);
    assert.equal(check('--baseline', made, hostile).code, 0);
  });

  it('adds what it found to the baseline where it is told so', () => {
    const baseline = folder.write('a.baseline', '# mine\nfoo\nvfs_read # needed\n');
    assert.equal(runCli('check', '--baseline', baseline, trace, '--update').code, 0);
    assert.equal(
      fs.readFileSync(baseline, 'utf8'),
      `# mine
foo
foo.isra.0                               # other, added from a.trace
tcp_ack                                  # network, added from a.trace
vfs_read # needed
`,
    );
    const before = fs.readFileSync(baseline);
    assert.equal(runCli('check', '--baseline', baseline, trace, '--update').code, 0);
    assert.deepEqual(fs.readFileSync(baseline), before);
    assert.equal(runCli('check', '--baseline', baseline, trace).code, 0);
  });

  describe('baseline', () => {
    it('is that of all runs, says in how many each function was seen, and what they are', () => {
      const other = folder.write('a.2.trace', ' 0)   1.000 us    |  vfs_read();\n');
      const sha256 = (file: string): string =>
        createHash('sha256').update(fs.readFileSync(file)).digest('hex');
      const expected = `# Kernel functions that a may reach: one name per line, comments behind #.
# made by: ftrace-explorer ${version}
# scenario: a
# run: a.trace, 3 functions, sha256 ${sha256(trace)}
# run: a.2.trace, 1 function, sha256 ${sha256(other)}
# filters: no filters
# rules: paper

foo.isra.0                               # other, in 1 of 2 runs
tcp_ack                                  # network, in 1 of 2 runs
vfs_read                                 # other, in 2 of 2 runs
`;
      assert.deepEqual(runCli('baseline', trace, other), { code: 0, stdout: expected, stderr: '' });
      assert.equal(fs.readFileSync(baselineOf('x.baseline', trace, other), 'utf8'), expected);
    });

    it('follows the rules that are given, and the name', () => {
      const rules = folder.write('rules.json', '[{ "id": "files", "label": "Files", "patterns": ["vfs_"] }]');
      const { stdout } = runCli('baseline', trace, '--categories', rules, '--scenario', 'mine');
      assert.match(stdout, /^# Kernel functions that mine may reach/);
      assert.match(stdout, /\n# rules: rules\.json\n/);
      assert.match(stdout, /\nvfs_read +# files\n/);
    });

    it('is not made where a run cannot be read, nor in place of a run', () => {
      const output = path.join(folder.path, 'x.baseline');
      const missing = path.join(folder.path, 'missing.trace');
      assert.deepEqual(runCli('baseline', trace, missing, '-o', output), {
        code: 2,
        stdout: '',
        stderr: `ftrace-explorer: ${missing}: there is no such file\n`,
      });
      assert.ok(!fs.existsSync(output));
      assert.match(
        runCli('baseline', trace, '-o', trace).stderr,
        /it is one of the traces; the baseline needs another name/,
      );
      assert.equal(fs.readFileSync(trace, 'utf8'), TRACE);
      const nowhere = path.join(folder.path, 'no', 'x.baseline');
      const { code, stderr } = runCli('baseline', trace, '-o', nowhere);
      assert.deepEqual(
        [code, stderr],
        [2, `ftrace-explorer: ${nowhere}: it cannot be written: there is no such file\n`],
      );
    });
  });

  describe('--sarif', () => {
    const validate = new Ajv({ formats: { 'uri-reference': true } }).compile(SARIF_SCHEMA);
    const sarif = (cwd: string, ...args: string[]): { code: number | null; stdout: string; log: Log } => {
      const { status, stdout } = spawnSync(process.execPath, [CLI, 'check', '--sarif', ...args], {
        cwd,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      const log = JSON.parse(stdout) as Log;
      assert.ok(validate(log), JSON.stringify(validate.errors));
      return { code: status, stdout, log };
    };

    it('has a result for each new function, on the line of its first call', () => {
      const [qemu, kvm] = [linesByName(sample('qemu')), linesByName(sample('kvm'))];
      const baseline = baselineOf('qemu.baseline', sample('qemu'));
      const { code, log } = sarif(repositoryRoot, '--baseline', baseline, sample('kvm'));
      assert.equal(code, 1);
      const [run] = log.runs;
      const { name, version: printed } = run!.tool.driver;
      assert.deepEqual([name, printed], ['ftrace-explorer', version]);
      assert.deepEqual(
        run!.results!.map(({ properties, locations }) => {
          const { artifactLocation, region } = locations![0]!.physicalLocation!;
          return [String(properties!['function']), artifactLocation!.uri, region!.startLine];
        }),
        [...kvm]
          .filter(([one]) => !qemu.has(one))
          .map(([one, lines]) => [one, 'samples/kvm.trace', lines[0]]),
      );
      assert.deepEqual(run!.invocations, [{ executionSuccessful: true }]);
      const hash = createHash('sha256')
        .update(fs.readFileSync(sample('kvm')))
        .digest('hex');
      assert.deepEqual(run!.artifacts, [
        { location: { uri: 'samples/kvm.trace' }, roles: ['analysisTarget'], hashes: { 'sha-256': hash } },
      ]);
    });

    it('is a log without results where all is allowed', () => {
      const { code, log } = sarif(
        repositoryRoot,
        '--baseline',
        baselineOf('tap.baseline', sample('tap')),
        sample('tap'),
      );
      assert.deepEqual([code, log.runs[0]?.results], [0, []]);
    });

    it('says the same words each time, and the same fingerprint wherever the call is', () => {
      const baseline = folder.write('a.baseline', 'vfs_read\n');
      const moved = folder.write(
        'moved.trace',
        `# tracer: function_graph\n#\n${TRACE.replaceAll('1.000', '7.000')}`,
      );
      const first = sarif(folder.path, '--baseline', baseline, 'a.trace');
      assert.equal(sarif(folder.path, '--baseline', baseline, 'a.trace').stdout, first.stdout);
      const second = sarif(folder.path, '--baseline', baseline, moved);
      const shown = ({ log }: typeof first): unknown =>
        log.runs[0]!.results!.map(({ message, partialFingerprints }) => [message.text, partialFingerprints]);
      assert.deepEqual(shown(second), shown(first));
      const lines = ({ log }: typeof first): unknown =>
        log.runs[0]!.results!.map(({ locations }) => locations![0]!.physicalLocation!.region!.startLine);
      assert.deepEqual(
        [lines(first), lines(second)],
        [
          [2, 4],
          [4, 6],
        ],
      );
      const [result] = first.log.runs[0]!.results!;
      assert.equal(result!.message.text, 'tcp_ack (Network, 2 calls) is outside of a.baseline.');
    });

    it('names files by URIs: relative below the working directory, whole elsewhere', () => {
      const odd = folder.write('a b#%ä.trace', TRACE);
      const baseline = folder.write('a.baseline', 'vfs_read\n');
      const uriIn = (cwd: string): string =>
        sarif(cwd, '--baseline', baseline, odd).log.runs[0]!.artifacts![0]!.location!.uri!;
      assert.equal(uriIn(folder.path), 'a%20b%23%25%C3%A4.trace');
      assert.match(uriIn(repositoryRoot), /^file:\/\/\/.*\/a%20b%23%25%C3%A4\.trace$/);
    });

    it('says what could not be read, and is no success then', () => {
      const baseline = folder.write('a.baseline', 'vfs_read\nno name\nfoo\n');
      const { code, log } = sarif(folder.path, '--baseline', baseline, 'missing.trace', 'a.trace');
      assert.equal(code, 2);
      const [run] = log.runs;
      assert.equal(run!.results!.length, 2);
      assert.deepEqual(run!.invocations, [
        {
          executionSuccessful: false,
          toolExecutionNotifications: [
            {
              level: 'error',
              message: { text: 'missing.trace: there is no such file' },
              locations: [{ physicalLocation: { artifactLocation: { uri: 'missing.trace' } } }],
            },
            {
              level: 'warning',
              message: { text: '"no name" cannot be the name of a function' },
              locations: [
                { physicalLocation: { artifactLocation: { uri: 'a.baseline' }, region: { startLine: 2 } } },
              ],
            },
          ],
        },
      ]);
    });

    it('has no more results than GitHub takes, and says how many it left out', () => {
      const calls = Array.from(
        { length: 25_010 },
        (_, index) => ` 0)   1.000 us    |  function_${index}();\n`,
      );
      folder.write('many.trace', calls.join(''));
      folder.write('a.baseline', 'vfs_read\n');
      const { log } = sarif(folder.path, '--baseline', 'a.baseline', 'many.trace');
      const [run] = log.runs;
      assert.equal(run!.results!.length, 25_000);
      assert.equal(run!.invocations![0]!.toolExecutionNotifications![0]!.message.text, '10 results left out');
    });

    it('is not printed beside JSON', () => {
      const { code, stdout } = runCli('check', '--baseline', 'x', 'y', '--sarif', '--json');
      assert.deepEqual([code, stdout], [2, '']);
    });
  });
});
