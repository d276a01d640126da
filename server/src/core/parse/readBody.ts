/**
 * The body of a call line, behind its columns: entry, leaf, exit or comment (trace_functions_graph.c:
 * print_graph_entry_nested, _entry_leaf, _return, _comment; read in 5.10 to 7.3), and what trace-cmd and people make of
 * it.
 */
import {
  BAR,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  EQUALS,
  indexOf,
  lastIndexOf,
  PAREN_CLOSE,
  PAREN_OPEN,
  SEMICOLON,
  skipDigits,
  skipHex,
  skipSpaces,
  SLASH,
  SPACE,
  STAR,
  startsWith,
  trimEnd,
} from '../text/ascii';
import { LineKind } from '../model/lineKind';
import { LineFields } from './lineFields';

/** Longest name taken for a function: the kernel's KSYM_NAME_LEN is 512 (6.1+), 128 before. */
export const MAX_NAME_BYTES = 1024;

/** Reads the body in [at, end) into `f`, which stays Unread where it is none. */
export function readBody(bytes: Uint8Array, at: number, end: number, f: LineFields): void {
  if (at >= end) return;
  if (bytes[at] === BRACE_CLOSE) readExit(bytes, at, end, f);
  else if (startsWith(bytes, at, end, '/*')) {
    f.kind = LineKind.Comment;
    f.commentOpen = !endsComment(bytes, at + 2, end);
  } else readCall(bytes, at, end, f);
}

/** Whether `*\/` ends [from, end). */
export function endsComment(bytes: Uint8Array, from: number, end: number): boolean {
  return end - from >= 2 && bytes[end - 1] === SLASH && bytes[end - 2] === STAR;
}

/** `}`, `} /* name *\/`, `} /* name ret=-22 *\/`, and as people write it down: `};`, `/* name() *\/`, `} // remark`. */
function readExit(bytes: Uint8Array, at: number, end: number, f: LineFields): void {
  at++;
  if (at < end && bytes[at] === SEMICOLON) at++;
  end = takeGroups(bytes, at, end, false, f);
  at = skipSpaces(bytes, at, end);
  if (at === end || isRemark(bytes, at, end)) {
    f.kind = LineKind.Exit;
    return;
  }
  if (!startsWith(bytes, at, end, '/*')) return void (f.cut = true);
  const close = lastIndexOf(bytes, '*/', at + 2, end);
  const to = trimEnd(bytes, at + 2, close >= 0 ? close : end);
  at = skipSpaces(bytes, at + 2, to);
  // Return values without a name: RFC series of 2019 to 2024, never merged, but found in archives and vendor trees.
  const unnamed =
    startsWith(bytes, at, to, '=') ||
    startsWith(bytes, at, to, 'ret=') ||
    startsWith(bytes, at, to, 'V=') ||
    startsWith(bytes, at, to, 'A=');
  if (!unnamed) {
    const behind = readName(bytes, at, to, f);
    if (behind < 0 && close >= 0) f.kind = LineKind.Exit;
    if (behind < 0) return;
    at = skipSpaces(bytes, behind, to);
    const called = startsWith(bytes, at, to, '()');
    if (called) at += 2;
    // `} /* name ();` has been seen; all else without an end was cut, and if that is in the name, it is not known.
    f.cut = close < 0 && !called;
    if (f.cut && at === behind) return forgetCall(f);
  }
  f.kind = LineKind.Exit;
  readNote(bytes, at, to, f);
}

/**
 * `name() {` or `name();` with arguments, module and trailing comments. The end is found from the right: arguments may
 * hold every character, `);` and ` {` too.
 */
