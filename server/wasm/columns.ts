/** What stands before the bar of a line: time, cpu, task, flags and duration. */

const SPACES: u64 = 0x2020202020202020;
const ZEROS: u64 = 0x3030303030303030;

/** Whether each byte is 0 to 9, `'0'` having been taken away by xor. */
// @inline
function areDigits(word: u64): bool {
  return (((word + 0x0606060606060606) | word) & 0xf0f0f0f0f0f0f0f0) === 0;
}

/** The number of eight digits, the first in the lowest byte. */
// @inline
function eightDigits(word: u64): u64 {
  const pairs = word * 10 + (word >> 8);
  return (
    ((pairs & 0x000000ff000000ff) * 0x000f424000000064 +
      ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
    32
  );
}

/** What readTime gives where the column is not the usual one. */
const NO_TIME: f64 = -2;

/** `   30.685096 ` in [from, bar): up to eight digits of seconds, a dot, six digits, one blank. */
// @inline
export function readTime(from: usize, bar: usize): f64 {
  const width = i32(bar - from) - 8;
  if (width < 1 || width > 8) return NO_TIME;
  if (load<u8>(bar - 1) !== 0x20 || load<u8>(bar - 8) !== 0x2e) return NO_TIME;
  const micros = (load<u64>(bar - 9) ^ ZEROS) & 0xffffffffffff0000;
  // The digits go from bar - 7 to bar - 2; the word from bar - 9 on ends with them.
  if (!areDigits(micros)) return NO_TIME;
  const text = load<u64>(bar - 16);
  const outside: u64 = width === 8 ? 0 : (u64(1) << (u64(8 - width) << 3)) - 1;
  const word = (text & ~outside) | (SPACES & outside);
  const odd = word ^ SPACES;
  // 0x80 in each byte that is a blank.
  const blanks = ~(((odd & 0x7f7f7f7f7f7f7f7f) + 0x7f7f7f7f7f7f7f7f) | odd | 0x7f7f7f7f7f7f7f7f);
  const leading = ctz(~blanks & 0x8080808080808080) >> 3;
  if (leading >= 8) return NO_TIME;
  const digits = (word ^ ZEROS) & ~((u64(1) << (leading << 3)) - 1);
  if (!areDigits(digits)) return NO_TIME;
  return f64(eightDigits(digits) * 1000000 + eightDigits(micros)) * 1000;
}

/** The cpu in [from, paren): blanks and digits; -1 where it is anything else. */
// @inline
export function readCpu(from: usize, paren: usize): i32 {
  let at = from;
  while (load<u8>(at) === 0x20) at++;
  if (at >= paren || paren - at > 3) return -1;
  let cpu: i32 = 0;
  for (; at < paren; at++) {
    const digit = u32(load<u8>(at)) - 0x30;
    if (digit > 9) return -1;
    cpu = cpu * 10 + i32(digit);
  }
  return cpu;
}

/** Whether the same `length` bytes are at `a` and at `b`. */
// @inline
export function sameBytes(a: usize, b: usize, length: i32): bool {
  for (let at: usize = 0; length > 0; at += 16, length -= 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(a + at), v128.load(b + at)));
    const wanted = length >= 16 ? 0xffff : (1 << length) - 1;
    if ((same & wanted) !== wanted) return false;
  }
  return true;
}

function isFlag(byte: u32): bool {
  return byte === 0x2e || byte - 0x30 <= 9 || byte - 0x61 <= 25 || byte - 0x41 <= 25;
}

/** `  d..1. ` in [from, bar): as isFlagsColumn of usualLine. */
// @inline
export function areFlags(from: usize, bar: usize): bool {
  let at = from;
  while (at < bar && load<u8>(at) === 0x20) at++;
  const begin = at;
  while (at < bar && isFlag(u32(load<u8>(at)))) at++;
  if (at - begin < 3 || at - begin > 8 || at >= bar || bar - at > 4) return false;
  while (at < bar) if (load<u8>(at++) !== 0x20) return false;
  return true;
}

/** What readNumber has read, in nanoseconds. */
let lastNumber: f64 = 0;

/** The length of `123.4 us` at `from`, with any number of decimals up to three; 0 where there is no such number. */
function readNumber(from: usize): i32 {
  let at = from;
  let micros: u32 = 0;
  let digit = u32(load<u8>(at)) - 0x30;
  if (digit > 9) return 0;
  while (digit <= 9) {
    micros = micros * 10 + digit;
    digit = u32(load<u8>(++at)) - 0x30;
  }
  if (at - from > 9) return 0;
  let nanos: u32 = 0;
  if (load<u8>(at) === 0x2e) {
    let scale: u32 = 100;
    digit = u32(load<u8>(++at)) - 0x30;
    while (digit <= 9 && scale > 0) {
      nanos += digit * scale;
      scale /= 10;
      digit = u32(load<u8>(++at)) - 0x30;
    }
  }
  if ((load<u32>(at) & 0xffffff) !== 0x737520) return 0;
  lastNumber = f64(micros) * 1000 + f64(nanos);
  return i32(at - from) + 3;
}

/** Whether the last duration had an overhead mark. */
export let hadMark: bool = false;

/** What readDuration gives for a column that is not as expected. */
const ODD: f64 = -1;

/** `+ 12.345 us   ` in [from, bar): nanoseconds; NaN where it is blank. */
// @inline
export function readDuration(from: usize, bar: usize): f64 {
  const width = i32(bar - from);
  // The kernel's own width is 15; others are for the other side.
  if (width < 8 || width > 16) return ODD;
  const text = v128.load(from);
  const inside = (1 << width) - 1;
  const blanks = i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x20))) & inside;
  hadMark = false;
  if (blanks === inside) return NaN;
  let begin = ctz(~blanks);
  const mark = u32(load<u8>(from + begin));
  let marked = false;
  if (mark - 0x30 > 9) {
    // + ! # * @ $
    if (mark !== 0x2b && mark !== 0x21 && mark !== 0x23 && mark !== 0x2a && mark !== 0x40 && mark !== 0x24)
      return ODD;
    marked = true;
    if (((blanks >> (begin + 1)) & 1) === 0) return ODD;
    const rest = ~blanks & inside & ~((2 << begin) - 1);
    if (rest === 0) return ODD;
    begin = ctz(rest);
  }
  const dot = ctz(i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x2e))) | 0x10000);
  const whole = dot - begin;
  let ns: f64 = ODD;
  let end = dot + 7;
  if (whole >= 1 && whole <= 4 && (load<u32>(from + dot + 4) & 0xffffff) === 0x737520) {
    // `1234.567 us` is by far the most frequent: up to four digits, a dot, three digits.
    let word = load<u64>(from + dot - 4) ^ 0x3030302e30303030;
    word &= ~((u64(1) << (u64(4 - whole) << 3)) - 1);
    if (!areDigits(word)) return ODD;
    ns = f64(eightDigits(((word & 0xffffffff) << 8) | ((word >> 40) << 40)));
  } else {
    const length = readNumber(from + begin);
    if (length === 0) return ODD;
    end = begin + length;
    ns = lastNumber;
  }
  if (end > width) return ODD;
  const behind = inside & ~((1 << end) - 1);
  if ((blanks & behind) !== behind) return ODD;
  hadMark = marked;
  return ns;
}
