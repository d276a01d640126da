/** Input that is no trace, and names that mean harm: one line on standard error, and the right exit code. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { runCli, runJson, TemporaryFolder, type CliResult } from '../support/cli';
import { PACKED } from '../support/packed';

const TRACE = ' 0)   1.000 us    |  tcp_ack();\n 0)   1.000 us    |  vfs_read();\n';

/** Code 2, nothing on standard output, and this one line on standard error. */
function assertRefused(result: CliResult, line: string): void {
  assert.deepEqual(result, { code: 2, stdout: '', stderr: `ftrace-explorer: ${line}\n` });
}

describe('ftrace-explorer, what it is given', function () {
  this.timeout(30_000);
  let folder: TemporaryFolder;
  before(() => (folder = new TemporaryFolder()));
  after(() => folder.remove());

  describe('refuses with code 2 and one line', () => {
    it('a file that is not there', () => {
      const file = path.join(folder.path, 'missing.trace');
      assertRefused(runCli('summary', file), `${file}: there is no such file`);
    });

    it('a folder', () => {
      const line = `${folder.path}: it is a folder; name a trace file in it`;
      assertRefused(runCli('summary', folder.path), line);
    });

    it('an empty file, plain or in gzip', () => {
      for (const file of [folder.write('empty.trace', ''), folder.write('empty.gz', gzipSync(''))]) {
        assertRefused(
          runCli('summary', file),
          `${file}: The file is empty: there is no trace in it. Was tracing switched on (tracing_on)?`,
        );
      }
    });

    it('a binary file', () => {
      const file = folder.write(
        'trace.dat',
        Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) & 0xff),
      );
      assertRefused(
        runCli('functions', file),
        `${file}: The file is binary, not the text of a trace. A trace.dat of trace-cmd becomes text with "trace-cmd report".`,
      );
    });

    it('the text of the function tracer', () => {
      const file = folder.write(
        'function.trace',
        [
          '# tracer: function',
          '#',
          '#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION',
          '            bash-939     [003] d..2.  1234.567890: mutex_lock <-do_exit',
          '            bash-939     [003] d..2.  1234.567891: mutex_unlock <-do_exit',
          '',
        ].join('\n'),
      );
      assertRefused(
        runCli('summary', file),
        `${file}: This is text of the tracer "function", not of function_graph. Record with current_tracer set to function_graph.`,
      );
    });

    it('a single line of 1 MB', () => {
      const file = folder.write('line.txt', 'x'.repeat(1_200_000));
      assertRefused(
        runCli('summary', file),
        `${file}: This is no function_graph trace: no line looks like a call, such as " 0)   1.234 us    |  schedule();".`,
      );
    });

    it('damaged and cut gzip', () => {
      const whole = gzipSync(TRACE.repeat(500));
      const damaged = folder.write(
        'damaged.gz',
        whole.map((byte, at) => (at === 12 ? byte ^ 0xff : byte)),
      );
      assertRefused(runCli('summary', damaged), `${damaged}: its gzip data is damaged`);
      const cut = folder.write('cut.gz', whole.subarray(0, whole.length - 12));
      assertRefused(runCli('summary', cut), `${cut}: its gzip data ends too early`);
    });

    it('damaged and cut zstd and xz', () => {
      for (const [name, packed] of [
        ['zstd', PACKED.zst],
        ['xz', PACKED.xz],
      ] as const) {
        const damaged = folder.write(
          'damaged',
          packed.map((byte, at) => (at === 400 ? byte ^ 0xff : byte)),
        );
        assertRefused(runCli('summary', damaged), `${damaged}: its ${name} data is damaged`);
        const cut = folder.write('cut', packed.subarray(0, -12));
        assertRefused(runCli('summary', cut), `${cut}: its ${name} data ends too early`);
      }
    });

    it('what is compressed otherwise, and says how to unpack it', () => {
      const file = folder.write('t.bz2', Uint8Array.from([0x42, 0x5a, 0x68, 0x39, 0, 1, 2, 3, 4]));
      const line = `${file}: it is compressed with bzip2; unpack it first (bunzip2 -k)`;
      assertRefused(runCli('summary', file), line);
    });

    it('each bad one of several files, and gives the numbers of the others', () => {
      const good = folder.write('good.trace', TRACE);
      const bad = folder.write('bad.trace', 'hello\n');
      const missing = path.join(folder.path, 'missing.trace');
      const stderr =
        `ftrace-explorer: ${missing}: there is no such file\n` +
        `ftrace-explorer: ${bad}: This is no function_graph trace: no line looks like a call, such as " 0)   1.234 us    |  schedule();".\n`;
      for (const format of [[], ['--json']]) {
        const { stdout } = runCli('summary', ...format, good, good);
        assert.notEqual(stdout, '');
        const mixed = runCli('summary', ...format, missing, good, bad, good);
        assert.deepEqual(mixed, { code: 2, stdout, stderr });
        assert.deepEqual(runCli('summary', ...format, missing, bad), { code: 2, stdout: '', stderr });
      }
    });

    it('a file whose name holds a line break, without breaking its line', () => {
      const file = path.join(folder.path, 'a\nb\u001b[31m.trace');
      const shown = path.join(folder.path, 'a\\u{a}b\\u{1b}[31m.trace');
      assertRefused(runCli('summary', file), `${shown}: there is no such file`);
    });
  });

  it('reads a long line as one that it could not read, and goes on behind it', () => {
    const file = folder.write('long.trace', `${TRACE}${'x'.repeat(1_200_000)}\n${TRACE}`);
    const { code, stdout, stderr } = runCli('summary', file, '--json');
    const warning = `ftrace-explorer: warning: ${file}: 1 of 5 lines could not be read: functions and calls may be missing\n`;
    assert.deepEqual([code, stderr], [0, warning]);
    for (const args of [
      ['functions', file],
      ['compare', file, folder.write('other.trace', TRACE)],
    ])
      assert.equal(runCli(...args).stderr, warning, args[0]);
    const [summary] = JSON.parse(stdout) as { lines: number; calls: number; unreadLines: number }[];
    assert.deepEqual(
      { lines: summary!.lines, calls: summary!.calls, unreadLines: summary!.unreadLines },
      { lines: 5, calls: 4, unreadLines: 1 },
    );
  });

  it('reads gzip of several members as one text', () => {
    const file = folder.write('members.gz', Buffer.concat([gzipSync(TRACE), gzipSync(TRACE)]));
    assert.equal(runJson<{ calls: number }[]>('summary', file)[0]!.calls, 4);
  });

  it('follows a symbolic link', () => {
    const link = path.join(folder.path, 'link.trace');
    fs.symlinkSync(folder.write('plain.trace', TRACE), link);
    assert.equal(runJson<{ calls: number }[]>('summary', link)[0]!.calls, 2);
  });

  it('reads a pipe, which has no size, as the files of tracefs have none', function () {
    const pipe = path.join(folder.path, 'pipe');
    if (spawnSync('mkfifo', [pipe]).status !== 0) return this.skip();
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', folder.write('plain.trace', TRACE), pipe]);
    try {
      assert.equal(runJson<{ calls: number }[]>('summary', pipe)[0]!.calls, 2);
    } finally {
      writer.kill();
    }
  });

  describe('--categories FILE', () => {
    const rules = [{ id: 'files', label: 'Files', patterns: ['vfs_'] }];

    it('takes a list of rules, and a settings.json', () => {
      const trace = folder.write('t.trace', TRACE);
      for (const content of [rules, { 'ftrace.categories': rules }]) {
        const file = folder.write('rules.json', JSON.stringify(content));
        const [summary] = runJson<{ functions: object }[]>('summary', trace, '--categories', file);
        assert.deepEqual(summary!.functions, { total: 2, files: 1, other: 1 });
      }
    });

    it('takes the name of a preset', () => {
      const trace = folder.write('t.trace', ' 0)   1.000 us    |  pipe_read();\n');
      for (const [preset, id] of [
        ['paper', 'network'],
        ['subsystem', 'filesystem'],
      ] as const) {
        const [row] = runJson<{ category: string }[]>('functions', trace, '--categories', preset);
        assert.equal(row!.category, id);
      }
    });

    it('takes a table, and names its bad rows', () => {
      const trace = folder.write('t.trace', TRACE);
      const table = folder.write('table.csv', 'name,subsystem\nvfs_read,fs\n,mm\n');
      const { code, stdout, stderr } = runCli('summary', trace, '--json', '--categories', table);
      assert.deepEqual(
        [code, stderr],
        [0, `ftrace-explorer: warning: ${table}:3: there is no name; the row is left out\n`],
      );
      assert.deepEqual((JSON.parse(stdout) as { functions: object }[])[0]!.functions, {
        total: 2,
        fs: 1,
        other: 1,
      });
    });

    it('takes a settings.json with comments', () => {
      const trace = folder.write('t.trace', TRACE);
      const file = folder.write(
        'settings.json',
        `{\n  // mine\n  "ftrace.categories": ${JSON.stringify(rules)},\n}`,
      );
      const [summary] = runJson<{ functions: object }[]>('summary', trace, '--categories', file);
      assert.deepEqual(summary!.functions, { total: 2, files: 1, other: 1 });
    });

    it('names a bad rule on standard error and applies the others', () => {
      const trace = folder.write('t.trace', TRACE);
      const file = folder.write(
        'rules.json',
        JSON.stringify([{ id: 'bad', label: 'Bad', patterns: ['/(/', 'tcp'] }, ...rules]),
      );
      const { code, stdout, stderr } = runCli('summary', trace, '--json', '--categories', file);
      assert.equal(code, 0);
      assert.match(
        stderr,
        /^ftrace-explorer: warning: \S+rules\.json\[0\]\.patterns\[0\]: of category "bad" is no valid expression [^\n]+\n$/,
      );
      assert.deepEqual((JSON.parse(stdout) as { functions: object }[])[0]!.functions, {
        total: 2,
        bad: 1,
        files: 1,
        other: 0,
      });
    });

    it('refuses one that is missing or holds no list, and says which', () => {
      const trace = folder.write('t.trace', TRACE);
      const missing = path.join(folder.path, 'nothing.json');
      assertRefused(runCli('summary', trace, '--categories', missing), `${missing}: there is no such file`);
      for (const content of ['{}', '5', 'null', '{"ftrace.categories": "tcp"}']) {
        const file = folder.write('rules.json', content);
        const line = `${file}: rules are a list of {id, label, patterns}`;
        assertRefused(runCli('summary', trace, '--categories', file), line);
      }
    });

    it('refuses a file that is missing, a folder, or no JSON, with one line', () => {
      const trace = folder.write('t.trace', TRACE);
      const noJson = folder.write('no.json', 'one\ntwo\nthree');
      for (const file of [path.join(folder.path, 'nothing.json'), folder.path, noJson]) {
        const { code, stdout, stderr } = runCli('summary', trace, '--categories', file);
        assert.deepEqual([code, stdout], [2, '']);
        assert.ok(stderr.startsWith(`ftrace-explorer: ${file}: `), stderr);
        assert.equal(stderr.indexOf('\n'), stderr.length - 1, stderr);
      }
    });
  });

  it('shows hostile names without their control characters', () => {
    const name = 'a\u009b31m\u202eb\u2066\u007f';
    const trace = folder.write('h.trace', ` 0)   1.000 us    |  ${name}();\n 0)   1.000 us    |  foo();\n`);
    const empty = folder.write('o.trace', ' 0)   1.000 us    |  foo();\n 0)   1.000 us    |  foo();\n');
    const file = folder.write('odd\n\u001b[2Jname.trace', TRACE);
    const outputs = [
      runCli('functions', trace),
      runCli('compare', trace, empty),
      runCli('compare', empty, trace),
      runCli('summary', file),
    ];
    for (const { code, stdout } of outputs) {
      assert.equal(code, 0);
      assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2066\u202e]/);
    }
    assert.match(outputs[0]!.stdout, /^a\\u\{9b\}31m\\u\{202e\}b\\u\{2066\}\\u\{7f\} /m);
    assert.match(outputs[3]!.stdout, /odd\\u\{a\}\\u\{1b\}\[2Jname\.trace/);
    // In JSON, whose reader is a program, a name is what it is.
    assert.equal(runJson<{ name: string }[]>('functions', trace)[0]!.name, name);
  });
});
