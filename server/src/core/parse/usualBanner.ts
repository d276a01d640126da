/**
 * The usual line between the rulers of a context switch, as the kernel prints it (verif_pid, trace_functions_graph.c), read
 * at once: a long trace has tens of thousands of them. What is in any way unusual is left to readLine.ts; on every line that
 * is taken both give the same.
 */
import { LineKind } from '../model/lineKind';
import { DASH, DIGIT_0, NEWLINE, PAREN_CLOSE, SPACE, startsWith } from '../text/ascii';
import { LineFields } from './lineFields';

const MAX_CPU_DIGITS = 3;
const MAX_PID_DIGITS = 7;
const MAX_COMM_BYTES = 15;
const IDLE = '<idle>';

/** Bytes of a task's name that cannot be taken for anything else. */
const USUAL_COMM_BYTE = new Uint8Array(256);
for (const byte of new TextEncoder().encode(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:-',
)) {
  USUAL_COMM_BYTE[byte] = 1;
}

export class UsualBannerReader {
  /** The banner that was read last: its cpu, and its tasks. */
  readonly fields = new LineFields();
  /** Where the task that was read last ends. */
  private commEnd = 0;
  private pid = 0;

  /** Reads ` 0)  bash-3173  =>  <idle>-0` at `at`; gives the position behind its newline, -1 for any other line. */
  read(bytes: Uint8Array, at: number, limit: number): number {
    const f = this.fields;
    const start = at;
    while (bytes[at] === SPACE) at++;
    let cpu = 0;
    const digits = at;
    for (; ; at++) {
      const digit = bytes[at]! - DIGIT_0;
      if (!(digit >= 0 && digit <= 9)) break;
      cpu = cpu * 10 + digit;
    }
    if (at === digits || at - digits > MAX_CPU_DIGITS) return -1;
    if (bytes[at] !== PAREN_CLOSE || bytes[at + 1] !== SPACE) return -1;
    at = skipBlanks(bytes, at + 1);
    const from = at;
    at = this.readTask(bytes, at, limit);
    if (at < 0 || bytes[at] !== SPACE) return -1;
    f.commStart = from;
    f.commEnd = this.commEnd;
    f.pid = this.pid;
    at = skipBlanks(bytes, at);
    if (!startsWith(bytes, at, limit, '=> ')) return -1;
    at = skipBlanks(bytes, at + 2);
    f.nextCommStart = at;
    at = this.readTask(bytes, at, limit);
    if (at < 0) return -1;
    f.nextCommEnd = this.commEnd;
    f.nextPid = this.pid;
    at = skipBlanks(bytes, at);
    if (at >= limit || bytes[at] !== NEWLINE) return -1;
    f.kind = LineKind.Banner;
    f.bytes = bytes;
    f.start = start;
    f.end = at;
    f.cpu = cpu;
    return at + 1;
  }

  /** Reads `comm-pid` at `from`; gives the position behind it, or -1. */
  private readTask(bytes: Uint8Array, from: number, limit: number): number {
    let at = from;
    if (startsWith(bytes, at, limit, IDLE)) {
      at += IDLE.length;
      if (bytes[at] !== DASH) return -1;
    }
    while (USUAL_COMM_BYTE[bytes[at]!] === 1) at++;
    const end = at;
    let pid = 0;
    let scale = 1;
    for (; at > from; at--) {
      const digit = bytes[at - 1]! - DIGIT_0;
      if (!(digit >= 0 && digit <= 9)) break;
      pid += digit * scale;
      scale *= 10;
    }
    if (at === end || end - at > MAX_PID_DIGITS || bytes[at - 1] !== DASH || at - 1 <= from) return -1;
    // `<XXX>--1` is no pid.
    if (bytes[at - 2] === DASH) return -1;
    if (at - 1 - from > MAX_COMM_BYTES) return -1;
    this.commEnd = at - 1;
    this.pid = pid;
    return end;
  }
}

function skipBlanks(bytes: Uint8Array, at: number): number {
  while (bytes[at] === SPACE) at++;
  return at;
}
