/** What stands behind the bar of a line, and lines without one. */

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
  if (load<u8>(at + 1) !== 0x5b) return 0;
  const begin = at + 2;
  at = begin;
  while (isNameByte(u32(load<u8>(at)))) at++;
  return at === begin || load<u8>(at) !== 0x5d ? 0 : at + 1;
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
