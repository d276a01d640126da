/**
 * Interrupts run on the stack of the task they interrupt. Where they come while the tracer itself is at work, their
 * printed depth is one too deep or too low, or they stand within a call that had ended (format specification, section
 * 5.7). This puts them where their durations fit: below the call that they interrupted.
 *
 * | printed | what happened | where they go |
 * | --- | --- | --- |
 * | one too deep | the exit of the call before was written, its depth not taken back | below the innermost open call |
 * | one too deep | the entry of the call behind was not written yet | into that call, if it took as long; it stands behind them, so it is not named as their caller |
 * | one too deep | the entry of the call around is lost: its exit comes | into that call |
 * | right behind an entry, as deep | the entry was written, its depth not counted yet | below that entry |
 * | below a call shorter than they | the call had ended, its exit was not written yet | below its caller |
 */
import { watch, type Interrupt, type Lane } from '../model/lanes';

/** An outermost function of an interrupt, as long as the call it was found in may turn out not to be the one. */
interface Finished {
  readonly line: number;
  readonly ns: number;
  /** Line of the call that it stands in. */
  caller: number;
}

/** An interrupt that was one too deep, until what follows shows why. */
interface TooDeep {
  /** The last of them. */
  interrupt: Interrupt;
  /** The depth of the call behind it that it may belong to, and the line of that call's entry, once it is there. */
  readonly depth: number;
  entry: number;
  readonly lines: number[];
  ns: number;
}

/** What is known of a lane's interrupts at one place of the text. */
export interface SavedInterrupts {
  readonly finished: readonly SavedFinished[];
  readonly tooDeep: readonly TooDeep[];
}

interface SavedFinished extends Finished {
  /** Whether it was moved, or is a stray: its caller alone does not tell. */
  readonly moved: boolean;
  readonly stray: boolean;
}

export class InterruptPlacer {
  /** Calls that are part of an interrupt, and the line of the first; -1 where there is none. */
  calls = 0;
  firstLine = -1;
  /** Lines of interrupts that were moved out of a call too short for them: their caller is one level higher. */
  moved = new Set<number>();
  /** Lines of interrupts in a call whose entry does not stand before them. */
  strays = new Set<number>();
  /** Lines of calls that only their place tells to be an interrupt's. */
  unnamed = new Set<number>();
  /** Interrupts that were one too deep and are not settled, in all lanes. */
  pending = 0;
  private readonly finished = new Map<Lane, Finished[]>();
  private readonly tooDeep = new Map<Lane, TooDeep[]>();

  /** Others have placed `calls` of interrupts, the first on line `first`. */
  addCounted(calls: number, first: number): void {
    this.calls += calls;
    if (this.firstLine < 0) this.firstLine = first;
  }

  /** Whether anything is known of interrupts of the lane that what follows may change. */
  knows(lane: Lane): boolean {
    return this.finished.has(lane) || this.tooDeep.has(lane);
  }

  /** What is known of the lane's interrupts, to be taken up again by `load`; undefined where that is nothing. */
  save(lane: Lane): SavedInterrupts | undefined {
    if (!this.knows(lane)) return undefined;
    // Calls that are over give no interrupts away any more.
    const finished = (this.finished.get(lane) ?? [])
      .filter(({ caller }) => caller < 0 || isOpenEntry(lane, caller))
      .map(({ line, ns, caller }) => {
        if (caller < 0) return { line: -1, ns: 0, caller, moved: false, stray: false };
        return { line, ns, caller, moved: this.moved.has(line), stray: this.strays.has(line) };
      });
    const tooDeep = (this.tooDeep.get(lane) ?? []).map((each) => ({ ...each, lines: [...each.lines] }));
    return finished.length > 0 || tooDeep.length > 0 ? { finished, tooDeep } : undefined;
  }

  /** Goes on with what was saved of a lane. */
  load(lane: Lane, { finished, tooDeep }: SavedInterrupts): void {
    if (finished.length > 0) {
      this.finished.set(
        lane,
        finished.map(({ line, ns, caller }) => ({ line, ns, caller })),
      );
    }
    for (const { line, moved, stray } of finished) {
      if (moved) this.moved.add(line);
      if (stray) this.strays.add(line);
    }
    if (tooDeep.length === 0) return;
    this.pending += tooDeep.length;
    this.tooDeep.set(
      lane,
      tooDeep.map((each) => ({ ...each, lines: [...each.lines] })),
    );
  }

  /** Puts the lines after an edit in place of those before it, where what is not settled shows in a trace. */
  moveLines(of: (line: number) => number): void {
    for (const all of this.tooDeep.values())
      for (const { lines } of all) for (const [index, line] of lines.entries()) lines[index] = of(line);
  }

