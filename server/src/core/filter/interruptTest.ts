import { Bits } from '../model/bits';
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { InterruptNames } from '../parse/interruptNames';

/** Tells the calls that are part of an interrupt: by arrows, places, flags and names, and all that such a call calls. */
export class InterruptTest {
  /** 1 for functions of interrupts, by NameId, in place of the trace's. */
  private readonly functions: Uint8Array | undefined;
  /** Lines of calls that are part of one. */
  private readonly seen = new Bits();

  /** `names`: functions with which interrupts begin, in place of those that the trace was parsed with. */
  constructor(
    private readonly trace: Pick<Trace, 'names' | 'interruptFunctions' | 'unnamedInterrupts'>,
    private readonly lines: LineTable,
    names?: readonly string[],
  ) {
    this.functions = names === undefined ? undefined : interruptFunctions(trace, names);
  }

  /**
   * Whether the call of an entry, leaf or orphan exit is part of an interrupt; `isFlagged`: whether the flags of its line say
   * so. To be asked of each of them, in order; the trace may grow meanwhile.
   */
  see(line: number, isFlagged: (line: number) => boolean): boolean {
    const name = this.lines.name(line);
    const caller = this.lines.caller(line);
    const { trace, functions = trace.interruptFunctions } = this;
    const is =
      (name >= 0 && functions[name] === 1) ||
      (caller >= 0 && this.seen.has(caller)) ||
      trace.unnamedInterrupts.has(line) ||
      isFlagged(line);
    if (is) this.seen.add(line);
    return is;
  }
}

/** 1 for functions that a list of names and patterns has, by NameId. */
export function interruptFunctions({ names }: Pick<Trace, 'names'>, list: readonly string[]): Uint8Array {
  const listed = new InterruptNames(list);
  const functions = new Uint8Array(names.length);
  for (let id: NameId = 0; id < names.length; id++) if (listed.has(names.text(id))) functions[id] = 1;
  return functions;
}
