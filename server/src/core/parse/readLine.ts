/**
 * Reads one line of function_graph text completely: every column, every kind of line, from the left by the grammar of
 * the kernel's printer (kernel/trace/trace_functions_graph.c: print_graph_prologue, print_graph_duration,
 * print_graph_entry_leaf, _nested, _return, _comment; read in 5.10 to 7.3) and, for `trace-cmd report`, of its own.
 *
 * This is the complete reader: the fast one (usualLine.ts) knows only the usual lines of a file and leaves all others to
 * this one. Tests compare the two.
 */
import { MAX_KEPT_DEPTH } from '../model/lineTable';
import {
  AT,
  BANG,
  BAR,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  CARRIAGE_RETURN,
  DASH,
  DOLLAR,
  DOT,
  EQUALS,
  HASH,
  indexOf,
  isDigit,
  PAREN_CLOSE,
  PAREN_OPEN,
  parseDecimal,
  PLUS,
  skipDigits,
  skipSpaces,
  SPACE,
  STAR,
  startsWith,
  trimEnd,
} from '../text/ascii';
import { LineKind } from '../model/lineKind';
import { LineFields } from './lineFields';
import { readBody } from './readBody';

/**
 * Longest line that is read: reading from a file holds no more. Longer ones are Unread, to the parser as to an editor.
 */
export const MAX_LINE_BYTES = 1 << 20;
/** Linux is built for 8,192 cpus at most. */
const MAX_CPU_DIGITS = 5;
/** The kernel prints 7 bytes of a comm, trace-cmd all of it: TASK_COMM_LEN is 16 with its NUL. */
const MAX_COMM_BYTES = 16;
/** Two tasks and an arrow. A bound, because each arrow in the line is tried. */
const MAX_BANNER_BYTES = 120;
/** The bar behind a task is at most a field of 14 or a wide task away. */
const MAX_TASK_BYTES = 40;
/** A clock that runs backwards prints durations near 2^64; no trace lasts this long (31 years). */
const MAX_DURATION_NS = 1e18;

/**
 * Reads the line [start, end) of `bytes` into `f`. `end` is the position of its newline. Never throws; what cannot be
 * read has the kind Unread.
 */
export function readLine(bytes: Uint8Array, start: number, end: number, f: LineFields): void {
  const tooLong = end - start >= MAX_LINE_BYTES;
  if (end > start && bytes[end - 1] === CARRIAGE_RETURN) end--;
  f.reset(start, end);
  if (tooLong) return;
  const first = skipSpaces(bytes, start, end);
  if (first === end) {
    f.kind = LineKind.Blank;
    return;
  }
  f.kind = structureKind(bytes, first, end);
  if (f.kind !== LineKind.Unread) return;
  if (!readTraceCmdPrefix(bytes, first, end, f)) readKernelPrefix(bytes, start, end, f);
}

