/**
 * Editors count columns in UTF-16 code units, the parser in bytes of UTF-8. On ASCII lines, nearly all of a trace,
 * both are the same number.
 */

const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** The bytes [from, to) as text; invalid UTF-8 becomes U+FFFD, as in an editor. */
export function decode(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to));
}

/** The UTF-16 column of byte `at` on the line that begins at byte `lineStart`. */
export function utf16Column(bytes: Uint8Array, lineStart: number, at: number): number {
  for (let i = lineStart; i < at; i++) {
    if (bytes[i]! >= 0x80) return decode(bytes, lineStart, at).length;
  }
  return at - lineStart;
}

/** The byte at UTF-16 column `column` of the line [lineStart, lineEnd); `lineEnd` where the line is shorter. */
export function byteAtColumn(bytes: Uint8Array, lineStart: number, lineEnd: number, column: number): number {
  let units = 0;
  let at = lineStart;
  while (at < lineEnd && units < column) {
    const byte = bytes[at]!;
    const length = byte < 0x80 ? 1 : byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    units += length === 4 ? 2 : 1;
    at += length;
  }
  return Math.min(at, lineEnd);
}
