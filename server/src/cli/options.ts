import type { Measure } from '../core/report/report';

/** Options of every command that reads a trace. */
export interface ReadingOptions {
  /** A file of symbols, /proc/kallsyms or System.map, for functions that stand as addresses. */
  readonly symbols?: string;
  /** A JSON file with names of interrupt functions, as in the setting ftrace.interruptFunctions. */
  readonly interrupts?: string;
}

/** Options of every command that counts, as commander gives them: what to leave out. */
export interface FilterOptions {
  /** A preset, or a JSON file with filters as in the setting ftrace.filter. */
  readonly filters?: string;
  readonly withoutInterrupts?: boolean;
  readonly fromFirstEntry?: boolean;
  /** Lists are separated by commas. */
  readonly pid?: string;
  readonly comm?: string;
  readonly cpu?: string;
  /** Times as `12.5s`, `300ms`. */
  readonly from?: string;
  readonly to?: string;
  readonly minDepth?: string;
  readonly foldSuffixes?: boolean;
  /** An expression. */
  readonly filter?: string;
}

/** What `compare --svg` can draw. */
export const FIGURE_MEASURES = Object.keys({
  functions: true,
  share: true,
  calls: true,
  totalNs: true,
  selfNs: true,
  crossings: true,
  interfaceWidth: true,
  weight: true,
} satisfies Record<Measure, true>);