function readCall(bytes: Uint8Array, at: number, end: number, f: LineFields): void {
  // trace-cmd 3.4 leaves an address out that it cannot resolve: `) {`.
  let open = bytes[at] === PAREN_CLOSE ? at : readName(bytes, at, end, f);
  const named = open > at;
  // People put a blank before the parenthesis, as in `if (x) {`: behind columns it is no code.
  if (named && startsWith(bytes, open, end, ' (') && (f.cpu >= 0 || f.bar >= 0)) open++;
  if (open < 0 || open >= end || (named && bytes[open] !== PAREN_OPEN)) return forgetCall(f);
  if (readCallEnd(bytes, open, end, named, f)) return;
  // A comment behind it that was cut.
  const comment = lastIndexOf(bytes, ' /*', open, end);
  if (comment >= 0 && readCallEnd(bytes, open, comment, named, f)) return void (f.cut = true);
  // What people write behind a line: `foo() {   // remark`.
  const remark = remarkBegin(bytes, open, end);
  if (remark >= 0 && readCallEnd(bytes, open, remark, named, f)) return;
  f.cut = true;
  f.bare = named && bytes[end - 1] === PAREN_CLOSE;
  if (!f.bare) forgetCall(f);
}

/** Reads from the opening parenthesis (without a name: the closing one) to the end; false where that is no call's. */
function readCallEnd(bytes: Uint8Array, open: number, end: number, named: boolean, f: LineFields): boolean {
  let to = takeGroups(bytes, open, end, true, f);
  const last = bytes[to - 1];
  if (last !== BRACE_OPEN && last !== SEMICOLON) return false;
  to = trimEnd(bytes, open, to - 1);
  // trace-cmd 3.4 writes the return address before the brace.
  if (last === BRACE_OPEN) to = takeGroups(bytes, open, to, true, f);
  const close = to - 1;
  if (close < open || (named && close === open) || bytes[close] !== PAREN_CLOSE) return false;
  if (holdsColumns(bytes, open, close)) return false;
  f.kind = last === BRACE_OPEN ? LineKind.Entry : LineKind.Leaf;
  if (close > open + 1) {
    f.argsStart = open + 1;
    f.argsEnd = close;
  }
  return true;
}

/** Whether several records stand on one line: columns of the next are no argument. */
function holdsColumns(bytes: Uint8Array, from: number, to: number): boolean {
  const bar = indexOf(bytes, '|', from, to);
  return bar >= 0 && (indexOf(bytes, ' us ', from, bar) >= 0 || indexOf(bytes, 'funcgraph_', from, bar) >= 0);
}

/**
 * Takes what stands behind the statement off, from the right: trace-cmd's ` (3)`, the depth, and ` (ret=-5)`, and, if
 * asked for, `/* <-caller ret=0x0 *\/`. Gives the position behind the rest.
 */
function takeGroups(bytes: Uint8Array, from: number, end: number, comments: boolean, f: LineFields): number {
  for (;;) {
    end = trimEnd(bytes, from, end);
    if (comments && endsComment(bytes, from, end)) {
      const comment = lastIndexOf(bytes, '/*', from, end - 2);
      if (comment < 0) return end;
      readNote(bytes, comment + 2, end - 2, f);
      end = comment;
    } else if (end > from && bytes[end - 1] === PAREN_CLOSE) {
      const open = lastIndexOf(bytes, '(', from, end);
      if (open < 0 || bytes[open - 1] !== SPACE) return end;
      if (startsWith(bytes, open, end, '(ret=')) setRet(open + 5, end - 1, f);
      else if (open + 2 > end - 1 || skipDigits(bytes, open + 1, end) !== end - 1) return end;
      else f.depthPrinted = true;
      end = open;
    } else return end;
  }
}

