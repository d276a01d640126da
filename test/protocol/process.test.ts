import * as assert from 'node:assert/strict';
import { once } from 'node:events';
import { assertAnswersOthers, CALLS, openServer, PATIENCE_MS, placeOf, until } from './support';

describe('the server as a process', function () {
  this.timeout(PATIENCE_MS);

  for (const runs of ['server.js', 'cli.js'] as const) {
    describe(runs === 'cli.js' ? 'ftrace-explorer lsp --stdio' : 'dist/server.js --stdio', () => {
      it('answers as in an editor, and ends when it is told to', async () => {
        const server = await openServer({ runs, commands: false });
        assert.equal(server.initialized.serverInfo?.name, 'ftrace-explorer');
        server.open('a.trace', CALLS);
        assert.deepEqual(await server.problems('a.trace'), []);
        assert.match(await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv')), /by the rule `tcp`/);
        assert.deepEqual((await server.lensTexts('a.trace'))[0], '0: 4 functions, 5 calls, 2 tasks, 2 CPUs');
        assert.equal((await server.folds('a.trace')).length, 2);
        assert.equal((await server.tokens('a.trace')).length, 6);
        assert.equal(await server.shutdown(), 0);
      });

      it('ends with its client', async () => {
        const server = await openServer({ runs });
        server.open('a.trace', CALLS);
        const ended = once(server.process!, 'exit');
        server.process!.stdin!.end();
        assert.deepEqual(await ended, [1, null]);
      });

      it('lives on where the client refuses its requests', async () => {
        const settings = { categories: [{ id: 'x', patterns: ['/(/'] }] };
        const server = await openServer({ runs, refuses: true, settings });
        server.open('a.trace', CALLS);
        await server.tokens('a.trace');
        server.change({});
        await until(() => server.asked.includes('workspace/codeLens/refresh'));
        assert.equal((await server.lenses('a.trace')).length, 5);
        assert.equal(server.messages.length, 1);
        assert.equal(await server.shutdown(), 0);
      });
    });
  }

  it('answers others while it parses 20 MB', async () => {
    await assertAnswersOthers(await openServer({ runs: 'server.js' }));
  });

  it('is not killed by nonsense on its input', async () => {
    const server = await openServer({ runs: 'server.js' });
    const body = '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":null}}';
    server.process!.stdin!.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    server.open('a.trace', CALLS);
    assert.equal((await server.lenses('a.trace')).length, 5);
  });
});
