import { UNKNOWN, type Block } from './lineBlock';
import { LineKind } from './lineKind';
import type { NameId } from './nameTable';
import {
  callerOf,
  durationOf,
  entryOf,
  exitOf,
  laneOf,
  nameOf,
  offsetOf,
  packBlock,
  setCallerOf,
  setEntryOf,
  setExitOf,
} from './packedBlock';

/** Lines of a block: 32,768. */
export const BLOCK_BITS = 15;
export const BLOCK_LINES = 1 << BLOCK_BITS;
export const BLOCK_MASK = BLOCK_LINES - 1;

/** Depth is kept in 12 bits. The kernel's own limit is some hundreds, so more than this is damage, not nesting. */
export const MAX_KEPT_DEPTH = 0xfff;
/** Lane of a line that belongs to none, or to one of more than 65,534. */
export const NO_LANE = 0xffff;

/** Columns of lines that are read, one behind the other, as a Block has them. */
export interface Rows {
  readonly offset: Uint32Array;
  readonly shape: Uint16Array;
  readonly lane: Uint16Array;
  readonly name: Int32Array;
  readonly caller: Int32Array;
  readonly value: Uint32Array;
}

/** What a Piece has in place of a depth: which of its neighbours it is a piece of. */
export const PIECE_OF_NEXT = 1;
export const PIECE_OF_LAST = 2;

const WIDE = 0xfffffffe;

/** What filters ask of a call's line, and its record does not tell: 14 bytes more per line. */
interface Context {
  /** -1 where none is printed. */
  readonly cpu: Int32Array;
  /** NaN where none is printed. */
  readonly timeNs: Float64Array;
  /** IN_INTERRUPT, NAMED, and the depth as printed above. */
  readonly shape: Uint16Array;
}

const IN_INTERRUPT = 1;
const NAMED = 2;
const PRINTED_DEPTH_SHIFT = 2;

/** What lines are written to while a text is parsed. */
export type LineWriter = Pick<LineTable, 'add' | 'addCall' | 'addExit' | 'pair' | 'setCaller'>;

/** Everything known of each line of a trace, without its text. */
export class LineTable {
  /** How many lines there are. */
  length = 0;
  /** Lines move within it, so that their offsets must be ready to change. */
  protected readonly moves: boolean = false;
  protected readonly blocks: Block[] = [];
  /** Durations of 4.29 s and more, by line. */
  protected readonly wide = new Map<number, number>();
  /** Self times of exits, 8 bytes more per line, in the same blocks. */
  private readonly self: Float64Array[] | undefined;
  /** In the same blocks. */
  private readonly context: Context[] | undefined;

  constructor(options: { readonly keepSelf?: boolean; readonly keepContext?: boolean } = {}) {
    this.self = options.keepSelf ? [] : undefined;
    this.context = options.keepContext ? [] : undefined;
  }

  /** Whether the columns that filters ask for were kept: only then `cpu` and what is below it may be asked. */
  get hasContext(): boolean {
    return this.context !== undefined;
  }

  /** Whether self times of exits were kept: else `selfNs` knows those of leaves only. */
  get hasSelf(): boolean {
    return this.self !== undefined;
  }

  /** The block of the next line, which begins at `offset` of the text. */
  private nextBlock(offset: number): Block {
    const index = this.length >>> BLOCK_BITS;
    const known = this.blocks[index];
    if (known !== undefined) return known;
    const full = this.blocks[index - 1];
    const block = full === undefined || this.moves ? newBlock(offset) : this.pack(full, offset);
    this.blocks.push(block);
    return block;
  }

  /** Packs the last block, which is full; gives its memory as that of the next one. */
  private pack(full: Block, offset: number): Block {
    const index = this.blocks.length - 1;
    this.blocks[index] = packBlock(full, index << BLOCK_BITS);
    for (const column of [full.name, full.caller, full.value]) column.fill(0);
    full.base = offset;
    return full;
  }

  /** Appends lines that are all read, `count` rows from the first on; offsets count from `start` of the text. */
  appendRows(rows: Rows, count: number, start: number): void {
    for (let from = 0; from < count;) {
      const block = this.nextBlock(start + rows.offset[from]!);
      const at = this.length & BLOCK_MASK;
      const to = Math.min(count, from + BLOCK_LINES - at);
      const moved = start - block.base;
      for (let row = from; row < to; row++) block.offset[at + row - from] = rows.offset[row]! + moved;
      copyRows(rows.shape, from, to, block.shape, at);
      copyRows(rows.lane, from, to, block.lane, at);
      copyRows(rows.name, from, to, block.name, at);
      copyRows(rows.caller, from, to, block.caller, at);
      copyRows(rows.value, from, to, block.value, at);
      this.length += to - from;
      from = to;
    }
  }

  /** Notes the line on which the call ends that line `entry` began. */
  setExit(entry: number, exit: number): void {
    setExitOf(this.blocks[entry >>> BLOCK_BITS]!, entry & BLOCK_MASK, entry, exit);
  }

