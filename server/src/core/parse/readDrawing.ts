/**
 * What both the kernel and trace-cmd draw behind their own columns: mark, duration, bar, indentation, body
 * (trace_functions_graph.c: print_graph_duration, trace_print_graph_duration; trace_output.c: trace_find_mark).
 */
import { MAX_KEPT_DEPTH } from '../model/lineTable';
import { LineKind } from '../model/lineKind';
import {
  AT,
  BANG,
  BAR,
  DOLLAR,
  DOT,
  HASH,
  parseDecimal,
  PLUS,
  skipDigits,
  skipSpaces,
  STAR,
  startsWith,
  trimEnd,
} from '../text/ascii';
import type { LineFields } from './lineFields';
import { readBody } from './readBody';

/** A clock that runs backwards prints durations near 2^64; no trace lasts this long (31 years). */
const MAX_DURATION_NS = 1e18;

/**
 * Reads from behind the columns at `at` to `end`. `pad` is the number of blanks that belong to the last of these
 * columns where neither duration nor bar follow.
 */
export function readDrawing(bytes: Uint8Array, at: number, end: number, pad: number, f: LineFields): void {
  const first = skipSpaces(bytes, at, end);
  if (startsWith(bytes, first, end, '==========>') || startsWith(bytes, first, end, '<==========')) {
    f.kind = LineKind.Arrow;
    f.body = first;
    return;
  }
  if (first < end && bytes[first] === BAR) f.bar = first;
  else readDuration(bytes, first, end, f);
  const indentFrom = f.bar >= 0 ? f.bar + 1 : at;
  f.body = skipSpaces(bytes, indentFrom, end);
  // print_graph_duration ends in "|  "; without the duration column the last prefix column's own blanks come first.
  const indent = f.body - indentFrom - (f.bar >= 0 ? 2 : pad);
  // People who write a line down by hand, and then the bar of the time away, do not count blanks.
  const byHand = f.timeStart >= 0 && f.timeBar < 0 && !f.traceCmd;
  if (!byHand && indent >= 0 && indent % 2 === 0 && indent <= 2 * MAX_KEPT_DEPTH) f.depth = indent / 2;
  readBody(bytes, f.body, trimEnd(bytes, f.body, end), f);
}

/**
 * `! 123.456 us  |` (trace_print_graph_duration): microseconds, as many decimals as fit in seven digits, so read as
 * many as are there. Sets bar, mark and duration, or nothing.
 */
function readDuration(bytes: Uint8Array, at: number, end: number, f: LineFields): void {
  const marked = at < end && isMark(bytes[at]!);
  const from = marked ? skipSpaces(bytes, at + 1, end) : at;
  const whole = skipDigits(bytes, from, end);
  const to = skipNumber(bytes, from, end);
  if (whole === from) return;
  const unit = skipSpaces(bytes, to, end);
  if (!startsWith(bytes, unit, end, 'us')) return;
  const bar = skipSpaces(bytes, unit + 2, end);
  if (bar >= end || bytes[bar] !== BAR) return;
  f.bar = bar;
  if (marked) f.mark = at;
  f.durationStart = from;
  f.durationEnd = unit + 2;
  let ns = parseDecimal(bytes, from, whole) * 1000;
  for (let digit = whole + 1, scale = 100; digit < to && scale >= 1; digit++, scale /= 10) {
    ns += (bytes[digit]! - 0x30) * scale;
  }
  f.durationNs = ns < MAX_DURATION_NS ? ns : NaN;
}

/** `+ ! # * @ $` (trace_find_mark); which of them, and from which duration on, differs between kernels. */
export function isMark(byte: number): boolean {
  return byte === PLUS || byte === BANG || byte === HASH || byte === STAR || byte === AT || byte === DOLLAR;
}

/** The position behind `123.456` or `123` at `at`; `at` itself where there is none. */
export function skipNumber(bytes: Uint8Array, at: number, end: number): number {
  const whole = skipDigits(bytes, at, end);
  if (whole === at || bytes[whole] !== DOT || whole >= end) return whole;
  return skipDigits(bytes, whole + 1, end);
}
