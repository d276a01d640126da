import * as assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { CALLS, HEADER, openServer, PATIENCE_MS, trace, until, uriOf } from './support';

/** Lost events on line 6, an exit without its entry on line 7, and lines that nobody can read. */
const DAMAGED = trace(
  ' 0)    sh-1      |               |  sys_read() {', // 4
  ' 0)    sh-1      |   0.500 us    |    tcp_recv();', // 5
  'CPU:0 [LOST 7 EVENTS]', // 6
  ' 0)    sh-1      |   2.000 us    |  } /* sys_write */', // 7
  'what is this', // 8
  'and this', // 9
  ' 0)    sh-1      |   0.500 us    |  tcp_recv();', // 10
  'and that', // 11
);

const WARNING = 2;
const INFORMATION = 3;

/** `line-line severity code` of each diagnostic. */
function shortly(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(
    ({ range, severity, code }) =>
      `${range.start.line}-${range.end.line} ${severity === WARNING ? 'warning' : 'information'} ${code}`,
  );
}

async function problemsOf(text: string, settings: unknown = {}): Promise<readonly Diagnostic[]> {
  const server = await openServer({ settings });
  server.open('a.trace', text);
  return server.problems('a.trace');
}

describe('publishDiagnostics', function () {
  this.timeout(PATIENCE_MS);

  it('says each problem once, on its first line, warnings first', async () => {
    const problems = await problemsOf(DAMAGED);
    assert.deepEqual(shortly(problems), [
      '6-6 warning lostEvents',
      '4-4 information lostExits',
      '7-7 information lostEntries',
      '8-9 information unreadLines',
      '11-11 information unreadLines',
    ]);
    assert.deepEqual(problems[0], {
      range: { start: { line: 6, character: 0 }, end: { line: 6, character: 0x7fffffff } },
      severity: WARNING,
      source: 'ftrace',
      code: 'lostEvents',
      message: 'Events were lost in 1 place: calls are missing, and those open there have no end.',
    });
  });

  it('says what is a matter of the whole trace on the first line', async () => {
    const text = [...HEADER, ' 0)   1.000 us    |  tcp_recv();', ''].join('\n');
    const several = await problemsOf(text + text);
    assert.ok(several.some(({ code }) => code === 'severalTraces'));
    const exits = ' 0) ! 114.001 us  |  } /* foo */\n'.repeat(5);
    const thresh = (await problemsOf(trace(exits.trimEnd()))).find(({ code }) => code === 'exitsOnly');
    assert.deepEqual([thresh?.range.start.line, thresh?.severity], [0, INFORMATION]);
  });

  it('shows warnings only, or nothing, as the setting says', async () => {
    const warnings = await problemsOf(DAMAGED, { problems: { show: 'warnings' } });
    assert.deepEqual(shortly(warnings), ['6-6 warning lostEvents']);
    assert.deepEqual(await problemsOf(DAMAGED, { problems: { show: 'none' } }), []);
    assert.equal((await problemsOf(DAMAGED, { problems: { show: 'everything' } })).length, 5);
  });

  it('says in any case what is no trace', async () => {
    const problems = await problemsOf('Dear diary\n', { problems: { show: 'none', maximumUnread: 0 } });
    assert.deepEqual(shortly(problems), ['0-0 warning notGraph']);
  });

  it('lists as many unread lines as the setting says, and how many there are', async () => {
    const [, , , all, one, ...more] = await problemsOf(DAMAGED, { problems: { maximumUnread: 1 } });
    assert.deepEqual(more, []);
    assert.deepEqual(
      [all?.message, all?.range.start.line],
      ['3 lines of this trace could not be read; the first 2 are listed.', 0],
    );
    assert.deepEqual(one?.range, {
      start: { line: 8, character: 0 },
      end: { line: 9, character: 0x7fffffff },
    });
    const [only, ...none] = (await problemsOf(DAMAGED, { problems: { maximumUnread: 0 } })).slice(3);
    assert.deepEqual(none, []);
    assert.deepEqual(
      [only?.message, only?.range.start.line],
      ['3 lines of this trace could not be read.', 8],
    );
  });

  it('lists up to 1,000, which is all that are kept', async () => {
    const lines = Array.from({ length: 1200 }, () => [' 0)   1.000 us    |  added();', 'x']).flat();
    const problems = await problemsOf(trace(...lines), { problems: { maximumUnread: 5000 } });
    const unread = problems.filter(({ code }) => code === 'unreadLines');
    assert.equal(unread.length, 1001);
    assert.equal(
      unread[0]?.message,
      '1,200 lines of this trace could not be read; the first 1,000 are listed.',
    );
  });

  it('follows the settings and the text', async () => {
    const server = await openServer();
    const shown = (): string[] =>
      shortly(server.diagnostics.filter(({ uri }) => uri === uriOf('a.trace')).at(-1)?.diagnostics ?? []);
    server.open('a.trace', DAMAGED);
    await until(() => shown().length === 5);
    server.change({ problems: { show: 'warnings' } });
    await until(() => shown().length === 1);
    server.change({ problems: { show: 'all' } });
    await until(() => shown().length === 5);
    server.edit('a.trace', { text: CALLS });
    await until(() => shown().length === 0);
    server.edit('a.trace', { text: DAMAGED });
    await until(() => shown().length === 5);
    server.close('a.trace');
    await until(() => shown().length === 0);
  });
});
