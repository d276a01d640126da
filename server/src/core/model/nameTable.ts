/** Index of a function's name in a NameTable, from 0. Names are in the order of their first appearance. */
export type NameId = number;

const MIN_CAPACITY = 1024;
/** So many names in a row that are others: their hashes were made to collide. */
const MAX_PROBES = 64;
/** What stands for a name that the text leaves out. */
const NO_NAME = '(unknown)';
/** So many names are decoded at once. */
const DECODED = 256;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const latin1 = new TextDecoder('latin1');

/**
 * Distinct function names, interned from bytes: a string is made once per name and only when asked for. A name is as
 * printed, without module and offset; `foo.isra.0` is a name of its own.
 *
 * Open addressing, at most half full: 100,000 names work as 3,000 do.
 */
export class NameTable {
  /** How many names there are. */
  length = 0;
  /** The text of all names, one behind the other. */
  private bytes = new Uint8Array(32 * MIN_CAPACITY);
  /** Name i is bytes[offset[i] .. offset[i + 1]). */
  private offset = new Uint32Array(MIN_CAPACITY + 1);
  private hashes = new Int32Array(MIN_CAPACITY);
  /** NameId + 1 by slot; 0 is free. */
  private slots = new Int32Array(2 * MIN_CAPACITY);
  /** Names that found no slot within MAX_PROBES, by their bytes as Latin-1. */
  private readonly crowded = new Map<string, NameId>();
  private readonly modules = new Map<NameId, string>();
  private readonly texts: string[] = [];

