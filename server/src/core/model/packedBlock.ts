/**
 * A block of a LineTable that is full, in 11 bytes per line and not 20: lines that a line names are mostly near, most
 * durations are short, and few tasks have lines in one block. What does not fit into 16 bits stands in a list of its own.
 */
import { isCallKind, LineKind } from './lineKind';
import type { Block } from './lineTable';

/** Offsets of a full block are kept in groups of 64 lines. */
const GROUP_BITS = 6;
/** A block with more than so many wide values, a sixteenth of its lines, keeps that column as it was. */
const MAX_WIDE = 2048;
/** Codes of 16 bits: the value stands in the list; a duration that is not known. */
const WIDE = 0xffff;
const UNKNOWN_NS = 0xfffe;
/** What a LineTable has for a duration that is not known. */
const UNKNOWN = 0xffffffff;
const MAX_LANES = 256;

/** Values that do not fit, as a LineTable has them, by ascending row. */
export interface WideValues {
  count: number;
  rows: Uint16Array;
  values: Uint32Array;
}

/** A column of codes, and what does not fit into them; undefined where that is too much. */
interface Packed {
  readonly codes: Uint16Array;
  readonly wide: WideValues;
}

/** The same lines in less memory: those of `block`, which is full, and whose first one is line `first`. */
export function packBlock(block: Block, first: number): Block {
  const { base, lane, offset } = block;
  const lines = block.shape.length;
  const groups = lines >>> GROUP_BITS;
  // One piece of memory: each would be rounded up to pages.
  const memory = new ArrayBuffer(4 * groups + 11 * lines);
  const column = (index: number): Uint16Array =>
    new Uint16Array(memory, 4 * groups + 2 * lines * index, lines);
  const shape = column(0);
  shape.set(block.shape);
  const [name, caller, value] = [column(1), column(2), column(3)];
  const names = packed(name, nameCodes(block, first, name), block.name);
  const callers = packed(caller, callerCodes(block, first, caller), block.caller);
  const values = packed(value, valueCodes(block, first, value), block.value);
  return {
    base,
    shape,
    ...packOffsets(offset, new Uint32Array(memory, 0, groups), column(4)),
    ...packLanes(lane, new Uint8Array(memory, 4 * groups + 10 * lines, lines)),
    name: names?.codes ?? block.name.slice(),
    caller: callers?.codes ?? block.caller.slice(),
    value: values?.codes ?? block.value.slice(),
    ...(names && { wideNames: names.wide }),
    ...(callers && { wideCallers: callers.wide }),
    ...(values && { wideValues: values.wide }),
  };
}

/** Position of a row from the base of its block. */
export function offsetOf({ groups, offset }: Block, row: number): number {
  return (groups === undefined ? 0 : groups[row >>> GROUP_BITS]!) + offset[row]!;
}

/** The lane of a row. */
export function laneOf({ lane, lanes }: Block, row: number): number {
  return lanes === undefined ? lane[row]! : lanes[lane[row]!]!;
}

/** The line of the entry that `line`, an exit, ends. */
export function entryOf({ name, wideNames }: Block, row: number, line: number): number {
  const code = name[row]!;
  if (wideNames === undefined) return code;
  return code === WIDE ? wideAt(wideNames, row) : line - code;
}

/** The NameId of a line that is no exit. */
export function nameOf({ name, wideNames }: Block, row: number): number {
  const code = name[row]!;
  if (wideNames === undefined) return code;
  return code === WIDE ? wideAt(wideNames, row) | 0 : code - 1;
}

/** The line of the caller of `line`, which is no exit with an entry; or -1. */
export function callerOf({ caller, wideCallers }: Block, row: number, line: number): number {
  const code = caller[row]!;
  if (wideCallers === undefined) return code;
  return code === WIDE ? wideAt(wideCallers, row) | 0 : code === 0 ? -1 : line - code;
}

