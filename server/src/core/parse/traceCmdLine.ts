/**
 * A line of `trace-cmd report` (lib/trace-cmd/trace-ftrace.c; read from 2.x to 3.4), or an ordinary event that the kernel
 * prints between the lines of the graph, which looks alike: task, cpu, flags, time, event.
 */
import {
  BRACKET_CLOSE,
  COLON,
  hexValue,
  indexOf,
  lastIndexOf,
  PAREN_CLOSE,
  parseDecimal,
  skipDigits,
  skipHex,
  skipSpaces,
  SPACE,
  startsWith,
  trimEnd,
  wordEnd,
} from '../text/ascii';
import { LineKind } from '../model/lineKind';
import { MAX_KEPT_DEPTH } from '../model/lineTable';
import { isFlag, MAX_CPU_DIGITS, setTask } from './kernelColumns';
import type { LineFields } from './lineFields';
import { readName, setRet, setRetaddr } from './readBody';
import { readDrawing, skipNumber } from './readDrawing';

/** Events that are lines of the graph; all others stay events. */
const GRAPH_EVENTS = ['funcgraph_entry:', 'funcgraph_exit:', 'fgraph_retaddr_entry:'];
/** The task is within this many bytes: 16 of comm, 10 of pid, and the blanks that center them. */
const MAX_PREFIX_BYTES = 48;

/**
 * Reads the line whose first byte that is no space is at `first`. False where it is no such line; else `f` is an entry,
 * a leaf, an exit, or an Event.
 */
export function readTraceCmdLine(bytes: Uint8Array, first: number, end: number, f: LineFields): boolean {
  // A line without task, cpu and time, as people shorten it.
  if (readGraphEvent(bytes, first, end, f)) return true;
  let at = readTaskAndCpu(bytes, first, end, f);
  if (at < 0) at = readLatencyTask(bytes, first, end, f);
  at = at < 0 ? -1 : readEventTime(bytes, at, end, f);
  if (at < 0) {
    f.reset(bytes, f.start, f.end);
    return false;
  }
  at = skipSpaces(bytes, at, end);
  // --ts-diff: `(+12) ` behind the time.
  if (startsWith(bytes, at, end, '(+')) {
    const close = skipDigits(bytes, at + 2, end);
    if (close < end && bytes[close] === PAREN_CLOSE) at = skipSpaces(bytes, close + 1, end);
  }
  if (!readGraphEvent(bytes, at, end, f)) f.kind = LineKind.Event;
  if (at === end) {
    f.kind = LineKind.Unread;
    f.cut = true;
  }
  return true;
}

/** `bash-939   [003] d..1.`: task, cpu, and the flags of trace-cmd 3.2 and the kernel; the position behind, or -1. */
function readTaskAndCpu(bytes: Uint8Array, first: number, end: number, f: LineFields): number {
  const limit = Math.min(end, first + MAX_PREFIX_BYTES);
  let open = indexOf(bytes, ' [', first, limit);
  // A name may hold brackets, too.
  while (open >= 0 && cpuEnd(bytes, open + 2, end) < 0) open = indexOf(bytes, ' [', open + 2, limit);
  if (open < 0) return -1;
  const cpu = cpuEnd(bytes, open + 2, end);
  // The kernel's record-tgid puts `( 1234)` between task and cpu.
  let to = trimEnd(bytes, first, open);
  if (bytes[to - 1] === PAREN_CLOSE)
    to = trimEnd(bytes, first, Math.max(first, lastIndexOf(bytes, '(', first, to)));
  if (!setTask(bytes, first, to, f)) return -1;
  setCpu(bytes, open + 2, cpu, f);
  const at = skipSpaces(bytes, cpu + 1, end);
  const word = wordEnd(bytes, at, end);
  if (word === at || bytes[word - 1] === COLON) return at;
  f.flagsStart = at;
  f.flagsEnd = word;
  return skipSpaces(bytes, word, end);
}

/** `usleep-334     1.....`: task, cpu and flags of `report -l` and of the kernel's latency format, or -1. */
function readLatencyTask(bytes: Uint8Array, first: number, end: number, f: LineFields): number {
  const limit = Math.min(end, first + MAX_PREFIX_BYTES);
  for (let dash = indexOf(bytes, '-', first, limit); dash >= 0; dash = indexOf(bytes, '-', dash + 1, limit)) {
    const pid = skipDigits(bytes, dash + 1, end);
    const cpu = skipSpaces(bytes, pid, end);
    const flags = skipDigits(bytes, cpu, end);
    if (pid === dash + 1 || cpu === pid || flags === cpu || flags - cpu > MAX_CPU_DIGITS) continue;
    let to = flags;
    while (to < end && isFlag(bytes[to]!)) to++;
    if (to - flags < 3 || to - flags > 8 || bytes[to] !== SPACE || !setTask(bytes, first, pid, f)) continue;
    setCpu(bytes, cpu, flags, f);
    f.flagsStart = flags;
    f.flagsEnd = to;
    return skipSpaces(bytes, to, end);
  }
  return -1;
}

/** The position of the `]` behind digits at `at`; -1 where these are no cpu. */
function cpuEnd(bytes: Uint8Array, at: number, end: number): number {
  const to = skipDigits(bytes, at, end);
  return to > at && to - at <= MAX_CPU_DIGITS && to < end && bytes[to] === BRACKET_CLOSE ? to : -1;
}

function setCpu(bytes: Uint8Array, from: number, to: number, f: LineFields): void {
  f.cpuStart = from;
  f.cpuEnd = to;
  f.cpu = parseDecimal(bytes, from, to);
}