  /** The strays, with those that would be if the text ended here. */
  straysAtEnd(): ReadonlySet<number> {
    if (this.tooDeep.size === 0) return this.strays;
    const strays = new Set(this.strays);
    for (const all of this.tooDeep.values())
      for (const { lines } of all) for (const line of lines) strays.add(line);
    return strays;
  }

  /** `==========>`: an interrupt begins with the next call. */
  begin(lane: Lane): void {
    lane.arrow = true;
    watch(lane);
  }

  /** `<==========`: the interrupt is over. */
  end(lane: Lane): void {
    lane.arrow = false;
    while (lane.interrupt !== undefined && !lane.interrupt.arrow) lane.interrupt = lane.interrupt.outer;
    leave(lane, lane.interrupt?.outer);
  }

  /** The text ends, or events are lost: what is not settled stays unknown. */
  forget(lane: Lane): void {
    lane.arrow = false;
    leave(lane, undefined);
    this.finished.delete(lane);
    const tooDeep = this.tooDeep.get(lane);
    if (tooDeep === undefined) return;
    for (const { lines } of tooDeep) for (const line of lines) this.strays.add(line);
    this.pending -= tooDeep.length;
    this.tooDeep.delete(lane);
  }

  /**
   * The depth at which an entry or leaf on `line`, printed at `depth`, nests; `named`: its function is known to be an
   * interrupt's.
   */
  placeCall(lane: Lane, depth: number, named: boolean, line: number): number {
    while (lane.interrupt !== undefined && !goesOn(lane, lane.interrupt, depth, named)) {
      leave(lane, lane.interrupt.outer);
    }
    if (lane.arrow || (named && depth !== lane.interrupt?.depth)) this.enter(lane, depth);
    const { interrupt } = lane;
    if (interrupt === undefined) return depth;
    this.calls++;
    if (this.firstLine < 0) this.firstLine = line;
    if (!named && depth === interrupt.depth) this.unnamed.add(line);
    return depth + interrupt.shift;
  }

  /** An interrupt begins: one of a task's, or one that interrupts another interrupt. */
  private enter(lane: Lane, depth: number): void {
    const outer = lane.interrupt;
    const step = shiftOf(lane, depth + (outer?.shift ?? 0));
    const interrupt = { depth, shift: step + (outer?.shift ?? 0), arrow: lane.arrow, outer };
    lane.interrupt = interrupt;
    lane.arrow = false;
    watch(lane);
    if (step >= 0) return;
    const tooDeep = this.tooDeep.get(lane) ?? [];
    this.tooDeep.set(lane, tooDeep);
    const last = tooDeep.at(-1);
    // One behind the other: the same call will show where both belong.
    if (last?.depth === depth + interrupt.shift && last.entry < 0) last.interrupt = interrupt;
    else {
      this.pending++;
      tooDeep.push({ interrupt, depth: depth + interrupt.shift, entry: -1, lines: [], ns: 0 });
    }
  }

  /** The depth at which an exit printed at `depth` nests. */
  placeExit(lane: Lane, depth: number, named: boolean): number {
    for (let { interrupt } = lane; interrupt !== undefined; interrupt = interrupt.outer) {
      const within = isOpen(lane, interrupt) || (named && depth === interrupt.depth);
      if (depth >= interrupt.depth && within) return depth + interrupt.shift;
      leave(lane, interrupt.outer);
    }
    return depth;
  }

  /** Sees the end of a call of `lane` on `line`: if it is an outermost function of an interrupt, remembers it. */
  finish(lane: Lane, depth: number, line: number, ns: number): void {
    const { interrupt } = lane;
    if (interrupt === undefined || depth !== interrupt.depth + interrupt.shift) return;
    const tooDeep = this.tooDeep.get(lane)?.findLast((each) => each.interrupt === interrupt);
    if (tooDeep !== undefined) {
      tooDeep.lines.push(line);
      tooDeep.ns += ns;
    }
    this.remember(lane, depth > 0 ? lane.stack.entryAt(depth - 1) : -1, line, ns);
  }

  /** An outermost function of an interrupt has ended, on `line`; `caller`: the line of what it stands in, -1 unknown. */
  remember(lane: Lane, caller: number, line: number, ns: number): void {
    if (caller < 0 || ns !== ns) return;
    let known = this.finished.get(lane);
    if (known === undefined) this.finished.set(lane, (known = []));
    // Callers that began later are over.
    while (known.length > 0 && known.at(-1)!.caller > caller) known.pop();
    known.push({ line, ns, caller });
  }

