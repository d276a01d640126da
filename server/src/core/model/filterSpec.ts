/**
 * What is left out of every count. Nothing by default; kept in settings, comparison files and exports as it is, so that
 * whoever reads a number knows what it is a number of.
 */
export interface FilterSpec {
  /** Leave out interrupts and all that they call: known by arrows, flags, places and names. */
  readonly withoutInterrupts?: boolean;
  /** Names and patterns of functions with which interrupts begin, in place of the list that parsing uses. */
  readonly interruptFunctions?: readonly string[];
  /** Count each task from its first system call, guest entry or operation of a kernel thread on. */
  readonly fromFirstEntry?: boolean;
  /** Beginnings of names of functions to begin with, in place of the built-in list. */
  readonly entryFunctions?: readonly string[];
  /**
   * Leave out what does not nest: lines whose indentation is not that of the braces before them. Interrupts, too, are
   * then judged by names and indentation alone, as the published filters of nabla-measurements do.
   */
  readonly strictNesting?: boolean;
  /** Only these threads. */
  readonly pids?: readonly number[];
  /** Only tasks with these names, as printed. */
  readonly comms?: readonly string[];
  /** Only what ran on these cpus. */
  readonly cpus?: readonly number[];
  /** Only calls that began at this time or later, in nanoseconds as printed. */
  readonly fromNs?: number;
  /** Only calls that began before this time. */
  readonly toNs?: number;
  /** Only calls at this depth or deeper; 0 is a top-level call. */
  readonly minDepth?: number;
  /** Only calls that a filter expression means: `category:network duration>10us`. */
  readonly where?: string;
  /** Count `foo.isra.0`, `foo.constprop.0`, `foo.part.0` and `foo.cold` as `foo`. */
  readonly foldSuffixes?: boolean;
}

/** One thing that a filter does, and what that took away, in the order in which filters apply. */
export interface FilterStep {
  /** Key of FilterSpec that switches it on. */
  readonly id: keyof FilterSpec;
  /** In words: `without interrupts`, `pids 12, 13`. */
  readonly text: string;
  /** Functions of which it took the last call, or that it folded into another. */
  readonly functions: number;
  readonly calls: number;
}

/** What no call line of a trace tells, so that a filter by it leaves nothing. */
export type UnknownColumn = 'task' | 'cpu' | 'time' | 'arguments' | 'returnValue';

/** What the filters of a trace are and did. */
export interface FilterReport {
  /** In canonical form: only what is on, lists sorted. */
  readonly spec: FilterSpec;
  readonly steps: readonly FilterStep[];
  /** What the filters ask for and the trace does not tell; undefined where it tells all of it. */
  readonly unknown?: readonly UnknownColumn[];
}
