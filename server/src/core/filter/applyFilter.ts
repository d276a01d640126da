import type { FilterReport, FilterSpec, FilterStep } from '../model/filterSpec';
import { isCallKind, LineKind } from '../model/lineKind';
import type { NameTable } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { canonicalFilter, needsContext, needsLines } from './canonical';
import { CallCounter } from './callCounter';
import { describeStep } from './describe';
import { taskOfLane, type LineFilter } from './lineFilter';
import { lineFilters } from './lineFilters';
import { foldNames } from './suffixes';
import type { WhereContext } from './whereFilter';

/**
 * A view of a trace that counts only what the filters leave: the same tables, with `stats`, `calls`, `orphanExits`,
 * `tasks` and `cpus` of the calls that are counted, and `filter`, which says what was taken away. Each call is taken by
 * the first filter that leaves it out, in the order of the spec's keys. Without any filter it is the same object. The
 * trace must have been parsed as `withFilterColumns` says, for an expression as `TraceFilter` does; a view cannot be
 * filtered again. Throws an ExpressionError where the expression is none, or names no category of `context`.
 */
export function applyFilter(trace: Trace, filter: FilterSpec, context: WhereContext = {}): Trace {
  const spec = canonicalFilter(filter);
  if (!needsLines(spec) || trace.verdict.kind !== 'graph') return trace;
  const { lines } = trace;
  if (lines === undefined || (needsContext(spec) && !lines.hasContext))
    throw new Error('the trace was parsed without the columns that its filters need');
  if (trace.filter !== undefined) throw new Error('the trace is filtered already');
  const filters = lineFilters(trace, lines, spec, context);
  const countedAs = spec.foldSuffixes ? foldNames(trace.names) : undefined;
  // Others may still ask the whole trace, by all names that there are now.
  trace.stats.ensure(Math.max(trace.names.length - 1, 0));
  const counter = new CallCounter(trace, lines, countedAs);
  const taken = filters.map(() => new TakenCalls(trace.names));
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (!isCallKind(kind)) continue;
    const by = firstToRefuse(filters, line, kind);
    if (kind === LineKind.Exit) counter.seeExit(line);
    else if (by < 0) counter.count(line, kind);
    else if (kind !== LineKind.OrphanExit) taken[by]!.add(lines.name(line));
  }
  const steps = filters.map(({ id }, index) => ({ id, taken: taken[index]! }));
  const unknown = [...new Set(filters.map((each) => each.unknown?.()))].filter(
    (column) => column !== undefined,
  );
  return {
    ...trace,
    ...counter.result(taskOfLane(trace)),
    ...(countedAs !== undefined && { countedAs }),
    filter: {
      spec,
      steps: stepsOf(trace, spec, steps, countedAs),
      ...(unknown.length > 0 && { unknown }),
    } satisfies FilterReport,
  };
}

/** Lets go of what only an editor needs, lines and what is known of each of them: the numbers stay. */
export function withoutLines(trace: Trace): Trace {
  if (trace.lines === undefined) return trace;
  const { counted: _, ...rest } = trace;
  return { ...rest, lines: undefined };
}

/** Each filter sees each line: what some make of a line depends on those before. Gives the number of the first, or -1. */
function firstToRefuse(filters: readonly LineFilter[], line: number, kind: LineKind): number {
  let first = -1;
  for (let at = 0; at < filters.length; at++) {
    if (!filters[at]!.takes(line, kind) && first < 0) first = at;
  }
  return first;
}

/** Calls that one filter takes away. */
class TakenCalls {
  calls = 0;
  /** By NameId. */
  readonly ofName: Uint32Array;

  constructor(names: NameTable) {
    this.ofName = new Uint32Array(names.length);
  }

  add(name: number): void {
    this.calls++;
    if (name >= 0) this.ofName[name]!++;
  }
}

/** What each filter took away, one after the other; folding names comes last. */
function stepsOf(
  trace: Trace,
  spec: FilterSpec,
  steps: readonly { readonly id: keyof FilterSpec; readonly taken: TakenCalls }[],
  countedAs: Int32Array | undefined,
): FilterStep[] {
  const left = trace.stats.calls.slice(0, trace.names.length);
  const said = steps.map(({ id, taken }) => {
    let functions = 0;
    for (let name = 0; name < left.length; name++) {
      if (taken.ofName[name] === 0) continue;
      left[name]! -= taken.ofName[name]!;
      if (left[name] === 0) functions++;
    }
    return { id, text: describeStep(spec, id), functions, calls: taken.calls };
  });
  if (countedAs === undefined) return said;
  const before = left.filter((calls) => calls > 0).length;
  const after = new Set(countedAs.filter((_, name) => left[name]! > 0)).size;
  const id = 'foldSuffixes';
  return [...said, { id, text: describeStep(spec, id), functions: before - after, calls: 0 }];
}
