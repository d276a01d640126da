import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { notice } from '../../core/format/escape';
import { fileName } from '../convert';

/**
 * What `use` makes of the file that a URI names; its signal ends the reading when the request is cancelled. Throws a
 * ResponseError that is made for people where that fails, with the reason `elsewhere` where the URI names no file.
 */
export async function withLocalFile<T>(
  uri: string,
  token: CancellationToken,
  elsewhere: string,
  use: (path: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { scheme, fsPath } = URI.parse(uri);
  if (scheme !== 'file') throw failure(uri, elsewhere);
  const reading = new AbortController();
  const listener = token.onCancellationRequested(() => reading.abort());
  try {
    return await use(fsPath, reading.signal);
  } catch (error) {
    throw failure(uri, error instanceof Error ? error.message : String(error));
  } finally {
    listener.dispose();
  }
}

/** Why there is no answer about a file. The client shows the message of this error. */
export function failure(uri: string, reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, notice(`${fileName(uri)}: ${reason}`));
}
