import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import { grown, type NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { CallPaths, ROOT } from './callPaths';

/** What calls hang on whose caller was open already when the text began, or was lost. */
export const NO_CALLER = '(caller not in the text)';

/** Says of the line of an entry or leaf, from 0, whether its call is counted. */
export type CountedLines = (line: number) => boolean;

/** A trace that was parsed with `keepLines`; for self times with `keepSelf`, too. */
export interface TracedCalls {
  readonly trace: Trace;
  /** Those that the trace's filters left where it is not given. What a call that is not counted called hangs on its nearest counted caller. */
  readonly counts?: CountedLines | undefined;
}

/** How to merge. */
export interface CallTreeOptions {
  /** Where paths are looked up: the same for trees that are to be compared. */
  readonly paths?: CallPaths;
  /** Calls of each task below a node of its own. */
  readonly byTask?: boolean;
}

/**
 * The calls of one or several traces, merged by path: each call counts at the node of its function below that of its
 * caller. Times are nanoseconds. Columns are indexed by node of `paths`, which may have more nodes than this tree: those
 * of another one; a node without calls here has none of its own.
 */
export class CallTree {
  /** How many traces are in it: numbers of all of them together divided by this are means. */
  traces = 0;
  private calls = new Uint32Array(1024);
  private timed = new Uint32Array(1024);
  private sumNs = new Float64Array(1024);
  private selfTimed = new Uint32Array(1024);
  private sumSelfNs = new Float64Array(1024);
  /** By trace, then by node: 1 more than the line of the first call, 0 where there is none. */
  private readonly first: Int32Array[] = [];

  constructor(readonly paths: CallPaths) {}

  /** Entries and leaves. */
  callsAt(node: number): number {
    return this.calls[node] ?? 0;
  }

  /** Calls whose duration is known. */
  timedAt(node: number): number {
    return this.timed[node] ?? 0;
  }

  /** Sum of the known durations; NaN where none is known. */
  totalNsAt(node: number): number {
    return this.timedAt(node) > 0 ? this.sumNs[node]! : NaN;
  }

  /** Calls whose self time is known. */
  selfTimedAt(node: number): number {
    return this.selfTimed[node] ?? 0;
  }

  /** Sum of the known self times; NaN where none is known. */
  selfNsAt(node: number): number {
    return this.selfTimedAt(node) > 0 ? this.sumSelfNs[node]! : NaN;
  }

  /** Line, from 0, of the node's first call in one of the traces, counted from 0; -1 where there is none. */
  firstLineAt(node: number, trace: number): number {
    return (this.first[trace]?.[node] ?? 0) - 1;
  }

  /** The first trace that has a call of the node, and its line, from 0; undefined where none has. */
  firstCallAt(node: number): { readonly trace: number; readonly line: number } | undefined {
    for (let trace = 0; trace < this.traces; trace++) {
      const line = this.firstLineAt(node, trace);
      if (line >= 0) return { trace, line };
    }
    return undefined;
  }

  /** Begins with the next trace. */
  beginTrace(): void {
    this.traces++;
    this.first.push(new Int32Array(1024));
  }

  /** Counts a call of the trace that was begun last; NaN for times that are not known. */
  add(node: number, line: number, durationNs: number, selfNs: number): void {
    if (node >= this.calls.length) this.grow(node);
    this.calls[node]!++;
    if (durationNs === durationNs) {
      this.timed[node]!++;
      this.sumNs[node]! += durationNs;
    }
    if (selfNs === selfNs) {
      this.selfTimed[node]!++;
      this.sumSelfNs[node]! += selfNs;
    }
    const last = this.first.length - 1;
    let first = this.first[last]!;
    if (node >= first.length) {
      first = grown(first, new Int32Array(this.calls.length));
      this.first[last] = first;
    }
    if (first[node] === 0) first[node] = line + 1;
  }

  private grow(node: number): void {
    let size = this.calls.length;
    while (size <= node) size *= 2;
    this.calls = grown(this.calls, new Uint32Array(size));
    this.timed = grown(this.timed, new Uint32Array(size));
    this.sumNs = grown(this.sumNs, new Float64Array(size));
    this.selfTimed = grown(this.selfTimed, new Uint32Array(size));
    this.sumSelfNs = grown(this.sumSelfNs, new Float64Array(size));
  }
}

/** Merges the calls of traces by path, in one pass over the lines of each. Recursion stays as it is printed. */
export function buildCallTree(sources: readonly TracedCalls[], options: CallTreeOptions = {}): CallTree {
  const tree = new CallTree(options.paths ?? new CallPaths());
  for (const source of sources) addToCallTree(tree, source, options.byTask);
  return tree;
}

/** Adds the calls of one more trace: for traces that need not be held all at once. */
export function addToCallTree(tree: CallTree, source: TracedCalls, byTask = false): void {
  const { trace, counts = countedLines(source.trace) } = source;
  const lines = linesOf(trace);
  const { paths } = tree;
  const tops = new Tops(paths, trace, lines, byTask);
  /** By NameId of this trace, 1 more than that of the paths; 0 where it was not asked for yet. */
  const names = new Int32Array(trace.names.length);
  /** By line of an entry: where what it calls hangs. */
  const nodes = new Int32Array(lines.length);
  tree.beginTrace();
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (kind !== LineKind.Entry && kind !== LineKind.Leaf) continue;
    const caller = lines.caller(line);
    const above = caller >= 0 ? nodes[caller]! : tops.of(line);
    if (counts !== undefined && !counts(line)) {
      nodes[line] = above;
      continue;
    }
    const own = functionOf(trace, lines, line);
    let name = own;
    if (own >= 0) {
      names[own] ||= paths.names.internFrom(trace.names, own) + 1;
      name = names[own] - 1;
    }
    const node = paths.child(above, name);
    nodes[line] = node;
    tree.add(node, line, lines.durationNs(line), lines.selfNs(line));
  }
}

