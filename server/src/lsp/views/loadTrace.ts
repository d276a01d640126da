import type { CancellationToken } from 'vscode-languageserver';
import type { Trace } from '../../core/model/trace';
import { describeVerdict } from '../../core/present/verdict';
import { TraceText } from '../../core/parse/traceText';
import { readTraceBytes } from '../../host/readText';
import { parseSliced } from '../parseSliced';
import type { Server } from '../serverContext';
import { failure, withLocalFile } from './localFile';

const ELSEWHERE = 'it is not on this machine; open it in the editor first';

/** What reading a trace needs of the server. */
type Reading = Pick<Server, 'traces' | 'parsing' | 'readTrace'>;

/**
 * The trace that a view is about: from the editor if it is open there, else read from its file. Throws a ResponseError that
 * is made for people where there is none.
 */
export async function loadTrace(server: Reading, uri: string, token: CancellationToken): Promise<Trace> {
  const trace = (await server.traces.keep(uri))?.trace ?? (await readFile(server, uri, token, false));
  return checked(uri, trace);
}

/** The same with its lines. Self times are not kept. */
export async function loadTraceLines(server: Reading, uri: string, token: CancellationToken): Promise<Trace> {
  const trace = (await server.traces.keep(uri))?.trace ?? (await readFile(server, uri, token, true));
  return checked(uri, trace);
}

/** The same with its lines and its text. */
export async function loadTraceText(
  { traces, parsing }: Pick<Server, 'traces' | 'parsing'>,
  uri: string,
  token: CancellationToken,
): Promise<TraceText> {
  const open = await traces.keep(uri);
  if (open !== undefined) {
    checked(uri, open.trace);
    return open;
  }
  const bytes = await withLocalFile(uri, token, ELSEWHERE, (path, signal) =>
    readTraceBytes(path, { signal }),
  );
  const trace = await parseSliced(bytes, await parsing(), () => token.isCancellationRequested);
  if (trace === undefined) throw failure(uri, 'cancelled');
  return new TraceText(bytes, checked(uri, trace));
}

function checked(uri: string, trace: Trace): Trace {
  const reason = describeVerdict(trace.verdict);
  if (reason !== undefined) throw failure(uri, reason);
  return trace;
}

async function readFile(
  { parsing, readTrace }: Reading,
  uri: string,
  token: CancellationToken,
  keepLines: boolean,
): Promise<Trace> {
  const options = { ...(await parsing()), keepLines };
  return withLocalFile(uri, token, ELSEWHERE, (path, signal) => readTrace(path, { ...options, signal }));
}
