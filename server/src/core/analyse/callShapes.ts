import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import type { CountedLines } from './callTree';

/** What a call looks like, itself and all that it called, as a number: equal shapes have equal numbers. */
export type Shape = number;

/** Several calls of the same shape, one behind the other. */
export interface Repeated {
  /** Line of the first, from 0. */
  readonly line: number;
  readonly shape: Shape;
  readonly count: number;
}

/** Gives shapes their numbers: those of calls that are to be compared come from the same table. */
export class ShapeTable {
  /** By shape: how many calls it has, its own included. */
  readonly sizes: number[] = [];
  /** By label: the shape of a call that called nothing. */
  private readonly leaves: Shape[] = [];
  private readonly others = new Map<string, Shape>();

  /** The shape of a call: `label` stands for what is shown of it, a number from 0; -1 for a name that is not known. */
  of(label: number, callees: readonly Repeated[]): Shape {
    if (callees.length === 0) return (this.leaves[label + 1] ??= this.sizes.push(1) - 1);
    const key = `${label}:${callees.map(({ shape, count }) => `${shape}x${count}`).join()}`;
    let shape = this.others.get(key);
    if (shape === undefined) {
      const size = callees.reduce((sum, { shape: callee, count }) => sum + count * this.sizes[callee]!, 1);
      this.others.set(key, (shape = this.sizes.push(size) - 1));
    }
    return shape;
  }
}

/** What of a trace is asked for. */
export interface ShapeOptions {
  readonly lines: LineTable;
  /** What is shown of the call of a line, as a number from 0. */
  readonly label: (line: number) => number;
  readonly table: ShapeTable;
  /** Calls that are not counted are passed over; what they called belongs to their nearest counted caller. */
  readonly counts?: CountedLines | undefined;
}

/**
 * The calls of some lines with their shapes, each behind its caller, in the order of the text. Built in two passes over
 * the lines, without recursion; 12 bytes per line.
 */
export class ShapedCalls {
  /** How many calls there are. */
  calls = 0;
  /** By line less `first`: the line of a callee less `first`, plus 1; 0 where there is none. */
  private readonly callee: Int32Array;
  private readonly next: Int32Array;
  /** By line less `first`: the nearest counted caller, as above; once that is known, the shape. */
  private readonly state: Int32Array;
  private readonly tops: number[] = [];

  /** Of the lines [first, last]; with `root`, of the call of that line and of what is in it alone. */
  constructor(
    private readonly options: ShapeOptions,
    private readonly first: number,
    last: number,
    root = -1,
  ) {
    const size = last - first + 1;
    this.callee = new Int32Array(size);
    this.next = new Int32Array(size);
    this.state = new Int32Array(size).fill(-1);
    this.findCallers(first, last, root);
    this.findShapes(first, last);
  }

  /** The lines of calls without a caller here, from 0, in order. */
  topLines(): readonly number[] {
    return this.tops;
  }

  /** The shape of the call of an entry or leaf. */
  shapeOf(line: number): Shape {
    return this.state[line - this.first]!;
  }

  /** What a call called directly, equal neighbours folded. */
  callees(line: number): Repeated[] {
    const folded: Repeated[] = [];
    for (let at = this.callee[line - this.first]!; at !== 0; at = this.next[at - 1]!)
      fold(folded, at - 1 + this.first, this.state[at - 1]!);
    return folded;
  }

  /** Lines of calls, equal neighbours folded. */
  folded(lines: readonly number[]): Repeated[] {
    const folded: Repeated[] = [];
    for (const line of lines) fold(folded, line, this.shapeOf(line));
    return folded;
  }

  private findCallers(first: number, last: number, root: number): void {
    const { lines, counts } = this.options;
    const { state } = this;
    for (let line = first; line <= last; line++) {
      const kind = lines.kind(line);
      if (kind !== LineKind.Entry && kind !== LineKind.Leaf) continue;
      const caller = lines.caller(line);
      // 0 stands for a call at the top; -1 for a line that is not one of these calls.
      let above = 0;
      if (root >= 0 && line !== root) {
        above = caller < first ? -1 : state[caller - first]!;
        if (above < 0) continue;
      } else if (caller >= first) above = Math.max(state[caller - first]!, 0);
      const counted = line === root || counts === undefined || counts(line);
      // For its callees this is their caller, or their caller's caller.
      state[line - first] = counted ? line - first + 1 : above;
      if (!counted) continue;
      this.calls++;
      this.next[line - first] = above;
    }
  }

  /** From the end on: what a call called is complete when it is reached. */
  private findShapes(first: number, last: number): void {
    const { label, table } = this.options;
    const { state, next, callee } = this;
    for (let line = last; line >= first; line--) {
      const own = line - first;
      // Not a call, or one that is not counted.
      if (state[own] !== own + 1) continue;
      state[own] = table.of(label(line), this.callees(line));
      const caller = next[own]!;
      if (caller === 0) {
        this.tops.push(line);
        next[own] = 0;
      } else {
        next[own] = callee[caller - 1]!;
        callee[caller - 1] = own + 1;
      }
    }
    this.tops.reverse();
  }
}

function fold(folded: Repeated[], line: number, shape: Shape): void {
  const last = folded.at(-1);
  if (last?.shape === shape) folded[folded.length - 1] = { ...last, count: last.count + 1 };
  else folded.push({ line, shape, count: 1 });
}