/** Lines that have no columns: headers, rulers, lost events, stack lines. Unread where it is none of them. */
function structureKind(bytes: Uint8Array, at: number, end: number): LineKind {
  switch (bytes[at]) {
    case HASH:
      if (startsWith(bytes, at, end, '##### CPU')) return LineKind.Marker;
      return isMarkedDuration(bytes, at, end) ? LineKind.Unread : LineKind.Header;
    case 0x43: // C
      return startsWith(bytes, at, end, 'CPU:') && indexOf(bytes, 'EVENTS', at, end) > 0
        ? LineKind.Lost
        : LineKind.Unread;
    case BRACKET_OPEN:
      return startsWith(bytes, at, end, '[LINE TOO BIG]') ? LineKind.Marker : LineKind.Unread;
    case PAREN_OPEN:
      return startsWith(bytes, at, end, '(Overruns:') ? LineKind.Marker : LineKind.Unread;
    case EQUALS:
      return startsWith(bytes, at, end, '=> ') ? LineKind.Stack : LineKind.Unread;
    case DASH:
      return isRule(bytes, at, end) ? LineKind.Rule : LineKind.Unread;
    default:
      return LineKind.Unread;
  }
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

function skipNumber(bytes: Uint8Array, at: number, end: number): number {
  const whole = skipDigits(bytes, at, end);
  if (whole === at || bytes[whole] !== DOT || whole >= end) return whole;
  return skipDigits(bytes, whole + 1, end);
}

// ---- the kernel's columns ----------------------------------------------------------------------------------------

function readKernelPrefix(bytes: Uint8Array, start: number, end: number, f: LineFields): void {
  let at = start;
  // Spaces that belong to the last column that was read, not to the indentation (only where no duration follows).
  let pad = 0;
  let next = readTime(bytes, at, end, f);
  if (next < 0) next = readRelativeTime(bytes, at, end, f);
  if (next >= 0) {
    at = next;
    pad = 2;
  }
  next = readCpu(bytes, at, end, f);
  if (next >= 0) {
    at = next;
    pad = 1;
    if (isDigit(bytes[trimEnd(bytes, at, end) - 1] ?? 0) && readBanner(bytes, at, end, f)) return;
  }
  next = readTask(bytes, at, end, f);
  if (next >= 0) {
    at = next;
    pad = 1;
  }
  next = readFlags(bytes, at, end, f);
  if (next >= 0) {
    at = next;
    pad = 1;
  }
  readFromDuration(bytes, at, end, pad, f);
}

/** ` 0)  bash-3173  =>  <idle>-0`: the line between the rulers of a context switch (verif_pid). */
function readBanner(bytes: Uint8Array, at: number, end: number, f: LineFields): boolean {
  if (end - at > MAX_BANNER_BYTES) return false;
  for (let arrow = indexOf(bytes, '=>', at, end); arrow >= 0; arrow = indexOf(bytes, '=>', arrow + 2, end)) {
    const left = skipSpaces(bytes, at, arrow);
    const right = skipSpaces(bytes, arrow + 2, end);
    const pidNext = pidBegin(bytes, right, trimEnd(bytes, right, end));
    if (pidNext < 0 || !setTask(bytes, left, trimEnd(bytes, left, arrow), f)) continue;
    f.nextCommStart = right;
    f.nextCommEnd = pidNext - 1;
    f.nextPidEnd = skipDigits(bytes, pidNext, end);
    f.nextPid = parseDecimal(bytes, pidNext, f.nextPidEnd);
    f.kind = LineKind.Banner;
    return true;
  }
  return false;
}

/** `  123.456789 |  ` (print_graph_abs_time): seconds and six digits, whatever the clock. */
function readTime(bytes: Uint8Array, at: number, end: number, f: LineFields): number {
  const from = skipSpaces(bytes, at, end);
  const dot = skipDigits(bytes, from, end);
  if (dot === from || dot >= end || bytes[dot] !== DOT) return -1;
  const to = skipDigits(bytes, dot + 1, end);
  if (to - dot - 1 < 6) return -1;
  const bar = skipSpaces(bytes, to, end);
  if (bar >= end || bytes[bar] !== BAR) return -1;
  f.timeStart = from;
  f.timeEnd = to;
  f.timeBar = bar;
  return bar + 1;
}

/** `      123 us |  ` (print_graph_rel_time, 5.1+). Only a cpu column after it tells it from a duration. */
function readRelativeTime(bytes: Uint8Array, at: number, end: number, f: LineFields): number {
  const from = skipSpaces(bytes, at, end);
  const to = skipDigits(bytes, from, end);
  if (to === from || !startsWith(bytes, to, end, ' us |')) return -1;
  const bar = to + 4;
  const cpu = skipSpaces(bytes, bar + 1, end);
  const paren = skipDigits(bytes, cpu, end);
  if (paren === cpu || paren >= end || bytes[paren] !== PAREN_CLOSE) return -1;
  f.relativeStart = from;
  f.relativeEnd = to + 3;
  f.timeBar = bar;
  return bar + 1;
}

/** ` 3) ` (print_graph_cpu). */
function readCpu(bytes: Uint8Array, at: number, end: number, f: LineFields): number {
  const from = skipSpaces(bytes, at, end);
  const to = skipDigits(bytes, from, end);
  if (to === from || to - from > MAX_CPU_DIGITS || to >= end || bytes[to] !== PAREN_CLOSE) return -1;
  f.cpuStart = from;
  f.cpuEnd = to;
  f.cpu = parseDecimal(bytes, from, to);
  f.cpuParen = to;
  return to + 1;
}

/** `  bash-3173   | ` (print_graph_proc): a comm may hold anything, bars too, so try each bar that is near. */
function readTask(bytes: Uint8Array, at: number, end: number, f: LineFields): number {
  const from = skipSpaces(bytes, at, end);
  const limit = Math.min(end, from + MAX_TASK_BYTES);
  for (let bar = from; bar < limit; bar++) {
    if (bytes[bar] !== BAR) continue;
    const to = trimEnd(bytes, from, bar);
    // The bar of a blank duration column, two spaces behind it; without them a comm may begin with a bar.
    if (to === from && bar + 1 < limit && bytes[bar + 1] !== SPACE) continue;
    if (to === from || startsWith(bytes, to - 3, to, ' us')) return -1;
    if (setTask(bytes, from, to, f)) {
      f.taskBar = bar;
      return bar + 1;
    }
  }
  return -1;
}

/** The position of the digits behind the last `-` of `comm-pid` in [from, to), or -1. A comm may be empty. */
function pidBegin(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && isDigit(bytes[at - 1]!)) at--;
  return at < to && at - 1 >= from && bytes[at - 1] === DASH ? at : -1;
}

