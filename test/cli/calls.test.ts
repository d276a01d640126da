import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { CLI, runCli, TemporaryFolder } from '../support/cli';
import { samples } from '../support/material';

const TRACE = `# tracer: function_graph
#
   24.520774 |   0)     sh-12      |               |  vfs_read() {
   24.520775 |   0)     sh-12      |   0.781 us    |    ext4_get [ext4](a=0x1); /* <-vfs_read+0x1/0x2 ret=-22 */
   24.520781 |   0)     sh-12      |   7.000 us    |  } /* vfs_read ret=0x0 */
   24.520790 |   0)     sh-12      |   1.000 us    |  }
   24.520791 |   0)     sh-12      |               |  do_exit() {
`;

const ON_SH = { cpu: 0, pid: 12, comm: 'sh' };
const NOTHING = { module: null, args: null, ret: null, retaddr: null, irq: false };

/** What the lines of TRACE say, counted by hand. */
const ROWS = [
  {
    ...{ line: 3, exitLine: 5, name: 'vfs_read', depth: 0, ...ON_SH, ...NOTHING, ret: '0x0' },
    ...{ startNs: 24_520_774_000, durationNs: 7000, selfNs: 6219, parentLine: null, offCpuNs: 0, irqNs: 0 },
  },
  {
    ...{
      line: 4,
      exitLine: 4,
      name: 'ext4_get',
      depth: 1,
      ...ON_SH,
      module: 'ext4',
      args: 'a=0x1',
      ret: '-22',
    },
    ...{ retaddr: 'vfs_read+0x1/0x2', irq: false },
    ...{ startNs: 24_520_775_000, durationNs: 781, selfNs: 781, parentLine: 3, offCpuNs: 0, irqNs: 0 },
  },
  {
    ...{ line: null, exitLine: 6, name: null, depth: 0, ...ON_SH, ...NOTHING },
    ...{ startNs: null, durationNs: 1000, selfNs: null, parentLine: null, offCpuNs: null, irqNs: null },
  },
  {
    ...{ line: 7, exitLine: null, name: 'do_exit', depth: 0, ...ON_SH, ...NOTHING },
    ...{ startNs: 24_520_791_000, durationNs: null, selfNs: null, parentLine: null, offCpuNs: 0, irqNs: 0 },
  },
];

/** A sleep of 5 us and an interrupt of 2 us within a read. */
const STOLEN = ` 0)               |  vfs_read() {
 0)               |    pipe_wait() {
 0)   5.000 us    |      schedule();
 0)   6.000 us    |    }
 0)               |    sysvec_apic_timer_interrupt() {
 0)   1.000 us    |      ktime_get();
 0)   2.000 us    |    }
 0) + 11.000 us   |  }
`;

