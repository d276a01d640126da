import type { FunctionStats } from '../model/functionStats';
import type { EarlyExit } from '../model/beginning';
import { OpenCalls, watch, type Lane } from '../model/lanes';
import type { LineWriter } from '../model/lineTable';
import { grown, type NameId } from '../model/nameTable';
import type { ProblemLog } from '../model/problems';
import { LineKind } from '../model/lineKind';
import { InterruptPlacer } from './interruptPlacer';

/** From 10 ms on durations have fewer than three decimals, so a sum may be off by up to this much per callee. */
const CUT_DIGITS_NS = 1000;

/**
 * Makes calls of lines: keeps the stack of each lane, the statistics of each function, and, where asked for, a record of
 * each line. `offset` is always the position of the line's first byte in the text.
 */
export class CallBuilder {
  lineCount = 0;
  entries = 0;
  leaves = 0;
  exits = 0;
  /** Exits whose entry is not in the text. */
  orphanExits = 0;
  /** Exits that name the entry they close: funcgraph-tail. */
  namedExits = 0;
  /** Lines that are no calls, by LineKind. */
  readonly plainLines = new Uint32Array(16);
  /** Calls stand two levels below their caller, and none stands one below: people indent by four, too. */
  wideIndentation = false;
  /** No call stands one level below another so far. */
  watchSteps = true;
  readonly interrupts = new InterruptPlacer();
  /** 1 for the functions of interrupts, by NameId. */
  isInterrupt: Uint8Array = new Uint8Array(1024);

  constructor(
    private readonly stats: FunctionStats,
    private readonly lines: LineWriter | undefined,
    private readonly problems: ProblemLog,
  ) {}

  /** The entry of a call is not in the text, only its exit, whose caller's entry is on line `caller`: -1 where unknown. */
  loseEntry({ beginning }: Lane, exit: EarlyExit, caller: number): void {
    this.orphanExits++;
    this.problems.add('lostEntries', exit.line);
    if (exit.name >= 0) this.stats.orphanExits[exit.name]!++;
    beginning?.seeExit(exit, caller);
  }

  /** A call of a lane that may go on with another's calls: called by none in the lane where `caller` is -1. */
  seeCall(lane: Lane, line: number, depth: number, caller: number): void {
    const { beginning } = lane;
    if (beginning === undefined || beginning.over) return;
    beginning.seeCall(line, depth, caller);
    if (beginning.over) watch(lane);
  }

  /** Lines that others have made calls of, but for exits whose entry is not in the text. */
  addCounted(lines: {
    readonly line: number;
    readonly entries: number;
    readonly leaves: number;
    readonly exits: number;
    readonly namedExits: number;
    readonly interruptCalls: number;
    readonly firstInterrupt: number;
    readonly blanks: number;
    readonly rules: number;
  }): void {
    this.lineCount = lines.line;
    this.entries += lines.entries;
    this.leaves += lines.leaves;
    this.exits += lines.exits;
    this.namedExits += lines.namedExits;
    this.interrupts.addCounted(lines.interruptCalls, lines.firstInterrupt);
    this.plainLines[LineKind.Blank]! += lines.blanks;
    this.plainLines[LineKind.Rule]! += lines.rules;
  }

  /** Entries and leaves. */
  get calls(): number {
    return this.entries + this.leaves;
  }

  /** Lines of calls: entries, leaves and exits. */
  get callLines(): number {
    return this.calls + this.exits + this.orphanExits;
  }

  /** All lines by LineKind. */
  countKinds(): Uint32Array {
    const kinds = this.plainLines.slice();
    kinds[LineKind.Entry] = this.entries;
    kinds[LineKind.Leaf] = this.leaves;
    kinds[LineKind.Exit] = this.exits;
    kinds[LineKind.OrphanExit] = this.orphanExits;
    return kinds;
  }

