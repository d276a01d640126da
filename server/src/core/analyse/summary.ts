import type { Categories } from '../classify/categories';
import type { Trace } from '../model/trace';

/** Numbers of unique functions: in all, and for each category in the order of `Categories.list`. */
export interface FunctionCounts {
  readonly total: number;
  readonly byCategory: readonly number[];
}

/** The numbers of one trace that are shown everywhere: lens, command line, comparison. */
export interface Summary {
  readonly lines: number;
  readonly calls: number;
  readonly unreadLines: number;
  readonly functions: FunctionCounts;
  /** Functions that stand on exits only, their entries being lost: beside the count, never in it. */
  readonly functionsOnExitOnly: number;
  readonly tasks: number;
  readonly cpus: number;
}

/** A function is one of the trace's unique functions when at least one entry or leaf of it is in the text. */
export function summarize(trace: Trace, categories: Categories): Summary {
  const column = categories.column(trace.names);
  const byCategory = new Array<number>(categories.list.length).fill(0);
  let total = 0;
  let onExitOnly = 0;
  for (let id = 0; id < trace.names.length; id++) {
    if (trace.stats.calls[id]! > 0) {
      total++;
      byCategory[column[id]!]!++;
    } else if (trace.stats.orphanExits[id]! > 0) onExitOnly++;
  }
  return {
    lines: trace.lineCount,
    calls: trace.calls,
    unreadLines: trace.unreadLines,
    functions: { total, byCategory },
    functionsOnExitOnly: onExitOnly,
    tasks: trace.tasks,
    cpus: trace.cpus.length,
  };
}
