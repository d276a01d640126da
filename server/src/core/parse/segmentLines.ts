import { LineKind } from '../model/lineKind';
import { keptLane, shapeOf, type LineWriter } from '../model/lineTable';
import { grown, type NameId } from '../model/nameTable';

/** A line before the part became something else by a line of the part. */
export interface Patch {
  readonly line: number;
  /** Its call ends on line `value`; its caller is line `value`; it is the exit of the call of line `value`. */
  readonly kind: 'exit' | 'caller' | 'pair';
  readonly value: number;
}

/** The records of the lines of a part of a text, and what they change of those before it. Lines count from 0 as in the text. */
export class SegmentLines implements LineWriter {
  /** Number of lines. */
  length = 0;
  /** What lines before the part became, in order. */
  readonly patches: Patch[] = [];
  /** Position of each line's first byte in the text. */
  offset = new Float64Array(2048);
  shape = new Uint16Array(2048);
  lane = new Uint16Array(2048);
  name = new Int32Array(2048);
  caller = new Int32Array(2048);
  /** As in LineTable; a duration of any length. */
  value = new Float64Array(2048);

  /** `first`: the line of the text that the part begins with. */
  constructor(readonly first: number) {}

  add(offset: number, kind: LineKind, depth: number, lane: number): void {
    const row = this.length++;
    if (row >= this.offset.length) this.grow();
    this.offset[row] = offset;
    this.shape[row] = shapeOf(kind, depth);
    this.lane[row] = keptLane(lane);
    this.name[row] = 0;
    this.caller[row] = 0;
    this.value[row] = 0;
  }

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
    const row = this.length - 1;
    this.name[row] = name;
    this.caller[row] = caller;
    this.value[row] = kind === LineKind.Entry ? 0 : durationNs;
  }

  addExit(offset: number, depth: number, lane: number, entry: number, durationNs: number): void {
    this.add(offset, LineKind.Exit, depth, lane);
    const row = this.length - 1;
    this.name[row] = entry;
    this.value[row] = durationNs;
    this.endCall(entry, this.first + row);
  }

  pair(entry: number, exit: number): void {
    if (exit < this.first) this.patches.push({ line: exit, kind: 'pair', value: entry });
    else {
      const row = exit - this.first;
      this.shape[row] = LineKind.Exit | (this.shape[row]! & ~0xf);
      this.name[row] = entry;
    }
    this.endCall(entry, exit);
  }

  setCaller(line: number, caller: number): void {
    if (line < this.first) this.patches.push({ line, kind: 'caller', value: caller });
    else this.caller[line - this.first] = caller;
  }

  private endCall(entry: number, exit: number): void {
    if (entry < this.first) this.patches.push({ line: entry, kind: 'exit', value: exit });
    else this.value[entry - this.first] = exit + 1;
  }

  private grow(): void {
    const size = 2 * this.offset.length;
    this.offset = grown(this.offset, new Float64Array(size));
    this.shape = grown(this.shape, new Uint16Array(size));
    this.lane = grown(this.lane, new Uint16Array(size));
    this.name = grown(this.name, new Int32Array(size));
    this.caller = grown(this.caller, new Int32Array(size));
    this.value = grown(this.value, new Float64Array(size));
  }
}