  /** Notes that a function is one of interrupts. */
  markInterrupt(name: NameId): void {
    if (name >= this.isInterrupt.length) {
      this.isInterrupt = grown(this.isInterrupt, new Uint8Array(2 * Math.max(name, this.isInterrupt.length)));
    }
    this.isInterrupt[name] = 1;
  }

  /** A line that is no call. `lane` is -1 where it belongs to none. */
  addPlain(kind: LineKind, depth: number, lane: number, offset: number): void {
    this.lineCount++;
    this.plainLines[kind]!++;
    this.lines?.add(offset, kind, depth, lane);
  }

  /**
   * An entry: the call is open until its exit comes, or a line that shows that the exit is lost. `name` is -1 where the
   * text leaves it out.
   */
  addEntry(lane: Lane, printed: number, name: NameId, offset: number): void {
    const placed = lane.watched || this.isInterrupt[name] === 1;
    const depth = placed ? this.placeCall(lane, printed, name) : printed;
    const { stack } = lane;
    this.entries++;
    const line = this.beginCall(lane, depth, name);
    if (name >= 0) this.stats.open[name]!++;
    this.lines?.addCall(offset, LineKind.Entry, depth, lane.id, name, stack.callerAt(depth), NaN);
    stack.open(depth, line, name);
    if (this.interrupts.pending !== 0 && this.interrupts.isPending(lane)) {
      this.interrupts.seeEntry(lane, depth, line);
    }
  }

  /** A leaf: `ns` is NaN where the duration is unknown, as below. */
  addLeaf(lane: Lane, printed: number, name: NameId, offset: number, ns: number): void {
    const placed = lane.watched || this.isInterrupt[name] === 1;
    const depth = placed ? this.placeCall(lane, printed, name) : printed;
    const { stack } = lane;
    const { stats } = this;
    this.leaves++;
    const line = this.beginCall(lane, depth, name);
    if (ns === ns && name >= 0) {
      stats.addDuration(name, ns, stats.open[name] === 0 || !stack.holds(name, depth));
      stats.addSelf(name, ns);
    }
    if (depth > 0) stack.calleesNs[depth - 1]! += ns;
    this.lines?.addCall(offset, LineKind.Leaf, depth, lane.id, name, stack.callerAt(depth), ns);
    if (lane.watched) this.interrupts.finish(lane, depth, line, ns);
    if (this.interrupts.pending !== 0) this.settleInterrupt(lane, depth, -1, ns);
  }

  /** An exit; `name` is -1 where it is bare. */
  addExit(lane: Lane, printed: number, name: NameId, offset: number, ns: number): void {
    const { stack } = lane;
    const { stats } = this;
    const depth = lane.watched ? this.placeExit(lane, printed, name) : printed;
    if (stack.size > depth + 1) this.closeTo(lane, depth + 1);
    const own = stack.size === depth + 1;
    const entry = own ? stack.entryAt(depth) : -1;
    const entered = entry >= 0 ? stack.nameAt(depth) : -1;
    if (entry >= 0 && (name < 0 || name === entered || entered < 0)) {
      lane.lastLine = this.lineCount++;
      this.exits++;
      if (name >= 0) this.namedExits++;
      let calleesNs = stack.calleesNs[depth]!;
      stack.size = depth;
      if (calleesNs - ns > CUT_DIGITS_NS) calleesNs -= this.moveInterrupts(lane, depth, entry, ns, calleesNs);
      if (entered >= 0) {
        stats.open[entered]!--;
        if (ns === ns) {
          stats.addDuration(entered, ns, stats.open[entered] === 0 || !stack.holds(entered, depth));
          if (calleesNs === calleesNs) stats.addSelf(entered, ns - calleesNs);
        }
      }
      this.lines?.addExit(offset, depth, lane.id, entry, ns, ns - calleesNs);
      if (lane.watched) this.interrupts.finish(lane, depth, entry, ns);
      if (this.interrupts.pending !== 0) this.settleInterrupt(lane, depth, entry, ns - calleesNs);
    } else {
      lane.lastLine = this.lineCount++;
      const calleesNs = own && entry < 0 ? stack.calleesNs[depth]! : 0;
      const exit = { line: this.lineCount - 1, depth, name, ns, calleesNs };
      this.loseEntry(lane, exit, stack.callerAt(depth));
      // A call whose entry is not in the text. Another call's entry at this depth has lost its exit.
      if (entry >= 0) this.closeTo(lane, depth);
      else if (own) stack.size = depth;
      if (this.watchSteps) this.watchStep(stack, depth);
      this.lines?.addCall(offset, LineKind.OrphanExit, depth, lane.id, name, stack.callerAt(depth), ns);
      if (stack.size < depth) stack.openGap(depth);
      if (this.interrupts.pending !== 0) this.settleInterrupt(lane, depth, -1, ns);
    }
    if (depth > 0) stack.calleesNs[depth - 1]! += ns;
  }

