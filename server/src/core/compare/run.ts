import { isAroundEntry } from '../analyse/entryFunctions';
import type { FilterReport } from '../model/filterSpec';
import { grown, type NameId, type NameTable } from '../model/nameTable';
import type { ProblemCode } from '../model/problems';
import type { Source, Trace } from '../model/trace';

/** Index of a function in the names that all runs of a comparison share, from 0. */
export type FunctionId = NameId;

/** The functions of a run, by FunctionId. What no run before named is beyond the end of its columns, and was not called. */
export class RunFunctions {
  private calls: Uint32Array;
  private topLevel: Uint32Array;
  private totalNs: Float64Array;
  private selfNs: Float64Array;
  private firstLine: Int32Array;
  private readonly ids: Int32Array;
  /** How many functions the run reached. */
  readonly count: number;

  /** Takes over what is known of the functions of a trace; their names go to `names`. */
  constructor(trace: Trace, names: NameTable) {
    const { stats } = trace;
    const size = names.length + trace.names.length;
    this.calls = new Uint32Array(size);
    this.topLevel = new Uint32Array(size);
    this.totalNs = new Float64Array(size).fill(NaN);
    this.selfNs = new Float64Array(size).fill(NaN);
    this.firstLine = new Int32Array(size).fill(-1);
    let count = 0;
    for (let own = 0; own < trace.names.length; own++) {
      const calls = stats.calls[own]!;
      if (calls === 0) continue;
      count++;
      const id = names.internFrom(trace.names, own);
      this.calls[id] = calls;
      if (stats.topLevel[own]! > 0 && !isAroundEntry(trace.names.text(own)))
        this.topLevel[id] = stats.topLevel[own]!;
      if (stats.outermost[own]! > 0) this.totalNs[id] = stats.totalNs[own]!;
      if (stats.selfTimed[own]! > 0) this.selfNs[id] = stats.selfNs[own]!;
      this.firstLine[id] = stats.firstLine[own]!;
    }
    this.count = count;
    this.trim(names.length);
    this.ids = Int32Array.from(this.calls.keys()).filter((id) => this.calls[id]! > 0);
  }

  /** Number of its calls; 0 where it is not in the run. */
  callsOf(id: FunctionId): number {
    return this.calls[id] ?? 0;
  }

  /** Number of its top-level calls, where it is one by which a task enters the kernel: crossings. */
  crossingsOf(id: FunctionId): number {
    return this.topLevel[id] ?? 0;
  }

  /** Nanoseconds; NaN where unknown or not in the run. */
  totalNsOf(id: FunctionId): number {
    return this.totalNs[id] ?? NaN;
  }

  /** Nanoseconds; NaN where unknown or not in the run. */
  selfNsOf(id: FunctionId): number {
    return this.selfNs[id] ?? NaN;
  }

  /** Line of its first call in the trace, from 0; -1 where there is none. */
  firstLineOf(id: FunctionId): number {
    return this.firstLine[id] ?? -1;
  }

  /** The ids of the functions that were called, ascending. */
  reached(): Int32Array {
    return this.ids;
  }

  private trim(size: number): void {
    this.calls = grown(this.calls.subarray(0, size), new Uint32Array(size));
    this.topLevel = grown(this.topLevel.subarray(0, size), new Uint32Array(size));
    this.totalNs = grown(this.totalNs.subarray(0, size), new Float64Array(size));
    this.selfNs = grown(this.selfNs.subarray(0, size), new Float64Array(size));
    this.firstLine = grown(this.firstLine.subarray(0, size), new Int32Array(size));
  }
}

/** One recording of a scenario: what a comparison keeps of its trace. */
export interface Run {
  /** The file's name, for people. */
  readonly name: string;
  /** Path or URI, as it was given. */
  readonly source: string;
  /** SHA-256 of the file, hexadecimal; undefined where nobody asked for it. */
  readonly sha256: string | undefined;
  readonly functions: RunFunctions;
  readonly lines: number;
  readonly calls: number;
  readonly printedBy: Source;
  readonly problems: ReadonlySet<ProblemCode>;
  readonly filter: FilterReport | undefined;
}

/** The run that a trace is. `names` are those of the comparison. */
export function runOf(
  trace: Trace,
  names: NameTable,
  file: { readonly name: string; readonly source: string; readonly sha256?: string | undefined },
): Run {
  return {
    name: file.name,
    source: file.source,
    sha256: file.sha256,
    functions: new RunFunctions(trace, names),
    lines: trace.lineCount,
    calls: trace.calls,
    printedBy: trace.source,
    problems: new Set(trace.problems.map(({ code }) => code)),
    filter: trace.filter,
  };
}