/** Where calls without a caller in the text hang. */
class Tops {
  private readonly byLane = new Map<number, number>();

  constructor(
    private readonly paths: CallPaths,
    private readonly trace: Trace,
    private readonly lines: LineTable,
    private readonly byTask: boolean,
  ) {}

  of(line: number): number {
    const top = this.byTask ? this.task(this.lines.lane(line)) : ROOT;
    return isTopLevel(this.trace, this.lines, line)
      ? top
      : this.paths.child(top, this.paths.label(NO_CALLER));
  }

  private task(id: number): number {
    const known = this.byLane.get(id);
    if (known !== undefined) return known;
    const node = this.paths.child(ROOT, this.paths.label(taskName(this.trace, id)));
    this.byLane.set(id, node);
    return node;
  }
}

/** Whether a task entered the kernel by the call of an entry or leaf; false where its caller is not in the text. */
export function isTopLevel(trace: Trace, lines: LineTable, line: number): boolean {
  if (lines.caller(line) >= 0) return false;
  const depth = lines.depth(line);
  // An interrupt that was printed within a top-level call, and moved out of it.
  return depth === 0 || (trace.movedInterrupts.has(line) && depth <= (trace.wideIndentation ? 2 : 1));
}

/** A task as people name it: `sockhttpd-131`; an idle task by its cpu. As in the trace: hostile input. */
export function taskName(trace: Trace, lane: number): string {
  const task = trace.lanes.byId(lane);
  if (task === undefined || task.pid < 0) {
    return task !== undefined && task.cpu >= 0 ? `(unknown task on cpu ${task.cpu})` : '(unknown task)';
  }
  const comm = task.comm.trim();
  const name = `${comm === '' ? 'pid' : comm}-${task.pid}`;
  return task.pid === 0 && task.cpu >= 0 ? `${name} on cpu ${task.cpu}` : name;
}

/** The calls that the filters of a trace left; undefined where nothing was left out. */
export function countedLines({ counted }: Trace): CountedLines | undefined {
  return counted === undefined ? undefined : (line) => counted[line] === 1;
}

/** The function that the call of a line counts as: another than is printed where filters fold names; -1 unknown. */
export function functionOf({ countedAs }: Trace, lines: LineTable, line: number): NameId {
  const name = lines.name(line);
  return name < 0 ? -1 : (countedAs?.[name] ?? name);
}

/** The lines of a trace; throws where they were not kept. */
export function linesOf({ lines }: Trace): LineTable {
  if (lines === undefined) throw new Error('the trace was parsed without keeping its lines');
  return lines;
}
