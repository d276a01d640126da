import type { FunctionStats } from './functionStats';
import type { Lanes } from './lanes';
import type { LineTable } from './lineTable';
import type { NameTable } from './nameTable';

/** What the text turned out to be. Only `graph` is worth showing numbers of. */
export type Verdict =
  | { readonly kind: 'graph' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'binary' }
  /** Another tracer's text: `tracer` as its header names it. */
  | { readonly kind: 'otherTracer'; readonly tracer: string }
  | { readonly kind: 'notGraph' };

/** A parsed trace: tables, no text. Parsing cannot fail; `verdict` says whether it was worth it. */
export interface Trace {
  readonly verdict: Verdict;
  /** Number of lines. */
  readonly lineCount: number;
  /** Number of entry and leaf lines. */
  readonly calls: number;
  /** Number of exits whose entry is not in the text: calls that are known, but not counted in `calls`. */
  readonly orphanExits: number;
  /** Number of lines that could not be read. */
  readonly unreadLines: number;
  /** The first of them, from 0; at most MAX_UNREAD_KEPT. */
  readonly unread: readonly number[];
  /** Number of `[LOST n EVENTS]` lines. */
  readonly lostLines: number;
  /** Different tasks, as far as a task column or context switches tell them apart. */
  readonly tasks: number;
  /** The cpus that are printed, ascending. */
  readonly cpus: readonly number[];
  readonly names: NameTable;
  readonly stats: FunctionStats;
  readonly lanes: Lanes;
  /** One record per line; only where the parser was asked to keep it. */
  readonly lines: LineTable | undefined;
}

export const MAX_UNREAD_KEPT = 1000;