/** The line of the exit of `line`, an entry; -1 unknown. */
export function exitOf({ value, wideValues }: Block, row: number, line: number): number {
  const code = value[row]!;
  if (wideValues === undefined) return code - 1;
  return code === WIDE ? wideAt(wideValues, row) - 1 : code === 0 ? -1 : line + code;
}

/** The duration of a line, as a LineTable has it in 32 bits. */
export function durationOf({ value, wideValues }: Block, row: number): number {
  const code = value[row]!;
  if (wideValues === undefined || code < UNKNOWN_NS) return code;
  return code === WIDE ? wideAt(wideValues, row) : UNKNOWN;
}

/** Makes `line` the exit of the call that line `entry` began; its kind says so already. */
export function setEntryOf(block: Block, row: number, line: number, entry: number): void {
  const { name, wideNames } = block;
  if (wideNames === undefined) name[row] = entry;
  else if (!write(name, wideNames, row, near(line - entry), entry)) {
    block.name = unpacked(block, line - row, (at, own) =>
      isExit(block, at) ? entryOf(block, at, own) : nameOf(block, at),
    );
    block.wideNames = undefined;
    block.name[row] = entry;
  }
}

/** Makes line `caller`, or none (-1), the caller of `line`. */
export function setCallerOf(block: Block, row: number, line: number, caller: number): void {
  const { wideCallers } = block;
  if (wideCallers === undefined) block.caller[row] = caller;
  else if (!write(block.caller, wideCallers, row, caller < 0 ? 0 : near(line - caller), caller)) {
    block.caller = unpacked(block, line - row, (at, own) => callerOf(block, at, own));
    block.wideCallers = undefined;
    block.caller[row] = caller;
  }
}

/** Notes that the call of `line`, an entry, ends on line `exit`. */
export function setExitOf(block: Block, row: number, line: number, exit: number): void {
  const { wideValues } = block;
  if (wideValues === undefined) block.value[row] = exit + 1;
  else if (!write(block.value, wideValues, row, near(exit - line), exit + 1)) {
    const isEntry = (at: number): boolean => (block.shape[at]! & 0xf) === LineKind.Entry;
    block.value = new Uint32Array(
      unpacked(block, line - row, (at, own) =>
        isEntry(at) ? exitOf(block, at, own) + 1 : durationOf(block, at),
      ).buffer,
    );
    block.wideValues = undefined;
    block.value[row] = exit + 1;
  }
}

/** How far another line is, as a code. */
function near(distance: number): number {
  return distance > 0 && distance < UNKNOWN_NS ? distance : WIDE;
}

function isExit({ shape }: Block, row: number): boolean {
  return (shape[row]! & 0xf) === LineKind.Exit;
}

/** Writes the code of each row's name to `codes`; gives how many are wide. */
function nameCodes({ name, shape }: Block, first: number, codes: Uint16Array): number {
  let wide = 0;
  for (let row = 0; row < codes.length; row++) {
    const value = name[row]!;
    const isEnd = (shape[row]! & 0xf) === LineKind.Exit;
    const code = isEnd ? near(first + row - value) : value < UNKNOWN_NS ? value + 1 : WIDE;
    codes[row] = code;
    if (code === WIDE) wide++;
  }
  return wide;
}

/** The same of callers; those of exits with an entry, and of what is no call, nobody asks. */
function callerCodes({ caller, shape }: Block, first: number, codes: Uint16Array): number {
  let wide = 0;
  for (let row = 0; row < codes.length; row++) {
    const value = caller[row]!;
    const kind = (shape[row]! & 0xf) as LineKind;
    const code = value < 0 || kind === LineKind.Exit || !isCallKind(kind) ? 0 : near(first + row - value);
    codes[row] = code;
    if (code === WIDE) wide++;
  }
  return wide;
}

