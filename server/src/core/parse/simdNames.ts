import type { FunctionStats } from '../model/functionStats';
import type { NameId, NameTable } from '../model/nameTable';
import {
  BEGINNING_BYTES,
  Header,
  ID_MASK,
  LENGTH_MASK,
  LENGTH_SHIFT,
  MAX_BEGINNINGS,
  MAX_IDS,
  MAX_NAME_BYTES,
  Name,
  NAME_BYTES,
  NameSum,
  Rare,
  RareSum,
  type SimdMemory,
} from './simdMemory';

/** A function's name in a line, and that of its module: nothing of `bytes` where it has none. */
export interface NewName {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly moduleFrom: number;
  readonly moduleTo: number;
}

const encoder = new TextEncoder();
/** The address of a name that is never looked for, and so never met. */
const TOO_LONG = -2;

/** The names that WebAssembly knows, and what it has counted of their calls. */
export class SimdNames {
  /** Names from here on have no address; those before the other all have one. */
  private addressCount = 0;
  private firstWithout: NameId = 0;
  /** Where the names end that the table of names has. */
  private end: number;
  /** Names may be met that begin with none of those that were to be told. */
  mayMeet = false;
  /** What `takeMet` tells. */
  private readonly met: { -readonly [K in keyof NewName]: NewName[K] };

  constructor(private readonly memory: SimdMemory) {
    this.met = { bytes: memory.bytes, from: 0, to: 0, moduleFrom: 0, moduleTo: 0 };
    this.end = memory.wasm.namesEndAt();
  }

  /** Forgets all names, which WebAssembly has forgotten. */
  clear(): void {
    this.memory.addresses.fill(0, 0, this.addressCount);
    this.addressCount = this.firstWithout = 0;
    this.end = this.memory.wasm.namesEndAt();
  }

  /** Says what names begin with of which each is to be told when it is met; undefined: each of all. */
  watch(beginnings: readonly string[] | undefined): void {
    const { bytes, header, wasm } = this.memory;
    this.mayMeet = beginnings !== undefined && beginnings.length <= MAX_BEGINNINGS;
    if (!this.mayMeet) return;
    let at = wasm.beginningsAt();
    for (const beginning of beginnings!) {
      const first = encoder.encode(beginning).subarray(0, BEGINNING_BYTES);
      bytes.fill(0, at, at + 2 * BEGINNING_BYTES);
      bytes.set(first, at);
      bytes.fill(0xff, at + BEGINNING_BYTES, at + BEGINNING_BYTES + first.length);
      at += 2 * BEGINNING_BYTES;
    }
    header[Header.BEGINNING_COUNT] = beginnings!.length;
  }

  /** Lets it meet names in the lines that are read next, if it knows all `count` that there are. */
  meetFrom(count: number): void {
    this.memory.header[Header.NEXT_ID] = this.mayMeet && this.firstUnknown === count ? count : -1;
  }

  /** The first name that it does not know: while there is one, it meets no others. */
  get firstUnknown(): NameId {
    const { addresses } = this.memory;
    for (let at; (at = addresses[this.firstWithout]!) > 0 || at === TOO_LONG;) this.firstWithout++;
    return this.firstWithout;
  }

  /** Whether the name is known already, or never will be. */
  knows(id: NameId): boolean {
    return id >= MAX_IDS || this.memory.addresses[id] !== 0;
  }

  /**
   * Makes the name in [from, to) known, which is `printed` in the table of names and counts as `id`: another one where it
   * is an address with a symbol.
   */
  learn(
    bytes: Uint8Array,
    from: number,
    to: number,
    printed: NameId,
    id: NameId,
    isInterrupt: boolean,
  ): void {
    const { addresses, bytes: own, header, wasm } = this.memory;
    if (printed >= MAX_IDS) return;
    if (printed >= this.addressCount) this.addressCount = printed + 1;
    const length = to - from;
    if (length > MAX_NAME_BYTES) {
      addresses[printed] = TOO_LONG;
      return;
    }
    if (printed !== id) header[Header.HAS_ALIASES] = 1;
    const at = wasm.newNameAt();
    own.set(bytes.subarray(from, to), at);
    addresses[printed] = wasm.addName(at, length, id, isInterrupt ? 1 : 0) || -1;
    this.end = wasm.namesEndAt();
  }

