import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { notice } from '../../core/format/escape';
import type { Trace } from '../../core/model/trace';
import { describeVerdict } from '../../core/present/verdict';
import { readTraceFile } from '../../host/readTrace';
import { fileName } from '../convert';
import type { Parsing } from '../parseSliced';
import type { Server } from '../serverContext';

/**
 * The trace that a view is about: from the editor if it is open there, else read from its file. Throws a ResponseError that
 * is made for people where there is none.
 */
export async function loadTrace(
  { traces, parsing }: Pick<Server, 'traces' | 'parsing'>,
  uri: string,
  token: CancellationToken,
): Promise<Trace> {
  const trace = (await traces.get(uri))?.trace ?? (await readFile(uri, await parsing(), token));
  const reason = describeVerdict(trace.verdict);
  if (reason !== undefined) throw failure(uri, reason);
  return trace;
}

async function readFile(uri: string, parsing: Parsing, token: CancellationToken): Promise<Trace> {
  const { scheme, fsPath } = URI.parse(uri);
  if (scheme !== 'file') throw failure(uri, 'it is not on this machine; open it in the editor first');
  const reading = new AbortController();
  const listener = token.onCancellationRequested(() => reading.abort());
  try {
    return await readTraceFile(fsPath, { ...parsing, keepLines: false, signal: reading.signal });
  } catch (error) {
    throw failure(uri, error instanceof Error ? error.message : String(error));
  } finally {
    listener.dispose();
  }
}

/** The client shows the message of this error. */
function failure(uri: string, reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, notice(`${fileName(uri)}: ${reason}`));
}
