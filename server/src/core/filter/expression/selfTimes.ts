import { isCallKind, LineKind } from '../../model/lineKind';
import { Bits } from '../../model/bits';
import { directCaller } from '../../model/directCaller';
import type { FilteredTrace } from './context';

/** The open calls of a lane: line of the entry by depth, -1 where that is not in the text. */
type OpenEntries = number[];

/**
 * Tests self times that the table does not keep, in one pass over the lines, up to the exits that are asked for. Only what is
 * known of calls that are open there is kept, and a bit per line.
 */
export class SelfTimes {
  /** Sums of the direct callees of calls that are open at `next`, by the line of the entry; NaN where one is unknown. */
  private readonly calleesNs = new Map<number, number>();
  /** By lane. */
  private readonly open: OpenEntries[] = [];
  private readonly passed = new Bits();
  private next = 0;

  constructor(
    private readonly trace: FilteredTrace,
    private readonly passes: (ns: number) => boolean,
  ) {}

  /** Whether the self time of an entry, leaf or orphan exit passes. */
  isIn(line: number, kind: LineKind): boolean {
    const { lines } = this.trace;
    if (kind === LineKind.Leaf) return this.passes(lines.durationNs(line));
    const exit = lines.exitLine(line);
    if (kind === LineKind.OrphanExit || exit < 0) return false;
    while (this.next <= exit) this.see(this.next++);
    return this.passed.has(line);
  }

  private see(line: number): void {
    const { lines } = this.trace;
    const kind = lines.kind(line);
    if (!isCallKind(kind)) return;
    const depth = lines.depth(line);
    const open = this.openOf(lines.lane(line));
    const isExit = kind === LineKind.Exit || kind === LineKind.OrphanExit;
    this.closeTo(open, isExit ? depth + 1 : depth);
    // The exit of a call whose entry is not in the text, where another call's entry is open: that one has lost its exit.
    if (kind === LineKind.OrphanExit && (open[depth] ?? -1) >= 0) this.closeTo(open, depth);
    if (isExit) open.length = Math.min(open.length, depth);
    while (open.length < depth) open.push(-1);
    if (kind === LineKind.Entry) open.push(line);
    if (kind === LineKind.Exit) this.seeExit(line, lines.callLine(line));
    if (kind === LineKind.Entry) return;
    // Of an entry, its exit tells how long the call took.
    const caller = directCaller(this.trace, lines, lines.callLine(line));
    if (caller >= 0) this.add(caller, lines.durationNs(line));
  }

  private seeExit(line: number, entry: number): void {
    const callees = this.calleesNs.get(entry) ?? 0;
    this.calleesNs.delete(entry);
    // Durations have fewer digits the longer they are: a sum of callees may be more.
    if (this.passes(Math.max(this.trace.lines.durationNs(line) - callees, 0))) this.passed.add(entry);
  }

  /** A line shows that calls at `depth` and deeper are over, whose exits are not in the text: how long they took is unknown. */
  private closeTo(open: OpenEntries, depth: number): void {
    if (open.length <= depth) return;
    open.length = depth;
    const caller = depth > 0 ? open[depth - 1]! : -1;
    if (caller >= 0) this.add(caller, NaN);
  }

  private add(entry: number, ns: number): void {
    this.calleesNs.set(entry, (this.calleesNs.get(entry) ?? 0) + ns);
  }

  private openOf(lane: number): OpenEntries {
    const id = this.trace.lanes.byId(lane)?.id ?? lane;
    return (this.open[id] ??= []);
  }
}
