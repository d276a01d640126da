/**
 * The usual lines, read and counted by WebAssembly with SIMD: this side of server/wasm/simdLines.ts. It takes the lanes
 * that run on the cpus on loan, their stacks and open calls with them; whoever wants to look at a lane takes it back
 * first. A line with anything odd about it is left to the TypeScript, which can read them all: it is the reference, and
 * what there is where WebAssembly is not.
 */
import wasm from '../../../wasm/simdLines.wasm';
import type { FunctionStats } from '../model/functionStats';
import type { Lane } from '../model/lanes';
import { keptLane, MAX_KEPT_DEPTH, type LineTable, type Rows } from '../model/lineTable';
import { isCallKind, LineKind } from '../model/lineKind';
import type { NameId, NameTable } from '../model/nameTable';
import type { CallBuilder } from './callBuilder';
import type { Clock } from './clock';
import { setInterrupt, type InterruptPlacer } from './interruptPlacer';
import type { Layout } from './layout';

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

/** Bytes of text that its memory holds. */
const SIMD_TEXT_BYTES = 1 << 20;
/** Room for so many bytes of a name, of a task's column, for open calls, and for cpus with the one that is none. */
const MAX_NAME_BYTES = 128;
const MAX_TASK_BYTES = 48;
const MAX_DEPTH = 256;
/** Functions that may be known. */
const MAX_IDS = 1 << 18;
/** Beginnings of names, and bytes of each. */
const MAX_BEGINNINGS = 256;
const BEGINNING_BYTES = 8;
const SLOT_COUNT = 257;
/** Columns of so many tasks are remembered. */
const MAX_COLUMNS = 65_536;
/** Rows of lines at a time. */
const MAX_ROWS = 16_384;

// Header, in numbers of 4 bytes.
const LINE = 0;
const ENTRIES = 1;
const LEAVES = 2;
const EXITS = 3;
const NAMED_EXITS = 4;
const STRONG = 5;
const MARKED = 6;
const LAST_SLOT = 7;
const ROW_COUNT = 8;
const KEEP_ROWS = 9;
const TIME_BAR = 10;
const CPU_PAREN = 11;
const TASK_BAR = 12;
const FLAGS_BAR = 13;
const BAR = 14;
const INTERRUPT_CALLS = 15;
const BLANKS = 16;
const RULES = 17;
const IN_COMMENT = 18;
const END_COUNT = 19;
const NEW_FROM = 20;
const NEW_LENGTH = 21;
const MODULE_LENGTH = 22;
const EXIT_COUNT = 23;
const HAS_ALIASES = 24;
const LOOSE_COUNT = 25;
const FIRST_INTERRUPT = 26;
const NEXT_ID = 27;
const BEGINNING_COUNT = 28;
// A name's record: numbers of 4 bytes, of 8, and where its bytes begin.
const HEAD = 0;
const CALLS = 1;
const TOP_LEVEL = 2;
const TIMED = 3;
const MIN = 5;
const MAX = 6;
const RARE = 7;
const SUM = 4;
const SELF = 5;
const NAME_BYTES = 48;
const ID_MASK = 0x3ffff;
const LENGTH_SHIFT = 18;
const LENGTH_MASK = 0xff;
// What it keeps elsewhere, alike.
const FIRST_LINE = 0;
const INNER = 1;
const SELFLESS = 2;
const INNER_SUM = 2;

// A slot, in numbers of 4 bytes; the column of its task in bytes.
const LENT = 0;
const LAST_LINE = 2;
const TASK_LENGTH = 3;
const LAST_TIME = 4;
const INTERRUPT_DEPTH = 6;
const INTERRUPT_SHIFT = 7;
const BEGINS = 20;
const DOUBTFUL_DEPTH = 21;
const IS_SIMPLE = 22;
const HAS_CHANGED = 23;
const LANE = 24;
const TASK_BYTE = 32;

/** In the slot's number of what is told one by one: it is an exit. */
const LOOSE_EXIT = 0x10000;

/** What the lanes, their open calls and their times go back to. */
export interface Lender {
  readonly builder: CallBuilder;
  readonly clock: Clock;
  readonly names: NameTable;
  readonly stats: FunctionStats;
}

const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly?: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
  };
};

/** A function's name in a line, and that of its module: nothing of `bytes` where it has none. */
export interface NewName {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly moduleFrom: number;
  readonly moduleTo: number;
}

