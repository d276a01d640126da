import { hexValue, NEWLINE, skipHex, skipSpaces, SPACE, TAB } from '../text/ascii';
import { decode } from '../text/utf16';

/** A function by its address. */
export interface FunctionSymbol {
  readonly name: string;
  /** `ext4` of `[ext4]`. */
  readonly module: string | undefined;
}

/** Farther behind its beginning nothing is a part of a function; modules and the kernel are farther apart. */
const MAX_FUNCTION_BYTES = 1n << 20n;
/** Types of nm that are code: text, weak. */
const CODE = 'tTwW';

/**
 * The functions of a kernel, from /proc/kallsyms or System.map: `ffffffff81000000 T name [module]`, one a line.
 */
export class SymbolTable {
  private constructor(
    private readonly addresses: BigUint64Array,
    private readonly lines: readonly number[],
    private readonly bytes: Uint8Array,
  ) {}

  /** The text that it was read from, which another thread can read again. */
  get text(): Uint8Array {
    return this.bytes;
  }

  /** How many functions there are. */
  get size(): number {
    return this.addresses.length;
  }

  /**
   * Reads a file of symbols. Lines that are none are passed over; a table without functions is what a file that is no
   * such file gives, and kallsyms that was read without the right to see addresses (they are all 0).
   */
  static parse(bytes: Uint8Array): SymbolTable {
    const found: { address: bigint; at: number }[] = [];
    for (let at = 0; at < bytes.length;) {
      let end = bytes.indexOf(NEWLINE, at);
      if (end < 0) end = bytes.length;
      const to = skipHex(bytes, at, end);
      const digits = to - at;
      if (digits >= 4 && digits <= 16 && isCode(bytes, to, end)) {
        const address = addressOf(bytes, at, to);
        if (address > 0n) found.push({ address, at: to + 3 });
      }
      at = end + 1;
    }
    found.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
    return new SymbolTable(
      BigUint64Array.from(found, ({ address }) => address),
      found.map(({ at }) => at),
      bytes,
    );
  }

  /** The function that `address` lies in, given as hexadecimal digits with or without `0x`. */
  find(address: string): FunctionSymbol | undefined {
    const value = BigInt(address.startsWith('0x') ? address : `0x${address}`);
    let low = 0;
    let high = this.addresses.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.addresses[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    if (low === 0 || value - this.addresses[low - 1]! > MAX_FUNCTION_BYTES) return undefined;
    // Several names for one address: the first in the file.
    let first = low - 1;
    while (first > 0 && this.addresses[first - 1] === this.addresses[first]) first--;
    return this.symbolAt(this.lines[first]!);
  }

  private symbolAt(at: number): FunctionSymbol {
    const { bytes } = this;
    const to = blank(bytes, at);
    const bracket = skipBlanks(bytes, to);
    const module = bytes[bracket] === 0x5b ? decode(bytes, bracket + 1, closing(bytes, bracket)) : undefined;
    return { name: decode(bytes, at, to), module };
  }
}

/** Whether a name is nothing but an address: `0xffffffffc0a81000`, and as trace-cmd prints it, without `0x`. */
export function isAddress(name: string): boolean {
  return /^(?:0x[\da-f]{1,16}|[\da-f]{16}|[89a-f][\da-f]{7})$/.test(name);
}

function isCode(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 4 > end || bytes[at] !== SPACE || bytes[at + 2] !== SPACE) return false;
  return CODE.includes(String.fromCharCode(bytes[at + 1]!)) && skipSpaces(bytes, at + 3, end) === at + 3;
}

function addressOf(bytes: Uint8Array, at: number, to: number): bigint {
  let high = 0;
  let low = 0;
  for (; at < to; at++) {
    if (to - at > 8) high = high * 16 + hexValue(bytes[at]!);
    else low = low * 16 + hexValue(bytes[at]!);
  }
  return (BigInt(high) << 32n) | BigInt(low);
}

function blank(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && bytes[at]! > SPACE) at++;
  return at;
}

function skipBlanks(bytes: Uint8Array, at: number): number {
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  return at;
}

function closing(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && bytes[at] !== 0x5d && bytes[at] !== NEWLINE) at++;
  return at;
}