  /** Makes a name of the table known, if there is room for it; whether it is. */
  hasAddress(id: NameId, names: NameTable, isInterrupt: boolean): boolean {
    if (!this.knows(id)) {
      const bytes = names.bytesOf(id);
      this.learn(bytes, 0, bytes.length, id, id, isInterrupt);
    }
    return id < MAX_IDS && this.memory.addresses[id]! > 0;
  }

  /**
   * Tells the names that it has met in the lines that were read, in order, with what NameTable.hash gives for them. The object
   * is used again for the next.
   */
  takeMet(take: (name: NewName, hash: number) => void): void {
    const { met } = this;
    const { ints, wasm } = this.memory;
    const end = wasm.namesEndAt();
    for (let name = this.end; name < end; name = this.nextName(name)) {
      const rare = ints[(name >> 2) + Name.RARE]! >> 2;
      met.from = name + NAME_BYTES;
      met.to = met.from + this.lengthOf(name);
      met.moduleFrom = ints[rare + Rare.MODULE_AT]!;
      met.moduleTo = met.moduleFrom + ints[rare + Rare.MODULE_LENGTH]!;
      take(met, ints[rare + Rare.HASH]!);
      this.addressCount++;
    }
    this.end = end;
  }

  /** The name on which it has stopped, as it does not know it; undefined where it has stopped for another reason. */
  get stopped(): NewName | undefined {
    const { bytes, header } = this.memory;
    const length = header[Header.NEW_LENGTH]!;
    if (length === 0) return undefined;
    const from = header[Header.NEW_FROM]!;
    const moduleLength = header[Header.MODULE_LENGTH]!;
    // ` [module]`
    const moduleFrom = from + length + 2;
    return { bytes, from, to: from + length, moduleFrom, moduleTo: moduleFrom + moduleLength };
  }

  /** Adds what was counted to the statistics. */
  addStatsTo(stats: FunctionStats): void {
    const { doubles, ints, wasm } = this.memory;
    const end = wasm.namesEndAt();
    for (let name = wasm.namesAt(); name < end; name = this.nextName(name)) {
      const at = name >> 2;
      const calls = ints[at + Name.CALLS]!;
      const timed = ints[at + Name.TIMED]!;
      if (calls === 0 && timed === 0) continue;
      const id = ints[at + Name.HEAD]! & ID_MASK;
      const wide = name >> 3;
      const rare = ints[at + Name.RARE]! >> 2;
      const inner = ints[rare + Rare.INNER]!;
      const first = stats.firstLine[id]!;
      const own = ints[rare + Rare.FIRST_LINE]!;
      if (calls > 0 && (first < 0 || own < first)) stats.firstLine[id] = own;
      stats.calls[id]! += calls;
      stats.topLevel[id]! += ints[at + Name.TOP_LEVEL]!;
      stats.timed[id]! += timed;
      stats.outermost[id]! += timed - inner;
      stats.selfTimed[id]! += timed - ints[rare + Rare.SELFLESS]!;
      stats.sumNs[id]! += doubles[wide + NameSum.ALL]!;
      stats.totalNs[id]! += doubles[wide + NameSum.ALL]! - doubles[(rare >> 1) + RareSum.INNER]!;
      stats.selfNs[id]! += doubles[wide + NameSum.SELF]!;
      if (timed > 0) {
        stats.minNs[id] = Math.min(stats.minNs[id]!, ints[at + Name.MIN]! >>> 0);
        stats.maxNs[id] = Math.max(stats.maxNs[id]!, ints[at + Name.MAX]! >>> 0);
      }
    }
  }

  private lengthOf(name: number): number {
    return (this.memory.ints[(name >> 2) + Name.HEAD]! >> LENGTH_SHIFT) & LENGTH_MASK;
  }

  /** The record behind that of `name`. */
  private nextName(name: number): number {
    return name + NAME_BYTES + ((this.lengthOf(name) + 7) & ~7);
  }
}
