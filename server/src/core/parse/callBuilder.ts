import type { FunctionStats } from '../model/functionStats';
import type { Lane } from '../model/lanes';
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import { LineKind } from '../model/lineKind';

/**
 * Makes calls of lines: keeps the stack of each lane, the statistics of each function, and, where asked for, a record of
 * each line. `offset` is always the position of the line's first byte in the text.
 */
export class CallBuilder {
  lineCount = 0;
  /** Entries and leaves. */
  calls = 0;
  /** Exits whose entry is not in the text. */
  orphanExits = 0;

  constructor(
    private readonly stats: FunctionStats,
    private readonly lines: LineTable | undefined,
  ) {}

  /** A line that is no call. `lane` is -1 where it belongs to none. */
  addPlain(kind: LineKind, depth: number, lane: number, offset: number): void {
    this.lineCount++;
    this.lines?.add(offset, kind, depth, lane);
  }

  /** An entry: the call is open until its exit comes, or a line that shows that the exit is lost. */
  addEntry(lane: Lane, depth: number, name: NameId, offset: number): void {
    const { stack } = lane;
    const { stats } = this;
    const line = this.beginCall(lane, depth, name);
    stats.open[name]!++;
    this.lines?.addCall(offset, LineKind.Entry, depth, lane.id, name, stack.callerAt(depth), NaN);
    if (stack.size < depth) stack.openGap(depth);
    stack.ensure(depth);
    stack.entry[depth] = line;
    stack.nearest[depth] = line;
    stack.name[depth] = name;
    stack.calleesNs[depth] = 0;
    stack.size = depth + 1;
  }

  /** A leaf: `ns` is NaN where the duration is unknown, as below. */
  addLeaf(lane: Lane, depth: number, name: NameId, offset: number, ns: number): void {
    const { stack } = lane;
    const { stats } = this;
    this.beginCall(lane, depth, name);
    if (ns === ns) {
      stats.addDuration(name, ns, stats.open[name] === 0 || !stack.holds(name, depth));
      stats.addSelf(name, ns);
    }
    if (stack.size < depth) stack.openGap(depth);
    if (depth > 0) stack.calleesNs[depth - 1]! += ns;
    this.lines?.addCall(offset, LineKind.Leaf, depth, lane.id, name, stack.callerAt(depth), ns);
  }

  /** An exit; `name` is -1 where it is bare. */
  addExit(lane: Lane, depth: number, name: NameId, offset: number, ns: number): void {
    const { stack } = lane;
    const { stats } = this;
    this.lineCount++;
    if (stack.size > depth + 1) this.closeTo(lane, depth + 1);
    const own = stack.size === depth + 1;
    const entry = own ? stack.entry[depth]! : -1;
    const entered = entry >= 0 ? stack.name[depth]! : -1;
    if (entry >= 0 && (name < 0 || name === entered)) {
      const calleesNs = stack.calleesNs[depth]!;
      stack.size = depth;
      stats.open[entered]!--;
      if (ns === ns) {
        stats.addDuration(entered, ns, stats.open[entered] === 0 || !stack.holds(entered, depth));
        if (calleesNs === calleesNs) stats.addSelf(entered, ns - calleesNs);
      }
      this.lines?.addExit(offset, depth, lane.id, entry, ns);
    } else {
      // A call whose entry is not in the text. Another call's entry at this depth has lost its exit.
      if (entry >= 0) this.closeTo(lane, depth);
      else if (own) stack.size = depth;
      this.orphanExits++;
      if (name >= 0) stats.orphanExits[name]!++;
      this.lines?.addCall(offset, LineKind.OrphanExit, depth, lane.id, name, stack.callerAt(depth), ns);
      if (stack.size < depth) stack.openGap(depth);
    }
    if (depth > 0) stack.calleesNs[depth - 1]! += ns;
  }

  /** Counts a call at `depth`, which shows that all deeper ones are over; gives its line. */
  private beginCall(lane: Lane, depth: number, name: NameId): number {
    const { stats } = this;
    const line = this.lineCount++;
    this.calls++;
    if (lane.stack.size > depth) this.closeTo(lane, depth);
    if (stats.calls[name]!++ === 0) stats.firstLine[name] = line;
    return line;
  }

  /** Ends the open calls at `depth` and deeper: their exits are not in the text, so their durations are unknown. */
  closeTo(lane: Lane, depth: number): void {
    const { stack } = lane;
    for (let at = stack.size - 1; at >= depth; at--) {
      if (stack.entry[at]! >= 0) this.stats.open[stack.name[at]!]!--;
    }
    if (depth > 0 && stack.size > depth) stack.calleesNs[depth - 1] = NaN;
    stack.size = Math.min(stack.size, depth);
  }
}
