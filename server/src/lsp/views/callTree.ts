import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { callLines } from '../../core/analyse/calls';
import { linesOf, taskName } from '../../core/analyse/callTree';
import { alignCalls } from '../../core/compare/alignCalls';
import { visible } from '../../core/format/escape';
import { formatCount, formatDuration } from '../../core/format/numbers';
import { sideNames } from '../../core/format/pathNames';
import { isCallKind } from '../../core/model/lineKind';
import type { NameId } from '../../core/model/nameTable';
import type { Trace } from '../../core/model/trace';
import { alignedListings } from '../../core/present/alignedListing';
import { needsText } from '../../core/present/callLabels';
import { callTreeListing } from '../../core/present/callTreeListing';
import {
  CALL_TREE_ALIGN_REQUEST,
  CALL_TREE_CALLS_REQUEST,
  CALL_TREE_LISTING_REQUEST,
  type CallListing,
  type CallPlace,
  type CallTreeAlignParams,
  type CallTreeAlignResult,
  type CallTreeCallsParams,
  type CallTreeCallsResult,
  type CallTreeListingParams,
} from '../../protocol/callTree';
import { fileName, pathOf } from '../convert';
import type { Server } from '../serverContext';
import { loadTraceLines, loadTraceText } from './loadTrace';
import { failure } from './localFile';

/** More calls than this are no list to pick from. */
const MAX_CALLS = 5000;

const FAILED = new ResponseError<void>(
  LSPErrorCodes.RequestFailed,
  'The call tree failed; the log of the server says why.',
);

/** ftrace/callTree/listing, align and calls: calls as text for a diff editor. */
export function registerCallTree(server: Server): void {
  const { connection, guard, settings } = server;

  connection.onRequest(
    CALL_TREE_LISTING_REQUEST,
    guard<CallTreeListingParams, CallListing>(CALL_TREE_LISTING_REQUEST, FAILED, async ({ uri }, token) => {
      const show = new Set((await settings()).callTree.show);
      if (!needsText(show))
        return callTreeListing(await loadTraceLines(server, uri, token), undefined, { show });
      const text = await loadTraceText(server, uri, token);
      return callTreeListing(text.trace, text, { show });
    }),
  );

  connection.onRequest(
    CALL_TREE_ALIGN_REQUEST,
    guard<CallTreeAlignParams, CallTreeAlignResult>(
      CALL_TREE_ALIGN_REQUEST,
      FAILED,
      async ({ left, right }, token) => {
        const [a, b] = await Promise.all([left, right].map((place) => loadCall(server, place, token)));
        const names =
          left.uri === right.uri
            ? [fileName(left.uri), fileName(right.uri)]
            : sideNames(pathOf(left.uri), pathOf(right.uri));
        const titles = [a!, b!].map(({ trace, line, id }, side) => {
          const lines = linesOf(trace);
          const place = `${names[side]} line ${formatCount(lines.callLine(line) + 1)}`;
          return `${trace.names.text(id)}, ${place}: ${formatDuration(lines.durationNs(line))}`;
        });
        return alignedListings(alignCalls(a!, b!), { left: titles[0]!, right: titles[1]! });
      },
    ),
  );

  connection.onRequest(
    CALL_TREE_CALLS_REQUEST,
    guard<CallTreeCallsParams, CallTreeCallsResult>(
      CALL_TREE_CALLS_REQUEST,
      FAILED,
      async ({ of, uri }, token) => {
        const { trace, id } = await loadCall(server, of, token);
        const other = await loadTraceLines(server, uri, token);
        return callsOf(other, other.names.findIn(trace.names, id), visible(trace.names.text(id)));
      },
    ),
  );
}

/** The call of a line; throws where there is none. */
async function loadCall(
  server: Server,
  { uri, line }: CallPlace,
  token: CancellationToken,
): Promise<{ trace: Trace; line: number; id: NameId }> {
  const trace = await loadTraceLines(server, uri, token);
  const lines = linesOf(trace);
  const isCall = line >= 0 && line < lines.length && isCallKind(lines.kind(line));
  const id = isCall ? lines.name(line) : -1;
  if (id < 0) throw failure(uri, `there is no call on line ${formatCount(line + 1)}`);
  return { trace, line, id };
}

function callsOf(trace: Trace, id: NameId, name: string): CallTreeCallsResult {
  const lines = linesOf(trace);
  const calls = (id < 0 ? [] : callLines(lines, id, MAX_CALLS)).map((line) => {
    const caller = lines.caller(line);
    return {
      line,
      label: `line ${formatCount(line + 1)}`,
      description: [
        formatDuration(lines.durationNs(line)),
        visible(taskName(trace, lines.lane(line))),
        ...(caller < 0 ? [] : [`called by ${visible(trace.names.text(lines.name(caller)))}`]),
      ].join(' · '),
    };
  });
  return { name, total: id < 0 ? 0 : trace.stats.calls[id]!, calls };
}