  /** Hash of the bytes [from, to), FNV-1a. The parser computes the same one byte by byte while it looks for the end. */
  static hash(bytes: Uint8Array, from: number, to: number): number {
    let hash = NameTable.HASH_START;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, NameTable.HASH_PRIME);
    return hash;
  }
  static readonly HASH_START = 0x811c9dc5 | 0;
  static readonly HASH_PRIME = 0x01000193;

  /** The same names in a table of its own. */
  copy(): NameTable {
    const copy = new NameTable();
    copy.length = this.length;
    copy.bytes = this.bytes.slice();
    copy.offset = this.offset.slice();
    copy.hashes = this.hashes.slice();
    copy.slots = this.slots.slice();
    for (const [key, id] of this.crowded) copy.crowded.set(key, id);
    for (const [id, module] of this.modules) copy.modules.set(id, module);
    return copy;
  }

  /** The id of the name in [from, to) whose hash is `hash`; a new one where it is not in the table yet. */
  intern(source: Uint8Array, from: number, to: number, hash: number): NameId {
    const slots = this.slots;
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let probes = 0; probes < MAX_PROBES; probes++) {
      const entry = slots[slot]!;
      if (entry === 0) return this.add(source, from, to, hash, slot);
      if (this.hashes[entry - 1] === hash && this.equals(entry - 1, source, from, to)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    const key = latin1.decode(source.subarray(from, to));
    const known = this.crowded.get(key);
    if (known !== undefined) return known;
    const id = this.add(source, from, to, hash, -1);
    this.crowded.set(key, id);
    return id;
  }

  /** The bytes of a name, as printed. */
  bytesOf(id: NameId): Uint8Array {
    return this.bytes.subarray(this.offset[id], this.offset[id + 1]);
  }

  /** The id of `name`, or -1. */
  find(name: string): NameId {
    return this.findBytes(new TextEncoder().encode(name));
  }

  /** The id of the name that is `id` in another table, or -1. By bytes: a name may be no valid UTF-8. */
  findIn(other: NameTable, id: NameId): NameId {
    return this.findBytes(other.bytes.subarray(other.offset[id], other.offset[id + 1]));
  }

  /** The id of the name that is `id` in another table; a new one where it is not in this one yet. By bytes, as above. */
  internFrom(other: NameTable, id: NameId): NameId {
    return this.intern(other.bytes, other.offset[id]!, other.offset[id + 1]!, other.hashes[id]!);
  }

  private findBytes(bytes: Uint8Array): NameId {
    const hash = NameTable.hash(bytes, 0, bytes.length);
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let probes = 0; probes < MAX_PROBES; probes++) {
      const entry = this.slots[slot]!;
      if (entry === 0) break;
      if (this.hashes[entry - 1] === hash && this.equals(entry - 1, bytes, 0, bytes.length)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return this.crowded.size === 0 ? -1 : (this.crowded.get(latin1.decode(bytes)) ?? -1);
  }

  /** The name as text; invalid UTF-8 becomes U+FFFD. Id -1 is a name that the text leaves out. */
  text(id: NameId): string {
    if (id < 0) return NO_NAME;
    // Those behind it are mostly asked for next.
    if (this.texts[id] === undefined) this.decode(id, (text, each) => (this.texts[each] ??= text));
    return this.texts[id]!;
  }

  /** Gives all names to `visit` in order, as text of which none is kept: for who looks at each of them once. */
  forEachText(visit: (text: string, id: NameId) => void): void {
    for (let id = 0; id < this.length; id += DECODED) this.decode(id, visit);
  }

  /** Decodes some names from `first` on, together: each by itself takes longer. */
  private decode(first: NameId, take: (text: string, id: NameId) => void): void {
    const { bytes, offset } = this;
    const end = Math.min(first + DECODED, this.length);
    const from = offset[first]!;
    const all = decoder.decode(bytes.subarray(from, offset[end]));
    const isPlain = all.length === offset[end]! - from;
    for (let id = first; id < end; id++) {
      const begin = offset[id]!;
      const behind = offset[id + 1]!;
      // Else not each byte is a character.
      take(
        isPlain ? all.slice(begin - from, behind - from) : decoder.decode(bytes.subarray(begin, behind)),
        id,
      );
    }
  }

  /** The module that was printed with the name at its first call, as `ext4`; undefined for the kernel's own. */
  module(id: NameId): string | undefined {
    return this.modules.get(id);
  }

  /** Remembers the module of a name, as `ext4`; undefined for the kernel's own. */
  setModule(id: NameId, module: string | undefined): void {
    if (module === undefined) this.modules.delete(id);
    else this.modules.set(id, module);
  }

  private equals(id: NameId, source: Uint8Array, from: number, to: number): boolean {
    const begin = this.offset[id]!;
    if (this.offset[id + 1]! - begin !== to - from) return false;
    const bytes = this.bytes;
    for (let at = from, own = begin; at < to; at++, own++) if (bytes[own] !== source[at]) return false;
    return true;
  }

  private add(source: Uint8Array, from: number, to: number, hash: number, slot: number): NameId {
    const id = this.length++;
    const begin = this.offset[id]!;
    const end = begin + (to - from);
    if (end > this.bytes.length)
      this.bytes = grown(this.bytes, new Uint8Array(Math.max(end, 2 * this.bytes.length)));
    // Names are short: a view of each would take longer.
    const bytes = this.bytes;
    for (let at = from, own = begin; at < to; at++, own++) bytes[own] = source[at]!;
    if (id + 2 > this.offset.length)
      this.offset = grown(this.offset, new Uint32Array(2 * this.offset.length));
    this.offset[id + 1] = end;
    if (id >= this.hashes.length) this.hashes = grown(this.hashes, new Int32Array(2 * this.hashes.length));
    this.hashes[id] = hash;
    if (slot >= 0) this.slots[slot] = id + 1;
    if (2 * this.length > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let id = 0; id < this.length; id++) {
      const hash = this.hashes[id]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      let probes = 0;
      while (slots[slot] !== 0 && ++probes < MAX_PROBES) slot = (slot + 1) & mask;
      if (slots[slot] === 0) slots[slot] = id + 1;
      else this.crowded.set(latin1.decode(this.bytes.subarray(this.offset[id], this.offset[id + 1])), id);
    }
    this.slots = slots;
  }
}

/** `larger` with the content of `array` at its beginning. */
export function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(
  array: T,
  larger: T,
): T {
  larger.set(array);
  return larger;
}
