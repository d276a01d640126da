/**
 * The fast reader: it takes the lines of the usual shape, more than 99 % of a recording, at the columns where the last
 * completely read line had them. Lines that are not exactly as predicted are left to readLine.ts. On every line that this
 * reader takes, both give the same; tests compare them.
 */
import { MAX_KEPT_DEPTH } from '../model/lineTable';
import { NameTable } from '../model/nameTable';
import {
  AMPERSAND,
  AT,
  BANG,
  BAR,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  CARRIAGE_RETURN,
  DASH,
  DIGIT_0,
  DOLLAR,
  DOT,
  HASH,
  isDigit,
  LESS,
  LOWER_S,
  LOWER_U,
  NEWLINE,
  PAREN_CLOSE,
  PAREN_OPEN,
  PLUS,
  SEMICOLON,
  skipSpaces,
  SPACE,
  STAR,
  startsWith,
} from '../text/ascii';
import { isEndOfComm, MAX_TASK_BYTES } from './kernelColumns';
import { Layout } from './layout';
import { isOddComm } from './lineReader';
import { LineKind } from '../model/lineKind';
import { MAX_NAME_BYTES } from './readBody';

/** Bytes of a name that the fast reader takes; all others go to the complete one. */
const USUAL_NAME_BYTE = new Uint8Array(256);
for (const byte of new TextEncoder().encode(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$@',
)) {
  USUAL_NAME_BYTE[byte] = 1;
}

/**
 * Reads one line after the other into its own fields: positions are those in the bytes that were read. No object is made
 * per line.
 */
export class UsualLineReader {
  readonly layout = new Layout();
  /** Entry, Leaf or Exit. */
  kind: LineKind = LineKind.Entry;
  depth = 0;
  /** -1 where none is printed. */
  cpu = -1;
  pid = -1;
  commFrom = 0;
  commTo = 0;
  /** The whole column of the task, with its blanks; empty where there is none. */
  taskFrom = 0;
  taskTo = 0;
  /** Only where the layout has flags; blanks before and behind them. */
  flagsFrom = 0;
  flagsTo = 0;
  /** NaN where none is printed. */
  durationNs = NaN;
  /** The printed time, NaN where there is none. */
  timeNs = NaN;
  /** A duration of the lines had an overhead mark. */
  marked = false;
  private hasMark = false;
  /** -1 on a bare `}`. */
  nameFrom = -1;
  nameTo = -1;
  /** Hash of the name, as NameTable makes it. */
  nameHash = 0;
  /** -1 where the function is of no module. */
  moduleFrom = -1;
  moduleTo = -1;

  /**
   * Reads the line at `p` if it is an entry, a leaf or an exit whose columns stand where they are expected, and gives
   * the position behind its newline; -1 if it is anything else. `limit` is behind a newline, so that a scan that stops at
   * newlines needs no bound. Every byte of the prefix is looked at: a short line must not borrow columns from the next.
   */
  read(bytes: Uint8Array, p: number, limit: number): number {
    const bar = p + this.layout.bar;
    if (bar + 4 > limit || !this.readColumns(bytes, p)) return -1;
    let at = bar + 1;
    while (bytes[at] === SPACE) at++;
    const indent = at - bar - 3;
    if (indent < 0 || (indent & 1) !== 0 || indent > 2 * MAX_KEPT_DEPTH) return -1;
    this.depth = indent >> 1;
    const next = bytes[at] === BRACE_CLOSE ? this.readExit(bytes, at + 1, limit) : this.readCall(bytes, at);
    if (this.hasMark && next >= 0) this.marked = true;
    return next;
  }

  /** `⏎` or ` /* name *\/⏎` behind a closing brace. */
  private readExit(bytes: Uint8Array, at: number, limit: number): number {
    this.kind = LineKind.Exit;
    this.nameFrom = -1;
    if (bytes[at] === NEWLINE) return at + 1;
    if (!startsWith(bytes, at, limit, ' /* ')) return lineEnd(bytes, at);
    at = this.readName(bytes, at + 4);
    return at >= 0 && startsWith(bytes, at, limit, ' */') ? lineEnd(bytes, at + 3) : -1;
  }

