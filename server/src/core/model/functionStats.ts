import { grown, type NameId } from './nameTable';

/**
 * What is known of each function, one row per NameId. Times are nanoseconds. Calls are entries and leaves; an exit
 * whose entry is not in the text counts in `orphanExits` only, never silently as a call.
 */
export class FunctionStats {
  calls = new Uint32Array(1024);
  /** Calls at depth 0, by which a task enters the kernel: crossings. */
  topLevel = new Uint32Array(1024);
  /** Exits of calls whose entry is not in the text. */
  orphanExits = new Uint32Array(1024);
  /** Calls whose duration is known: what mean, min and max are of. */
  timed = new Uint32Array(1024);
  /** Sum of the known durations of all calls, for the mean. */
  sumNs = new Float64Array(1024);
  /** Outermost calls whose duration is known. */
  outermost = new Uint32Array(1024);
  /** Total time: sum of the known durations of outermost calls, so that recursion counts once. */
  totalNs = new Float64Array(1024);
  /** Calls whose self time is known. */
  selfTimed = new Uint32Array(1024);
  /** Self time: sum of duration less that of the direct callees, over the calls where all of these are known. */
  selfNs = new Float64Array(1024);
  /** Infinity, -Infinity where no duration is known. */
  minNs = new Float64Array(1024).fill(Infinity);
  maxNs = new Float64Array(1024).fill(-Infinity);
  /** Line of the first entry or leaf, from 0; -1 where there is none. */
  firstLine = new Int32Array(1024).fill(-1);
  /** Calls that are open now, in any lane: only used while parsing, to find recursion. */
  open = new Uint32Array(1024);

  /** Makes room for the rows up to and with `id`. */
  ensure(id: NameId): void {
    if (id < this.calls.length) return;
    let size = 2 * this.calls.length;
    while (size <= id) size *= 2;
    this.calls = grown(this.calls, new Uint32Array(size));
    this.topLevel = grown(this.topLevel, new Uint32Array(size));
    this.orphanExits = grown(this.orphanExits, new Uint32Array(size));
    this.timed = grown(this.timed, new Uint32Array(size));
    this.sumNs = grown(this.sumNs, new Float64Array(size));
    this.outermost = grown(this.outermost, new Uint32Array(size));
    this.totalNs = grown(this.totalNs, new Float64Array(size));
    this.selfTimed = grown(this.selfTimed, new Uint32Array(size));
    this.selfNs = grown(this.selfNs, new Float64Array(size));
    this.minNs = grown(this.minNs, new Float64Array(size).fill(Infinity));
    this.maxNs = grown(this.maxNs, new Float64Array(size).fill(-Infinity));
    this.firstLine = grown(this.firstLine, new Int32Array(size).fill(-1));
    this.open = grown(this.open, new Uint32Array(size));
  }

  /** Sets all rows back to those of no call, and makes room for `names` of them. */
  clear(names: number): void {
    this.ensure(Math.max(names - 1, 0));
    const { calls, topLevel, orphanExits, timed, outermost, selfTimed, open } = this;
    for (const column of [calls, topLevel, orphanExits, timed, outermost, selfTimed, open]) column.fill(0);
    for (const column of [this.sumNs, this.totalNs, this.selfNs]) column.fill(0);
    this.minNs.fill(Infinity);
    this.maxNs.fill(-Infinity);
    this.firstLine.fill(-1);
  }

  /** The same numbers, apart from these. */
  copy(): FunctionStats {
    const copy = new FunctionStats();
    copy.calls = this.calls.slice();
    copy.topLevel = this.topLevel.slice();
    copy.orphanExits = this.orphanExits.slice();
    copy.timed = this.timed.slice();
    copy.sumNs = this.sumNs.slice();
    copy.outermost = this.outermost.slice();
    copy.totalNs = this.totalNs.slice();
    copy.selfTimed = this.selfTimed.slice();
    copy.selfNs = this.selfNs.slice();
    copy.minNs = this.minNs.slice();
    copy.maxNs = this.maxNs.slice();
    copy.firstLine = this.firstLine.slice();
    copy.open = this.open.slice();
    return copy;
  }

  /** Adds the known duration of a call; `outermost` is false within a call of the same function. */
  addDuration(id: NameId, ns: number, outermost: boolean): void {
    this.timed[id]!++;
    this.sumNs[id]! += ns;
    if (outermost) {
      this.outermost[id]!++;
      this.totalNs[id]! += ns;
    }
    if (ns < this.minNs[id]!) this.minNs[id] = ns;
    if (ns > this.maxNs[id]!) this.maxNs[id] = ns;
  }

  /** Adds the known self time of a call. Cut digits can make it a little less than nothing, which is nothing. */
  addSelf(id: NameId, ns: number): void {
    this.selfTimed[id]!++;
    if (ns > 0) this.selfNs[id]! += ns;
  }
}