  /** Appends a line that is no part of a call. `offset`: position of its first byte in the text. */
  add(offset: number, kind: LineKind, depth: number, lane: number): void {
    const block = this.nextBlock(offset);
    const line = this.length++;
    const row = line & BLOCK_MASK;
    block.offset[row] = offset - block.base;
    block.shape[row] = shapeOf(kind, depth);
    block.lane[row] = keptLane(lane);
  }

  /** Appends an entry, a leaf or an orphan exit. `durationNs` is NaN where unknown, as on an entry. */
  addCall(
    offset: number,
    kind: LineKind,
    depth: number,
    lane: number,
    name: NameId,
    caller: number,
    durationNs: number,
  ): void {
    this.add(offset, kind, depth, lane);
    const line = this.length - 1;
    const block = this.blocks[line >>> BLOCK_BITS]!;
    const row = line & BLOCK_MASK;
    block.name[row] = name;
    block.caller[row] = caller;
    block.value[row] = kind === LineKind.Entry ? 0 : this.encode(line, durationNs);
  }

  /**
   * Appends the exit of the call that line `entry` began. `selfNs` is its duration less its callees'; NaN where unknown.
   */
  addExit(
    offset: number,
    depth: number,
    lane: number,
    entry: number,
    durationNs: number,
    selfNs: number,
  ): void {
    this.add(offset, LineKind.Exit, depth, lane);
    const line = this.length - 1;
    const block = this.blocks[line >>> BLOCK_BITS]!;
    const row = line & BLOCK_MASK;
    block.name[row] = entry;
    block.value[row] = this.encode(line, durationNs);
    this.setExit(entry, line);
    if (this.self !== undefined) this.setSelf(line, selfNs);
  }

  /** Keeps the self time of the call that ends on a line; NaN where it is unknown. */
  setSelf(line: number, selfNs: number): void {
    if (this.self === undefined) return;
    const block = (this.self[line >>> BLOCK_BITS] ??= new Float64Array(BLOCK_LINES).fill(NaN));
    block[line & BLOCK_MASK] = Math.max(selfNs, 0);
  }

  /**
   * Keeps the context of a line, the last one unless another is named, which is one of a call. `depth` is the printed one, -1 where the indentation does
   * not tell; `inInterrupt`: its flags say so; `named`: it names its function, as not every exit does.
   */
  setContext(
    cpu: number,
    timeNs: number,
    depth: number,
    inInterrupt: boolean,
    named: boolean,
    line = this.length - 1,
  ): void {
    if (this.context === undefined) return;
    const block = (this.context[line >>> BLOCK_BITS] ??= newContext());
    const row = line & BLOCK_MASK;
    const printed = depth < 0 ? this.depth(line) : Math.min(depth, MAX_KEPT_DEPTH);
    block.cpu[row] = cpu;
    block.timeNs[row] = timeNs;
    block.shape[row] =
      (printed << PRINTED_DEPTH_SHIFT) | (inInterrupt ? IN_INTERRUPT : 0) | (named ? NAMED : 0);
  }

  private contextOf(line: number): Context {
    return this.context![line >>> BLOCK_BITS]!;
  }

  /** The cpu that a call's line prints, or -1. */
  cpu(line: number): number {
    return this.contextOf(line).cpu[line & BLOCK_MASK]!;
  }

  /** The time that a call's line prints, in nanoseconds, or NaN. */
  timeNs(line: number): number {
    return this.contextOf(line).timeNs[line & BLOCK_MASK]!;
  }

  /** The depth of a call's line as printed: an interrupt's may be another than `depth`. */
  printedDepth(line: number): number {
    return this.contextOf(line).shape[line & BLOCK_MASK]! >>> PRINTED_DEPTH_SHIFT;
  }

  /** Whether the flags of a call's line say that it is an interrupt's. */
  inInterrupt(line: number): boolean {
    return (this.contextOf(line).shape[line & BLOCK_MASK]! & IN_INTERRUPT) !== 0;
  }

  /** Whether a call's line names its function itself. */
  isNamed(line: number): boolean {
    return (this.contextOf(line).shape[line & BLOCK_MASK]! & NAMED) !== 0;
  }

  /** Makes an orphan exit that of the call that line `entry` began. */
  pair(entry: number, exit: number, selfNs: number): void {
    const block = this.blocks[exit >>> BLOCK_BITS]!;
    const row = exit & BLOCK_MASK;
    block.shape[row] = LineKind.Exit | (this.depth(exit) << 4);
    setEntryOf(block, row, exit, entry);
    this.setExit(entry, exit);
    this.setSelf(exit, selfNs);
  }

  /** Makes line `caller`, or none (-1), the caller of the call of an entry or leaf. */
  setCaller(line: number, caller: number): void {
    setCallerOf(this.blocks[line >>> BLOCK_BITS]!, line & BLOCK_MASK, line, caller);
  }

  protected encode(line: number, ns: number): number {
    if (ns < WIDE) return ns;
    if (ns !== ns) return UNKNOWN;
    this.wide.set(line, ns);
    return WIDE;
  }