  /** `name();⏎` or `name() {⏎`, perhaps with ` [module]` behind the name. */
  private readCall(bytes: Uint8Array, at: number): number {
    at = this.readName(bytes, at);
    if (at < 0) return -1;
    this.moduleFrom = -1;
    if (bytes[at] === SPACE && bytes[at + 1] === BRACKET_OPEN) {
      at += 2;
      this.moduleFrom = at;
      while (USUAL_NAME_BYTE[bytes[at]!] === 1) at++;
      this.moduleTo = at;
      if (at === this.moduleFrom || bytes[at] !== BRACKET_CLOSE) return -1;
      at++;
    }
    if (bytes[at] !== PAREN_OPEN || bytes[at + 1] !== PAREN_CLOSE) return -1;
    if (bytes[at + 2] === SEMICOLON) {
      this.kind = LineKind.Leaf;
      return lineEnd(bytes, at + 3);
    }
    this.kind = LineKind.Entry;
    return bytes[at + 2] === SPACE && bytes[at + 3] === BRACE_OPEN ? lineEnd(bytes, at + 4) : -1;
  }

  /** Reads and hashes a name; gives the position behind it, or -1. */
  private readName(bytes: Uint8Array, at: number): number {
    const from = at;
    let hash = NameTable.HASH_START;
    for (let byte = bytes[at]!; USUAL_NAME_BYTE[byte] === 1; byte = bytes[++at]!) {
      hash = Math.imul(hash ^ byte, NameTable.HASH_PRIME);
    }
    this.nameFrom = from;
    this.nameTo = at;
    this.nameHash = hash;
    return at === from || at - from > MAX_NAME_BYTES ? -1 : at;
  }

  /** Reads the columns of the line at `p` up to the bar into this; false where they do not stand where they are expected. */
  readColumns(bytes: Uint8Array, p: number): boolean {
    const { bar, known } = this.layout;
    return known && bytes[p + bar] === BAR && this.readPrefix(bytes, p, p + bar);
  }

  /** Reads the columns before the bar into this; false where a byte is not what its column holds. */
  private readPrefix(bytes: Uint8Array, p: number, bar: number): boolean {
    const layout = this.layout;
    let at = p;
    this.cpu = -1;
    this.pid = -1;
    this.durationNs = NaN;
    this.timeNs = NaN;
    this.hasMark = false;
    this.taskFrom = this.taskTo = p;
    if (layout.timeBar >= 0) {
      const to = p + layout.timeBar;
      if (bytes[to] !== BAR || !this.readTime(bytes, at, to)) return false;
      at = to + 1;
    }
    if (layout.cpuParen >= 0) {
      const to = p + layout.cpuParen;
      if (bytes[to] !== PAREN_CLOSE) return false;
      if ((bytes[to + 1] === DASH || bytes[to + 2] === DASH) && isEndOfComm(bytes, to, bar)) return false;
      while (bytes[at] === SPACE) at++;
      if (at >= to) return false;
      if (to - at > 5) return false;
      let cpu = 0;
      for (; at < to; at++) {
        const digit = bytes[at]! - DIGIT_0;
        if (digit < 0 || digit > 9) return false;
        cpu = cpu * 10 + digit;
      }
      this.cpu = cpu;
      at = to + 1;
    }
    if (layout.taskBar >= 0) {
      const to = p + layout.taskBar;
      if (bytes[to] !== BAR || !this.readTask(bytes, at, to)) return false;
      this.taskFrom = at;
      this.taskTo = to;
      at = to + 1;
    }
    if (layout.flagsBar >= 0) {
      const to = p + layout.flagsBar;
      if (bytes[to] !== BAR || !isFlagsColumn(bytes, at, to)) return false;
      this.flagsFrom = at;
      this.flagsTo = to;
      at = to + 1;
    }
    return this.readDuration(bytes, at, bar);
  }

  /** `   30.685096 ` in [at, to): blanks, digits, a dot, six digits, blanks. */
  private readTime(bytes: Uint8Array, at: number, to: number): boolean {
    while (bytes[at] === SPACE) at++;
    const from = at;
    let seconds = 0;
    for (; ; at++) {
      const digit = bytes[at]! - DIGIT_0;
      if (digit < 0 || digit > 9) break;
      seconds = seconds * 10 + digit;
    }
    if (at === from || at - from > 10 || bytes[at] !== DOT) return false;
    const end = at + 7;
    let us = 0;
    for (at++; at < end; at++) {
      const digit = bytes[at]! - DIGIT_0;
      if (digit < 0 || digit > 9) return false;
      us = us * 10 + digit;
    }
    this.timeNs = seconds * 1e9 + us * 1000;
    while (bytes[at] === SPACE) at++;
    return at === to;
  }