const encoder = new TextEncoder();
/** undefined before the first use, null where there is no WebAssembly with SIMD. */
let module: object | null | undefined;
/** Those that nobody uses: each has 32 MB of addresses, of which it uses few. */
const free: SimdLines[] = [];
const MAX_FREE = 2;

function compiled(): object | null {
  if (module !== undefined) return module;
  try {
    module = WebAssembly === undefined ? null : new WebAssembly.Module(wasm);
  } catch {
    module = null;
  }
  return module;
}

export class SimdLines {
  /** Where text goes that is to be read without being copied. */
  readonly text: Uint8Array<ArrayBuffer>;
  private readonly ints: Int32Array;
  private readonly doubles: Float64Array;
  private readonly bytes: Uint8Array;
  private readonly header: number;
  private readonly textAt: number;
  private readonly slots: number[] = [];
  /** A stack on its way from one side to the other. */
  private readonly callsBox: Int32Array;
  private readonly calleesBox: Float64Array;
  /** Of the lines that were read last; those behind `value` only where they are asked for. */
  private readonly rows: Rows & {
    readonly selfNs: Float64Array;
    readonly timeNs: Float64Array;
    readonly cpu: Int32Array;
    /** Depth as printed; the highest bit is set where the line names its function. */
    readonly printed: Uint32Array;
  };
  /** Lines of entries before these, each with the line of its exit. */
  private readonly exitPairs: Int32Array;
  /** What is on loan, by cpu + 1. */
  private readonly lanes: (Lane | undefined)[] = [];
  private lent = 0;
  private lender: Lender | undefined;
  /** The column of the task that a lane was lent with last, by its id: it is lent again before a line of it is read. */
  private readonly columns: (Uint8Array | undefined)[] = [];
  /** Address of a name by NameId; 0 unknown, -1 where there is no room for it. */
  private readonly addresses: Int32Array;
  /** Names from here on have no address; those before the other all have one. */
  private addressCount = 0;
  private firstWithout: NameId = 0;
  /** Where the names end that `lender` has. */
  private namesEnd: number;
  /** Names may be met that begin with none of those that were to be told. */
  private mayMeet = false;
  /** The text that was copied: its bytes from `windowFrom` to `windowTo`. */
  private window: Uint8Array | undefined;
  private windowFrom = 0;
  private windowTo = 0;

  private constructor(private readonly wasm: Exports) {
    const { buffer } = wasm.memory;
    this.ints = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.header = wasm.headerAt() >> 2;
    this.textAt = wasm.textAt();
    this.text = new Uint8Array(buffer, this.textAt, SIMD_TEXT_BYTES);
    this.namesEnd = wasm.namesEndAt();
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
    this.callsBox = new Int32Array(buffer, wasm.callsBoxAt(), 4 * MAX_DEPTH);
    this.calleesBox = new Float64Array(buffer, wasm.calleesBoxAt(), MAX_DEPTH);
    this.addresses = new Int32Array(buffer, wasm.addressesAt(), MAX_IDS);
    this.exitPairs = new Int32Array(buffer, rows + 44 * MAX_ROWS, 2 * MAX_ROWS);
    for (let index = 0; index < SLOT_COUNT; index++) {
      this.slots.push(wasm.slotAt(index) >> 2);
    }
  }

  /** One for a text; undefined where there is no WebAssembly with SIMD. */
  static acquire(lender: Lender): SimdLines | undefined {
    const lines = free.pop() ?? SimdLines.create();
    if (lines !== undefined) lines.lender = lender;
    return lines;
  }

  private static create(): SimdLines | undefined {
    const code = compiled();
    if (code === null || WebAssembly === undefined) return undefined;
    try {
      return new SimdLines(new WebAssembly.Instance(code, {}).exports);
    } catch {
      // No addresses are left for its memory.
      return undefined;
    }
  }

  /** The text is over: gives everything back, and is free for another. */
  release(): void {
    this.takeBackAll();
    this.takeStats();
    this.wasm.reset();
    this.lanes.length = this.columns.length = 0;
    this.addresses.fill(0, 0, this.addressCount);
    this.addressCount = this.firstWithout = 0;
    this.namesEnd = this.wasm.namesEndAt();
    this.window = undefined;
    this.lender = undefined;
    if (free.length < MAX_FREE) free.push(this);
  }

  /** Gives back all lanes and adds what was counted to the statistics. */
  settle(): void {
    this.takeBackAll();
    this.takeStats();
    this.wasm.clearAllStats();
  }

