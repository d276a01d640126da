/** The command line as a program among others: arguments, pipes, terminals. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { CLI, runCli, TemporaryFolder } from '../support/cli';
import { samples } from '../support/material';
import { repositoryRoot } from '../support/repository';

/** Runs a line of shell; `$NODE $CLI` is the command. */
function shell(line: string): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, CLI, TERM: 'xterm' },
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}

/** `script` of util-linux, which gives a program a terminal. */
const hasScript = process.platform === 'linux' && shell('script --version').stdout.includes('util-linux');

describe('ftrace-explorer, how it behaves', function () {
  this.timeout(30_000);
  const tap = samples.find(({ name }) => name === 'samples/tap.trace')!.path;
  /** Without times: repeated, it does not go back in time. */
  const qemu = path.join(repositoryRoot, 'samples', 'qemu.trace');
  let folder: TemporaryFolder;
  before(() => {
    folder = new TemporaryFolder();
    if (!hasScript) console.log('    left out: what is shown on a terminal (no "script" of util-linux)');
  });
  after(() => folder.remove());

  it('--help shows every command, on standard output', () => {
    const { code, stdout, stderr } = runCli('--help');
    assert.deepEqual([code, stderr], [0, '']);
    for (const command of ['summary', 'functions', 'compare', 'lsp']) {
      assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
      assert.equal(runCli(command, '--help').code, 0);
    }
  });

  it('--version is the package’s', () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(runCli('--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('ends with 2 where the arguments are wrong, and says so on standard error only', () => {
    for (const args of [
      [],
      ['nonsense'],
      ['summary'],
      ['summary', '--nonsense', tap],
      ['compare', tap],
      ['compare', tap, '--scenarios', 'folder'],
      ['functions'],
      ['functions', tap, '--category'],
    ]) {
      const { code, stdout, stderr } = runCli(...args);
      assert.equal(code, 2, args.join(' '));
      assert.equal(stdout, '', args.join(' '));
      assert.notEqual(stderr, '', args.join(' '));
    }
  });

  it('ends quietly when its reader has seen enough', () => {
    const { stdout, stderr } = shell(`{ "$NODE" "$CLI" functions '${tap}'; echo "code $?" >&2; } | head -1`);
    assert.match(stdout, /^function +category +calls +total +self +min +max\n$/);
    assert.match(stderr, /^code (0|141)\n$/);
    const json = shell(`{ "$NODE" "$CLI" functions --json '${tap}'; echo "code $?" >&2; } | true`);
    assert.match(json.stderr, /^code (0|141)\n$/);
  });

  it('says so with code 74 where it cannot write', function () {
    if (!fs.existsSync('/dev/full')) return this.skip();
    const { code, stderr } = shell(`"$NODE" "$CLI" summary '${tap}' > /dev/full`);
    assert.equal(code, 74);
    assert.match(stderr, /^ftrace-explorer: cannot write: ENOSPC[^\n]*\n$/);
  });

  it('says in one sentence that a disk is full where a file is to be written, or that it cannot be read', function () {
    if (!fs.existsSync('/dev/full') || !fs.existsSync('/proc/self/mem')) return this.skip();
    const written = runCli('baseline', tap, '-o', '/dev/full');
    assert.equal(written.code, 2);
    assert.match(written.stderr, /^ftrace-explorer: \/dev\/full: it cannot be written: ENOSPC[^\n]*\n$/);
    // The kernel gives EIO for the first page of a process, which is mapped nowhere: as a disk with a bad block does.
    const read = runCli('summary', '/proc/self/mem');
    assert.deepEqual([read.code, read.stdout], [2, '']);
    assert.match(read.stderr, /^ftrace-explorer: \/proc\/self\/mem: EIO[^\n]*\n$/);
  });

  it('reads standard input as -, plain and gzip, also by its name', () => {
    const [{ calls }] = JSON.parse(runCli('summary', '--json', tap).stdout) as [{ calls: number }];
    for (const [source, name] of [
      ['cat', '-'],
      ['gzip -c', '-'],
      ['gzip -c', '/dev/stdin'],
    ]) {
      const { code, stdout, stderr } = shell(`${source} '${tap}' | "$NODE" "$CLI" summary --json ${name}`);
      assert.deepEqual([code, stderr], [0, ''], `${source} ${name}`);
      const [read] = JSON.parse(stdout) as [{ file: string; calls: number }];
      assert.deepEqual([read.file, read.calls], [name, calls]);
    }
  });

  it('prints no colours, no progress into pipes', () => {
    const long = folder.write('long.trace', Buffer.concat(Array<Buffer>(40).fill(fs.readFileSync(qemu))));
    assert.ok(fs.statSync(long).size > 32 * 1024 * 1024);
    const { code, stdout, stderr } = runCli('summary', long);
    assert.deepEqual([code, stderr], [0, '']);
    assert.ok(!stdout.includes('\u001b'));
  });

  it('prints a bold head and, for a long file, progress on a terminal', function () {
    if (!hasScript) return this.skip();
    const long = folder.write('long.trace', Buffer.concat(Array<Buffer>(40).fill(fs.readFileSync(qemu))));
    const onTerminal = shell(`script -qec "'$NODE' '$CLI' summary '${long}'" /dev/null`).stdout;
    assert.match(onTerminal, /\r\u001b\[K\d+ % of 37 MB, \d+ MB\/s: [^\r]+/);
    assert.match(onTerminal, /\r\u001b\[K\u001b\[1mfile /);
    const short = shell(`script -qec "'$NODE' '$CLI' summary '${tap}'" /dev/null`).stdout;
    assert.doesNotMatch(short, / % of /);
  });

  it('aligns its tables and leaves no spaces behind', () => {
    for (const args of [
      ['summary', ...samples.map(({ path: file }) => file)],
      ['functions', tap],
      ['compare', samples[0]!.path, tap],
    ]) {
      const lines = runCli(...args).stdout.split('\n');
      assert.ok(lines.length > 4);
      for (const line of lines) assert.doesNotMatch(line, /\s$/);
    }
    // All columns but two are right-aligned, so that all lines end in the same column.
    const functions = runCli('functions', tap).stdout.split('\n').slice(0, -1);
    assert.equal(functions.length, 220);
    assert.deepEqual([...new Set(functions.map((line) => line.length))], [functions[0]!.length]);
  });
});
