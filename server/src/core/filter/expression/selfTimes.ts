import { isCallKind, LineKind } from '../../model/lineKind';
import { Bits } from '../../model/bits';
import { directCaller } from '../../model/directCaller';
import type { FilteredTrace } from './context';

/**
 * Tests self times that the table does not keep, in one pass over the lines, up to the exits that are asked for. Only sums of
 * calls that are open there are kept, and a bit per line.
 */
export class SelfTimes {
  /** Sums of the direct callees of calls that are open at `next`, by the line of the entry. */
  private readonly calleesNs = new Map<number, number>();
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
    const call = lines.callLine(line);
    if (kind === LineKind.Exit) {
      const callees = this.calleesNs.get(call) ?? 0;
      this.calleesNs.delete(call);
      // Durations have fewer digits the longer they are: a sum of callees may be more.
      if (this.passes(Math.max(lines.durationNs(line) - callees, 0))) this.passed.add(call);
      return;
    }
    const caller = directCaller(this.trace, lines, line);
    if (caller < 0) return;
    this.calleesNs.set(caller, (this.calleesNs.get(caller) ?? 0) + lines.durationNs(line));
  }
}
