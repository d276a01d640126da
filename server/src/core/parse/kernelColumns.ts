/**
 * The columns that the kernel prints before the drawing, from the left by the grammar of its printer
 * (kernel/trace/trace_functions_graph.c: print_graph_prologue and what it calls; read in 2.6.30 to 7.3). The order never
 * changed; each column is there or not.
 */
import {
  BAR,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  DASH,
  DOT,
  HASH,
  indexOf,
  isDigit,
  PAREN_CLOSE,
  parseDecimal,
  skipDigits,
  skipSpaces,
  SPACE,
  startsWith,
  trimEnd,
} from '../text/ascii';
import { LineKind } from '../model/lineKind';
import type { LineFields } from './lineFields';
import { isMark, readDrawing } from './readDrawing';

/** Linux is built for 8,192 cpus at most. */
export const MAX_CPU_DIGITS = 5;
/** The kernel prints 7 bytes of a comm, trace-cmd all of it: TASK_COMM_LEN is 16 with its NUL. */
const MAX_COMM_BYTES = 16;
/** Two tasks and an arrow. A bound, because each arrow in the line is tried. */
const MAX_BANNER_BYTES = 120;
/** PID_MAX_LIMIT is 4,194,304; damage and other systems may have more, but no number without end. */
const MAX_PID_DIGITS = 10;
/** The bar behind a task is at most a field of 14 or a wide task away. */
export const MAX_TASK_BYTES = 40;

/** Reads the line [start, end) into `f`; it stays Unread where these are not the kernel's columns. */
export function readKernelLine(bytes: Uint8Array, start: number, end: number, f: LineFields): void {
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
    pad = f.barless ? 0 : 1;
  }
  readDrawing(bytes, at, end, pad, f);
}

/** ` 0)  bash-3173  =>  <idle>-0`: the line between the rulers of a context switch (verif_pid). */
function readBanner(bytes: Uint8Array, at: number, end: number, f: LineFields): boolean {
  if (end - at > MAX_BANNER_BYTES) return false;
  for (
    let arrow = indexOf(bytes, ' => ', at, end);
    arrow >= 0;
    arrow = indexOf(bytes, ' => ', arrow + 2, end)
  ) {
    const left = skipSpaces(bytes, at, arrow);
    const right = skipSpaces(bytes, arrow + 4, end);
    const pidNext = pidBegin(bytes, right, trimEnd(bytes, right, end));
    if (
      pidNext < 0 ||
      pidNext - 1 - right > MAX_COMM_BYTES ||
      !setTask(bytes, left, trimEnd(bytes, left, arrow), f)
    )
      continue;
    f.nextCommStart = right;
    f.nextCommEnd = pidNext - 1;
    f.nextPidEnd = skipDigits(bytes, pidNext, end);
    f.nextPid = isUnknownTask(bytes, right, pidNext) ? -1 : parseDecimal(bytes, pidNext, f.nextPidEnd);
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
  const barred = bar < end && bytes[bar] === BAR;
  // Without a bar it is a time only before a cpu in brackets, as people write it down: `1234.567890  [0]  |  foo();`.
  if (!barred && bracketedCpu(bytes, bar, end) < 0) return -1;
  f.timeStart = from;
  f.timeEnd = to;
  if (!barred) return to;
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
  let from = skipSpaces(bytes, at, end);
  if (f.timeStart >= 0 && f.timeBar < 0) from++;
  const to = skipDigits(bytes, from, end);
  if (to === from || to - from > MAX_CPU_DIGITS || to >= end) return -1;
  if (isEndOfComm(bytes, to, end)) return -1;
  if (bytes[to] !== PAREN_CLOSE && (f.timeStart < 0 || bytes[to] !== BRACKET_CLOSE)) return -1;
  f.cpuStart = from;
  f.cpuEnd = to;
  f.cpu = parseDecimal(bytes, from, to);
  f.cpuParen = to;
  return to + 1;
}

/**
 * Whether the `)` at `at` ends the name of a task, `0)-12` or `0) -12`, and no cpu column: between that and a task without
 * a name there are five blanks.
 */
export function isEndOfComm(bytes: Uint8Array, at: number, end: number): boolean {
  const dash = bytes[at + 1] === SPACE ? at + 2 : at + 1;
  if (dash >= end || bytes[dash] !== DASH) return false;
  const pid = skipDigits(bytes, dash + 1, end);
  return pid > dash + 1 && pid < end && (bytes[pid] === SPACE || bytes[pid] === BAR);
}

/** The position behind `[0]` at `at`, or -1. */
function bracketedCpu(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== BRACKET_OPEN) return -1;
  const to = skipDigits(bytes, at + 1, end);
  return to > at + 1 && to - at <= MAX_CPU_DIGITS && to < end && bytes[to] === BRACKET_CLOSE ? to + 1 : -1;
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
export function pidBegin(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && isDigit(bytes[at - 1]!)) at--;
  return at < to && to - at <= MAX_PID_DIGITS && at - 1 >= from && bytes[at - 1] === DASH ? at : -1;
}

