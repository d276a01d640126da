import { compareNames } from '../analyse/functions';
import { ROOT } from '../analyse/callPaths';
import type { CallTree } from '../analyse/callTree';
import type { Change } from './differences';

/** One side of a difference: a scenario, called by its name. */
export interface TreeSide {
  readonly name: string;
  readonly tree: CallTree;
}

/** What a path is on one side. Numbers are means over the side's traces; times are nanoseconds. */
export interface SideNumbers {
  readonly calls: number;
  /** Calls of the path and of all that begin with it. */
  readonly subtreeCalls: number;
  /** Time of its calls, with what they called; NaN where no duration is known. */
  readonly totalNs: number;
  /** Where its first call is: the number of the trace within the side, and the line, from 0; undefined: nowhere. */
  readonly first: { readonly trace: number; readonly line: number } | undefined;
}

/** A path of the merged tree. */
export interface DifferenceNode {
  readonly node: number;
  readonly name: string;
  /** Of its own calls, from left to right; for what has none, of those below. */
  readonly change: Change;
  readonly left: SideNumbers;
  readonly right: SideNumbers;
  /** Paths below it that are not the same. */
  readonly changedBelow: number;
  readonly hasChildren: boolean;
}

/** What makes a change big: calls that are more or fewer, or time. */
export type DifferenceOrder = 'calls' | 'time';

/**
 * Two call trees over the same paths, compared path by path. Numbers of a side with several traces are means of them, so
 * that sides with more runs do not look busier. Swapping the sides mirrors everything.
 */
export class TreeDifference {
  private readonly size: number;
  private readonly firstChild: Int32Array;
  private readonly nextSibling: Int32Array;
  private readonly subtreeCalls: readonly [Float64Array, Float64Array];
  /** How much a subtree changed: calls and times that came or went in it, so that the two do not cancel out. */
  private readonly movedCalls: Float64Array;
  private readonly movedNs: Float64Array;
  private readonly changed: Uint32Array;

  /** Both trees were built with the same `paths`; throws where they were not. */
  constructor(
    readonly left: TreeSide,
    readonly right: TreeSide,
  ) {
    const { paths } = left.tree;
    if (right.tree.paths !== paths) throw new Error('the trees do not share their paths');
    const size = (this.size = paths.length);
    this.firstChild = new Int32Array(size);
    this.nextSibling = new Int32Array(size);
    this.subtreeCalls = [new Float64Array(size), new Float64Array(size)];
    this.movedCalls = new Float64Array(size);
    this.movedNs = new Float64Array(size);
    this.changed = new Uint32Array(size);
    this.addUp();
  }

  /** The node above all others: whether anything differs, and how much is on both sides. */
  get root(): DifferenceNode {
    return this.describe(ROOT);
  }

  /** The numbers of a node. */
  describe(node: number): DifferenceNode {
    const change = this.changeOf(node);
    return {
      node,
      name: this.left.tree.paths.text(node),
      change,
      left: this.numbers(node, 0),
      right: this.numbers(node, 1),
      changedBelow: this.changed[node]! - (change === 'same' ? 0 : 1),
      hasChildren: this.firstChild[node] !== 0,
    };
  }

  /**
   * A window of what is below a node, biggest change first; at the top without one. Ties are in the order of names, so that
   * the same traces always give the same list. Throws where there is no such node.
   */
  children(
    node: number,
    order: DifferenceOrder,
    from: number,
    count: number,
  ): { readonly total: number; readonly nodes: readonly DifferenceNode[] } {
    if (!Number.isInteger(node) || node < 0 || node >= this.size) throw new Error(`there is no node ${node}`);
    const all: number[] = [];
    for (let child = this.firstChild[node]!; child !== 0; child = this.nextSibling[child]!) all.push(child);
    const { paths } = this.left.tree;
    const [first, second] =
      order === 'calls' ? [this.movedCalls, this.movedNs] : [this.movedNs, this.movedCalls];
    all.sort(
      (a, b) =>
        first[b]! - first[a]! ||
        second[b]! - second[a]! ||
        compareNames(paths.text(a), paths.text(b)) ||
        a - b,
    );
    return { total: all.length, nodes: all.slice(from, from + count).map((child) => this.describe(child)) };
  }

  /** From the last node on: children come after their parents. */
  private addUp(): void {
    const { paths } = this.left.tree;
    const [left, right] = this.subtreeCalls;
    for (let node = this.size - 1; node >= ROOT; node--) {
      const calls = [0, 1].map((side) => this.callsAt(node, side)) as [number, number];
      left[node]! += calls[0];
      right[node]! += calls[1];
      this.movedCalls[node]! += Math.abs(calls[0] - calls[1]);
      this.movedNs[node] = Math.max(this.movedNs[node]!, this.ownNs(node));
      if (this.changeOf(node) !== 'same') this.changed[node]!++;
      const parent = paths.parent[node]!;
      // Paths that neither side has are another comparison's.
      if (parent < 0 || (left[node] === 0 && right[node] === 0)) continue;
      left[parent]! += left[node]!;
      right[parent]! += right[node]!;
      this.movedCalls[parent]! += this.movedCalls[node]!;
      this.movedNs[parent]! += this.movedNs[node]!;
      this.changed[parent]! += this.changed[node]!;
      this.nextSibling[node] = this.firstChild[parent]!;
      this.firstChild[parent] = node;
    }
  }

  /** By how much the time of a node itself changed; 0 where that is not known. */
  private ownNs(node: number): number {
    const [a, b] = [0, 1].map((side) => (this.callsAt(node, side) === 0 ? 0 : this.totalNsAt(node, side)));
    return Math.abs(a! - b!) || 0;
  }

  private changeOf(node: number): Change {
    const own = [this.callsAt(node, 0), this.callsAt(node, 1)] as const;
    // The root, and labels, have no calls themselves.
    const [a, b] = own[0] + own[1] > 0 ? own : this.subtreeCalls.map((calls) => calls[node]!);
    if (a === b || (own[0] + own[1] === 0 && a > 0 && b > 0)) return 'same';
    if (a === 0) return 'new';
    if (b === 0) return 'gone';
    return a < b ? 'more' : 'fewer';
  }

  private numbers(node: number, side: number): SideNumbers {
    return {
      calls: this.callsAt(node, side),
      subtreeCalls: this.subtreeCalls[side]![node]!,
      totalNs: this.totalNsAt(node, side),
      first: this.tree(side).firstCallAt(node),
    };
  }

  private tree(side: number): CallTree {
    return (side === 0 ? this.left : this.right).tree;
  }

  private callsAt(node: number, side: number): number {
    const tree = this.tree(side);
    return tree.callsAt(node) / Math.max(tree.traces, 1);
  }

  private totalNsAt(node: number, side: number): number {
    const tree = this.tree(side);
    return tree.totalNsAt(node) / Math.max(tree.traces, 1);
  }
}