  /** Whether it has any lane to count for. */
  get holdsLanes(): boolean {
    return this.lent > 0;
  }

  /** Where the columns stand, what keeps the lines, and whether a comment has not ended, which a call ends. */
  configure(layout: Layout, lines: LineTable | undefined, inComment: boolean): void {
    const { header, ints } = this;
    // Lanes were lent by what other columns say, and do not: the clock looks at times where they begin to be printed.
    if (!this.hasColumns(layout)) {
      this.takeBackAll();
      this.columns.length = 0;
    }
    ints[header + TIME_BAR] = layout.timeBar;
    ints[header + CPU_PAREN] = layout.cpuParen;
    ints[header + TASK_BAR] = layout.taskBar;
    ints[header + FLAGS_BAR] = layout.flagsBar;
    ints[header + BAR] = layout.bar;
    ints[header + KEEP_ROWS] = lines === undefined ? 0 : lines.hasContext || lines.hasSelf ? 2 : 1;
    ints[header + IN_COMMENT] = inComment ? 1 : 0;
  }

  /** Says what names begin with of which each is to be told when it is met; undefined: each of all. */
  watch(beginnings: readonly string[] | undefined): void {
    const { bytes, header, ints } = this;
    this.mayMeet = beginnings !== undefined && beginnings.length <= MAX_BEGINNINGS;
    if (!this.mayMeet) return;
    let at = this.wasm.beginningsAt();
    for (const beginning of beginnings!) {
      const first = encoder.encode(beginning).subarray(0, BEGINNING_BYTES);
      bytes.fill(0, at, at + 2 * BEGINNING_BYTES);
      bytes.set(first, at);
      bytes.fill(0xff, at + BEGINNING_BYTES, at + BEGINNING_BYTES + first.length);
      at += 2 * BEGINNING_BYTES;
    }
    ints[header + BEGINNING_COUNT] = beginnings!.length;
  }

  private hasColumns({ bar, cpuParen, flagsBar, taskBar, timeBar }: Layout): boolean {
    const { header, ints } = this;
    return (
      ints[header + TIME_BAR] === timeBar &&
      ints[header + CPU_PAREN] === cpuParen &&
      ints[header + TASK_BAR] === taskBar &&
      ints[header + FLAGS_BAR] === flagsBar &&
      ints[header + BAR] === bar
    );
  }

  /**
   * Reads and counts lines of `bytes` from `at` on, up to `limit`, which is behind a newline; the first of them is number
   * `line`. Gives the position of the first line that is not read; what was read is told by the getters below.
   */
  run(bytes: Uint8Array, at: number, limit: number, line: number): number {
    const { header, ints } = this;
    const { names } = this.lender!;
    ints[header + LINE] = line;
    ints[header + NEXT_ID] = this.mayMeet && this.firstUnknown === names.length ? names.length : -1;
    if (bytes.buffer === this.text.buffer) {
      const base = bytes.byteOffset;
      return this.wasm.run(base + at, base + limit) - base;
    }
    if (this.window !== bytes || at < this.windowFrom || at >= this.windowTo) {
      if (!this.copy(bytes, at, limit)) return at;
    }
    const base = this.textAt - this.windowFrom;
    return this.wasm.run(base + at, base + Math.min(limit, this.windowTo)) - base;
  }

  /** Copies as many whole lines as there is room for. */
  private copy(bytes: Uint8Array, at: number, limit: number): boolean {
    let to = limit;
    if (to - at > SIMD_TEXT_BYTES) {
      to = bytes.lastIndexOf(0x0a, at + SIMD_TEXT_BYTES - 1) + 1;
      if (to <= at) return false;
    }
    this.text.set(bytes.subarray(at, to));
    this.window = bytes;
    this.windowFrom = at;
    this.windowTo = to;
    return true;
  }

  /** The bytes of the next text to be read may be others in the same array. */
  forgetText(): void {
    this.window = undefined;
  }

