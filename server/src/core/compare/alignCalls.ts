import { ShapedCalls, ShapeTable, type Repeated } from '../analyse/callShapes';
import { countedLines, functionOf, linesOf, type TracedCalls } from '../analyse/callTree';
import { compareNames } from '../analyse/functions';
import { NameTable } from '../model/nameTable';
import { alignSequences } from './alignSequences';

/** A call of a trace, by the line of its entry, leaf or exit, from 0. */
export interface ChosenCall extends TracedCalls {
  readonly line: number;
}

/** What is on one side of a row: equal neighbours are one. */
export interface AlignedCalls {
  /** Line of the first, from 0. */
  readonly line: number;
  readonly count: number;
}

/** A row of two calls side by side. */
export interface AlignedRow {
  /** `same` with all that it called, and as often; `changed`: the same function, but not that. */
  readonly change: 'same' | 'changed' | 'onlyLeft' | 'onlyRight';
  /** 0 for the calls that were chosen. */
  readonly depth: number;
  readonly name: string;
  readonly left: AlignedCalls | undefined;
  readonly right: AlignedCalls | undefined;
}

/** Two calls side by side. */
export interface Alignment {
  readonly rows: readonly AlignedRow[];
  /** Lines of one of the calls that were not looked at: it is too long. */
  readonly cut: boolean;
}

/** Farther behind its first line a call is not looked at: the answer is for somebody who waits for it. */
const MAX_LINES_OF_CALL = 1_000_000;
const MAX_ROWS = 100_000;

/** Of two calls: the same function; the same inside, too; and as often. Two functions are worth more than one that is equal. */
const SAME_NAME = 4;
const SAME_SHAPE = 5;
const EQUAL = 6;

/**
 * Why one call differs from another: what they called, in order, side by side, and so on for each that both called.
 * Rows are in the order of the calls; of what only one side has, the left's come first.
 */
export function alignCalls(left: ChosenCall, right: ChosenCall): Alignment {
  const names = new NameTable();
  const table = new ShapeTable();
  const sides = [left, right].map((chosen) => new Side(chosen, names, table)) as [Side, Side];
  const rows: AlignedRow[] = [];
  const open: Step[] = [{ depth: 0, left: sides[0].top, right: sides[1].top }];
  while (open.length > 0 && rows.length < MAX_ROWS) {
    const { depth, left: a, right: b } = open.pop()!;
    rows.push(rowOf(sides, depth, a, b));
    const steps = stepsInto(sides, a, b).map((step) => ({ ...step, depth: depth + 1 }));
    for (const step of steps.reverse()) open.push(step);
  }
  return { rows, cut: open.length > 0 || sides.some(({ cut }) => cut) };
}

interface Step {
  readonly depth: number;
  readonly left: Repeated | undefined;
  readonly right: Repeated | undefined;
}

/** One of the two calls, with what is in it. */
class Side {
  readonly top: Repeated;
  readonly cut: boolean;
  private readonly calls: ShapedCalls;

  constructor(
    private readonly chosen: ChosenCall,
    readonly names: NameTable,
    table: ShapeTable,
  ) {
    const { trace, line, counts = countedLines(trace) } = chosen;
    const lines = linesOf(trace);
    const entry = lines.callLine(line);
    const exit = lines.exitLine(entry);
    const end = exit < 0 ? lines.length - 1 : exit;
    const last = Math.min(end, entry + MAX_LINES_OF_CALL);
    this.cut = last < end;
    const label = (at: number): number => this.label(at);
    this.calls = new ShapedCalls({ lines, counts, table, label }, entry, last, entry);
    this.top = { line: entry, shape: this.calls.shapeOf(entry), count: 1 };
  }

  callees(call: Repeated): Repeated[] {
    return this.calls.callees(call.line);
  }

  /** A number for the function of a call that is the same on both sides. */
  label(line: number): number {
    const { trace } = this.chosen;
    const name = functionOf(trace, linesOf(trace), line);
    return name < 0 ? -1 : this.names.internFrom(trace.names, name);
  }
}

function rowOf(
  [left, right]: readonly [Side, Side],
  depth: number,
  a: Repeated | undefined,
  b: Repeated | undefined,
): AlignedRow {
  const name = left.names.text(a === undefined ? right.label(b!.line) : left.label(a.line));
  const change =
    a === undefined
      ? 'onlyRight'
      : b === undefined
        ? 'onlyLeft'
        : a.shape === b.shape && a.count === b.count
          ? 'same'
          : 'changed';
  return { change, depth, name, left: a && at(a), right: b && at(b) };
}

function at({ line, count }: Repeated): AlignedCalls {
  return { line, count };
}

/** What two calls that belong together called, or one that is alone. */
function stepsInto(
  [left, right]: readonly [Side, Side],
  a: Repeated | undefined,
  b: Repeated | undefined,
): Omit<Step, 'depth'>[] {
  const ofLeft = a === undefined ? [] : left.callees(a);
  const ofRight = b === undefined ? [] : right.callees(b);
  const likeness = (l: Repeated, r: Repeated): number => {
    if (l.shape === r.shape) return l.count === r.count ? EQUAL : SAME_SHAPE;
    return left.label(l.line) === right.label(r.line) ? SAME_NAME : 0;
  };
  const compare = (l: Item, r: Item): number =>
    compareNames(textOf(l), textOf(r)) || l.call.count - r.call.count;
  const items = (side: Side, calls: readonly Repeated[]): Item[] => calls.map((call) => ({ side, call }));
  const pairs = alignSequences(
    items(left, ofLeft),
    items(right, ofRight),
    (x, y) => likeness(x.call, y.call),
    EQUAL,
    compare,
  );
  const steps: Omit<Step, 'depth'>[] = [];
  let [l, r] = [0, 0];
  for (const [pairLeft, pairRight] of [...pairs, [ofLeft.length, ofRight.length] as const]) {
    for (; l < pairLeft; l++) steps.push({ left: ofLeft[l], right: undefined });
    for (; r < pairRight; r++) steps.push({ left: undefined, right: ofRight[r] });
    if (l < ofLeft.length || r < ofRight.length) steps.push({ left: ofLeft[l++], right: ofRight[r++] });
  }
  return steps;
}

interface Item {
  readonly side: Side;
  readonly call: Repeated;
}

function textOf({ side, call }: Item): string {
  return side.names.text(side.label(call.line));
}
