import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { compareFunctions } from '../../core/compare/compareFunctions';
import type { Trace } from '../../core/model/trace';
import { comparisonListings, sideNames } from '../../core/present/comparisonListing';
import { describeVerdict } from '../../core/present/verdict';
import { readTraceFile } from '../../host/readTrace';
import { COMPARE_REQUEST, type CompareParams, type CompareResult } from '../../protocol/requests';
import { fileName } from '../convert';
import type { Server } from '../serverContext';

/** ftrace/compare: the functions of two traces as aligned listings. A trace is taken from the editor if open, else read. */
export function registerComparison({ connection, guard, traces, settings }: Server): void {
  connection.onRequest(
    COMPARE_REQUEST,
    guard<CompareParams, CompareResult>(
      COMPARE_REQUEST,
      new ResponseError(
        LSPErrorCodes.RequestFailed,
        'The comparison failed; the log of the server says why.',
      ),
      async ({ left, right }, token) => {
        const reading = new AbortController();
        token.onCancellationRequested(() => reading.abort());
        const [leftTrace, rightTrace] = await Promise.all([
          loadTrace(traces, left, reading.signal),
          loadTrace(traces, right, reading.signal),
        ]);
        const [leftName, rightName] = sideNames(pathOf(left), pathOf(right));
        const { categories } = await settings();
        const listings = comparisonListings(
          compareFunctions(leftTrace, rightTrace, categories),
          categories,
          leftName,
          rightName,
        );
        return { left: { name: leftName, ...listings.left }, right: { name: rightName, ...listings.right } };
      },
    ),
  );
}

async function loadTrace(traces: Server['traces'], uri: string, signal: AbortSignal): Promise<Trace> {
  const trace = (await traces.get(uri))?.trace ?? (await readFile(uri, signal));
  const reason = describeVerdict(trace.verdict);
  if (reason !== undefined) throw failure(uri, reason);
  return trace;
}

async function readFile(uri: string, signal: AbortSignal): Promise<Trace> {
  const { scheme, fsPath } = URI.parse(uri);
  if (scheme !== 'file') throw failure(uri, 'it is not on this machine; open it in the editor, then compare');
  try {
    return await readTraceFile(fsPath, { keepLines: false, signal });
  } catch (error) {
    throw failure(uri, error instanceof Error ? error.message : String(error));
  }
}

/** An answer made for people: the client shows its message. */
function failure(uri: string, reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, `${fileName(uri)}: ${reason}`);
}

function pathOf(uri: string): string {
  return URI.parse(uri).path;
}
