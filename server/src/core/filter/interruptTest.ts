import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { InterruptNames } from '../parse/interruptNames';

/** Tells the calls that are part of an interrupt: by arrows, places, flags and names, and all that such a call calls. */
export class InterruptTest {
  /** 1 for functions of interrupts, by NameId. */
  private readonly functions: Uint8Array;
  /** 1 for lines of calls that are part of one. */
  private readonly seen: Uint8Array;

  /** `names`: functions with which interrupts begin, in place of those that the trace was parsed with. */
  constructor(
    private readonly trace: Trace,
    private readonly lines: LineTable,
    names?: readonly string[],
  ) {
    this.functions = names === undefined ? trace.interruptFunctions : interruptFunctions(trace, names);
    this.seen = new Uint8Array(lines.length);
  }

  /**
   * Whether the call of an entry, leaf or orphan exit is part of an interrupt; `flagged`: the flags of its line say so. To
   * be asked of each of them, in order.
   */
  see(line: number, flagged: boolean): boolean {
    const name = this.lines.name(line);
    const caller = this.lines.caller(line);
    const is =
      flagged ||
      this.trace.unnamedInterrupts.has(line) ||
      (name >= 0 && this.functions[name] === 1) ||
      (caller >= 0 && this.seen[caller] === 1);
    if (is) this.seen[line] = 1;
    return is;
  }
}

/** 1 for functions that a list of names and patterns has, by NameId. */
export function interruptFunctions({ names }: Trace, list: readonly string[]): Uint8Array {
  const listed = new InterruptNames(list);
  const functions = new Uint8Array(names.length);
  for (let id: NameId = 0; id < names.length; id++) if (listed.has(names.text(id))) functions[id] = 1;
  return functions;
}
