/** What stands behind the bar of a line, and lines without one. */
import { Printed } from './layout';

/** The position behind the newline, or CR and newline, at `at`; 0 where there is none. */
// @inline
export function lineEnd(at: usize): usize {
  const byte = load<u8>(at);
  if (byte === 0x0a) return at + 1;
  return byte === 0x0d && load<u8>(at + 1) === 0x0a ? at + 2 : 0;
}

/** The length of what stands at `from` before the first `(` or blank; 0 where that is too far. */
// @inline
export function nameLength(from: usize): i32 {
  for (let at: usize = 0; at < 128; at += 16) {
    const text = v128.load(from + at);
    const ends = i8x16.bitmask(v128.or(i8x16.eq(text, i8x16.splat(0x28)), i8x16.eq(text, i8x16.splat(0x20))));
    if (ends !== 0) return i32(at) + ctz(ends);
  }
  return 0;
}

function isNameByte(byte: u32): bool {
  // Letters, digits, _ . $ @
  return (
    (byte | 0x20) - 0x61 <= 25 ||
    byte - 0x30 <= 9 ||
    byte === 0x5f ||
    byte === 0x2e ||
    byte === 0x24 ||
    byte === 0x40
  );
}

/** Whether it is a name of a function. */
export function isName(from: usize, length: i32): bool {
  for (let at = from; at < from + usize(length); at++) if (!isNameByte(u32(load<u8>(at)))) return false;
  return true;
}

/** The position behind ` [module]` at `at`; 0 where there is none. */
// @inline
export function behindModule(at: usize): usize {
  if (load<u16>(at) !== 0x5b20) return 0;
  const begin = at + 2;
  at = begin;
  while (isNameByte(u32(load<u8>(at)))) at++;
  return at === begin || load<u8>(at) !== 0x5d ? 0 : at + 1;
}

/** What behindCall and behindNote have found beside the call: see Printed. */
export let printedBeside: i32 = 0;
/** Whether it ends in a semicolon: behindCall. */
export let endsInSemicolon: bool = false;

/**
 * The position behind a line that goes on with `(arguments);` or `(arguments) {`, and maybe a note, at `at`; 0 where that is
 * not as the kernel prints it. As readCall of readBody does, of which only the first try can match what is let through.
 */
export function behindCall(at: usize): usize {
  printedBeside = 0;
  at++;
  if (load<u8>(at) !== 0x29) {
    at = behindArguments(at);
    if (at === 0) return 0;
    printedBeside = Printed.ARGUMENTS;
  }
  endsInSemicolon = load<u8>(at + 1) === 0x3b;
  if (endsInSemicolon) at += 2;
  else if ((load<u32>(at) & 0xffffff) === 0x7b2029) at += 3;
  else return 0;
  const end = lineEnd(at);
  if (end !== 0) return end;
  return load<u32>(at) === 0x202a2f20 ? behindNote(at + 4, printedBeside) : 0;
}

/**
 * The closing parenthesis of arguments from `at` on; 0 where another byte comes before that may mean something else, as
 * parentheses, braces, bars and comments do, or that no tracer prints.
 */
function behindArguments(at: usize): usize {
  for (; ; at += 16) {
    const text = v128.load(at);
    // ( ) *, { | }, control and beyond ASCII
    let odd = i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x28)), i8x16.splat(3));
    odd = v128.or(odd, i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x7b)), i8x16.splat(3)));
    odd = v128.or(odd, i8x16.lt_s(text, i8x16.splat(0x20)));
    odd = v128.or(odd, i8x16.eq(text, i8x16.splat(0x26)));
    // : of trace-cmd's columns, ;
    odd = v128.or(odd, i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x3a)), i8x16.splat(2)));
    // `=3D` of a mail
    const equals = i8x16.eq(text, i8x16.splat(0x3d));
    const three = i8x16.eq(v128.load(at + 1), i8x16.splat(0x33));
    const letter = i8x16.eq(v128.load(at + 2), i8x16.splat(0x44));
    odd = v128.or(odd, v128.and(equals, v128.and(three, letter)));
    const found = i8x16.bitmask(odd);
    if (found === 0) continue;
    at += usize(ctz(found));
    return load<u8>(at) === 0x29 ? at : 0;
  }
}

/**
 * The position behind a line that goes on with a note at `at`: `ret=-22 *\/`, `= -22 *\/`, `<-caller+0x1b/0x60 ret=-22 *\/`;
 * 0 as above. `before` is what was found before it.
 */
export function behindNote(at: usize, before: i32): usize {
  printedBeside = before;
  if (load<u16>(at) === 0x2d3c) {
    at = behindWord(at + 2);
    if (at !== 0 && load<u16>(at) === 0x5b20) at = behindModule(at);
    if (at === 0 || load<u8>(at) !== 0x20) return 0;
    at++;
    printedBeside |= Printed.RETURN_ADDRESS;
  }
  if (load<u16>(at) === 0x2f2a) return lineEnd(at + 2);
  const value = behindSign(at);
  // `3D` of a mail
  if (value === 0 || load<u16>(value) === 0x4433) return 0;
  at = behindWord(value);
  if (at === 0 || load<u8>(at) !== 0x20 || load<u16>(at + 1) !== 0x2f2a) return 0;
  printedBeside |= Printed.RETURN_VALUE;
  return lineEnd(at + 3);
}

/** The return value behind `ret=` or `= ` at `at`; 0 where neither is there. */
export function behindSign(at: usize): usize {
  if (load<u32>(at) === 0x3d746572) return at + 4;
  return load<u16>(at) === 0x203d ? at + 2 : 0;
}

/** The position behind the value or the address at `at`; 0 where there is none. */
function behindWord(at: usize): usize {
  const begin = at;
  for (; ; at++) {
    const byte = u32(load<u8>(at));
    // + - and /, too
    if (!isNameByte(byte) && byte !== 0x2b && byte !== 0x2d && byte !== 0x2f) break;
  }
  return at === begin ? 0 : at;
}

export const RULE_BYTES: usize = 44;

/** A blank, 42 dashes and a newline: the kernel prints it before and behind a context switch (verif_pid). */
// @inline
export function isRule(at: usize): bool {
  if (load<u8>(at) !== 0x20 || load<u8>(at + 43) !== 0x0a) return false;
  const dashes = i8x16.splat(0x2d);
  const first = i8x16.bitmask(i8x16.eq(v128.load(at + 1), dashes));
  const second = i8x16.bitmask(i8x16.eq(v128.load(at + 17), dashes));
  const third = i8x16.bitmask(i8x16.eq(v128.load(at + 27), dashes));
  return (first & second & third) === 0xffff;
}
