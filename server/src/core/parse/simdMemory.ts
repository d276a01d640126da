/**
 * What stands where in the memory that WebAssembly reads and writes: this side of server/wasm/layout.ts. Its addresses are
 * bytes from the beginning of the memory; here they are places in an array of numbers.
 */
import wasm from '../../../wasm/simdLines.wasm';
import type { Rows } from '../model/lineTable';
import type { NameId } from '../model/nameTable';

/** What the module exports: addresses are bytes from the beginning of its memory. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly headerAt: () => number;
  readonly newNameAt: () => number;
  readonly beginningsAt: () => number;
  readonly slotAt: (index: number) => number;
  readonly endsAt: () => number;
  readonly looseAt: () => number;
  readonly callsBoxAt: () => number;
  readonly calleesBoxAt: () => number;
  readonly addressesAt: () => number;
  readonly open: (index: number, size: number) => number;
  readonly close: (index: number) => number;
  readonly rowsAt: () => number;
  readonly textAt: () => number;
  readonly namesAt: () => number;
  readonly namesEndAt: () => number;
  readonly addName: (from: number, length: number, id: NameId, isInterrupt: number) => number;
  readonly clearAllStats: () => void;
  readonly reset: () => void;
  readonly run: (at: number, limit: number) => number;
}

/** Bytes of text that there is room for. */
export const SIMD_TEXT_BYTES = 1 << 20;
/** Room for so many bytes of a name, of a task's column, for open calls, and for cpus with the one that is none. */
export const MAX_NAME_BYTES = 192;
export const MAX_TASK_BYTES = 48;
export const MAX_DEPTH = 256;
export const SLOT_COUNT = 257;
/** Functions that may be known. */
export const MAX_IDS = 1 << 18;
/** Beginnings of names, and bytes of each. */
export const MAX_BEGINNINGS = 256;
export const BEGINNING_BYTES = 8;
/** Rows of lines at a time. */
const MAX_ROWS = 16_384;

// Enums: esbuild writes their numbers where they are used, which it does not with properties of objects.

/** Places in `header`. */
export enum Header {
  LINE = 0,
  ENTRIES = 1,
  LEAVES = 2,
  EXITS = 3,
  NAMED_EXITS = 4,
  STRONG = 5,
  MARKED = 6,
  LAST_SLOT = 7,
  ROW_COUNT = 8,
  KEEP_ROWS = 9,
  TIME_BAR = 10,
  CPU_PAREN = 11,
  TASK_BAR = 12,
  FLAGS_BAR = 13,
  BAR = 14,
  INTERRUPT_CALLS = 15,
  BLANKS = 16,
  RULES = 17,
  IN_COMMENT = 18,
  END_COUNT = 19,
  NEW_FROM = 20,
  NEW_LENGTH = 21,
  MODULE_LENGTH = 22,
  EXIT_COUNT = 23,
  HAS_ALIASES = 24,
  LOOSE_COUNT = 25,
  FIRST_INTERRUPT = 26,
  NEXT_ID = 27,
  BEGINNING_COUNT = 28,
  PASS_VALUES = 29,
  PRINTED = 30,
}

/** Places in a slot: the last time in `ints`, too, though it is of 8 bytes; the column of the task in `bytes`. */
export enum Slot {
  LENT = 0,
  LAST_LINE = 2,
  TASK_LENGTH = 3,
  LAST_TIME = 4,
  INTERRUPT_DEPTH = 6,
  INTERRUPT_SHIFT = 7,
  BEGINS = 20,
  DOUBTFUL_DEPTH = 21,
  IS_SIMPLE = 22,
  HAS_CHANGED = 23,
  LANE = 24,
  TASK_BYTE = 32,
}

/** Places in a name, in `ints`. */
export enum Name {
  HEAD = 0,
  CALLS = 1,
  TOP_LEVEL = 2,
  TIMED = 3,
  MIN = 5,
  MAX = 6,
  RARE = 7,
}
/** The same in `doubles`. */
export enum NameSum {
  ALL = 4,
  SELF = 5,
}
/** Where its bytes begin. */
export const NAME_BYTES = 48;
/** Parts of its head. */
export const ID_MASK = 0x3ffff;
export const LENGTH_SHIFT = 18;
export const LENGTH_MASK = 0xff;