/** The same of values. */
function valueCodes({ shape, value }: Block, first: number, codes: Uint16Array): number {
  let wide = 0;
  for (let row = 0; row < codes.length; row++) {
    const own = value[row]!;
    const code =
      (shape[row]! & 0xf) === LineKind.Entry
        ? own === 0
          ? 0
          : near(own - 1 - first - row)
        : own < UNKNOWN_NS
          ? own
          : own === UNKNOWN
            ? UNKNOWN_NS
            : WIDE;
    codes[row] = code;
    if (code === WIDE) wide++;
  }
  return wide;
}

/** The wide ones of `values`, `count` by their codes; undefined where that is too many. */
function packed(codes: Uint16Array, count: number, values: ArrayLike<number>): Packed | undefined {
  if (count > MAX_WIDE) return undefined;
  const wide: WideValues = { count, rows: new Uint16Array(count), values: new Uint32Array(count) };
  for (let row = codes.indexOf(WIDE), at = 0; at < count; row = codes.indexOf(WIDE, row + 1), at++) {
    wide.rows[at] = row;
    wide.values[at] = values[row]!;
  }
  return { codes, wide };
}

/** Each offset from the first of its group; as they are where a group is too long for that, with lines of a kilobyte. */
function packOffsets(
  offset: Block['offset'],
  groups: Uint32Array,
  codes: Uint16Array,
): Pick<Block, 'offset' | 'groups'> {
  for (let row = 0; row < codes.length; row++) {
    const group = row >>> GROUP_BITS;
    if (group << GROUP_BITS === row) groups[group] = offset[row]!;
    const own = offset[row]! - groups[group]!;
    if (own > 0xffff) return { offset: offset.slice() };
    codes[row] = own;
  }
  return { offset: codes, groups };
}

/** Each lane as its place among those of the block; as they are where there are too many. */
function packLanes(lane: Block['lane'], codes: Uint8Array): Pick<Block, 'lane' | 'lanes'> {
  const lanes: number[] = [];
  let code = -1;
  for (let row = 0; row < codes.length; row++) {
    const own = lane[row]!;
    if (code < 0 || lanes[code] !== own) {
      code = lanes.indexOf(own);
      if (code < 0) code = lanes.push(own) - 1;
      if (code >= MAX_LANES) return { lane: lane.slice() };
    }
    codes[row] = code;
  }
  return { lane: codes, lanes: Uint16Array.from(lanes) };
}

/** A column as it was before it was packed. */
function unpacked(
  { shape }: Block,
  first: number,
  valueOf: (row: number, line: number) => number,
): Int32Array<ArrayBuffer> {
  return Int32Array.from(shape, (_, row) => valueOf(row, first + row));
}

/** Writes a value that may be a wide one; false, and nothing is written, where there would be too many of these. */
function write(
  codes: Block['name'] | Block['value'],
  wide: WideValues,
  row: number,
  code: number,
  value: number,
): boolean {
  if (code === WIDE) {
    const at = placeOf(wide, row);
    if (at === wide.count || wide.rows[at] !== row) {
      if (wide.count === MAX_WIDE) return false;
      insert(wide, at, row);
    }
    wide.values[at] = value;
  }
  codes[row] = code;
  return true;
}

function insert(wide: WideValues, at: number, row: number): void {
  const { count } = wide;
  if (count === wide.rows.length) {
    const room = Math.max(16, 2 * count);
    const { rows, values } = wide;
    wide.rows = new Uint16Array(room);
    wide.rows.set(rows);
    wide.values = new Uint32Array(room);
    wide.values.set(values);
  }
  wide.rows.copyWithin(at + 1, at, count);
  wide.values.copyWithin(at + 1, at, count);
  wide.rows[at] = row;
  wide.count++;
}

/** The place of the first wide value of `row` or behind it. */
function placeOf({ count, rows }: WideValues, row: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wideAt(wide: WideValues, row: number): number {
  return wide.values[placeOf(wide, row)]!;
}
