import type { Block } from './lineBlock';
import { LineKind } from './lineKind';
import { BLOCK_BITS, BLOCK_LINES, BLOCK_MASK, LineTable, newBlock } from './lineTable';

/** Rows to put in place of others: columns as LineTable has them, offsets from the text's beginning, durations in ns. */
export interface NewRows {
  readonly length: number;
  readonly offset: ArrayLike<number>;
  readonly shape: ArrayLike<number>;
  readonly lane: ArrayLike<number>;
  readonly name: ArrayLike<number>;
  readonly caller: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/** A column that means a line, as it stands. */
export type LineColumn = 'name' | 'caller' | 'value';

/** A block that was moved has room for so many bytes of lines before its first. */
const ROOM_BYTES = 1 << 20;

/** A line table of a text that is edited: rows are replaced where they are, those behind move. */
export class EditableLines extends LineTable {
  protected override readonly moves = true;

  /** The same rows in another table. */
  copy(): EditableLines {
    const copy = new EditableLines();
    copy.length = this.length;
    for (const block of this.blocks)
      copy.blocks.push({
        base: block.base,
        offset: block.offset.slice(),
        shape: block.shape.slice(),
        lane: block.lane.slice(),
        name: block.name.slice(),
        caller: block.caller.slice(),
        value: block.value.slice(),
      });
    for (const [line, ns] of this.wide) copy.wide.set(line, ns);
    return copy;
  }

  /** What a column of the table says, as LineTable explains it. */
  raw(line: number, column: LineColumn): number {
    return this.blocks[line >>> BLOCK_BITS]![column][line & BLOCK_MASK]!;
  }

  /** Writes a column as it is, where it means a line. */
  setRaw(line: number, column: LineColumn, value: number): void {
    this.blocks[line >>> BLOCK_BITS]![column][line & BLOCK_MASK] = value;
  }

  /** Gives a line another kind. */
  setKind(line: number, kind: LineKind): void {
    const { shape } = this.blocks[line >>> BLOCK_BITS]!;
    shape[line & BLOCK_MASK] = kind | (shape[line & BLOCK_MASK]! & ~0xf);
  }

  /**
   * Puts `rows` in place of the lines [from, to). Those behind move, `bytes` further on in the text; where they name lines
   * from `movedFrom` on, these move with them.
   */
  replace(from: number, to: number, rows: NewRows, bytes: number, movedFrom: number): void {
    const lines = rows.length - (to - from);
    if (lines === 0) {
      this.moveOffsets(to, bytes);
      this.rebase(from, to, rows);
    } else this.moveRows(from, to, rows, bytes, movedFrom);
    this.moveWide(from, to, lines);
    this.length += lines;
    this.blocks.length = (this.length + BLOCK_LINES - 1) >>> BLOCK_BITS;
    for (let row = 0; row < rows.length; row++) this.write(from + row, rows, row);
  }

  private write(line: number, rows: NewRows, row: number): void {
    const block = this.blocks[line >>> BLOCK_BITS]!;
    const at = line & BLOCK_MASK;
    const kind = rows.shape[row]! & 0xf;
    const value = rows.value[row]!;
    const isTime = kind === LineKind.Leaf || kind === LineKind.Exit || kind === LineKind.OrphanExit;
    block.offset[at] = rows.offset[row]! - block.base;
    block.shape[at] = rows.shape[row]!;
    block.lane[at] = rows.lane[row]!;
    block.name[at] = rows.name[row]!;
    block.caller[at] = rows.caller[row]!;
    block.value[at] = isTime ? this.encode(line, value) : value;
  }

  private moveWide(from: number, to: number, lines: number): void {
    if (this.wide.size === 0) return;
    const before = [...this.wide];
    this.wide.clear();
    for (const [line, ns] of before) {
      if (line < from) this.wide.set(line, ns);
      else if (line >= to) this.wide.set(line + lines, ns);
    }
  }

  /** Lines from `first` on stand `bytes` further on in the text. */
  private moveOffsets(first: number, bytes: number): void {
    const at = first & BLOCK_MASK;
    let index = first >>> BLOCK_BITS;
    if (bytes === 0) return;
    if (at > 0) {
      const block = this.blocks[index++];
      const rows = Math.min(BLOCK_LINES, this.length - ((index - 1) << BLOCK_BITS));
      for (let row = at; row < rows; row++) block!.offset[row]! += bytes;
    }
    for (; index < this.blocks.length; index++) this.blocks[index]!.base += bytes;
  }