/** Takes [from, to) as `comm-pid`; false where it is none. */
export function setTask(bytes: Uint8Array, from: number, to: number, f: LineFields): boolean {
  const pid = pidBegin(bytes, from, to);
  if (pid < 0 || pid - 1 - from > MAX_COMM_BYTES) return false;
  f.commStart = from;
  f.commEnd = pid - 1;
  f.pidStart = pid;
  f.pidEnd = to;
  f.pid = isUnknownTask(bytes, from, pid) ? -1 : parseDecimal(bytes, pid, to);
  return true;
}

/** `<XXX>--1`, a negative pid (trace_find_cmdline): nobody knows which task that was. `pid` is behind its dash. */
function isUnknownTask(bytes: Uint8Array, from: number, pid: number): boolean {
  return startsWith(bytes, from, pid, '<XXX>--');
}

/** ` d..1. | ` (print_graph_lat_fmt); before 5.1 without the bar. */
function readFlags(bytes: Uint8Array, at: number, end: number, f: LineFields): number {
  const from = skipSpaces(bytes, at, end);
  let to = from;
  while (to < end && isFlag(bytes[to]!)) to++;
  // Without the bar of 5.1 the overhead mark stands right behind the flags; `#` is one of both.
  const number = skipSpaces(bytes, to, end);
  if (bytes[to - 1] === HASH && number < end && isDigit(bytes[number]!)) to--;
  const marked = to + 1 < end && isMark(bytes[to]!) && bytes[to + 1] === SPACE;
  if (to - from < 3 || to - from > 8 || (to < end && bytes[to] !== SPACE && !marked)) {
    return readFlagsBeforeBody(bytes, from, end, f);
  }
  const after = skipSpaces(bytes, to, end);
  if (after >= end) return -1;
  const hasBar = bytes[after] === BAR;
  if (!hasBar && !isMark(bytes[after]!) && !isDigit(bytes[after]!) && !isArrow(bytes, after, end)) {
    return readFlagsBeforeBody(bytes, from, end, f);
  }
  f.flagsStart = from;
  f.flagsEnd = to;
  // Old kernels: the bar behind the flags is the one of an empty duration column, 14 columns away.
  if (!hasBar || after - to > 4) return to;
  f.flagsBar = after;
  return after + 1;
}

/** The four flags of kernels before 5.1 (trace_print_lat_fmt, 2.6.33 to 5.0), each with what it can be. */
const OLD_FLAGS = ['.dXDb', '.NnplLbB', '.shHzZ', '.0123456789abcdef'];

/** ` d..1do_sys_open() {`, ` d..1    foo();`: before 5.1, without a duration column, nothing ends the flags. */
function readFlagsBeforeBody(bytes: Uint8Array, from: number, end: number, f: LineFields): number {
  const to = from + OLD_FLAGS.length;
  if ((f.cpu < 0 && f.timeStart < 0 && f.pid < 0) || to >= end) return -1;
  const flags = OLD_FLAGS.every((letters, at) => letters.includes(String.fromCharCode(bytes[from + at]!)));
  // A name of a function has no dot so early.
  if (!flags || bytes.subarray(from, to).indexOf(DOT) < 0) return -1;
  if ((skipSpaces(bytes, to, end) - to) % 2 === 1) return -1;
  f.flagsStart = from;
  f.flagsEnd = to;
  f.barless = true;
  return to;
}

function isArrow(bytes: Uint8Array, at: number, end: number): boolean {
  return startsWith(bytes, at, end, '==========>') || startsWith(bytes, at, end, '<==========');
}

/** Characters of trace_print_lat_fmt (trace_output.c) of all generations, hexadecimal depths included. */
export function isFlag(byte: number): boolean {
  return (
    isDigit(byte) ||
    byte === DOT ||
    byte === HASH ||
    byte === DASH ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a)
  );
}
