import assert from 'node:assert/strict';
import path from 'node:path';
import { runCli, TemporaryFolder } from '../support/cli';
import { repositoryRoot } from '../support/repository';
import type { CallRow } from '../../server/src/core/analyse/callRows';

const socket = path.join(repositoryRoot, 'samples', 'socket.trace');
const tap = path.join(repositoryRoot, 'samples', 'tap.trace');

function ok(...args: readonly string[]): string {
  const { code, stdout, stderr } = runCli('export', ...args);
  assert.equal(code, 0, stderr);
  return stdout;
}

describe('ftrace-explorer export', () => {
  const folder = new TemporaryFolder();
  after(() => folder.remove());

  it('--folded --by calls has as many calls as the trace, by function', () => {
    const expected = new Map<string, number>();
    for (const line of runCli('calls', socket, '--json').stdout.split('\n').slice(0, -1)) {
      const row = JSON.parse(line) as CallRow;
      if (row.line !== null) expected.set(row.name!, (expected.get(row.name!) ?? 0) + 1);
    }
    const found = new Map<string, number>();
    for (const line of ok('--folded', '--by', 'calls', socket).split('\n').slice(0, -1)) {
      const [, name = '', calls = ''] = /([^;]+) (\d+)$/.exec(line) ?? [];
      found.set(name, (found.get(name) ?? 0) + Number(calls));
    }
    assert.deepEqual(found, expected);
  });

  it('--folded of two traces has two columns', () => {
    for (const line of ok('--folded', socket, tap).split('\n').slice(0, -1))
      assert.match(line, /^[^ ]+ \d+ \d+$/);
  });

  it('--task begins stacks with the task', () => {
    const trace = folder.write('task.trace', ' 0)  bash-12      |   1.000 us    |  fput();\n');
    assert.equal(ok('--folded', '--task', trace), 'bash-12;fput 1000\n');
  });

  it('leaves out what filters leave out; a speedscope file says so', () => {
    const text = ' 0)               |  read() {\n 0)   1.000 us    |    copy();\n 0)   9.000 us    |  }\n';
    const trace = folder.write('filtered.trace', text);
    assert.equal(ok('--folded', '--min-depth', '1', trace), 'copy 1000\n');
    const { name } = JSON.parse(ok('--speedscope', '--min-depth', '1', trace)) as { name: string };
    assert.equal(name, 'filtered.trace (depth 1 or more)');
  });

  it('--speedscope has a profile per trace', () => {
    const file = JSON.parse(ok('--speedscope', socket, tap)) as { profiles: { name: string }[] };
    assert.deepEqual(
      file.profiles.map(({ name }) => name),
      ['socket.trace', 'tap.trace'],
    );
  });

  it('gives the same bytes each time', () => {
    assert.equal(ok('--speedscope', socket), ok('--speedscope', socket));
  });

  for (const [args, message] of [
    [[socket], 'give either --folded or --speedscope'],
    [['--folded', '--speedscope', socket], 'give either --folded or --speedscope'],
    [['--folded', '--by', 'size', socket], '--by is self or calls, not size'],
    [['--folded', socket, tap, socket], '--folded takes one trace'],
    [['--folded', '/no/such.trace'], '/no/such.trace'],
  ] as const) {
    it(`says what is wrong: ${message}`, () => {
      const { code, stdout, stderr } = runCli('export', ...args);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.ok(stderr.includes(message), stderr);
    });
  }
});
