/**
 * The usual line between the rulers of a context switch, as the kernel prints it (verif_pid, trace_functions_graph.c), read
 * at once: a long trace has tens of thousands of them. What is in any way unusual is left to readLine.ts; on every line that
 * is taken both give the same.
 */
import { LineKind } from '../model/lineKind';
import {
  DASH,
  NEWLINE,
  parseDecimal,
  PAREN_CLOSE,
  skipDigits,
  skipSpaces,
  SPACE,
  startsWith,
} from '../text/ascii';
import { pidBegin } from './kernelColumns';
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
    const digits = skipSpaces(bytes, at, limit);
    at = skipDigits(bytes, digits, limit);
    if (at === digits || at - digits > MAX_CPU_DIGITS) return -1;
    const cpu = parseDecimal(bytes, digits, at);
    if (bytes[at] !== PAREN_CLOSE || bytes[at + 1] !== SPACE) return -1;
    at = skipSpaces(bytes, at + 1, limit);
    const from = at;
    at = this.readTask(bytes, at, limit);
    if (at < 0 || bytes[at] !== SPACE) return -1;
    f.commStart = from;
    f.commEnd = this.commEnd;
    f.pid = this.pid;
    at = skipSpaces(bytes, at, limit);
    if (!startsWith(bytes, at, limit, '=> ')) return -1;
    at = skipSpaces(bytes, at + 2, limit);
    f.nextCommStart = at;
    at = this.readTask(bytes, at, limit);
    if (at < 0) return -1;
    f.nextCommEnd = this.commEnd;
    f.nextPid = this.pid;
    at = skipSpaces(bytes, at, limit);
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
    const pid = pidBegin(bytes, from, at);
    if (pid < 0 || pid - 1 <= from) return -1;
    // `<XXX>--1` is no pid.
    if (bytes[pid - 2] === DASH || pid - 1 - from > MAX_COMM_BYTES || at - pid > MAX_PID_DIGITS) return -1;
    this.commEnd = pid - 1;
    this.pid = parseDecimal(bytes, pid, at);
    return at;
  }
}