/** `1234.567890:`, nine digits with -t, a bare number for clocks that are no time, `4672us :` in latency format. */
function readEventTime(bytes: Uint8Array, at: number, end: number, f: LineFields): number {
  const to = skipNumber(bytes, at, end);
  if (to === at) return -1;
  f.timeStart = at;
  f.timeEnd = to;
  if (to < end && bytes[to] === COLON) return to + 1;
  // trace_output.c, lat_print_timestamp: a blank or a mark between `us` and the colon.
  if (!startsWith(bytes, to, end, 'us') || to + 3 >= end || bytes[to + 3] !== COLON) return -1;
  f.relativeStart = at;
  f.relativeEnd = to + 2;
  f.timeStart = f.timeEnd = -1;
  return to + 4;
}

/** `funcgraph_entry:` and what follows; false where another event stands at `at`. */
function readGraphEvent(bytes: Uint8Array, at: number, end: number, f: LineFields): boolean {
  const name = GRAPH_EVENTS.find((event) => startsWith(bytes, at, end, event));
  if (name === undefined) return false;
  f.traceCmd = true;
  const from = at + name.length;
  const first = skipSpaces(bytes, from, end);
  if (startsWith(bytes, first, end, 'func=')) readRecord(bytes, first, end, name === GRAPH_EVENTS[1], f);
  else if (startsWith(bytes, first, end, '--> ')) readArrow(bytes, first, end, LineKind.Entry, f);
  else if (startsWith(bytes, first, end, '<-- ')) readArrow(bytes, first, end, LineKind.Exit, f);
  else readDrawing(bytes, from, end, 0, f);
  if (f.kind === LineKind.Unread) f.cut = true;
  return true;
}

/** `func=vfs_read (0xffffffff810a4d64) depth=5 retval=2 calltime=0x3b… rettime=0x3b…`: `report -R`. */
function readRecord(bytes: Uint8Array, at: number, end: number, exit: boolean, f: LineFields): void {
  const depth = fieldAt(bytes, ' depth=', at, end);
  if (depth < 0) return;
  readRecordName(bytes, at + 5, end, f);
  f.body = at;
  f.record = true;
  setDepth(bytes, depth, skipDigits(bytes, depth, end), f);
  f.kind = exit ? LineKind.Exit : LineKind.Entry;
  setTimes(bytes, fieldAt(bytes, ' calltime=', at, end), fieldAt(bytes, ' rettime=', at, end), end, f);
  setRetWord(bytes, fieldAt(bytes, ' retval=', at, end), end, f);
  const retaddr = fieldAt(bytes, ' retaddr=', at, end);
  setRetaddr(retaddr, retaddr < 0 ? -1 : wordEnd(bytes, retaddr, end), f);
}

/** `--> vfs_read (5) <- ksys_read` and `<-- vfs_read (5) (start: 3b…  end: 3b…) over: 0 retval: 2`: `report -N`. */
function readArrow(bytes: Uint8Array, at: number, end: number, kind: LineKind, f: LineFields): void {
  const open = indexOf(bytes, ' (', at + 4, end);
  const close = open < 0 ? -1 : skipDigits(bytes, open + 2, end);
  if (open < 0 || close === open + 2 || close >= end || bytes[close] !== PAREN_CLOSE) return;
  readRecordName(bytes, at + 4, open, f);
  f.body = at;
  f.record = true;
  setDepth(bytes, open + 2, close, f);
  f.kind = kind;
  const caller = fieldAt(bytes, ') <- ', close, end);
  setRetaddr(caller, caller < 0 ? -1 : trimEnd(bytes, caller, end), f);
  setTimes(bytes, fieldAt(bytes, '(start: ', close, end), fieldAt(bytes, ' end: ', close, end), end, f);
  setRetWord(bytes, fieldAt(bytes, ' retval: ', close, end), end, f);
}

function setRetWord(bytes: Uint8Array, from: number, end: number, f: LineFields): void {
  if (from >= 0) setRet(from, wordEnd(bytes, from, end), f);
}

function setDepth(bytes: Uint8Array, from: number, to: number, f: LineFields): void {
  const depth = parseDecimal(bytes, from, to);
  f.depth = depth <= MAX_KEPT_DEPTH ? depth : -1;
}

/** The name in front of a blank; an address in parentheses behind it says nothing new. */
function readRecordName(bytes: Uint8Array, at: number, end: number, f: LineFields): void {
  readName(bytes, at, wordEnd(bytes, at, end), f);
}

/** The position behind `text` in [at, end), or -1. */
function fieldAt(bytes: Uint8Array, text: string, at: number, end: number): number {
  const found = indexOf(bytes, text, at, end);
  return found < 0 ? -1 : found + text.length;
}

/** The duration between two times in hexadecimal nanoseconds, with or without `0x`. */
function setTimes(bytes: Uint8Array, call: number, ret: number, end: number, f: LineFields): void {
  if (call < 0 || ret < 0) return;
  const ns = hexBigInt(bytes, ret, end) - hexBigInt(bytes, call, end);
  if (ns < 0n || ns > BigInt(Number.MAX_SAFE_INTEGER)) return;
  f.durationNs = Number(ns);
  f.durationStart = call;
  f.durationEnd = skipHexNumber(bytes, ret, end);
}

function hexBigInt(bytes: Uint8Array, at: number, end: number): bigint {
  if (startsWith(bytes, at, end, '0x')) at += 2;
  let value = 0n;
  const to = Math.min(skipHex(bytes, at, end), at + 16);
  for (; at < to; at++) value = value * 16n + BigInt(hexValue(bytes[at]!));
  return value;
}

function skipHexNumber(bytes: Uint8Array, at: number, end: number): number {
  return skipHex(bytes, startsWith(bytes, at, end, '0x') ? at + 2 : at, end);
}
