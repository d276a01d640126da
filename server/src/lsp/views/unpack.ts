import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { readText } from '../../host/readText';
import { UNPACK_REQUEST, type UnpackParams, type UnpackResult } from '../../protocol/unpack';
import type { Server } from '../serverContext';
import { failure, withLocalFile } from './localFile';

/** VS Code gives extensions no text that is longer. */
const MAX_TEXT_BYTES = 50 << 20;

/** ftrace/unpack: the text of a file, unpacked if it is compressed. */
export function registerUnpack({ connection, guard }: Server): void {
  connection.onRequest(
    UNPACK_REQUEST,
    guard<UnpackParams, UnpackResult>(
      UNPACK_REQUEST,
      new ResponseError(LSPErrorCodes.RequestFailed, 'Unpacking failed; the log of the server says why.'),
      async ({ uri }, token) => ({ text: await unpack(uri, token) }),
    ),
  );
}

async function unpack(uri: string, token: CancellationToken): Promise<string> {
  const text = await withLocalFile(uri, token, 'it is not on this machine', (path, signal) =>
    readText(path, MAX_TEXT_BYTES, { signal }),
  );
  if (text !== undefined) return text;
  throw failure(uri, 'its text is above 50 MB; on the command line, ftrace-explorer summary reads it');
}