  /** Number of the line behind those that were read. */
  get line(): number {
    return this.ints[this.header + LINE]!;
  }
  /** Lines that were read, by kind; exits with a name are among the exits. */
  get entries(): number {
    return this.ints[this.header + ENTRIES]!;
  }
  get leaves(): number {
    return this.ints[this.header + LEAVES]!;
  }
  get exits(): number {
    return this.ints[this.header + EXITS]!;
  }
  get namedExits(): number {
    return this.ints[this.header + NAMED_EXITS]!;
  }
  /** Those with a cpu or a duration. */
  get strong(): number {
    return this.ints[this.header + STRONG]!;
  }
  /** Blank lines, and the rules around context switches. */
  get blanks(): number {
    return this.ints[this.header + BLANKS]!;
  }
  get rules(): number {
    return this.ints[this.header + RULES]!;
  }
  /** Calls within interrupts, and the line of the first of them; -1 where there is none. */
  get interruptCalls(): number {
    return this.ints[this.header + INTERRUPT_CALLS]!;
  }
  get firstInterrupt(): number {
    return this.ints[this.header + FIRST_INTERRUPT]!;
  }
  /** Whether any line had an overhead mark. */
  get marked(): boolean {
    return this.ints[this.header + MARKED] !== 0;
  }
  /** The cpu of the last line; -1 where it has none. */
  get lastCpu(): number {
    return this.ints[this.header + LAST_SLOT]! - 1;
  }

  /** The first name that it does not know: while there is one, it meets no others. */
  get firstUnknown(): NameId {
    while (this.addresses[this.firstWithout]! > 0) this.firstWithout++;
    return this.firstWithout;
  }

  /** Whether the name is known already, or never will be. */
  knows(id: NameId): boolean {
    return id >= MAX_IDS || this.addresses[id] !== 0;
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
    if (printed >= MAX_IDS) return;
    if (printed >= this.addressCount) this.addressCount = printed + 1;
    const length = to - from;
    if (length > MAX_NAME_BYTES) {
      this.addresses[printed] = -1;
      return;
    }
    if (printed !== id) this.ints[this.header + HAS_ALIASES] = 1;
    const at = this.wasm.newNameAt();
    this.bytes.set(bytes.subarray(from, to), at);
    this.addresses[printed] = this.wasm.addName(at, length, id, isInterrupt ? 1 : 0) || -1;
    this.namesEnd = this.wasm.namesEndAt();
  }

  /** Tells the names that it has met in the lines that were read, in order. */
  takeNames(take: (bytes: Uint8Array, from: number, to: number) => void): void {
    const { bytes } = this;
    const end = this.wasm.namesEndAt();
    for (let name = this.namesEnd; name < end; name = this.nextName(name)) {
      const from = name + NAME_BYTES;
      take(bytes, from, from + this.lengthOf(name));
      this.addressCount++;
    }
    this.namesEnd = end;
  }

  private lengthOf(name: number): number {
    return (this.ints[name >> 2]! >> LENGTH_SHIFT) & LENGTH_MASK;
  }

  /** The record behind that of `name`. */
  private nextName(name: number): number {
    return name + NAME_BYTES + ((this.lengthOf(name) + 7) & ~7);
  }

  /**
   * Takes a lane on loan that has just run on `cpu` (-1: none is printed), in the task of the column [from, to) of
   * `bytes`, which is empty where there is none. It stays where it is if there is anything to watch about it, or no room.
   */
  lend(lane: Lane, cpu: number, bytes: Uint8Array, from: number, to: number): void {
    const { builder, clock, names, stats } = this.lender!;
    const { interrupt, stack } = lane;
    const length = to - from;
    if (lane.arrow || builder.watchSteps) return;
    if (cpu + 1 >= SLOT_COUNT || stack.size >= MAX_DEPTH || length > MAX_TASK_BYTES) return;
    stack.copyTo(this.callsBox, this.calleesBox);
    for (let unknown; (unknown = this.wasm.open(cpu + 1, stack.size)) >= 0;) {
      const name = stack.nameAt(unknown);
      if (!this.hasAddress(name, names, builder.isInterrupt[name] === 1)) return;
    }
    stack.addTo(stats.open, -1);
    const { doubles, ints } = this;
    const slot = this.slots[cpu + 1]!;
    ints[slot + LENT] = 1;
    ints[slot + LAST_LINE] = lane.lastLine;
    ints[slot + TASK_LENGTH] = length;
    doubles[(slot + LAST_TIME) >> 1] = clock.lastOf(cpu);
    ints[slot + INTERRUPT_DEPTH] = interrupt?.depth ?? -1;
    ints[slot + INTERRUPT_SHIFT] = interrupt?.shift ?? 0;
    ints[slot + BEGINS] = isBeginning(lane) ? 1 : 0;
    ints[slot + DOUBTFUL_DEPTH] = builder.interrupts.doubtfulDepth(lane);
    ints[slot + IS_SIMPLE] =
      interrupt !== undefined && interrupt.outer === undefined && interrupt.shift >= 0 ? 1 : 0;
    ints[slot + HAS_CHANGED] = 0;
    ints[slot + LANE] = keptLane(lane.id);
    const column = 4 * slot + TASK_BYTE;
    for (let index = 0; index < length; index++) this.bytes[column + index] = bytes[from + index]!;
    if (bytes !== this.columns[lane.id]) this.rememberColumn(lane.id, column, length);
    this.lanes[cpu + 1] = lane;
    lane.lentTo = cpu + 1;
    this.lent++;
  }