function setTask(bytes: Uint8Array, from: number, to: number, f: LineFields): boolean {
  const pid = pidBegin(bytes, from, to);
  if (pid < 0 || pid - 1 - from > MAX_COMM_BYTES) return false;
  f.commStart = from;
  f.commEnd = pid - 1;
  f.pidStart = pid;
  f.pidEnd = to;
  f.pid = parseDecimal(bytes, pid, to);
  return true;
}

/** ` d..1. | ` (print_graph_lat_fmt); before 5.1 without the bar. */
function readFlags(bytes: Uint8Array, at: number, end: number, f: LineFields): number {
  const from = skipSpaces(bytes, at, end);
  let to = from;
  while (to < end && isFlag(bytes[to]!)) to++;
  if (to - from < 3 || to - from > 8 || (to < end && bytes[to] !== SPACE)) return -1;
  const after = skipSpaces(bytes, to, end);
  const hasBar = after < end && bytes[after] === BAR;
  if (!hasBar && !isMark(bytes[after] ?? 0) && !isDigit(bytes[after] ?? 0)) return -1;
  f.flagsStart = from;
  f.flagsEnd = to;
  // Old kernels: the bar behind the flags is the one of an empty duration column, 14 columns away.
  if (!hasBar || after - to > 4) return to;
  f.flagsBar = after;
  return after + 1;
}

/** Characters of trace_print_lat_fmt (trace_output.c) of all generations, hexadecimal depths included. */
function isFlag(byte: number): boolean {
  return (
    isDigit(byte) ||
    byte === DOT ||
    byte === HASH ||
    byte === DASH ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a)
  );
}

/** `+ ! # * @ $` (trace_find_mark); which of them, and from which duration on, differs between kernels. */
function isMark(byte: number): boolean {
  return byte === PLUS || byte === BANG || byte === HASH || byte === STAR || byte === AT || byte === DOLLAR;
}

// ---- trace-cmd report ----------------------------------------------------------------------------------------------

/**
 * `  bash-939   [003] d..1.  1234.567890: funcgraph_entry:        0.123 us   |    foo();` An event that is not of the
 * graph makes the line an Event. False where the line has no such prefix.
 */
function readTraceCmdPrefix(bytes: Uint8Array, first: number, end: number, f: LineFields): boolean {
  const open = indexOf(bytes, ' [', first, Math.min(end, first + 48));
  if (open < 0) return false;
  const cpuFrom = open + 2;
  const cpuTo = skipDigits(bytes, cpuFrom, end);
  if (cpuTo === cpuFrom || cpuTo - cpuFrom > MAX_CPU_DIGITS) return false;
  if (cpuTo >= end || bytes[cpuTo] !== BRACKET_CLOSE) return false;
  if (!setTask(bytes, first, trimEnd(bytes, first, open), f)) return false;
  f.cpuStart = cpuFrom;
  f.cpuEnd = cpuTo;
  f.cpu = parseDecimal(bytes, cpuFrom, cpuTo);

  let at = skipSpaces(bytes, cpuTo + 1, end);
  let word = wordEnd(bytes, at, end);
  if (bytes[word - 1] !== 0x3a) {
    f.flagsStart = at;
    f.flagsEnd = word;
    at = skipSpaces(bytes, word, end);
    word = wordEnd(bytes, at, end);
  }
  if (word === at || bytes[word - 1] !== 0x3a || !isDigit(bytes[at]!)) return false;
  f.timeStart = at;
  f.timeEnd = word - 1;
  at = skipSpaces(bytes, word, end);
  word = wordEnd(bytes, at, end);
  f.kind = LineKind.Event;
  for (const name of ['funcgraph_entry:', 'funcgraph_exit:', 'fgraph_retaddr_entry:']) {
    if (word - at === name.length && startsWith(bytes, at, end, name)) {
      f.kind = LineKind.Unread;
      readFromDuration(bytes, word, end, 0, f);
      break;
    }
  }
  return true;
}

function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== SPACE) at++;
  return at;
}

// ---- duration, indentation, body -----------------------------------------------------------------------------------

function readFromDuration(bytes: Uint8Array, at: number, end: number, pad: number, f: LineFields): void {
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
  if (indent >= 0 && indent % 2 === 0 && indent <= 2 * MAX_KEPT_DEPTH) f.depth = indent / 2;
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
