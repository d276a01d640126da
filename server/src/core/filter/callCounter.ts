import { FunctionStats } from '../model/functionStats';
import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import type { TaskOfLane } from './lineFilter';

/**
 * Counts calls of lines again, those that filters leave. Durations and self times are as printed, whatever of the callees
 * is counted. A call is outermost if no counted call of the same function is around it, over calls that are not counted.
 */
export class CallCounter {
  private readonly stats = new FunctionStats();
  /** 1 for lines of counted calls. */
  private readonly counted: Uint8Array;
  /** Counted calls whose exit has not come yet, by name: without one there is no recursion. */
  private readonly open: Uint32Array;
  private readonly lanes = new Set<number>();
  private readonly cpus = new Set<number>();
  private calls = 0;
  private orphanExits = 0;

  constructor(
    private readonly trace: Trace,
    private readonly lines: LineTable,
    private readonly countedAs: Int32Array | undefined,
  ) {
    const { names } = trace;
    this.stats.ensure(Math.max(names.length - 1, 0));
    this.counted = new Uint8Array(lines.length);
    this.open = new Uint32Array(names.length);
  }

  /** Counts the call of an entry or leaf, or an exit whose entry is not in the text. */
  count(line: number, kind: LineKind): void {
    const { lines, stats } = this;
    this.counted[line] = 1;
    this.lanes.add(lines.lane(line));
    if (lines.hasContext) this.cpus.add(lines.cpu(line));
    const name = this.nameOf(line);
    if (kind === LineKind.OrphanExit) {
      this.orphanExits++;
      if (name >= 0) stats.orphanExits[name]!++;
      return;
    }
    this.calls++;
    if (name < 0) return;
    if (stats.calls[name]!++ === 0) stats.firstLine[name] = line;
    if (lines.depth(line) === 0) stats.topLevel[name]!++;
    const ns = lines.durationNs(line);
    if (!Number.isNaN(ns)) {
      stats.addDuration(name, ns, this.open[name] === 0 || !this.isWithin(line, name));
      const selfNs = lines.selfNs(line);
      if (!Number.isNaN(selfNs)) stats.addSelf(name, selfNs);
    }
    if (kind === LineKind.Entry) this.open[name]!++;
  }

  /** Sees the exit of a call, counted or not. */
  seeExit(line: number): void {
    if (this.counted[this.lines.callLine(line)] !== 1) return;
    this.counted[line] = 1;
    const name = this.nameOf(line);
    if (name >= 0) this.open[name]!--;
  }

  /** What the view has in place of the trace's own. */
  result(task: TaskOfLane): Pick<Trace, 'stats' | 'calls' | 'orphanExits' | 'tasks' | 'cpus' | 'counted'> {
    const { trace, stats, calls, orphanExits, counted } = this;
    const known = this.lines.hasContext && trace.source.columns.has('cpu');
    return {
      stats,
      calls,
      orphanExits,
      counted,
      tasks: new Set([...this.lanes].map(task)).size,
      cpus: known ? [...this.cpus].filter((cpu) => cpu >= 0).sort((a, b) => a - b) : trace.cpus,
    };
  }

  /** Whether a counted call of the function is around the call of a line. */
  private isWithin(line: number, name: NameId): boolean {
    for (let up = this.lines.caller(line); up >= 0; up = this.lines.caller(up)) {
      if (this.counted[up] === 1 && this.nameOf(up) === name) return true;
    }
    return false;
  }

  private nameOf(line: number): NameId {
    const name = this.lines.name(line);
    return name < 0 || this.countedAs === undefined ? name : this.countedAs[name]!;
  }
}