  private rememberColumn(id: number, at: number, length: number): void {
    const { bytes } = this;
    const known = this.columns[id];
    if (known?.length === length && known.every((byte, index) => byte === bytes[at + index])) return;
    if (id < MAX_COLUMNS) this.columns[id] = bytes.slice(at, at + length);
  }

  /** The same at a switch to a lane that had been lent before, whose column is then known; not of one that was not. */
  lendAgain(lane: Lane, cpu: number): void {
    const column = this.columns[lane.id];
    if (column !== undefined && lane.lentTo < 0) this.lend(lane, cpu, column, 0, column.length);
  }

  private hasAddress(id: NameId, names: NameTable, isInterrupt: boolean): boolean {
    if (!this.knows(id)) {
      const bytes = names.bytesOf(id);
      this.learn(bytes, 0, bytes.length, id, id, isInterrupt);
    }
    return id < MAX_IDS && this.addresses[id]! > 0;
  }

  /** Gives back all lanes that are on loan. */
  takeBackAll(): void {
    for (let slot = 0; this.lent > 0; slot++) this.takeBack(slot);
  }

  /** Brings all lanes that are on loan up to date: who only looks at them need not take them back. */
  show(): void {
    for (let index = 0, left = this.lent; left > 0; index++) {
      const lane = this.lanes[index];
      if (lane === undefined) continue;
      left--;
      this.wasm.open(index, this.closeCalls(lane, index));
    }
  }

  /** Gives back the lane that is on loan in `slot`, a cpu + 1, if there is one. */
  takeBack(index: number): void {
    const lane = this.lanes[index];
    if (lane === undefined) return;
    const { ints } = this;
    const slot = this.slots[index]!;
    this.closeCalls(lane, index);
    lane.stack.addTo(this.lender!.stats.open, 1);
    lane.lentTo = -1;
    ints[slot + LENT] = 0;
    this.lanes[index] = undefined;
    this.lent--;
  }

  /** Writes to its lane what a slot has of it, its open calls first, and the cpu's last time; gives how many calls. */
  private closeCalls(lane: Lane, index: number): number {
    const { doubles, ints } = this;
    const slot = this.slots[index]!;
    const size = this.wasm.close(index);
    lane.stack.copyFrom(this.callsBox, this.calleesBox, size);
    lane.lastLine = ints[slot + LAST_LINE]!;
    if (ints[slot + HAS_CHANGED] !== 0)
      setInterrupt(lane, ints[slot + INTERRUPT_DEPTH]!, ints[slot + INTERRUPT_SHIFT]!);
    ints[slot + HAS_CHANGED] = 0;
    this.lender!.clock.setLast(index - 1, doubles[(slot + LAST_TIME) >> 1]!);
    return size;
  }

  /** Adds what was counted to the statistics. */
  private takeStats(): void {
    const { stats } = this.lender!;
    const { doubles, ints, wasm } = this;
    const end = wasm.namesEndAt();
    for (let name = wasm.namesAt(); name < end; name = this.nextName(name)) {
      const at = name >> 2;
      const calls = ints[at + CALLS]!;
      const timed = ints[at + TIMED]!;
      if (calls === 0 && timed === 0) continue;
      const id = ints[at + HEAD]! & ID_MASK;
      const wide = name >> 3;
      const rare = ints[at + RARE]! >> 2;
      const inner = ints[rare + INNER]!;
      const first = stats.firstLine[id]!;
      const own = ints[rare + FIRST_LINE]!;
      if (calls > 0 && (first < 0 || own < first)) stats.firstLine[id] = own;
      stats.calls[id]! += calls;
      stats.topLevel[id]! += ints[at + TOP_LEVEL]!;
      stats.timed[id]! += timed;
      stats.outermost[id]! += timed - inner;
      stats.selfTimed[id]! += timed - ints[rare + SELFLESS]!;
      stats.sumNs[id]! += doubles[wide + SUM]!;
      stats.totalNs[id]! += doubles[wide + SUM]! - doubles[(rare >> 1) + INNER_SUM]!;
      stats.selfNs[id]! += doubles[wide + SELF]!;
      if (timed > 0) {
        stats.minNs[id] = Math.min(stats.minNs[id]!, ints[at + MIN]! >>> 0);
        stats.maxNs[id] = Math.max(stats.maxNs[id]!, ints[at + MAX]! >>> 0);
      }
    }
  }

