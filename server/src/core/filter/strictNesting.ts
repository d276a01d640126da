import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import type { Trace } from '../model/trace';
import type { LineFilter, TaskOfLane } from './lineFilter';

/** Where a task is. */
interface Place {
  /** Depth at which the next call must be printed. */
  expected: number;
  /** Depth of the interrupt that is left out; -1 outside of one. */
  interrupt: number;
}

/** What becomes of a line. */
type Verdict = 'counted' | 'stray' | 'interrupt' | 'early';

/**
 * The rules of filter-errors and filter-interrupts of nabla-measurements, line by line for each task. A line nests if
 * its printed depth is that of the braces before it; braces of other lines do not count. An interrupt begins with a line
 * that names one of its functions, and goes on until a line as deep, which is left out with it: that is its brace, or,
 * behind an interrupt without callees, whatever comes next. Lines less deep are counted and do not end it.
 */
export class StrictNesting {
  private readonly places = new Map<number, Place>();
  private line = -1;
  private verdict: Verdict = 'counted';

  /** `interrupts`: 1 for functions of interrupts by NameId, if they are left out; `first`: what comes before is not seen. */
  constructor(
    private readonly trace: Trace,
    private readonly lines: LineTable,
    private readonly interruptFunctions: Uint8Array | undefined,
    private readonly task: TaskOfLane,
    private readonly first: LineFilter | undefined,
  ) {}

  /** Leaves out what does not nest. */
  readonly nesting: LineFilter = {
    id: 'strictNesting',
    takes: (line, kind) => this.see(line, kind) !== 'stray',
  };

  /** Leaves out interrupts. */
  readonly interrupts: LineFilter = {
    id: 'withoutInterrupts',
    takes: (line, kind) => this.see(line, kind) !== 'interrupt',
  };

  /** Both filters ask, in any order: a line is seen once. */
  private see(line: number, kind: LineKind): Verdict {
    if (line === this.line) return this.verdict;
    this.line = line;
    return (this.verdict = this.judge(line, kind));
  }

  private judge(line: number, kind: LineKind): Verdict {
    const { lines } = this;
    if (this.first !== undefined && !this.first.takes(line, kind)) return 'early';
    const place = this.placeOf(this.task(lines.lane(line)));
    const depth = lines.printedDepth(line) >> (this.trace.wideIndentation ? 1 : 0);
    const isExit = kind === LineKind.Exit || kind === LineKind.OrphanExit;
    if (depth !== (isExit ? place.expected - 1 : place.expected)) return 'stray';
    if (isExit) place.expected--;
    else if (kind === LineKind.Entry) place.expected++;
    if (place.interrupt < 0) {
      if (!this.namesInterrupt(line)) return 'counted';
      place.interrupt = depth;
      return 'interrupt';
    }
    const inside = depth >= place.interrupt;
    if (depth === place.interrupt) place.interrupt = -1;
    return inside ? 'interrupt' : 'counted';
  }

  private namesInterrupt(line: number): boolean {
    if (this.interruptFunctions === undefined || !this.lines.isNamed(line)) return false;
    const name = this.lines.name(line);
    return name >= 0 && this.interruptFunctions[name] === 1;
  }

  private placeOf(task: number): Place {
    let place = this.places.get(task);
    if (place === undefined) this.places.set(task, (place = { expected: 0, interrupt: -1 }));
    return place;
  }
}
