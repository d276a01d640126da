import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

const ROUNDS = 7;

/** Opens the trace BENCH_TRACE (at most 20 MB) and writes the times, in milliseconds, to BENCH_RESULT. */
describe('opening a large trace', () => {
  it('measures from the text to the lens', async function () {
    this.timeout(280_000);
    const source = fs.readFileSync(process.env['BENCH_TRACE']!);
    const extension = vscode.extensions.getExtension<{ client: LanguageClient }>(
      'ftrace-explorer.ftrace-explorer',
    )!;
    const { client } = await extension.activate();
    await client.start();
    const rounds: { transferMs: number; lensMs: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, `large-${round}.trace`);
      fs.writeFileSync(uri.fsPath, source);
      const asked = performance.now();
      const document = await vscode.workspace.openTextDocument(uri);
      // The server answers in order: this request about nothing comes back when it has taken the text.
      await client.sendRequest('textDocument/hover', {
        textDocument: { uri: 'file:///none' },
        position: { line: 0, character: 0 },
      });
      const received = performance.now();
      const textDocument = { uri: client.code2ProtocolConverter.asUri(document.uri) };
      const [lens] = await client.sendRequest<object[]>('textDocument/codeLens', { textDocument });
      const resolved = await client.sendRequest<vscode.CodeLens>('codeLens/resolve', lens);
      const answered = performance.now();
      assert.match(resolved.command?.title ?? '', /^[\d,]+ functions, [\d,]+ calls/);
      rounds.push({ transferMs: received - asked, lensMs: answered - received });
    }
    fs.writeFileSync(process.env['BENCH_RESULT']!, JSON.stringify(rounds));
  });
});
