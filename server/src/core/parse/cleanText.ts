import {
  AMPERSAND,
  BAR,
  CARRIAGE_RETURN,
  DASH,
  EQUALS,
  ESCAPE,
  hexValue,
  SPACE,
  startsWith,
  TAB,
} from '../text/ascii';

const TAB_WIDTH = 8;

/** Characters that editors, browsers and word processors put in the place of ASCII ones; 0 is nothing at all. */
const LOOKALIKES: readonly (readonly [utf8: readonly number[], ascii: number])[] = [
  [[0xc2, 0xa0], SPACE], // no-break space
  [[0xe2, 0x80, 0x8b], 0], // zero-width space
  [[0xe2, 0x80, 0x93], DASH], // en dash
  [[0xe2, 0x80, 0x94], DASH], // em dash
  [[0xe2, 0x80, 0xaf], SPACE], // narrow no-break space
  [[0xe3, 0x80, 0x80], SPACE], // ideographic space
  [[0xef, 0xbb, 0xbf], 0], // byte order mark
  [[0xef, 0xbd, 0x9c], BAR], // full-width bar
];

const ENTITIES: readonly (readonly [text: string, ascii: string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&quot;', '"'],
  ['&nbsp;', ' '],
  ['&#124;', '|'],
  ['&#x7c;', '|'],
  ['&vert;', '|'],
];

/**
 * A line, or two that were one, without what terminals, mail programs and browsers did to its characters: tabs, escape
 * sequences, entities, quoted-printable, no-break spaces, NUL bytes. Each byte remembers where it came from.
 */
export class CleanText {
  bytes = new Uint8Array(1024);
  /** The position that each byte had in the array it came from; one more for the end. */
  origin = new Int32Array(1025);
  length = 0;

  /** Forgets everything. */
  clear(): void {
    this.length = 0;
  }

  /** Appends [at, end) of `bytes`, cleaned; gives whether anything had to be. */
  append(bytes: Uint8Array, at: number, end: number): boolean {
    const from = this.length;
    let changed = false;
    while (at < end) {
      const byte = bytes[at]!;
      if (byte > SPACE && byte < 0x80 && byte !== AMPERSAND && byte !== EQUALS) this.push(byte, at++);
      else if (byte === SPACE) this.push(byte, at++);
      else {
        const next = this.appendOdd(bytes, at, end, from);
        changed ||= next > at + 1 || this.bytes[this.length - 1] !== byte;
        at = next;
      }
    }
    this.origin[this.length] = end;
    return changed;
  }

  /** Appends one byte that stands for something at position `at` of its source. */
  push(byte: number, at: number): void {
    if (this.length + 1 >= this.bytes.length) this.grow();
    this.bytes[this.length] = byte;
    this.origin[this.length++] = at;
  }

  /** Takes the last byte away. */
  pop(): void {
    this.length--;
  }

  /** Appends what a byte stands for that is no plain ASCII; gives the position behind it. */
  private appendOdd(bytes: Uint8Array, at: number, end: number, from: number): number {
    const byte = bytes[at]!;
    switch (byte) {
      case TAB:
        do this.push(SPACE, at);
        while ((this.length - from) % TAB_WIDTH !== 0);
        return at + 1;
      case 0:
        return at + 1;
      case CARRIAGE_RETURN:
        // A terminal writes over the line from its beginning.
        if (at + 1 < end) this.length = from;
        return at + 1;
      case ESCAPE:
        return behindEscape(bytes, at, end);
      case AMPERSAND:
        return this.appendEntity(bytes, at, end);
      case EQUALS:
        return this.appendQuotedPrintable(bytes, at, end);
      default:
        return this.appendLookalike(bytes, at, end);
    }
  }

  private appendEntity(bytes: Uint8Array, at: number, end: number): number {
    for (const [text, ascii] of ENTITIES) {
      if (!startsWith(bytes, at, end, text)) continue;
      this.push(ascii.charCodeAt(0), at);
      return at + text.length;
    }
    this.push(AMPERSAND, at);
    return at + 1;
  }

  /** `=3D`, `=20`: only what quoted-printable must write so, in upper case as it does. `x=3d` is an argument. */
  private appendQuotedPrintable(bytes: Uint8Array, at: number, end: number): number {
    const coded = startsWith(bytes, at, end, '=3D') || startsWith(bytes, at, end, '=20');
    this.push(coded ? 16 * hexValue(bytes[at + 1]!) + hexValue(bytes[at + 2]!) : EQUALS, at);
    return coded ? at + 3 : at + 1;
  }

  private appendLookalike(bytes: Uint8Array, at: number, end: number): number {
    for (const [utf8, ascii] of LOOKALIKES) {
      if (at + utf8.length > end || !utf8.every((byte, i) => bytes[at + i] === byte)) continue;
      if (ascii !== 0) this.push(ascii, at);
      return at + utf8.length;
    }
    this.push(bytes[at]!, at);
    return at + 1;
  }

  private grow(): void {
    const bytes = new Uint8Array(2 * this.bytes.length);
    const origin = new Int32Array(bytes.length + 1);
    bytes.set(this.bytes);
    origin.set(this.origin);
    this.bytes = bytes;
    this.origin = origin;
  }
}

/** The position behind a terminal's escape sequence: `ESC [ 31 m`, `ESC ] title BEL`, `ESC c`. */
function behindEscape(bytes: Uint8Array, at: number, end: number): number {
  at++;
  if (bytes[at] === 0x5b) {
    at++;
    while (at < end && bytes[at]! < 0x40) at++;
  } else if (bytes[at] === 0x5d) {
    while (at < end && bytes[at] !== 0x07 && bytes[at] !== ESCAPE) at++;
    if (bytes[at] === ESCAPE) at++;
  }
  return Math.min(at + 1, end);
}