  /** Ends the open calls at `depth` and deeper: their exits are not in the text, so their durations are unknown. */
  closeTo(lane: Lane, depth: number): void {
    const { stack } = lane;
    for (let at = stack.size - 1; at >= depth; at--) {
      if (stack.entryAt(at) < 0) continue;
      if (stack.nameAt(at) >= 0) this.stats.open[stack.nameAt(at)]!--;
      this.problems.add('lostExits', stack.entryAt(at));
    }
    if (depth > 0 && stack.size > depth) stack.calleesNs[depth - 1] = NaN;
    stack.size = Math.min(stack.size, depth);
  }

  /**
   * `later` turns out to be the same task as `earlier`: pairs its first exits with the calls that were open there, and
   * puts the rest of these below its own.
   */
  continueLane(earlier: Lane, later: Lane): void {
    const { beginning } = later;
    // A task does not run on two cpus at a time: then the columns, or what is left of them, are not to be trusted.
    if (beginning === undefined || beginning.crowded || earlier.lastLine >= beginning.firstLine) return;
    const paired = beginning.exits
      .map((exit) => ({ exit, entry: this.pair(earlier, exit) }))
      .filter(({ entry }) => entry >= 0);
    if (earlier.stack.size > beginning.lowest) this.closeTo(earlier, beginning.lowest);
    const open = earlier.stack.callerAt(earlier.stack.size);
    for (const { line, depth } of beginning.callerless) {
      // Called by what ended first behind it and is less deep; else by what is open still.
      const around = paired.find(({ exit }) => exit.line > line && exit.depth < depth);
      const caller = around?.entry ?? open;
      if (caller >= 0) this.lines?.setCaller(line, caller);
    }
    later.stack.putOn(earlier.stack);
    // The lane that is the other is used no more.
    const gone = later.sameAs === earlier.id ? later : earlier;
    earlier.stack = later.stack;
    gone.stack = new OpenCalls();
    later.beginning = undefined;
    watch(later);
  }

  /**
   * Makes an exit without entry that of the innermost call of another lane, if it can be, as addExit does; gives the line
   * of that call's entry, else -1.
   */
  private pair(earlier: Lane, { line, depth, name, ns, calleesNs }: EarlyExit): number {
    const { stack } = earlier;
    const { stats } = this;
    if (stack.size > depth + 1) this.closeTo(earlier, depth + 1);
    const entry = stack.size === depth + 1 ? stack.entryAt(depth) : -1;
    const entered = entry >= 0 ? stack.nameAt(depth) : -1;
    if (entered < 0 || (name >= 0 && name !== entered)) {
      this.closeTo(earlier, depth);
      return -1;
    }
    const selfNs = ns - calleesNs - stack.calleesNs[depth]!;
    this.orphanExits--;
    this.exits++;
    if (name >= 0) {
      this.namedExits++;
      stats.orphanExits[name]!--;
    }
    this.problems.remove('lostEntries', line);
    stack.size = depth;
    stats.open[entered]!--;
    if (ns === ns) {
      stats.addDuration(entered, ns, stats.open[entered] === 0 || !stack.holds(entered, depth));
      if (selfNs === selfNs) stats.addSelf(entered, selfNs);
    }
    // Its caller's share of its time is with the exits of `later` already.
    this.lines?.pair(entry, line, selfNs);
    return entry;
  }