  /**
   * The call of line `entry` took `ns`, less than its callees. Takes the interrupts out of it that explain the difference
   * `excessNs`, makes `caller` (-1: its entry is not in the text) their caller, and gives their lines and time.
   */
  takeOut(
    lane: Lane,
    entry: number,
    caller: number,
    excessNs: number,
  ): { lines: readonly number[]; ns: number } {
    const known = this.finished.get(lane) ?? [];
    const taken: Finished[] = [];
    // They are in the order of their callers: those of this call are the last.
    for (let at = known.length - 1; at >= 0 && known[at]!.caller >= entry; at--) {
      if (known[at]!.caller === entry && !this.strays.has(known[at]!.line)) taken.push(known[at]!);
    }
    const sum = taken.reduce((total, each) => total + each.ns, 0);
    if (sum < excessNs) return { lines: [], ns: 0 };
    for (const each of taken) {
      each.caller = caller;
      if (caller >= 0) this.moved.add(each.line);
    }
    return { lines: taken.map(({ line }) => line), ns: sum };
  }

  /** The depth up to which lines of `lane` may settle where an interrupt belongs that was one too deep; -1 without one. */
  doubtfulDepth(lane: Lane): number {
    return this.pending === 0 ? -1 : (this.tooDeep.get(lane)?.at(-1)?.depth ?? -1);
  }

  /** Whether an interrupt of `lane` was one too deep, is over, and nothing has shown yet why. */
  isPending(lane: Lane): boolean {
    const last = this.tooDeep.get(lane)?.at(-1);
    return last !== undefined && !runs(lane, last.interrupt);
  }

  /** An entry on `line` follows an interrupt that was one too deep: it may be the call that was interrupted. */
  seeEntry(lane: Lane, depth: number, line: number): void {
    const pending = this.settleAbove(lane, depth);
    if (pending === undefined || depth !== pending.depth) return;
    if (pending.entry < 0) pending.entry = line;
    else this.drop(lane);
  }

  /**
   * A leaf, an exit without entry (`entry` -1), or the exit of the call of line `entry` follows: if it is the call that
   * was interrupted, gives the time of the interrupt, which is then not its caller's to bear; else 0. `ownNs` is the
   * call's duration less its callees'.
   */
  seeEnd(lane: Lane, depth: number, entry: number, ownNs: number): number {
    const pending = this.settleAbove(lane, depth);
    if (pending === undefined || depth !== pending.depth) return 0;
    this.drop(lane);
    if (entry !== pending.entry || !(ownNs >= pending.ns)) return 0;
    for (const line of pending.lines) this.strays.add(line);
    return pending.ns;
  }

  /** A line at `depth` settles all that could only be part of deeper calls; gives the last that is not settled. */
  private settleAbove(lane: Lane, depth: number): TooDeep | undefined {
    const all = this.tooDeep.get(lane)!;
    while (all.length > 0 && all.at(-1)!.depth > depth) this.drop(lane);
    return all.at(-1);
  }

  private drop(lane: Lane): void {
    const all = this.tooDeep.get(lane)!;
    all.pop();
    this.pending--;
    if (all.length === 0) this.tooDeep.delete(lane);
  }
}

/** Others have read lines of `lane`: one of the task's interrupts runs now whose lines are printed at `depth`, none at -1. */
export function setInterrupt(lane: Lane, depth: number, shift: number): void {
  leave(lane, depth < 0 ? undefined : { depth, shift, arrow: false, outer: undefined });
}

/** An interrupt of `lane` is over: what it had interrupted goes on, an interrupt or the task. */
function leave(lane: Lane, outer: Interrupt | undefined): void {
  lane.interrupt = outer;
  watch(lane);
}

function runs(lane: Lane, interrupt: Interrupt): boolean {
  for (let each = lane.interrupt; each !== undefined; each = each.outer) if (each === interrupt) return true;
  return false;
}

/** Whether a call at `depth` is part of the interrupt: within one of its functions, or the next of them. */
function goesOn(lane: Lane, interrupt: Interrupt, depth: number, named: boolean): boolean {
  // One too deep: whatever is as deep has no other caller.
  const tooDeep = interrupt.shift < (interrupt.outer?.shift ?? 0);
  if (depth === interrupt.depth) return named || tooDeep;
  return depth > interrupt.depth && isOpen(lane, interrupt);
}

/** Whether the call of line `entry` is open. */
function isOpenEntry({ stack }: Lane, entry: number): boolean {
  for (let at = stack.size - 1; at >= 0; at--) if (stack.entryAt(at) === entry) return true;
  return false;
}

function isOpen(lane: Lane, { depth, shift }: Interrupt): boolean {
  return lane.stack.size > depth + shift;
}

/** What is to be added to the depth of an interrupt's lines, so that the innermost open call is their caller. */
function shiftOf({ stack }: Lane, depth: number): number {
  const top = stack.size - 1;
  if (top < 0 || stack.entryAt(top) < 0) return 0;
  if (depth === top + 2) return -1;
  return depth === top && stack.calleesNs[top] === 0 ? 1 : 0;
}
