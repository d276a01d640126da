import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runCli, runJson, TemporaryFolder } from '../support/cli';
import { counterMissing, runCounter } from '../support/counter';
import { reportMissing, samples, scenarios } from '../support/material';

interface Summary {
  readonly file: string;
  readonly lines: number;
  readonly calls: number;
  readonly unreadLines: number;
  readonly functions: Readonly<Record<string, number>>;
  readonly tasks: number;
  readonly cpus: number;
}

/** `count.py --json samples/*.trace`, and `wc -l`: checked against both below. */
const SAMPLES = [
  { file: 'kvm', total: 381, virtualization: 91, network: 29, other: 261, calls: 9358, lines: 13411 },
  { file: 'qemu', total: 306, virtualization: 0, network: 93, other: 213, calls: 14904, lines: 21082 },
  { file: 'socket', total: 469, virtualization: 0, network: 223, other: 246, calls: 1257, lines: 1838 },
  { file: 'tap', total: 219, virtualization: 0, network: 63, other: 156, calls: 7475, lines: 10297 },
];

/** The table of scenarios/README.md: run, total, virtualization, network, other, lines, calls. */
function readScenarioTable(): Map<string, readonly number[]> {
  const readme = fs.readFileSync(path.join(path.dirname(scenarios[0]!.path), 'README.md'), 'utf8');
  const table = new Map<string, readonly number[]>();
  for (const line of readme.split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    if (!/^(socket|tap|qemu|kvm)\.[123]$/.test(cells[1] ?? '')) continue;
    table.set(
      cells[1]!,
      [2, 3, 4, 5, 9, 11].map((column) => Number(cells[column])),
    );
  }
  return table;
}

function numbersOf({ functions, lines, calls }: Summary): readonly (number | undefined)[] {
  return [
    functions['total'],
    functions['virtualization'],
    functions['network'],
    functions['other'],
    lines,
    calls,
  ];
}

describe('ftrace-explorer summary', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  before(() => {
    folder = new TemporaryFolder();
    reportMissing('scenario recordings', scenarios.length === 0);
  });
  after(() => folder.remove());

  it('counts the unique functions, calls and lines of the samples', () => {
    const summaries = runJson<Summary[]>('summary', ...samples.map((sample) => sample.path));
    assert.deepEqual(
      summaries.map((summary) => ({
        file: path.basename(summary.file, '.trace'),
        ...summary.functions,
        calls: summary.calls,
        lines: summary.lines,
      })),
      SAMPLES,
    );
    for (const summary of summaries) assert.equal(summary.unreadLines, 0);
  });

  it('expects of the samples what count.py and a count of newlines say', function () {
    for (const { file, lines } of SAMPLES) {
      const { path: sample } = samples.find(({ name }) => name === `samples/${file}.trace`)!;
      assert.equal(fs.readFileSync(sample, 'latin1').split('\n').length - 1, lines);
    }
    if (counterMissing !== undefined) {
      console.log(`      left out: count.py on the samples (${counterMissing})`);
      return this.skip();
    }
    const counted = JSON.parse(runCounter('--json', ...samples.map((sample) => sample.path))) as object[];
    assert.deepEqual(
      counted,
      SAMPLES.map(({ lines: _, ...counts }) => ({ ...counts, file: `${counts.file}.trace` })),
    );
  });

  it('gives the numbers of the recordings’ own table for all twelve, read as gzip', function () {
    if (scenarios.length === 0) return this.skip();
    const table = readScenarioTable();
    assert.equal(table.size, 12);
    const summaries = runJson<Summary[]>('summary', ...scenarios.map((scenario) => scenario.path));
    assert.equal(summaries.length, 12);
    for (const summary of summaries) {
      const run = path.basename(summary.file, '.trace.gz');
      assert.deepEqual(numbersOf(summary), table.get(run), run);
      assert.equal(summary.unreadLines, 0, run);
    }
  });

  it('gives the numbers of count.py for all twelve recordings, read as text', function () {
    if (scenarios.length === 0 || counterMissing !== undefined) return this.skip();
    const files = scenarios.map((scenario) =>
      folder.write(path.basename(scenario.path, '.gz'), gunzipSync(fs.readFileSync(scenario.path))),
    );
    const counted = JSON.parse(runCounter('--json', ...files)) as object[];
    const summaries = runJson<Summary[]>('summary', ...files);
    assert.deepEqual(
      summaries.map(({ file, functions, calls }) => ({ file: path.basename(file), ...functions, calls })),
      counted,
    );
  });

  it('counts tasks and cpus', () => {
    const file = folder.write(
      'tasks.trace',
      [
        '# tracer: function_graph',
        ' 0)    ls-12    |   1.000 us    |  foo();',
        ' 0)    sh-13    |   1.000 us    |  foo();',
        ' 3)    ls-12    |   1.000 us    |  foo();',
        ' 0)  <idle>-0   |   1.000 us    |  foo();',
        ' 3)  <idle>-0   |   1.000 us    |  foo();',
        '',
      ].join('\n'),
    );
    const [summary] = runJson<Summary[]>('summary', file);
    // ls, sh, and an idle task on each of the cpus 0 and 3.
    assert.deepEqual(summary, {
      file,
      lines: 6,
      calls: 5,
      unreadLines: 0,
      functions: { total: 1, virtualization: 0, network: 0, other: 1 },
      tasks: 4,
      cpus: 2,
      problems: [],
    });
  });

  it('has a column for functions seen only on exit, where there are any', () => {
    const leaf = ' 0)   1.000 us    |  tcp_ack();\n';
    const [a, b] = [folder.write('a', `${leaf} 0)   1.000 us    |  } /* lost */\n`), folder.write('b', leaf)];
    const pad = ' '.repeat(a.length - 'file'.length);
    assert.deepEqual(runCli('summary', a, b), {
      code: 0,
      stdout:
        `file${pad}  functions  virtualization  network  other  only on exit  calls  tasks  cpus  lines  not read\n` +
        `${a}          1               0        1      0             1      1      1     1      2         0\n` +
        `${b}          1               0        1      0             0      1      1     1      1         0\n`,
      stderr: '',
    });
  });

  it('prints an aligned table without trailing spaces', () => {
    const file = folder.write(
      'small.trace',
      ' 0)   1.000 us    |  tcp_ack();\n 0)               |  vfs_read() {\nwhat is this\n 0)   2.000 us    |  }\n',
    );
    const { code, stdout, stderr } = runCli('summary', file, file);
    assert.equal(code, 0);
    const warning = `ftrace-explorer: warning: ${file}: 1 of 4 lines could not be read: functions and calls may be missing\n`;
    assert.equal(stderr, warning.repeat(2));
    const pad = ' '.repeat(file.length - 'file'.length);
    assert.equal(
      stdout,
      `file${pad}  functions  virtualization  network  other  calls  tasks  cpus  lines  not read\n` +
        `${file}          2               0        1      1      2      1     1      4         1\n`.repeat(2),
    );
  });
});
