/** Bytes that the format is made of. One table, so that the scanners read like the specification. */

export const TAB = 0x09;
export const NEWLINE = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const ESCAPE = 0x1b;
export const SPACE = 0x20;
export const BANG = 0x21;
export const HASH = 0x23;
export const DOLLAR = 0x24;
export const AMPERSAND = 0x26;
export const PAREN_OPEN = 0x28;
export const PAREN_CLOSE = 0x29;
export const STAR = 0x2a;
export const PLUS = 0x2b;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const DIGIT_0 = 0x30;
export const DIGIT_9 = 0x39;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const LESS = 0x3c;
export const EQUALS = 0x3d;
export const GREATER = 0x3e;
export const AT = 0x40;
export const BRACKET_OPEN = 0x5b;
export const BRACKET_CLOSE = 0x5d;
export const LOWER_S = 0x73;
export const LOWER_U = 0x75;
export const BRACE_OPEN = 0x7b;
export const BAR = 0x7c;
export const BRACE_CLOSE = 0x7d;

/** Whether the byte is one of 0 to 9. */
export function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_9;
}

/** The index of the first byte in [at, end) that is not a space, or `end`. */
export function skipSpaces(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] === SPACE) at++;
  return at;
}

/** The position behind the last byte of [from, end) that is not a space or a tab. */
export function trimEnd(bytes: Uint8Array, from: number, end: number): number {
  while (end > from && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
  return end;
}

/** The index of the first byte in [at, end) that is not a decimal digit, or `end`. */
export function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isDigit(bytes[at]!)) at++;
  return at;
}

/** The value of the decimal digits in [from, to). Beyond 2^53 the last digits are rounded. */
export function parseDecimal(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at]! - DIGIT_0);
  return value;
}

/** Whether the ASCII `text` stands at `at`, before `end`. */
export function startsWith(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (at < 0 || at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The first index of the ASCII `text` in [at, end), or -1. */
export function indexOf(bytes: Uint8Array, text: string, at: number, end: number): number {
  const first = text.charCodeAt(0);
  for (let last = end - text.length; at <= last; at++) {
    if (bytes[at] === first && startsWith(bytes, at, end, text)) return at;
  }
  return -1;
}

/** The last index of the ASCII `text` in [from, end), or -1. */
export function lastIndexOf(bytes: Uint8Array, text: string, from: number, end: number): number {
  const first = text.charCodeAt(0);
  for (let at = end - text.length; at >= from; at--) {
    if (bytes[at] === first && startsWith(bytes, at, end, text)) return at;
  }
  return -1;
}

/** The position of the first space in [at, end), or `end`. */
export function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== SPACE) at++;
  return at;
}

/** The index of the first byte in [at, end) that is no lower or upper case hexadecimal digit, or `end`. */
export function skipHex(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && hexValue(bytes[at]!) >= 0) at++;
  return at;
}

/** 0 to 15, or -1 where the byte is no hexadecimal digit. */
export function hexValue(byte: number): number {
  if (isDigit(byte)) return byte - DIGIT_0;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
