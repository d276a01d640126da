import type { Categories } from '../classify/categories';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';

/** One function of a trace. Times are nanoseconds; undefined is unknown, never 0. */
export interface FunctionRow {
  readonly id: NameId;
  readonly name: string;
  readonly module: string | undefined;
  /** Number of its category in `Categories.list`. */
  readonly category: number;
  readonly calls: number;
  /** Sum over outermost calls: recursion counts once. */
  readonly totalNs: number | undefined;
  readonly selfNs: number | undefined;
  readonly meanNs: number | undefined;
  readonly minNs: number | undefined;
  readonly maxNs: number | undefined;
  /** Line of its first entry or leaf, from 0. */
  readonly firstLine: number;
}

/** The functions of a trace that were called, most called first, then by name. */
export function functionRows(trace: Trace, categories: Categories): FunctionRow[] {
  const rows: FunctionRow[] = [];
  for (let id = 0; id < trace.names.length; id++) {
    if (trace.stats.calls[id]! > 0) rows.push(functionRow(trace, categories, id));
  }
  return rows.sort((a, b) => b.calls - a.calls || compareNames(a.name, b.name));
}

/** What is known of function `id`. */
export function functionRow(trace: Trace, categories: Categories, id: NameId): FunctionRow {
  const { stats, names } = trace;
  const timed = stats.timed[id]!;
  const known = (value: number): number | undefined => (timed > 0 ? value : undefined);
  return {
    id,
    name: names.text(id),
    module: names.module(id),
    category: categories.column(names)[id]!,
    calls: stats.calls[id]!,
    totalNs: stats.outermost[id]! > 0 ? stats.totalNs[id]! : undefined,
    selfNs: stats.selfTimed[id]! > 0 ? stats.selfNs[id]! : undefined,
    meanNs: known(stats.sumNs[id]! / timed),
    minNs: known(stats.minNs[id]!),
    maxNs: known(stats.maxNs[id]!),
    firstLine: stats.firstLine[id]!,
  };
}

/** By code units, the same on every machine and in every language. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
