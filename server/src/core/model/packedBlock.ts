/**
 * A block of a LineTable that is full, in 11 bytes per line and not 20: lines that a line names are mostly near, most
 * durations are short, and few tasks have lines in one block. What does not fit into 16 bits stands in a list of its own.
 */
import { UNKNOWN, type Block } from './lineBlock';
import { isCallKind, LineKind } from './lineKind';
import { collectWide, WIDE, wideAt, writeCode } from './wideValues';

/** Offsets of a full block are kept in groups of 64 lines. */
const GROUP_BITS = 6;
/** The code of a duration that is not known. */
const UNKNOWN_NS = 0xfffe;
const MAX_LANES = 256;

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
  const codes = {
    names: column(1),
    callers: column(2),
    values: column(3),
    wideNames: 0,
    wideCallers: 0,
    wideValues: 0,
  };
  encode(block, first, codes);
  const wideNames = collectWide(codes.names, codes.wideNames, block.name);
  const wideCallers = collectWide(codes.callers, codes.wideCallers, block.caller);
  const wideValues = collectWide(codes.values, codes.wideValues, block.value);
  return {
    base,
    shape,
    ...packOffsets(offset, new Uint32Array(memory, 0, groups), column(4)),
    ...packLanes(lane, new Uint8Array(memory, 4 * groups + 10 * lines, lines)),
    name: wideNames === undefined ? block.name.slice() : codes.names,
    caller: wideCallers === undefined ? block.caller.slice() : codes.callers,
    value: wideValues === undefined ? block.value.slice() : codes.values,
    wideNames,
    wideCallers,
    wideValues,
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
  else if (!writeCode(name, wideNames, row, near(line - entry), entry)) {
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
  else if (!writeCode(block.caller, wideCallers, row, caller < 0 ? 0 : near(line - caller), caller)) {
    block.caller = unpacked(block, line - row, (at, own) => callerOf(block, at, own));
    block.wideCallers = undefined;
    block.caller[row] = caller;
  }
}

/** Notes that the call of `line`, an entry, ends on line `exit`. */
export function setExitOf(block: Block, row: number, line: number, exit: number): void {
  const { wideValues } = block;
  if (wideValues === undefined) block.value[row] = exit + 1;
  else if (!writeCode(block.value, wideValues, row, near(exit - line), exit + 1)) {
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

/** Codes of a block, and how many of them are wide. */
interface Codes {
  readonly names: Uint16Array;
  readonly callers: Uint16Array;
  readonly values: Uint16Array;
  wideNames: number;
  wideCallers: number;
  wideValues: number;
}

/** Writes the codes of a block whose first line is line `first`: all at once, so that each line's kind is asked once. */
function encode({ caller, name, shape, value }: Block, first: number, codes: Codes): void {
  const { callers, names, values } = codes;
  for (let row = 0; row < shape.length; row++) {
    const line = first + row;
    const kind = (shape[row]! & 0xf) as LineKind;
    const own = value[row]!;
    let ownName = name[row]!;
    let ownCaller = 0;
    let ownValue = own < UNKNOWN_NS ? own : own === UNKNOWN ? UNKNOWN_NS : WIDE;
    if (kind === LineKind.Exit) ownName = near(line - ownName);
    else {
      ownName = ownName < UNKNOWN_NS ? ownName + 1 : WIDE;
      // Nobody asks for the caller of an exit with an entry, or of what is no call.
      if (isCallKind(kind) && caller[row]! >= 0) ownCaller = near(line - caller[row]!);
      if (kind === LineKind.Entry) ownValue = own === 0 ? 0 : near(own - 1 - line);
    }
    names[row] = ownName;
    callers[row] = ownCaller;
    values[row] = ownValue;
    if (ownName === WIDE) codes.wideNames++;
    if (ownCaller === WIDE) codes.wideCallers++;
    if (ownValue === WIDE) codes.wideValues++;
  }
}

/** Each offset from the first of its group; as they are where a group is too long for that, with lines of a kilobyte. */
function packOffsets(
  offset: Block['offset'],
  groups: Uint32Array,
  codes: Uint16Array,
): Pick<Block, 'offset' | 'groups'> {
  for (let group = 0, row = 0; group < groups.length; group++) {
    const start = offset[row]!;
    groups[group] = start;
    for (const end = row + (1 << GROUP_BITS); row < end; row++) codes[row] = offset[row]! - start;
    if (offset[row - 1]! - start > 0xffff) return { offset: offset.slice() };
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