  /** Events of a lane are lost: nothing that was open can be trusted to be open still. */
  loseLane(lane: Lane): void {
    this.closeTo(lane, 0);
    this.interrupts.forget(lane);
  }

  /** Tells `problems` which calls of a lane would be open if the text ended here, which is nothing wrong. */
  countOpen({ stack }: Lane, problems: ProblemLog): void {
    for (let at = stack.size - 1; at >= 0; at--)
      if (stack.entryAt(at) >= 0) problems.add('openCalls', stack.entryAt(at));
  }

  /** The text ends: what is open now stays so, which is nothing wrong. */
  endLane(lane: Lane): void {
    const { stack } = lane;
    stack.addTo(this.stats.open, -1);
    this.countOpen(lane, this.problems);
    stack.size = 0;
    this.interrupts.forget(lane);
  }

  private placeCall(lane: Lane, printed: number, name: NameId): number {
    const depth = this.interrupts.placeCall(lane, printed, this.isInterrupt[name] === 1, this.lineCount);
    this.seeCall(lane, this.lineCount, depth, lane.stack.callerAt(depth));
    return depth;
  }

  private placeExit(lane: Lane, printed: number, name: NameId): number {
    return this.interrupts.placeExit(lane, printed, name >= 0 && this.isInterrupt[name] === 1);
  }

  /** Counts a call at `depth`, which shows that all deeper ones are over; gives its line. */
  private beginCall(lane: Lane, depth: number, name: NameId): number {
    const { stats } = this;
    const { stack } = lane;
    const line = this.lineCount++;
    if (stack.size > depth) this.closeTo(lane, depth);
    else if (stack.size < depth) this.openGap(lane, depth, line);
    if (this.watchSteps) this.watchStep(stack, depth);
    lane.lastLine = line;
    if (name >= 0) {
      if (stats.calls[name]!++ === 0) stats.firstLine[name] = line;
      if (depth === 0) stats.topLevel[name]!++;
    }
    return line;
  }

  /** A line is deeper than what is known to be open: at a lane's beginning that is how traces begin. */
  private openGap(lane: Lane, depth: number, line: number): void {
    const { stack } = lane;
    if (stack.size > 0) {
      this.problems.add('depthJumps', line);
      if (this.watchSteps && depth === stack.size + 1) this.wideIndentation = true;
    }
    stack.openGap(depth);
  }

  private watchStep(stack: OpenCalls, depth: number): void {
    const one = depth % 2 === 1 || (depth > 0 && stack.entryAt(depth - 1) >= 0);
    if (one) this.watchSteps = this.wideIndentation = false;
  }

  /** An interrupt that was one too deep turns out to be part of the call that ends here: not of its caller. */
  private settleInterrupt(lane: Lane, depth: number, entry: number, ownNs: number): void {
    if (!this.interrupts.isPending(lane)) return;
    const ns = this.interrupts.seeEnd(lane, depth, entry, ownNs);
    if (ns > 0 && depth > 0) lane.stack.calleesNs[depth - 1]! -= ns;
  }

  /** The callees of a call took longer than itself: gives what of that is interrupts that its caller had to bear. */
  private moveInterrupts(lane: Lane, depth: number, entry: number, ns: number, calleesNs: number): number {
    const { stack } = lane;
    const caller = depth > 0 ? stack.entryAt(depth - 1) : -1;
    const taken = this.interrupts.takeOut(lane, entry, caller, calleesNs - ns - CUT_DIGITS_NS);
    if (taken.ns > 0) {
      for (const line of taken.lines) this.lines?.setCaller(line, stack.callerAt(depth));
      if (depth > 0) stack.calleesNs[depth - 1]! += taken.ns;
    } else this.problems.add('longCallees', entry);
    return taken.ns;
  }
}