  private readTask(bytes: Uint8Array, from: number, to: number): boolean {
    while (bytes[from] === SPACE) from++;
    if (isOddComm(bytes, from)) return false;
    // Without a cpu before it a comm can look like one, and at the line's beginning like a header: for the plain reader.
    const { cpuParen, timeBar } = this.layout;
    if (cpuParen < 0 && (timeBar < 0 ? !isLowerCase(bytes[from]!) : isDigit(bytes[from]!))) return false;
    if (to - from >= MAX_TASK_BYTES) return false;
    while (to > from && bytes[to - 1] === SPACE) to--;
    let pid = 0;
    let scale = 1;
    let digits = to;
    for (; digits > from; digits--) {
      const digit = bytes[digits - 1]! - DIGIT_0;
      if (digit < 0 || digit > 9) break;
      pid += digit * scale;
      scale *= 10;
    }
    // comm of 0 to 16 bytes before a dash; bars and newlines in it are for the plain reader.
    if (digits === to || digits === from || to - digits > 9 || bytes[digits - 1] !== DASH) return false;
    const commTo = digits - 1;
    if (commTo - from > 16) return false;
    // `<XXX>--1` is no pid.
    if (bytes[from] === LESS && bytes[commTo - 1] === DASH) return false;
    for (let at = from; at < commTo; at++) {
      const byte = bytes[at]!;
      if (byte === NEWLINE || byte === BAR || byte === AMPERSAND || byte >= 0x80) return false;
    }
    this.pid = pid;
    this.commFrom = from;
    this.commTo = commTo;
    return true;
  }

  /** `+ 12.345 us   ` or blank in [at, bar). */
  private readDuration(bytes: Uint8Array, at: number, bar: number): boolean {
    while (bytes[at] === SPACE) at++;
    if (at === bar) return true;
    const first = bytes[at]!;
    if (
      first === PLUS ||
      first === BANG ||
      first === HASH ||
      first === STAR ||
      first === AT ||
      first === DOLLAR
    ) {
      if (bytes[++at] !== SPACE) return false;
      this.hasMark = true;
      while (bytes[at] === SPACE) at++;
    }
    const from = at;
    let us = 0;
    for (; ; at++) {
      const digit = bytes[at]! - DIGIT_0;
      if (digit < 0 || digit > 9) break;
      us = us * 10 + digit;
    }
    if (at === from || at - from > 12) return false; // beyond: a clock that ran backwards
    let ns = us * 1000;
    if (bytes[at] === DOT) {
      at++;
      for (let scale = 100; scale >= 1; scale /= 10, at++) {
        const digit = bytes[at]! - DIGIT_0;
        if (digit < 0 || digit > 9) break;
        ns += digit * scale;
      }
    }
    if (bytes[at] !== SPACE || bytes[at + 1] !== LOWER_U || bytes[at + 2] !== LOWER_S) return false;
    at += 3;
    while (bytes[at] === SPACE) at++;
    this.durationNs = ns;
    return at === bar;
  }
}

/** The position behind the newline, or CR and newline, at `at`; -1 where there is none. */
function lineEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === NEWLINE) return at + 1;
  return bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === NEWLINE ? at + 2 : -1;
}

/** `  d..1. ` in [at, to): blanks, 3 to 8 flags, blanks. */
function isFlagsColumn(bytes: Uint8Array, at: number, to: number): boolean {
  at = skipSpaces(bytes, at, to);
  let end = at;
  while (end < to && isUsualFlag(bytes[end]!)) end++;
  return end - at >= 3 && end - at <= 8 && end < to && to - end <= 4 && skipSpaces(bytes, end, to) === to;
}

/** The characters of a flags column, but for those that are rare there and mean something else elsewhere. */
function isUsualFlag(byte: number): boolean {
  return byte === DOT || isDigit(byte) || isLowerCase(byte) || (byte >= 0x41 && byte <= 0x5a);
}

function isLowerCase(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}
