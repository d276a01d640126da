import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { notice } from '../../core/format/escape';
import { readText } from '../../host/readText';
import { UNPACK_REQUEST, type UnpackParams, type UnpackResult } from '../../protocol/unpack';
import { fileName } from '../convert';
import type { Server } from '../serverContext';

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
  const { scheme, fsPath } = URI.parse(uri);
  if (scheme !== 'file') throw failure(uri, 'it is not on this machine');
  const reading = new AbortController();
  const listener = token.onCancellationRequested(() => reading.abort());
  let text: string | undefined;
  try {
    text = await readText(fsPath, MAX_TEXT_BYTES, { signal: reading.signal });
  } catch (error) {
    throw failure(uri, error instanceof Error ? error.message : String(error));
  } finally {
    listener.dispose();
  }
  if (text !== undefined) return text;
  throw failure(uri, 'its text is above 50 MB; on the command line, ftrace-explorer summary reads it');
}

/** The client shows the message of this error. */
function failure(uri: string, reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, notice(`${fileName(uri)}: ${reason}`));
}
