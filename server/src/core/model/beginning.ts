import type { NameId } from './nameTable';

/** An exit without its entry, near a lane's beginning. */
export interface EarlyExit {
  readonly line: number;
  readonly depth: number;
  /** -1 where it is bare. */
  readonly name: NameId;
  readonly ns: number;
  /** Time of the direct callees that this lane has seen. */
  readonly calleesNs: number;
}

/** More exits than this are no beginning: the kernel's stacks of calls are less deep. */
const MAX_EXITS = 256;
/** More calls than this between them: who called them stays unknown, and what that was, too. */
const MAX_CALLS = 65_536;

/**
 * How a lane begins that may go on with another's calls: without a task column it is known only from a cpu's first
 * context switch which task ran there before, and that may have come from another cpu with calls open.
 */
export class Beginning {
  /** `firstLine`: the line, from 0, from which on the lane has lines. */
  constructor(readonly firstLine: number) {}

  /** Exits of calls that began before the lane did, from the inside out. */
  readonly exits: EarlyExit[] = [];
  /** Depth of the outermost call that began in the lane: all that is as deep or deeper and began before is over. */
  lowest = Infinity;

  /** Too much to be a beginning: what came after it was not looked at. */
  get crowded(): boolean {
    return this.exits.length >= MAX_EXITS || this.callerless.length >= MAX_CALLS;
  }

  /** Calls that have no caller in the lane, by line, with their depths: as many as there may be exits of their callers. */
  readonly callerless: { readonly line: number; readonly depth: number }[] = [];

  /** Whether nothing that comes can go on with calls of another lane. */
  get over(): boolean {
    return this.lowest === 0 || this.crowded;
  }

  /** Sees an entry or leaf; `caller` is the line of its caller in this lane, -1 where there is none. */
  seeCall(line: number, depth: number, caller: number): void {
    if (depth < this.lowest) this.lowest = depth;
    if (caller < 0 && depth > 0) this.callerless.push({ line, depth });
  }

  /** Sees an exit whose entry is not in the lane; `caller` as above. */
  seeExit(exit: EarlyExit, caller: number): void {
    if (this.over) return;
    if (exit.depth < this.lowest) this.exits.push(exit);
    if (caller < 0 && exit.depth > 0) this.callerless.push(exit);
  }
}
