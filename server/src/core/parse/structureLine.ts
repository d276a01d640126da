import {
  BAR,
  BRACKET_OPEN,
  DASH,
  EQUALS,
  HASH,
  indexOf,
  PAREN_OPEN,
  skipSpaces,
  SPACE,
  startsWith,
} from '../text/ascii';
import { LineKind } from '../model/lineKind';
import { skipNumber } from './readDrawing';

/** What programs around the tracer print before and behind their lines. */
const PRODUCER_LINES = [
  'Tracing "', // perf-tools funcgraph
  'Ending tracing...',
  'function_graph tracer is used', // perf ftrace -v
  'Dumping ftrace ', // ftrace_dump, kdb's ftdump
  'cpus=', // trace-cmd report
];
/** What the kernel prints in parentheses: print_graph_return, ftrace_dump, kdb's ftdump. */
const NOTES = ['(Overruns:', '(ftrace buffer empty)', '(skipping '];
/** Long enough for each of them: longer lines are prose. */
const MAX_PRODUCER_LINE_BYTES = 120;

/** What the line is whose first byte that is no space is at `at`, if it is one without columns; else Unread. */
export function structureKind(bytes: Uint8Array, at: number, end: number): LineKind {
  switch (bytes[at]) {
    case HASH:
      if (startsWith(bytes, at, end, '##### CPU')) return LineKind.Marker;
      return isMarkedDuration(bytes, at, end) ? LineKind.Unread : LineKind.Header;
    case BRACKET_OPEN:
      return startsWith(bytes, at, end, '[LINE TOO BIG]') ? LineKind.Marker : LineKind.Unread;
    case PAREN_OPEN:
      return NOTES.some((note) => startsWith(bytes, at, end, note)) ? LineKind.Marker : LineKind.Unread;
    case EQUALS:
      return startsWith(bytes, at, end, '=> ') ? LineKind.Stack : LineKind.Unread;
    case DASH:
      return isRule(bytes, at, end) ? LineKind.Rule : LineKind.Unread;
    case BAR:
      return isBarRow(bytes, at, end) ? LineKind.Header : LineKind.Unread;
    default:
      return wordKind(bytes, at, end);
  }
}

function wordKind(bytes: Uint8Array, at: number, end: number): LineKind {
  if (startsWith(bytes, at, end, 'CPU:') && isLoss(bytes, at, end)) return LineKind.Lost;
  if (startsWith(bytes, at, end, 'CPU:') && endsWith(bytes, at, end, '[SUBBUFFER START]'))
    return LineKind.Marker;
  if (end - at > MAX_PRODUCER_LINE_BYTES) return LineKind.Unread;
  if (startsWith(bytes, at, end, 'CPU ') && endsWith(bytes, at, end, ' is empty')) return LineKind.Marker;
  // A header that has lost its `#`: its first column is CPU, TIME, TASK or DURATION.
  if (startsWith(bytes, at, end, 'tracer: ')) return LineKind.Header;
  const inCapitals = bytes[at]! >= 0x41 && bytes[at]! <= 0x5a;
  if (inCapitals && endsWith(bytes, at, end, ' FUNCTION CALLS')) return LineKind.Header;
  return PRODUCER_LINES.some((begin) => startsWith(bytes, at, end, begin))
    ? LineKind.Marker
    : LineKind.Unread;
}

/** `CPU:2 [LOST 1234 EVENTS]`, `[LOST EVENTS]` (print_trace_line), `[1234 EVENTS DROPPED]` (trace-cmd). */
function isLoss(bytes: Uint8Array, at: number, end: number): boolean {
  const events = indexOf(bytes, 'EVENTS', at, Math.min(end, at + 60));
  return events > 0 && indexOf(bytes, '[', at, events) > 0;
}

function endsWith(bytes: Uint8Array, from: number, end: number, text: string): boolean {
  while (end > from && bytes[end - 1] === SPACE) end--;
  return end - text.length >= from && startsWith(bytes, end - text.length, end, text);
}

/** `# 1837.709 us |`: with funcgraph-cpu off a line can begin with the overhead mark, which is no header. */
function isMarkedDuration(bytes: Uint8Array, at: number, end: number): boolean {
  const number = skipSpaces(bytes, at + 1, end);
  const after = skipNumber(bytes, number, end);
  return number > at + 1 && after > number && startsWith(bytes, skipSpaces(bytes, after, end), end, 'us');
}

function isRule(bytes: Uint8Array, at: number, end: number): boolean {
  const from = at;
  while (at < end && bytes[at] === DASH) at++;
  return at - from >= 10 && skipSpaces(bytes, at, end) === end;
}

/** `|     |   |                     |   |   |   |`: the second line of a header that has lost its `#`. */
function isBarRow(bytes: Uint8Array, at: number, end: number): boolean {
  let bars = 0;
  for (; at < end; at++) {
    if (bytes[at] === BAR) bars++;
    else if (bytes[at] !== SPACE) return false;
  }
  return bars >= 3;
}
