import * as assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver-protocol/node';
import { UNPACK_REQUEST, type UnpackResult } from '../../server/src/protocol/unpack';
import { PACKED, PLAIN } from '../support/packed';
import { bigTrace, openServer, PATIENCE_MS, suiteFolder, type Client } from './support';

function unpack(server: Client, uri: string): Promise<UnpackResult> {
  return server.connection.sendRequest(UNPACK_REQUEST, { uri });
}

describe('ftrace/unpack', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();

  async function assertRefused(server: Client, uri: string, message: string): Promise<void> {
    await assert.rejects(unpack(server, uri), (error) => {
      assert.ok(error instanceof ResponseError);
      assert.deepEqual([error.code, error.message], [LSPErrorCodes.RequestFailed, message]);
      return true;
    });
  }

  it('gives the text inside, and of a plain file its own', async () => {
    const server = await openServer();
    for (const [name, bytes] of [...Object.entries(PACKED), ['plain', PLAIN] as const])
      assert.deepEqual(
        await unpack(server, folder.writeUri(`${name} #1.trace`, bytes)),
        { text: PLAIN },
        name,
      );
  });

  it('works in the bundle', async () => {
    const server = await openServer({ runs: 'server.js' });
    for (const bytes of Object.values(PACKED))
      assert.deepEqual(await unpack(server, folder.writeUri('packed', bytes)), { text: PLAIN });
  });

  it('says why there is none', async () => {
    const server = await openServer();
    const cut = folder.writeUri('cut.trace.xz', PACKED.xz.subarray(0, -20));
    await assertRefused(server, cut, 'cut.trace.xz: its xz data ends too early');
    await assertRefused(server, folder.uri('missing.gz'), 'missing.gz: there is no such file');
    await assertRefused(server, 'vscode-vfs://github/a/b.trace.gz', 'b.trace.gz: it is not on this machine');
  });

  it('refuses a text above 50 MB, and names the command line', async () => {
    const server = await openServer();
    const uri = folder.writeUri('big.trace.gz', gzipSync(bigTrace(51), { level: 1 }));
    const reason = 'its text is above 50 MB; on the command line, ftrace-explorer summary reads it';
    await assertRefused(server, uri, `big.trace.gz: ${reason}`);
  });
});

describe('ftrace/compare', function () {
  this.timeout(PATIENCE_MS);
  const folder = suiteFolder();

  it('takes compressed files', async () => {
    const uris = [PACKED.zst, PACKED.xz, PACKED.gzip].map((bytes, index) =>
      folder.writeUri(`${index}.trace.packed`, bytes),
    );
    const server = await openServer();
    for (const [left, right] of [
      [uris[0]!, uris[1]!],
      [uris[1]!, uris[2]!],
    ] as const) {
      const result = await server.compare(left, right);
      assert.match(result.left.text, /^on both sides +8 /m);
      assert.equal(result.left.targets.filter((line) => line >= 0).length, 8);
    }
  });
});
