import * as assert from 'node:assert/strict';
import type { Location } from 'vscode-languageserver-protocol/node';
import { CALLS, openServer, PATIENCE_MS, placeOf, trace, until, uriOf } from './support';

function place(location: Location | null | undefined): string {
  if (location === null || location === undefined) return 'nowhere';
  const { start, end } = location.range;
  assert.equal(start.line, end.line);
  return `${location.uri.split('/').at(-1)} ${start.line}:${start.character}-${end.character}`;
}

const ORPHANS = trace(
  ' 0)   1.000 us    |    }', // 4
  ' 0)   2.000 us    |  } /* seen_at_its_end */', // 5
);

describe('navigation', function () {
  this.timeout(PATIENCE_MS);

  it('goes from a name to the first call, from a brace to its entry', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    const from = async (needle: string, index = 0): Promise<string> =>
      place(await server.definition('a.trace', placeOf(CALLS, needle, index)));
    assert.equal(await from('tcp_recv', 1), 'a.trace 6:25-33');
    assert.equal(await from('tcp_recv', 0), 'a.trace 6:25-33');
    assert.equal(await from('sys_read', 1), 'a.trace 4:21-29');
    assert.equal(await from('}\n'), 'a.trace 5:23-32');
    assert.equal(await from('} /* sys_read'), 'a.trace 4:21-29');
  });

  it('goes from a brace to its own entry, not to the first call', async () => {
    const text = trace(
      ' 0)               |  f() {', // 4
      ' 1)               |  f() {', // 5
      ' 0)   1.000 us    |  }', // 6
      ' 1)   1.000 us    |  }', // 7
    );
    const server = await openServer();
    server.open('a.trace', text);
    const brace = { line: 7, character: 21 };
    assert.equal(place(await server.definition('a.trace', brace)), 'a.trace 5:21-22');
    assert.deepEqual((await server.references('a.trace', brace))?.map(place), [
      'a.trace 4:21-22',
      'a.trace 5:21-22',
    ]);
  });

  it('goes nowhere from other columns, and from an exit without an entry', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    server.open('orphans.trace', ORPHANS);
    assert.equal(await server.definition('a.trace', placeOf(CALLS, '0.500')), null);
    assert.deepEqual(await server.references('a.trace', placeOf(CALLS, '0.500')), []);
    assert.equal(await server.definition('a.trace', { line: 0, character: 3 }), null);
    assert.equal(await server.definition('orphans.trace', placeOf(ORPHANS, '}')), null);
    assert.equal(await server.definition('orphans.trace', placeOf(ORPHANS, 'seen_at')), null);
    assert.deepEqual(await server.references('orphans.trace', placeOf(ORPHANS, 'seen_at')), []);
  });

  it('lists all calls of a function, from each of its places', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    const expected = ['a.trace 6:25-33', 'a.trace 7:25-33'];
    for (const index of [0, 1]) {
      const references = await server.references('a.trace', placeOf(CALLS, 'tcp_recv', index));
      assert.deepEqual(references?.map(place), expected);
    }
    const named = await server.references('a.trace', placeOf(CALLS, 'sys_read', 1));
    assert.deepEqual(named?.map(place), ['a.trace 4:21-29']);
  });

  it('says that it does not list more than 20,000 calls', async () => {
    const text = trace(...Array.from({ length: 20_001 }, () => ' 0)   1.000 us    |  often();'));
    const server = await openServer();
    server.open('a.trace', text);
    assert.equal((await server.references('a.trace', placeOf(text, 'often')))?.length, 20_000);
    await until(() => server.messages.length > 0);
    assert.deepEqual(server.messages, ['often has 20,001 calls; the first 20,000 are listed.']);
    assert.deepEqual(server.asked.includes('window/showMessageRequest'), false);
  });

  it('highlights a brace together with its entry', async () => {
    const server = await openServer();
    server.open('a.trace', CALLS);
    server.open('orphans.trace', ORPHANS);
    const highlights = await server.highlights('a.trace', placeOf(CALLS, '}\n'));
    assert.deepEqual(
      highlights?.map(({ range }) => place({ uri: uriOf('a.trace'), range })),
      ['a.trace 5:23-32', 'a.trace 8:23-24'],
    );
    // Words are for the editor's own search; an exit alone has nothing to be highlighted with.
    assert.equal(await server.highlights('a.trace', placeOf(CALLS, 'tcp_recv')), null);
    assert.equal(await server.highlights('orphans.trace', placeOf(ORPHANS, '}')), null);
  });

  it('counts columns in UTF-16 code units', async () => {
    const text = [
      '# tracer: function_graph',
      ' 0)  é😀日-42     |   1.000 us    |  tcp_é😀();',
      ' 0)  é😀日-42     |   1.000 us    |  tcp_é😀();',
      ' 0)  é😀日-42     |               |  wrap() {',
      ' 0)  é😀日-42     |   1.000 us    |  } /* wrap */',
      '',
    ].join('\n');
    const lines = text.split('\n');
    const server = await openServer();
    server.open('a.trace', text);
    const name = placeOf(text, 'tcp_é😀');
    assert.equal(name.character, lines[1]!.indexOf('tcp'));
    const hover = await server.hover('a.trace', name);
    assert.equal(lines[1]!.slice(hover!.range!.start.character, hover!.range!.end.character), 'tcp_é😀');
    const behind = { line: 1, character: name.character + 'tcp_é😀'.length };
    assert.deepEqual((await server.hover('a.trace', behind))?.range, hover!.range);
    assert.equal(await server.hover('a.trace', { line: 1, character: name.character - 2 }), null);
    assert.match(await server.hoverText('a.trace', placeOf(text, '日')), /`é😀日`\*\*, pid 42/);
    assert.deepEqual(await server.tokenTexts('a.trace', text), [
      'tcp_é😀 network',
      'tcp_é😀 network',
      'wrap other',
      'wrap other',
    ]);
    const reference = (await server.references('a.trace', name))![1]!;
    assert.equal(place(reference), `a.trace 2:${name.character}-${name.character + 'tcp_é😀'.length}`);
    assert.deepEqual(
      (await server.highlights('a.trace', placeOf(text, '}')))?.[1]?.range.start,
      placeOf(text, '}'),
    );
  });
});