  /** The name on which it has stopped, as it does not know it; undefined where it has stopped for another reason. */
  get newName(): NewName | undefined {
    const { bytes, header, ints } = this;
    const length = ints[header + NEW_LENGTH]!;
    if (length === 0) return undefined;
    const from = ints[header + NEW_FROM]!;
    const moduleLength = ints[header + MODULE_LENGTH]!;
    // ` [module]`
    const moduleFrom = from + length + 2;
    return { bytes, from, to: from + length, moduleFrom, moduleTo: moduleFrom + moduleLength };
  }

  /** Tells `interrupts` which of their outermost functions have ended in the lines that were read. */
  takeEnds(interrupts: InterruptPlacer): void {
    const { doubles, ints } = this;
    const count = ints[this.header + END_COUNT]!;
    for (let index = 0, at = this.wasm.endsAt() >> 2; index < count; index++, at += 8)
      interrupts.remember(this.lanes[ints[at]!]!, ints[at + 2]!, ints[at + 1]!, doubles[(at + 4) >> 1]!);
    ints[this.header + END_COUNT] = 0;
  }

  /** Tells `builder` one by one, in order, what has no entry or caller in the text. */
  takeLoose(builder: CallBuilder): void {
    const { doubles, ints } = this;
    const count = ints[this.header + LOOSE_COUNT]!;
    for (let index = 0, at = this.wasm.looseAt() >> 2; index < count; index++, at += 16) {
      const slot = ints[at]! & ~LOOSE_EXIT;
      const line = ints[at + 1]!;
      const depth = ints[at + 2]!;
      const caller = ints[at + 3]!;
      const lane = this.lanes[slot]!;
      if (slot === ints[at]) builder.seeCall(lane, line, depth, caller);
      else {
        const ns = doubles[(at + 4) >> 1]!;
        const calleesNs = doubles[(at + 6) >> 1]!;
        builder.loseEntry(lane, { line, depth, name: ints[at + 8]!, ns, calleesNs }, caller);
      }
      ints[this.slots[slot]! + BEGINS] = isBeginning(lane) ? 1 : 0;
    }
    ints[this.header + LOOSE_COUNT] = 0;
  }

  /** Appends the records of the lines that were read to `lines`; `base` is the position in the text of `bytes`. */
  takeRows(lines: LineTable, bytes: Uint8Array, base: number): void {
    const { exitPairs, header, ints, rows } = this;
    const count = ints[header + ROW_COUNT]!;
    const first = lines.length;
    const window = bytes.buffer === this.text.buffer ? this.textAt - bytes.byteOffset : this.windowFrom;
    lines.appendRows(rows, count, base + window);
    for (let exit = 0; exit < ints[header + EXIT_COUNT]!; exit++)
      lines.setExit(exitPairs[2 * exit]!, exitPairs[2 * exit + 1]!);
    if (lines.hasContext || lines.hasSelf) this.takeContext(lines, first, count);
  }

  /** The same of what filters and call trees ask for. */
  private takeContext(lines: LineTable, first: number, count: number): void {
    const { cpu, printed, selfNs, shape, timeNs } = this.rows;
    for (let row = 0; row < count; row++) {
      const kind = shape[row]! & 0xf;
      if (!isCallKind(kind as LineKind)) continue;
      if (kind === LineKind.Exit) lines.setSelf(first + row, selfNs[row]!);
      const named = printed[row]! >>> 31 === 1;
      lines.setContext(cpu[row]!, timeNs[row]!, printed[row]! & MAX_KEPT_DEPTH, false, named, first + row);
    }
  }
}

/** Whether the lane may still turn out to go on with another's calls. */
function isBeginning({ beginning }: Lane): boolean {
  return beginning !== undefined && !beginning.over;
}
