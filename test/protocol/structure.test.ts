import * as assert from 'node:assert/strict';
import { CALLS, openServer, PATIENCE_MS, trace } from './support';

/** Calls of two cpus cross each other. */
const CROSSING = trace(
  ' 0)               |  a() {', // 4
  ' 1)               |  b() {', // 5
  ' 0)   1.000 us    |    c();', // 6
  ' 1)   1.000 us    |    d();', // 7
  ' 0)   5.000 us    |  }', // 8
  ' 1)   1.000 us    |    e();', // 9
  ' 1)   6.000 us    |  }', // 10
);

/** A task is switched away in the middle of a call, and comes back. */
const SWITCHING = trace(
  ' 0)               |  schedule() {', // 4
  ' ------------------------------------------',
  ' 0)    bash-42    =>    sshd-7   ', // 6
  ' ------------------------------------------',
  '',
  ' 0)               |  run() {', // 9
  ' 0)   1.000 us    |    step();', // 10
  ' 0)   3.000 us    |  }', // 11
  ' ------------------------------------------',
  ' 0)    sshd-7     =>   bash-42   ', // 13
  ' ------------------------------------------',
  '',
  ' 0)   1.000 us    |    finish();', // 16
  ' 0)   9.000 us    |  }', // 17
);

async function foldsOf(text: string): Promise<string[]> {
  const server = await openServer();
  server.open('a.trace', text);
  return (await server.folds('a.trace')).map(({ startLine, endLine }) => `${startLine}-${endLine}`);
}

describe('foldingRange', function () {
  this.timeout(PATIENCE_MS);

  it('folds each call up to the line before its exit, which shows the duration', async () => {
    assert.deepEqual(await foldsOf(CALLS), ['4-8', '5-7']);
  });

  it('nests calls of different cpus: one ends with the fold that it begins in', async () => {
    assert.deepEqual(await foldsOf(CROSSING), ['4-7', '5-7']);
  });

  it('folds a call over the tasks that ran in the middle of it', async () => {
    assert.deepEqual(await foldsOf(SWITCHING), ['4-16', '9-10']);
  });

  it('does not fold a call with nothing inside', async () => {
    assert.deepEqual(await foldsOf(trace(' 0)               |  a() {', ' 0)   1.000 us    |  }')), []);
  });

  it('folds a call without an exit up to the last line that it called', async () => {
    assert.deepEqual(
      await foldsOf(
        trace(
          ' 0)               |  a() {', // 4
          ' 0)               |    b() {', // 5
          ' 0)   1.000 us    |      c();', // 6
          ' 1)   1.000 us    |  other();',
        ),
      ),
      ['4-6', '5-6'],
    );
  });

  it('goes by the indentation where an exit was lost', async () => {
    assert.deepEqual(
      await foldsOf(
        trace(
          ' 0)               |  a() {', // 4
          ' 0)               |    lost() {', // 5
          ' 0)   1.000 us    |      c();', // 6
          ' 0)   1.000 us    |    d();', // 7
          ' 0)   5.000 us    |  }', // 8
        ),
      ),
      ['4-7', '5-6'],
    );
  });

  it('nests for every mixture of cpus', async () => {
    // Calls open and close on four cpus as a simple generator says; it has its own idea of the stacks.
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const depth = [0, 0, 0, 0];
    const lines = Array.from({ length: 2000 }, (_, number) => {
      const cpu = random(4);
      const what = random(3);
      if (what === 0 && depth[cpu]! > 0) return ` ${cpu})   1.000 us    |  ${'  '.repeat(--depth[cpu]!)}}`;
      const indent = '  '.repeat(depth[cpu]!);
      if (what === 1) return ` ${cpu})   1.000 us    |  ${indent}leaf_${number}();`;
      depth[cpu]!++;
      return ` ${cpu})               |  ${indent}call_${number}() {`;
    });
    const server = await openServer();
    server.open('a.trace', trace(...lines));
    const folds = await server.folds('a.trace');
    assert.ok(folds.length > 100);
    const open: number[] = [];
    for (const { startLine, endLine } of folds) {
      assert.ok(startLine < endLine);
      while (open.length > 0 && open.at(-1)! < startLine) open.pop();
      if (open.length > 0)
        assert.ok(endLine <= open.at(-1)!, `${startLine}-${endLine} reaches beyond its fold`);
      open.push(endLine);
    }
  });
});

describe('documentSymbol', function () {
  this.timeout(PATIENCE_MS);

  it('lists the top-level calls with their durations', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    assert.deepEqual(await server.symbols('a.trace'), [
      {
        name: 'sys_read',
        detail: '12.00 µs',
        kind: 12,
        range: { start: { line: 4, character: 0 }, end: { line: 9, character: 0x7fffffff } },
        selectionRange: { start: { line: 4, character: 21 }, end: { line: 4, character: 29 } },
      },
      {
        name: 'kvm_exit',
        detail: '1.000 µs',
        kind: 12,
        range: { start: { line: 10, character: 0 }, end: { line: 10, character: 29 } },
        selectionRange: { start: { line: 10, character: 21 }, end: { line: 10, character: 29 } },
      },
    ]);
  });

  it('names the tasks, and keeps calls whole over task switches', async () => {
    const server = await openServer();
    server.open('a.trace', SWITCHING);
    assert.deepEqual(
      (await server.symbols('a.trace')).map(({ name, detail, range }) => [
        name,
        detail,
        range.start.line,
        range.end.line,
      ]),
      [
        ['schedule', '9.000 µs · bash-42', 4, 17],
        ['run', '3.000 µs · sshd-7', 9, 11],
      ],
    );
  });

  it('holds each name within its call, and in sight', async () => {
    const text = trace(' 0)   1.000 us    |  é\u202e\u2066();', ' 0)               |  never_ends() {');
    const server = await openServer();
    server.open('a.trace', text);
    const symbols = await server.symbols('a.trace');
    assert.deepEqual(
      symbols.map(({ name, detail }) => [name, detail]),
      [
        ['é\\u{202e}\\u{2066}', '1.000 µs'],
        ['never_ends', '–'],
      ],
    );
    for (const { range, selectionRange } of symbols) {
      assert.equal(range.start.line, selectionRange.start.line);
      assert.ok(range.start.character <= selectionRange.start.character);
      assert.ok(
        range.end.line > selectionRange.end.line || range.end.character >= selectionRange.end.character,
      );
    }
  });
});