  /** Position of the line's first byte in the text. */
  offset(line: number): number {
    const block = this.blocks[line >>> BLOCK_BITS]!;
    return block.base + offsetOf(block, line & BLOCK_MASK);
  }

  /** The first line of [from, to) that begins at `offset` of the text or behind it; `to` where none does. */
  lineFrom(offset: number, from: number, to: number): number {
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.offset(middle) < offset) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  kind(line: number): LineKind {
    return (this.blocks[line >>> BLOCK_BITS]!.shape[line & BLOCK_MASK]! & 0xf) as LineKind;
  }

  depth(line: number): number {
    return this.blocks[line >>> BLOCK_BITS]!.shape[line & BLOCK_MASK]! >>> 4;
  }

  /** Whether the line is a piece of the call, comment or banner behind it. */
  isPieceOfNext(line: number): boolean {
    return this.kind(line) === LineKind.Piece && this.depth(line) === PIECE_OF_NEXT;
  }

  /** Whether the line is a piece of what is before it. */
  isPieceOfLast(line: number): boolean {
    return this.kind(line) === LineKind.Piece && this.depth(line) === PIECE_OF_LAST;
  }

  /** The lane of the line's task; NO_LANE where it has none. */
  lane(line: number): number {
    return laneOf(this.blocks[line >>> BLOCK_BITS]!, line & BLOCK_MASK);
  }

  /** The line that stands for the call of an entry, leaf, exit or orphan exit: its entry where that is in the text. */
  callLine(line: number): number {
    return this.kind(line) === LineKind.Exit
      ? entryOf(this.blocks[line >>> BLOCK_BITS]!, line & BLOCK_MASK, line)
      : line;
  }

  /** The function of an entry, leaf, exit or orphan exit; -1 unknown. */
  name(line: number): NameId {
    const call = this.callLine(line);
    return nameOf(this.blocks[call >>> BLOCK_BITS]!, call & BLOCK_MASK);
  }

  /** The line of the call that called the call of this line; -1 for a top-level call. */
  caller(line: number): number {
    const call = this.callLine(line);
    return callerOf(this.blocks[call >>> BLOCK_BITS]!, call & BLOCK_MASK, call);
  }

  /** The line on which the call of this line ends, itself for a leaf; -1 where its exit is not in the text. */
  exitLine(line: number): number {
    const call = this.callLine(line);
    if (this.kind(call) !== LineKind.Entry) return call;
    return exitOf(this.blocks[call >>> BLOCK_BITS]!, call & BLOCK_MASK, call);
  }

  /** How long the call of this line took, in nanoseconds; NaN where that is unknown. */
  durationNs(line: number): number {
    const exit = this.exitLine(line);
    if (exit < 0) return NaN;
    const value = durationOf(this.blocks[exit >>> BLOCK_BITS]!, exit & BLOCK_MASK);
    return value === UNKNOWN ? NaN : value === WIDE ? this.wide.get(exit)! : value;
  }

  /** Duration of the call of this line less that of its direct callees, in nanoseconds; NaN where that is unknown. */
  selfNs(line: number): number {
    const kind = this.kind(line);
    if (kind === LineKind.Leaf) return this.durationNs(line);
    const exit = this.exitLine(line);
    if (kind === LineKind.OrphanExit || exit < 0) return NaN;
    return this.self?.[exit >>> BLOCK_BITS]?.[exit & BLOCK_MASK] ?? NaN;
  }
}

type Column = Uint8Array | Uint16Array | Int32Array | Uint32Array;

/** So few rows are copied in less time than it takes to make an array that shows them. */
const FEW_ROWS = 64;

function copyRows(rows: Column, from: number, to: number, block: Column, at: number): void {
  if (to - from > FEW_ROWS) block.set(rows.subarray(from, to), at);
  else for (let row = from; row < to; row++) block[at + row - from] = rows[row]!;
}

/** LineKind in the low 4 bits, depth above, as far as it is kept. */
export function shapeOf(kind: LineKind, depth: number): number {
  return kind | ((depth > MAX_KEPT_DEPTH ? MAX_KEPT_DEPTH : depth < 0 ? 0 : depth) << 4);
}

/** The lane of a line as it is kept. */
export function keptLane(lane: number): number {
  return lane < NO_LANE ? lane : NO_LANE;
}

function newContext(): Context {
  return {
    cpu: new Int32Array(BLOCK_LINES),
    timeNs: new Float64Array(BLOCK_LINES),
    shape: new Uint16Array(BLOCK_LINES),
  };
}

/** Room for the next lines; `base` is the position of the first of them. */
export function newBlock(base: number): Block {
  return {
    base,
    offset: new Uint32Array(BLOCK_LINES),
    shape: new Uint16Array(BLOCK_LINES),
    lane: new Uint16Array(BLOCK_LINES),
    name: new Int32Array(BLOCK_LINES),
    caller: new Int32Array(BLOCK_LINES),
    value: new Uint32Array(BLOCK_LINES),
  };
}
