import * as assert from 'node:assert/strict';
import { ResponseError } from 'vscode-languageserver-protocol/node';
import {
  assertAnswersOthers,
  bigTrace,
  CALLS,
  openServer,
  PATIENCE_MS,
  placeOf,
  trace,
  until,
  uriOf,
  type Client,
} from './support';

const LEAF = ' 0)   1.000 us    |  added();\n';

/** What every feature answers about a trace: neutral where there is none, but for the list, which says why. */
async function answers(server: Client, name: string): Promise<unknown[]> {
  const position = { line: 6, character: 25 };
  return [
    await server.hover(name, position),
    await server.definition(name, position),
    await server.references(name, position),
    await server.highlights(name, position),
    await server.folds(name),
    await server.symbols(name),
    await server.tokens(name),
    await server.tokens(name, { start: position, end: position }),
    await server.functions(name).catch((error: unknown) => {
      assert.ok(error instanceof ResponseError);
      return error.message;
    }),
  ];
}
const neutral = (reason: string): unknown[] => [null, null, [], null, [], [], [], [], reason];

describe('documents', function () {
  this.timeout(PATIENCE_MS);

  describe('that are no trace', () => {
    const texts: readonly (readonly [string, string, string, RegExp])[] = [
      ['an empty file', '', 'empty', /^The file is empty/],
      [
        'a binary file',
        '\u007fELF\u0000\u0000\u0001\u0000\u0000garbage\n\u0000\u0000',
        'binary',
        /^The file is binary/,
      ],
      [
        'a trace of the function tracer',
        '# tracer: function\n#\n           bash-1 [000] d... 1.000000: foo <-bar\n',
        'otherTracer',
        /tracer "function", not of function_graph/,
      ],
      ['plain text', 'Dear diary,\ntoday I called foo();\n', 'notGraph', /^This is no function_graph trace/],
      ['white space', ' \n\n\t\n', 'notGraph', /^This is no function_graph trace/],
      ['a line of 1 MB', 'x'.repeat(1 << 20), 'notGraph', /^This is no function_graph trace/],
    ];
    for (const [what, text, code, message] of texts) {
      it(`say so: ${what}`, async () => {
        const server = await openServer();
        server.open('a.trace', text);
        const problems = await server.problems('a.trace');
        assert.equal(problems.length, 1);
        const shown = problems[0]!.message;
        assert.ok(typeof shown === 'string');
        assert.match(shown, message);
        assert.equal(problems[0]!.code, code);
        assert.equal(problems[0]!.source, 'ftrace');
        assert.equal(problems[0]!.severity, 2);
        assert.deepEqual(await answers(server, 'a.trace'), neutral(`a.trace: ${shown}`));
        assert.deepEqual(server.logs, []);
      });
    }

    it('are not counted among the other open traces', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      server.open('b.trace', 'no trace\n');
      await server.problems('b.trace');
      assert.doesNotMatch(await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv')), /other open traces/);
    });

    it('become traces by an edit, and stop to be one', async () => {
      const server = await openServer();
      server.open('a.trace', '');
      assert.equal((await server.problems('a.trace')).length, 1);
      server.insert('a.trace', 0, CALLS);
      assert.deepEqual(await server.problems('a.trace'), []);
      assert.equal((await server.lensTexts('a.trace'))[0], '0: 4 functions, 5 calls, 2 tasks, 2 CPUs');
      server.edit('a.trace', { text: 'gone\n' });
      assert.equal((await server.problems('a.trace')).length, 1);
    });
  });

  describe('that are traces', () => {
    it('have no problems', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      assert.deepEqual(await server.problems('a.trace'), []);
    });

    it('have one note for each run of lines that could not be read', async () => {
      const server = await openServer();
      const leaf = LEAF.trimEnd();
      server.open('a.trace', trace(leaf, 'x', 'y', leaf, 'z'));
      const of = (first: number, last: number, message: string): object => ({
        range: { start: { line: first, character: 0 }, end: { line: last, character: 0x7fffffff } },
        severity: 3,
        source: 'ftrace',
        code: 'unreadLines',
        message: `${message} is not counted.`,
      });
      assert.deepEqual(await server.problems('a.trace'), [
        of(5, 6, '2 lines from here on could not be read: what they say'),
        of(8, 8, 'This line could not be read: what it says'),
      ]);
    });

    it('have at most 100 such notes, and one that says how many lines are not listed', async () => {
      const server = await openServer();
      const pairs = (count: number): string[] =>
        Array.from({ length: count }, () => [LEAF.trimEnd(), 'x']).flat();
      server.open('a.trace', trace(...pairs(100)));
      assert.equal((await server.problems('a.trace')).length, 100);
      server.open('b.trace', trace(...pairs(1203)));
      const [first, ...others] = await server.problems('b.trace');
      assert.equal(others.length, 100);
      assert.deepEqual([first?.code, first?.severity, first?.range.start.line], ['unreadLines', 3, 0]);
      assert.equal(first?.message, '1,203 lines of this trace could not be read; the first 100 are listed.');
    });

    it('may hold a line of 1 MB', async () => {
      for (const long of [
        'x'.repeat(1 << 20),
        ` 0)   1.000 us    |  ${'f'.repeat(1 << 20)}();`,
        '\u00e9'.repeat(1 << 19),
      ]) {
        const text = CALLS.replace(' 1)   1.000', `${long}\n 1)   1.000`);
        const server = await openServer();
        server.open('a.trace', text);
        assert.equal(
          (await server.lensTexts('a.trace'))[0],
          '0: 4 functions, 5 calls, 2 tasks, 2 CPUs, 1 line not read',
        );
        assert.equal(await server.hover('a.trace', { line: 10, character: 500_000 }), null);
        assert.match(await server.hoverText('a.trace', { line: 11, character: 22 }), /`kvm_exit`/);
      }
    });

    it('may end their lines with CR LF, and not end the last', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS.replaceAll('\n', '\r\n').trimEnd());
      assert.equal((await server.lensTexts('a.trace'))[0], '0: 4 functions, 5 calls, 2 tasks, 2 CPUs');
      assert.equal((await server.tokens('a.trace')).length, 6);
      assert.deepEqual((await server.tokens('a.trace')).at(-1), {
        line: 10,
        from: 21,
        to: 29,
        type: 'virtualization',
      });
    });
  });

  describe('that change', () => {
    it('are counted anew', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      assert.match((await server.lensTexts('a.trace'))[0]!, /4 functions, 5 calls/);
      server.insert('a.trace', 10, LEAF);
      assert.match((await server.lensTexts('a.trace'))[0]!, /5 functions, 6 calls/);
      assert.match(await server.hoverText('a.trace', { line: 10, character: 22 }), /`added`/);
      server.edit('a.trace', {
        range: { start: { line: 10, character: 0 }, end: { line: 11, character: 0 } },
        text: '',
      });
      assert.match((await server.lensTexts('a.trace'))[0]!, /4 functions, 5 calls/);
      server.edit('a.trace', { text: trace(LEAF.trimEnd()) });
      assert.match((await server.lensTexts('a.trace'))[0]!, /1 function, 1 call,/);
    });

    it('tell nothing to a client without commands', async () => {
      const server = await openServer({ commands: false });
      server.open('a.trace', CALLS);
      await server.problems('a.trace');
      server.insert('a.trace', 10, LEAF);
      await server.problems('a.trace');
      await server.lenses('a.trace');
      assert.deepEqual(server.changed, []);
    });

    it('tell the client', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      await server.problems('a.trace');
      server.insert('a.trace', 10, LEAF);
      await server.problems('a.trace');
      assert.deepEqual(server.changed, [{ uri: uriOf('a.trace') }, { uri: uriOf('a.trace') }]);
    });

    it('are right after many quick edits', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      for (let i = 0; i < 200; i++) server.insert('a.trace', 10, ` 0)   1.000 us    |  added_${i}();\n`);
      assert.match((await server.lensTexts('a.trace'))[0]!, /204 functions, 205 calls/);
    });

    it('are right after edits in the middle of a long parse, and parse only the last to its end', async () => {
      const server = await openServer();
      const text = bigTrace(5);
      server.open('big.trace', text);
      for (let i = 0; i < 20; i++) server.insert('big.trace', 4, ` 0)   1.000 us    |  added_${i}();\n`);
      assert.match((await server.lensTexts('big.trace'))[0]!, /^0: 23 functions/);
      await server.problems('big.trace');
      assert.ok(
        server.diagnostics.length < 10,
        `${server.diagnostics.length} versions were parsed to the end`,
      );
      const versions = server.diagnostics.map(({ version }) => version!);
      assert.deepEqual(
        versions,
        [...versions].sort((a, b) => a - b),
      );
    });
  });

  describe('that are long', () => {
    it('leave the server free to answer others while they are parsed', async () => {
      await assertAnswersOthers(await openServer());
    });

    it('are not parsed to the end when they are closed, and those that wait get an empty answer', async () => {
      const server = await openServer();
      const text = bigTrace(20);
      // An answer: the settings are there, and nothing waits for them any more.
      await server.tokens('unknown.trace');
      server.open('big.trace', text);
      const waiting = [
        server.hover('big.trace', placeOf(text, 'last_call')),
        server.lenses('big.trace'),
        server.folds('big.trace'),
      ];
      server.close('big.trace');
      assert.deepEqual(await Promise.all(waiting), [null, [], []]);
      assert.deepEqual(server.diagnostics, [{ uri: uriOf('big.trace'), diagnostics: [] }]);
      assert.deepEqual(server.changed, []);
    });
  });

  describe('that are closed', () => {
    it('leave no problems and no answers', async () => {
      const server = await openServer();
      server.open('a.trace', 'no trace\n');
      await server.problems('a.trace');
      server.close('a.trace');
      await until(() => server.diagnostics.at(-1)?.diagnostics.length === 0);
      assert.deepEqual(await answers(server, 'a.trace'), neutral('a.trace: there is no such file'));
      assert.deepEqual(await server.lenses('a.trace'), []);
    });

    it('are forgotten by the hovers of others', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      server.open('b.trace', CALLS);
      await server.problems('b.trace');
      const place = placeOf(CALLS, 'tcp_recv');
      assert.match(await server.hoverText('a.trace', place), /Calls in other open traces: `b\.trace` 2/);
      server.close('b.trace');
      assert.doesNotMatch(await server.hoverText('a.trace', place), /other open traces/);
    });

    it('may be opened again, with another text', async () => {
      const server = await openServer();
      for (const [name, pattern] of [
        ['first', /`first`/],
        ['second', /`second`/],
      ] as const) {
        server.open('a.trace', trace(` 0)   1.000 us    |  ${name}();`));
        assert.match(await server.hoverText('a.trace', { line: 4, character: 22 }), pattern);
        server.close('a.trace');
      }
    });

    it('may be opened again while their old text is parsed', async () => {
      const server = await openServer();
      server.open('a.trace', bigTrace(5));
      server.close('a.trace');
      server.open('a.trace', CALLS);
      assert.match((await server.lensTexts('a.trace'))[0]!, /4 functions, 5 calls/);
      // Had the old text been parsed to its end, it would have told so before a later request.
      await server.problems('a.trace');
      assert.deepEqual(
        server.diagnostics.map(({ version }) => version),
        [undefined, 1],
      );
    });
  });

  it('that are not open are answered neutrally', async () => {
    const server = await openServer();
    const elsewhere = 'it is not on this machine; open it in the editor first';
    for (const [name, reason] of [
      ['unknown.trace', 'unknown.trace: there is no such file'],
      ['untitled:Untitled-1', `untitled:Untitled-1: ${elsewhere}`],
      ['file:///%', '%: there is no such file'],
      ['http://x/?q#f', `http://x/?q#f: ${elsewhere}`],
      ['noturi:', `noturi:: ${elsewhere}`],
    ] as const)
      assert.deepEqual(
        [...(await answers(server, name)), await server.lenses(name)],
        [...neutral(reason), []],
      );
    assert.deepEqual(server.logs, []);
  });

  it('are asked beyond their ends without harm', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    for (const position of [
      { line: 11, character: 0 },
      { line: 12, character: 0 },
      { line: 1_000_000, character: 5 },
      { line: 0x7fffffff, character: 0x7fffffff },
      { line: -1, character: 0 },
      { line: 5, character: -7 },
      { line: 0, character: 0x7fffffff },
    ]) {
      assert.equal(await server.hover('a.trace', position), null, JSON.stringify(position));
      assert.equal(await server.definition('a.trace', position), null);
      assert.deepEqual(await server.references('a.trace', position), []);
      assert.equal(await server.highlights('a.trace', position), null);
    }
    const far = { line: 0x7fffffff, character: 0 };
    assert.deepEqual(await server.tokens('a.trace', { start: far, end: far }), []);
    const everything = { start: { line: -5, character: 0 }, end: far };
    assert.equal((await server.tokens('a.trace', everything)).length, 6);
    assert.deepEqual(server.logs, []);
  });
});