/** Places in what a name keeps elsewhere, in `ints`. */
export enum Rare {
  FIRST_LINE = 0,
  INNER = 1,
  SELFLESS = 2,
  HASH = 3,
  MODULE_AT = 6,
  MODULE_LENGTH = 7,
}
/** The same in `doubles`. */
export enum RareSum {
  INNER = 2,
}

/** In the slot's number of what is told one by one: it is an exit. */
export const LOOSE_EXIT = 0x10000;

const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly?: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
  };
};

/** undefined before the first use, null where there is no WebAssembly with SIMD. */
let module: object | null | undefined;

function compiled(): object | null {
  if (module !== undefined) return module;
  try {
    module = WebAssembly === undefined ? null : new WebAssembly.Module(wasm);
  } catch {
    module = null;
  }
  return module;
}

/** An instance of the module, and views of its memory. */
export class SimdMemory {
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
  readonly bytes: Uint8Array;
  /** Numbers that are told before a run, and after it. */
  readonly header: Int32Array;
  readonly text: Uint8Array<ArrayBuffer>;
  readonly textAt: number;
  /** Where slots begin in `ints`, by cpu + 1. */
  readonly slots: readonly number[];
  /** A stack on its way from one side to the other. */
  readonly callsBox: Int32Array;
  readonly calleesBox: Float64Array;
  /** Of the lines that were read last; those behind `value` only where they are asked for. */
  readonly rows: Rows & {
    readonly selfNs: Float64Array;
    readonly timeNs: Float64Array;
    readonly cpu: Int32Array;
    /** Depth as printed; the highest bit is set where the line names its function. */
    readonly printed: Uint32Array;
  };
  /** Lines of entries before these, each with the line of its exit. */
  readonly exitPairs: Int32Array;
  /** Address of a name by NameId; 0 unknown, below it where it never will be known. */
  readonly addresses: Int32Array;

  private constructor(readonly wasm: Exports) {
    const { buffer } = wasm.memory;
    this.ints = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.header = this.ints.subarray(wasm.headerAt() >> 2);
    this.textAt = wasm.textAt();
    this.text = new Uint8Array(buffer, this.textAt, SIMD_TEXT_BYTES);
    const rows = wasm.rowsAt();
    this.rows = {
      offset: new Uint32Array(buffer, rows, MAX_ROWS),
      name: new Int32Array(buffer, rows + 4 * MAX_ROWS, MAX_ROWS),
      caller: new Int32Array(buffer, rows + 8 * MAX_ROWS, MAX_ROWS),
      value: new Uint32Array(buffer, rows + 12 * MAX_ROWS, MAX_ROWS),
      shape: new Uint16Array(buffer, rows + 16 * MAX_ROWS, MAX_ROWS),
      lane: new Uint16Array(buffer, rows + 18 * MAX_ROWS, MAX_ROWS),
      selfNs: new Float64Array(buffer, rows + 20 * MAX_ROWS, MAX_ROWS),
      timeNs: new Float64Array(buffer, rows + 28 * MAX_ROWS, MAX_ROWS),
      cpu: new Int32Array(buffer, rows + 36 * MAX_ROWS, MAX_ROWS),
      printed: new Uint32Array(buffer, rows + 40 * MAX_ROWS, MAX_ROWS),
    };
    this.exitPairs = new Int32Array(buffer, rows + 44 * MAX_ROWS, 2 * MAX_ROWS);
    this.callsBox = new Int32Array(buffer, wasm.callsBoxAt(), 4 * MAX_DEPTH);
    this.calleesBox = new Float64Array(buffer, wasm.calleesBoxAt(), MAX_DEPTH);
    this.addresses = new Int32Array(buffer, wasm.addressesAt(), MAX_IDS);
    this.slots = Array.from({ length: SLOT_COUNT }, (_, index) => wasm.slotAt(index) >> 2);
  }

  /** A new one; undefined where there is no WebAssembly with SIMD. */
  static create(): SimdMemory | undefined {
    const code = compiled();
    if (code === null || WebAssembly === undefined) return undefined;
    try {
      return new SimdMemory(new WebAssembly.Instance(code, {}).exports);
    } catch {
      // No addresses are left for its memory.
      return undefined;
    }
  }
}
