/** Who calls whom, of a whole trace: made by one pass over its lines, then asked for any function. */
import { countedName, isCounted, WHOLE, type CountedView } from '../model/counted';
import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';

/** A function and how many calls of it there are. */
export interface NameCount {
  readonly id: NameId;
  readonly count: number;
}

/** The functions around one, by direct calls that are counted; most often first. */
export interface Neighbours {
  readonly callers: readonly NameCount[];
  readonly callees: readonly NameCount[];
  /** Calls of it without a caller. */
  readonly topLevel: number;
}

/** In place of a caller where there is none. */
const NOBODY = -1;
const FIRST_SIZE = 1 << 12;

/** How often each function called each other one: a hash table of pairs, with 16 bytes per slot and at most half full. */
export class CallEdges {
  private table = new EdgeTable(FIRST_SIZE);
  /** The first line that was not looked at. */
  private next = 0;

  constructor(
    private readonly lines: LineTable,
    private readonly view: CountedView = WHOLE,
  ) {}

  /** Counts the calls of the next `limit` lines, and says whether there are more: work that can be spread. */
  advance(limit = Infinity): boolean {
    const { lines, view } = this;
    const end = Math.min(this.next + limit, lines.length);
    for (let line = this.next; line < end; line++) {
      const kind = lines.kind(line);
      if ((kind !== LineKind.Entry && kind !== LineKind.Leaf) || !isCounted(view, line)) continue;
      const name = countedName(view, lines.name(line));
      const caller = lines.caller(line);
      const callerName = caller < 0 ? NOBODY : countedName(view, lines.name(caller));
      // The name of a call whose entry is not in the text may not be known.
      if (name < 0 || (caller >= 0 && callerName < 0)) continue;
      if (this.table.isHalfFull) this.table = this.table.grown();
      this.table.add(callerName, name, 1, caller < 0 || isCounted(view, caller) ? 1 : 0);
    }
    this.next = end;
    return end < lines.length;
  }

  /** Who called function `id`, and whom it called. */
  of(id: NameId): Neighbours {
    this.advance();
    const callers: NameCount[] = [];
    const callees: NameCount[] = [];
    let topLevel = 0;
    const { size, caller, callee, calls, counted } = this.table;
    for (let slot = 0; slot < size; slot++) {
      if (calls[slot] === 0) continue;
      if (callee[slot] === id) {
        if (caller[slot] === NOBODY) topLevel = calls[slot]!;
        else callers.push({ id: caller[slot]!, count: calls[slot]! });
      }
      if (caller[slot] === id && counted[slot]! > 0)
        callees.push({ id: callee[slot]!, count: counted[slot]! });
    }
    return { callers: callers.sort(byCount), callees: callees.sort(byCount), topLevel };
  }
}

class EdgeTable {
  readonly caller: Int32Array;
  readonly callee: Int32Array;
  /** 0 in free slots. */
  readonly calls: Int32Array;
  /** Those of them whose caller is counted, too. */
  readonly counted: Int32Array;
  private used = 0;

  /** `size` is a power of two. */
  constructor(readonly size: number) {
    this.caller = new Int32Array(size);
    this.callee = new Int32Array(size);
    this.calls = new Int32Array(size);
    this.counted = new Int32Array(size);
  }

  get isHalfFull(): boolean {
    return this.used >= this.size >>> 1;
  }

  add(caller: number, callee: number, calls: number, counted: number): void {
    const mask = this.size - 1;
    const hash = Math.imul(caller + 2, 0x9e3779b1) ^ Math.imul(callee + 1, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.calls[slot] !== 0 && (this.caller[slot] !== caller || this.callee[slot] !== callee))
      slot = (slot + 1) & mask;
    if (this.calls[slot] === 0) {
      this.caller[slot] = caller;
      this.callee[slot] = callee;
      this.used++;
    }
    this.calls[slot]! += calls;
    this.counted[slot]! += counted;
  }

  /** The same in a table twice as large. */
  grown(): EdgeTable {
    const larger = new EdgeTable(this.size * 2);
    for (let slot = 0; slot < this.size; slot++) {
      if (this.calls[slot] !== 0)
        larger.add(this.caller[slot]!, this.callee[slot]!, this.calls[slot]!, this.counted[slot]!);
    }
    return larger;
  }
}

function byCount(a: NameCount, b: NameCount): number {
  return b.count - a.count || a.id - b.id;
}

const known = new WeakMap<Trace, CallEdges>();

/** The edges of a trace whose lines were kept: the same object each time. */
export function edgesOf(trace: Trace, lines: LineTable): CallEdges {
  let edges = known.get(trace);
  if (edges === undefined) known.set(trace, (edges = new CallEdges(lines, trace)));
  return edges;
}