  /** Blocks that begin with a line of [from, to) count from where that is now. */
  private rebase(from: number, to: number, rows: NewRows): void {
    for (let index = (from + BLOCK_LINES - 1) >>> BLOCK_BITS; index << BLOCK_BITS < to; index++) {
      const block = this.blocks[index]!;
      const base = rows.offset[(index << BLOCK_BITS) - from]!;
      const moved = block.base - base;
      for (let row = 0; row < BLOCK_LINES; row++) block.offset[row]! += moved;
      block.base = base;
    }
  }

  private moveRows(from: number, to: number, rows: NewRows, bytes: number, movedFrom: number): void {
    const { blocks, length } = this;
    const lines = rows.length - (to - from);
    // Offsets count from the first line of their block, which is another one now.
    const bases = blocks.map(({ base }) => base);
    const baseOf = (line: number): number => {
      if (line < from + rows.length) return rows.offset[line - from]!;
      const before = line - lines;
      return (
        bases[before >>> BLOCK_BITS]! + blocks[before >>> BLOCK_BITS]!.offset[before & BLOCK_MASK]! + bytes
      );
    };
    const newBases = Array.from({ length: (length + lines + BLOCK_LINES - 1) >>> BLOCK_BITS }, (_, index) => {
      const first = index << BLOCK_BITS;
      if (first < from) return bases[index]!;
      // Mostly the block moves with its lines, and their offsets stay as they are.
      const moved = (bases[index] ?? Infinity) + bytes;
      const base = baseOf(first);
      return base >= moved ? moved : base - ROOM_BYTES;
    });
    while (blocks.length < newBases.length) blocks.push(newBlock(0));
    const ahead = lines > 0;
    for (let left = length - to; left > 0;) {
      // The largest piece that stands in one block, before and behind.
      const source = ahead ? to + left - 1 : length - left;
      const target = source + lines;
      const room = (line: number): number =>
        ahead ? (line & BLOCK_MASK) + 1 : BLOCK_LINES - (line & BLOCK_MASK);
      const count = Math.min(left, room(source), room(target));
      const first = ahead ? source - count + 1 : source;
      movePiece(
        blocks[first >>> BLOCK_BITS]!,
        first & BLOCK_MASK,
        blocks[(first + lines) >>> BLOCK_BITS]!,
        (first + lines) & BLOCK_MASK,
        count,
        bases[first >>> BLOCK_BITS]! + bytes - newBases[(first + lines) >>> BLOCK_BITS]!,
      );
      left -= count;
    }
    for (const [index, base] of newBases.entries()) blocks[index]!.base = base;
    this.moveLines(to + lines, length + lines, lines, movedFrom);
  }

  /** In the rows [from, to), lines from `movedFrom` on have become those `lines` further on. */
  private moveLines(from: number, to: number, lines: number, movedFrom: number): void {
    for (let begin = from; begin < to; begin = ((begin >>> BLOCK_BITS) + 1) << BLOCK_BITS) {
      const { caller, name, shape, value } = this.blocks[begin >>> BLOCK_BITS]!;
      const last = Math.min(BLOCK_LINES, to - (begin & ~BLOCK_MASK));
      for (let row = begin & BLOCK_MASK; row < last; row++) {
        const kind = shape[row]! & 0xf;
        if (kind === LineKind.Exit) {
          const entry = name[row]!;
          if (entry >= movedFrom) name[row] = entry + lines;
          continue;
        }
        const line = caller[row]!;
        if (line >= movedFrom) caller[row] = line + lines;
        if (kind !== LineKind.Entry) continue;
        const behindExit = value[row]!;
        if (behindExit > movedFrom) value[row] = behindExit + lines;
      }
    }
  }
}

/** Copies rows; `moved` is what is to be added to their offsets. Both may be of one block. */
function movePiece(
  source: Block,
  from: number,
  target: Block,
  to: number,
  count: number,
  moved: number,
): void {
  const end = from + count;
  if (source === target) {
    target.offset.copyWithin(to, from, end);
    target.shape.copyWithin(to, from, end);
    target.lane.copyWithin(to, from, end);
    target.name.copyWithin(to, from, end);
    target.caller.copyWithin(to, from, end);
    target.value.copyWithin(to, from, end);
  } else {
    target.offset.set(source.offset.subarray(from, end), to);
    target.shape.set(source.shape.subarray(from, end), to);
    target.lane.set(source.lane.subarray(from, end), to);
    target.name.set(source.name.subarray(from, end), to);
    target.caller.set(source.caller.subarray(from, end), to);
    target.value.set(source.value.subarray(from, end), to);
  }
  if (moved === 0) return;
  // Uint32Array wraps: a difference may be negative.
  const { offset } = target;
  for (let row = to; row < to + count; row++) offset[row]! += moved;
}
