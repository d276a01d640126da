import * as assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  CodeLensRequest,
  DefinitionRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  LSPErrorCodes,
  ReferencesRequest,
  ResponseError,
  SemanticTokensRequest,
} from 'vscode-languageserver-protocol/node';
import { TraceParser } from '../../server/src/core/parse/traceParser';
import { COMPARE_REQUEST, FUNCTIONS_REQUEST } from '../../server/src/protocol/requests';
import { bigTrace, CALLS, openServer, PATIENCE_MS, placeOf, until, uriOf } from './support';

/** All requests about a document, with a place for those that want one. */
const METHODS = [
  HoverRequest.method,
  DefinitionRequest.method,
  ReferencesRequest.method,
  'textDocument/documentHighlight',
  CodeLensRequest.method,
  FoldingRangeRequest.method,
  DocumentSymbolRequest.method,
  SemanticTokensRequest.method,
  'textDocument/semanticTokens/range',
  FUNCTIONS_REQUEST,
  COMPARE_REQUEST,
] as const;

function paramsOf(name: string): object {
  const uri = uriOf(name);
  const position = { line: 6, character: 25 };
  return {
    textDocument: { uri },
    position,
    range: { start: position, end: position },
    uri,
    left: uri,
    right: uri,
  };
}

async function errorOf(promise: Promise<unknown>): Promise<ResponseError<unknown>> {
  const error: unknown = await promise.then(
    (answer) => assert.fail(`not rejected but ${JSON.stringify(answer)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ResponseError);
  return error;
}

describe('robustness', function () {
  this.timeout(PATIENCE_MS);

  describe('a cancelled request', () => {
    it('is answered so at once, not when the parse that it waits for has ended', async () => {
      const server = await openServer();
      server.open('big.trace', bigTrace(20));
      const cancellation = new CancellationTokenSource();
      const answers = METHODS.map((method) =>
        errorOf(server.connection.sendRequest(method, paramsOf('big.trace'), cancellation.token)),
      );
      // An answer to a request behind them: all of them have begun to wait.
      await server.hover('unknown.trace', { line: 0, character: 0 });
      cancellation.cancel();
      for (const { code } of await Promise.all(answers)) assert.equal(code, LSPErrorCodes.RequestCancelled);
      assert.deepEqual(server.diagnostics, [], 'the parse had ended already');
      assert.deepEqual(server.logs, []);
    });

    it('is answered so where it was cancelled before the server saw it', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      const cancellation = new CancellationTokenSource();
      const answers = METHODS.map((method) =>
        errorOf(server.connection.sendRequest(method, paramsOf('a.trace'), cancellation.token)),
      );
      cancellation.cancel();
      for (const { code } of await Promise.all(answers)) assert.equal(code, LSPErrorCodes.RequestCancelled);
    });

    it('does not harm the next', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      const cancellation = new CancellationTokenSource();
      const answer = errorOf(
        server.connection.sendRequest(HoverRequest.method, paramsOf('a.trace'), cancellation.token),
      );
      cancellation.cancel();
      await answer;
      assert.match(await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv')), /`tcp_recv`/);
    });
  });

  describe('a handler that throws', () => {
    it('is logged with its name and answered neutrally, and all others go on', async () => {
      const server = await openServer();
      server.open('a.trace', CALLS);
      const textDocument = { uri: uriOf('a.trace') };
      const { connection } = server;
      // No editor sends this: parameters that a handler falls over.
      assert.equal(await connection.sendRequest('textDocument/hover', { textDocument }), null);
      assert.equal(
        await connection.sendRequest('textDocument/definition', { textDocument, position: null }),
        null,
      );
      assert.deepEqual(await connection.sendRequest('textDocument/references', {}), []);
      assert.deepEqual(await connection.sendRequest('textDocument/codeLens', {}), []);
      assert.deepEqual(await connection.sendRequest('textDocument/foldingRange', { textDocument: null }), []);
      assert.deepEqual(await connection.sendRequest('textDocument/documentSymbol', {}), []);
      assert.equal(await connection.sendRequest('textDocument/documentHighlight', {}), null);
      assert.equal(await connection.sendRequest('textDocument/semanticTokens/full', {}), null);
      assert.equal(await connection.sendRequest('textDocument/semanticTokens/range', { textDocument }), null);
      assert.deepEqual(await connection.sendRequest('codeLens/resolve', {}), {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        command: { title: '', command: '' },
      });
      assert.deepEqual(await connection.sendRequest(FUNCTIONS_REQUEST, {}), { functions: [] });
      assert.match(
        (await errorOf(connection.sendRequest(COMPARE_REQUEST, {}))).message,
        /^The comparison failed/,
      );

      await until(() => server.logs.length === 12);
      assert.match(server.logs[0]!, /^hover: TypeError[^]*\n +at /);
      assert.match(server.logs.at(-1)!, /^ftrace\/compare: /);
      assert.match(await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv')), /`tcp_recv`/);
      assert.equal((await server.lenses('a.trace')).length, 5);
    });

    it('is no end for the server where it is the parser', async () => {
      const end = Object.getOwnPropertyDescriptor(TraceParser.prototype, 'end')!;
      const server = await openServer();
      server.open('a.trace', CALLS);
      await server.problems('a.trace');
      TraceParser.prototype.end = () => {
        throw new Error('a bug of the parser');
      };
      try {
        server.open('b.trace', CALLS);
        assert.equal(await server.hover('b.trace', placeOf(CALLS, 'tcp_recv')), null);
        assert.deepEqual(await server.lenses('b.trace'), []);
        assert.match(await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv')), /`tcp_recv`/);
        assert.match(server.logs.join('\n'), /Error: a bug of the parser/);
      } finally {
        Object.defineProperty(TraceParser.prototype, 'end', end);
      }
      server.insert('b.trace', 4, ' 0)   1.000 us    |  added();\n');
      assert.match(await server.hoverText('b.trace', { line: 4, character: 22 }), /`added`/);
    });
  });

  it('unknown requests and notifications are refused and ignored', async () => {
    const server = await openServer();
    assert.match(
      (await errorOf(server.connection.sendRequest('ftrace/unknown', {}))).message,
      /Unhandled method/,
    );
    await server.connection.sendNotification('ftrace/unknown', {});
    server.open('a.trace', CALLS);
    assert.equal((await server.lenses('a.trace')).length, 5);
  });
});