function parseLines(stdout: string): Record<string, unknown>[] {
  assert.ok(stdout === '' || stdout.endsWith('\n'));
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function callsJson(...args: readonly string[]): Record<string, unknown>[] {
  const { code, stdout, stderr } = runCli('calls', ...args, '--json');
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  return parseLines(stdout);
}

describe('ftrace-explorer calls', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  before(() => (folder = new TemporaryFolder()));
  after(() => folder.remove());

  it('prints one JSON object per call and line, with null for what is not known', () => {
    assert.deepEqual(callsJson(folder.write('a.trace', TRACE)), ROWS);
  });

  it('has its fields in the order that the README gives', () => {
    const [row] = callsJson(folder.write('a.trace', TRACE));
    assert.deepEqual(
      Object.keys(row!),
      (
        'line exitLine name module depth cpu pid comm startNs durationNs selfNs parentLine ' +
        'args ret retaddr irq offCpuNs irqNs'
      ).split(' '),
    );
  });

  it('prints a table, in which a dash is unknown', () => {
    const { code, stdout, stderr } = runCli('calls', folder.write('a.trace', TRACE));
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.deepEqual(
      stdout.split('\n').map((line) => line.trim().split(/ +/).join(' ')),
      [
        'line exit cpu task duration self function',
        '3 5 0 sh-12 7.000 µs 6.219 µs vfs_read() = 0x0',
        '4 4 0 sh-12 0.781 µs 0.781 µs ext4_get [ext4](a=0x1) = -22',
        '– 6 0 sh-12 1.000 µs – (unknown)()',
        '7 – 0 sh-12 – – do_exit()',
        '',
      ],
    );
    const callee = stdout.split('\n')[2]!;
    assert.ok(callee.includes('0.781 µs    ext4_get'), 'a callee is indented by two');
  });

  it('reads standard input and compressed files', () => {
    assert.deepEqual(callsJson(folder.write('a.trace.gz', gzipSync(TRACE))), ROWS);
    for (const input of [TRACE, gzipSync(TRACE)]) {
      const { status, stdout } = spawnSync(process.execPath, [CLI, 'calls', '-', '--json'], {
        input,
        encoding: 'utf8',
      });
      assert.equal(status, 0);
      assert.deepEqual(parseLines(stdout), ROWS);
    }
  });

  it('tells time off the cpu and in interrupts from the time of the call that they stand in', () => {
    const times = callsJson(folder.write('stolen.trace', STOLEN)).map(
      ({ name, selfNs, offCpuNs, irqNs, irq }) => [name, selfNs, offCpuNs, irqNs, irq],
    );
    assert.deepEqual(times, [
      ['vfs_read', 3000, 5000, 2000, false],
      ['pipe_wait', 1000, 5000, 0, false],
      ['schedule', 5000, 0, 0, false],
      ['sysvec_apic_timer_interrupt', 1000, 0, 0, true],
      ['ktime_get', 1000, 0, 0, true],
    ]);
  });

  it('takes interrupt functions from a file, as a list or as settings have it', () => {
    const trace = folder.write('stolen.trace', STOLEN);
    const names = ['pipe_*'];
    for (const value of [names, { 'ftrace.interruptFunctions': names }]) {
      const list = folder.write('interrupts.json', JSON.stringify(value));
      const rows = callsJson(trace, '--interrupts', list);
      assert.deepEqual(
        rows.filter(({ irq }) => irq).map(({ name }) => name),
        ['pipe_wait', 'schedule'],
      );
      assert.equal(rows[0]!['irqNs'], 6000);
    }
  });

  it('refuses interrupt functions that are no list of names', () => {
    const list = folder.write('interrupts.json', '{"names": 1}');
    const result = runCli('calls', folder.write('a.trace', TRACE), '--interrupts', list);
    assert.equal(result.code, 2);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /interrupts\.json: interrupt functions are a list of names/);
  });

  it('ends in peace when its reader has seen enough', async () => {
    // Longer than a pipe holds.
    const sample = samples.find(({ name }) => name === 'samples/qemu.trace')!;
    const child = spawn(process.execPath, [CLI, 'calls', sample.path, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number | null];
    assert.deepEqual([code, errors], [0, '']);
  });

  it('refuses a text that is no trace with code 2, and prints nothing', () => {
    const file = folder.write('notes.txt', 'Dear diary,\nnothing was called today.\n');
    for (const args of [[file], [file, '--json']]) {
      assert.deepEqual(runCli('calls', ...args), {
        code: 2,
        stdout: '',
        stderr:
          `ftrace-explorer: ${file}: This is no function_graph trace: no line looks like a call, ` +
          'such as " 0)   1.234 us    |  schedule();".\n',
      });
    }
  });

  it('names what makes numbers wrong on standard error, and prints the calls', () => {
    const file = folder.write('lost.trace', `CPU:0 [LOST 12 EVENTS]\n${STOLEN}`);
    const { code, stdout, stderr } = runCli('calls', file, '--json');
    assert.equal(code, 0);
    assert.equal(parseLines(stdout).length, 5);
    assert.match(stderr, /^ftrace-explorer: warning: .*lost\.trace: Events were lost in 1 place: .*\n/);
  });

  it('shows no control characters of a task or function on the terminal', () => {
    const file = folder.write(
      'hostile.trace',
      ` 0)   \x1b[31m-12     |   1.000 us    |  a\x1b[2Jb();\n`.repeat(3),
    );
    const { stdout } = runCli('calls', file);
    assert.ok(![...stdout].some((character) => character < ' ' && character !== '\n'));
  });
});
