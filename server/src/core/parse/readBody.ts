/**
 * The body of a call line, behind its columns: entry, leaf, exit or comment (trace_functions_graph.c:
 * print_graph_entry_nested, _entry_leaf, _return, _comment; read in 5.10 to 7.3), and what people make of it.
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

function endsComment(bytes: Uint8Array, from: number, end: number): boolean {
  return end - from >= 2 && bytes[end - 1] === SLASH && bytes[end - 2] === STAR;
}

/** `}`, `} /* name *\/`, `} /* name ret=-22 *\/`, and as people write it down: `};`, `/* name() *\/`. */
function readExit(bytes: Uint8Array, at: number, end: number, f: LineFields): void {
  at++;
  if (at < end && bytes[at] === SEMICOLON) at++;
  at = skipSpaces(bytes, at, end);
  if (at === end) {
    f.kind = LineKind.Exit;
    return;
  }
  // trace-cmd: `} (3)`, `} (ret=0x0)`.
  if (bytes[at] === PAREN_OPEN) {
    f.kind = LineKind.Exit;
    f.noteStart = at;
    f.noteEnd = end;
    return;
  }
  if (!startsWith(bytes, at, end, '/*')) return;
  f.kind = LineKind.Exit;
  const close = lastIndexOf(bytes, '*/', at + 2, end);
  const to = trimEnd(bytes, at + 2, close >= 0 ? close : end);
  at = skipSpaces(bytes, at + 2, to);
  // Return values without a name: RFC series of 2019 to 2024, never merged, but found in archives and vendor trees.
  const unnamed =
    bytes[at] === EQUALS ||
    startsWith(bytes, at, to, 'ret=') ||
    startsWith(bytes, at, to, 'V=') ||
    startsWith(bytes, at, to, 'A=');
  if (!unnamed) {
    const behind = readName(bytes, at, to, f);
    if (behind < 0) return;
    at = behind;
    if (startsWith(bytes, at, to, '()')) at += 2;
  }
  f.noteStart = skipSpaces(bytes, at, to);
  f.noteEnd = to;
  if (f.noteStart >= to) f.noteStart = f.noteEnd = -1;
}

/**
 * `name() {` or `name();` with arguments, module and a trailing comment. The end is found from the right: arguments may
 * hold every character, `);` and ` {` too.
 */
function readCall(bytes: Uint8Array, at: number, end: number, f: LineFields): void {
  const open = readName(bytes, at, end, f);
  if (open < 0 || open >= end || bytes[open] !== PAREN_OPEN) return void clearName(f);
  let to = end;
  if (endsComment(bytes, open, end)) {
    const comment = lastIndexOf(bytes, '/*', open, end - 2);
    if (comment < 0) return void clearName(f);
    f.noteStart = skipSpaces(bytes, comment + 2, end - 2);
    f.noteEnd = Math.max(f.noteStart, trimEnd(bytes, comment + 2, end - 2));
    to = trimEnd(bytes, open, comment);
  }
  const last = bytes[to - 1];
  const close = last === BRACE_OPEN ? trimEnd(bytes, open, to - 1) - 1 : to - 2;
  if ((last !== BRACE_OPEN && last !== SEMICOLON) || close <= open || bytes[close] !== PAREN_CLOSE) {
    return void clearName(f);
  }
  f.kind = last === BRACE_OPEN ? LineKind.Entry : LineKind.Leaf;
  if (close > open + 1) {
    f.argsStart = open + 1;
    f.argsEnd = close;
  }
}

/** Reads `name` or `name [module]`; gives the position behind it, or -1. */
function readName(bytes: Uint8Array, at: number, end: number, f: LineFields): number {
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
    if (close >= end || bytes[close] !== BRACKET_CLOSE || close === to + 2) return -1;
    f.moduleStart = to + 2;
    f.moduleEnd = close;
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

function clearName(f: LineFields): void {
  f.nameStart = f.nameEnd = f.moduleStart = f.moduleEnd = f.noteStart = f.noteEnd = -1;
}
