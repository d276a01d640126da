import type { FilterReport } from './filterSpec';
import type { FunctionStats } from './functionStats';
import type { Lanes } from './lanes';
import type { LineTable } from './lineTable';
import type { NameTable } from './nameTable';
import type { Problem } from './problems';

/** What the text turned out to be. Only `graph` is worth showing numbers of. */
export type Verdict =
  | { readonly kind: 'graph' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'binary' }
  /** Another tracer's text: `tracer` as its header names it. */
  | { readonly kind: 'otherTracer'; readonly tracer: string }
  /** Text of another program that looks alike: `what` names it. */
  | { readonly kind: 'lookalike'; readonly what: string }
  | { readonly kind: 'notGraph' };

/** Where a text comes from, as far as it shows. */
export interface Source {
  /** `function_graph`, `irqsoff`, …: as the first header names it. */
  readonly tracer: string | undefined;
  /** `6.12.0`: printed by the latency format only. */
  readonly kernel: string | undefined;
  /** Who printed it: 'trace-cmd report', 'perf-tools funcgraph', 'console dump', 'perf ftrace', 'kernel'. */
  readonly producer: string;
  /** Call lines that have the column, by its name. */
  readonly columns: ReadonlySet<ColumnName>;
}

/** The parts of a line that an option switches on or off. */
export type ColumnName =
  | 'time'
  | 'relativeTime'
  | 'cpu'
  | 'task'
  | 'flags'
  | 'duration'
  | 'mark'
  | 'exitNames'
  | 'arguments'
  | 'returnValue'
  | 'returnAddress'
  | 'arrows'
  | 'overruns'
  | 'depth'
  | 'records';

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
  /** Lines by LineKind. */
  readonly kinds: Uint32Array;
  readonly source: Source;
  /** What a reader should know before trusting the numbers, by first line. */
  readonly problems: readonly Problem[];
  /** Calls that are part of an interrupt. */
  readonly interruptCalls: number;
  /** 1 for functions of interrupts, by NameId; shorter than the names. */
  readonly interruptFunctions: Uint8Array;
  /** Lines of calls that only their place tells to be an interrupt's. */
  readonly unnamedInterrupts: ReadonlySet<number>;
  /** Lines of interrupts that were moved out of a call too short for them: their caller is one level higher. */
  readonly movedInterrupts: ReadonlySet<number>;
  /** Lines of interrupts in a call whose entry does not stand before them: their caller is not known by line. */
  readonly strayInterrupts: ReadonlySet<number>;
  /** Every level is indented by four blanks, so that depths are even. */
  readonly wideIndentation: boolean;
  readonly names: NameTable;
  readonly stats: FunctionStats;
  readonly lanes: Lanes;
  /** One record per line; only where the parser was asked to keep it. */
  readonly lines: LineTable | undefined;
  /** What `stats`, `calls`, `orphanExits`, `tasks` and `cpus` are without; undefined where nothing was left out. */
  readonly filter?: FilterReport;
  /** 1 for the lines of calls that filters left, entries and exits; undefined where nothing was left out. */
  readonly counted?: Uint8Array;
  /** By NameId: the name it counts as, where compiler suffixes are folded; undefined where they are not. */
  readonly countedAs?: Int32Array;
}

export const MAX_UNREAD_KEPT = 1000;
