import type { CancellationToken } from 'vscode-languageserver';
import type { Trace } from '../../core/model/trace';
import { describeVerdict } from '../../core/present/verdict';
import { readTraceFile } from '../../host/readTrace';
import type { Parsing } from '../parseSliced';
import type { Server } from '../serverContext';
import { failure, withLocalFile } from './localFile';

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

function readFile(uri: string, parsing: Parsing, token: CancellationToken): Promise<Trace> {
  const elsewhere = 'it is not on this machine; open it in the editor first';
  return withLocalFile(uri, token, elsewhere, (path, signal) =>
    readTraceFile(path, { ...parsing, keepLines: false, signal }),
  );
}
