import { callRows, type CallRow } from '../../server/src/core/analyse/callRows';
import { parseTrace } from '../../server/src/core/parse/feeder';
import { TraceText } from '../../server/src/core/parse/traceText';

/** All calls of a text, as `ftrace-explorer calls --json` gives them. */
export function callsOf(bytes: Uint8Array): CallRow[] {
  return [...callRows(new TraceText(bytes, parseTrace(bytes, { keepLines: true, keepSelf: true })))];
}