/** `<-caller+0x1b/0x60 [ext4] ret=-22`, `= 0x0`, and the forms of the RFCs: `V=0x0 A=caller+0x1/0x2`. */
function readNote(bytes: Uint8Array, from: number, to: number, f: LineFields): void {
  to = trimEnd(bytes, from, to);
  let at = skipSpaces(bytes, from, to);
  while (at < to) {
    const word = noteWordEnd(bytes, at, to);
    if (startsWith(bytes, at, word, '<-') || startsWith(bytes, at, word, 'A=')) setRetaddr(at + 2, word, f);
    else if (startsWith(bytes, at, word, 'ret=')) setRet(at + 4, word, f);
    else if (startsWith(bytes, at, word, 'V=')) setRet(at + 2, word, f);
    else if (bytes[at] === EQUALS) return setRet(skipSpaces(bytes, at + 1, to), to, f);
    at = skipSpaces(bytes, word, to);
  }
}

/** Takes [from, to) as the return value, if there is something in it. */
export function setRet(from: number, to: number, f: LineFields): void {
  if (from >= to) return;
  f.retStart = from;
  f.retEnd = to;
}

/** Takes [from, to) as the return address, if there is something in it. */
export function setRetaddr(from: number, to: number, f: LineFields): void {
  if (from >= to) return;
  f.retaddrStart = from;
  f.retaddrEnd = to;
}

/** The end of a word and of ` [module]` and ` <address>` that belong to it. */
function noteWordEnd(bytes: Uint8Array, at: number, to: number): number {
  for (;;) {
    while (at < to && bytes[at] !== SPACE) at++;
    if (!startsWith(bytes, at, to, ' [') && !startsWith(bytes, at, to, ' <')) return at;
    if (startsWith(bytes, at, to, ' <-')) return at;
    at++;
  }
}

/** Where ` // remark`, ` # remark` or ` <!-- remark` begins behind the end of a call, or -1. */
function remarkBegin(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at + 2 < end; at++) {
    const last = bytes[at];
    if (last !== BRACE_OPEN && last !== SEMICOLON) continue;
    const remark = skipSpaces(bytes, at + 1, end);
    if (remark > at + 1 && isRemark(bytes, remark, end)) return remark;
  }
  return -1;
}

function isRemark(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    startsWith(bytes, at, end, '//') || startsWith(bytes, at, end, '#') || startsWith(bytes, at, end, '<!--')
  );
}

/** Reads `name` or `name [module]`; gives the position behind it, or -1. */
export function readName(bytes: Uint8Array, at: number, end: number, f: LineFields): number {
  let to = at;
  while (to < end && isNameByte(bytes[to]!)) to++;
  if (to === at || to - at > MAX_NAME_BYTES) return -1;
  let behind = to;
  // %pS: `name+0x1b/0x60`. The offset is not a part of the name.
  const plus = indexOf(bytes, '+0x', at + 1, to);
  f.nameStart = at;
  f.nameEnd = plus > 0 ? plus : to;
  if (startsWith(bytes, to, end, ' [')) {
    let close = to + 2;
    while (close < end && bytes[close] !== BRACKET_CLOSE && bytes[close] !== SPACE) close++;
    const moduleEnd = close;
    // %pSb: `[ext4 1f2e3d]`, with a build id.
    if (close < end && bytes[close] === SPACE) close = skipHex(bytes, close + 1, end);
    if (close >= end || bytes[close] !== BRACKET_CLOSE || moduleEnd === to + 2) return -1;
    f.moduleStart = to + 2;
    f.moduleEnd = moduleEnd;
    behind = close + 1;
  }
  return behind;
}

/** A name never holds a space; everything else that does not end it is kept as it is. */
function isNameByte(byte: number): boolean {
  return (
    byte > SPACE &&
    byte !== PAREN_OPEN &&
    byte !== PAREN_CLOSE &&
    byte !== BRACE_OPEN &&
    byte !== BRACE_CLOSE &&
    byte !== SEMICOLON &&
    byte !== BAR
  );
}

function forgetCall(f: LineFields): void {
  f.nameStart = f.nameEnd = f.moduleStart = f.moduleEnd = -1;
  f.retStart = f.retEnd = f.retaddrStart = f.retaddrEnd = -1;
}
