import type { FilterSpec } from '../model/filterSpec';
import { LineKind } from '../model/lineKind';
import { NO_LANE, type LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { ENTRY_FUNCTIONS } from './entryFunctions';
import { InterruptTest, interruptFunctions } from './interruptTest';
import { taskOfLane, type LineFilter, type TaskOfLane } from './lineFilter';
import { StrictNesting } from './strictNesting';
import { whereFilter, type WhereContext } from './whereFilter';

/** The filters of a spec in canonical form, in the order in which they apply. */
export function lineFilters(
  trace: Trace,
  lines: LineTable,
  spec: FilterSpec,
  context: WhereContext,
): LineFilter[] {
  const task = taskOfLane(trace);
  const first = spec.fromFirstEntry ? fromFirstEntry(trace, lines, spec, task) : undefined;
  const nesting = spec.strictNesting
    ? new StrictNesting(trace, lines, interruptTable(trace, spec), task, first)
    : undefined;
  return [
    spec.withoutInterrupts && (nesting?.interrupts ?? withoutInterrupts(trace, lines, spec)),
    first,
    nesting?.nesting,
    spec.pids && ofPids(trace, lines, spec.pids),
    spec.comms && ofComms(trace, lines, spec.comms),
    spec.cpus && onCpus(lines, spec.cpus),
    spec.fromNs !== undefined && inTime(lines, 'fromNs', spec.fromNs, Infinity),
    spec.toNs !== undefined && inTime(lines, 'toNs', -Infinity, spec.toNs),
    spec.minDepth !== undefined && atDepth(trace, lines, spec.minDepth),
    spec.where !== undefined && whereFilter(trace, lines, spec.where, context),
  ].filter((filter) => filter !== undefined && filter !== false);
}

function interruptTable(trace: Trace, spec: FilterSpec): Uint8Array | undefined {
  if (!spec.withoutInterrupts) return undefined;
  const { interruptFunctions: list } = spec;
  return list === undefined ? trace.interruptFunctions : interruptFunctions(trace, list);
}

function withoutInterrupts(trace: Trace, lines: LineTable, spec: FilterSpec): LineFilter {
  const test = new InterruptTest(trace, lines, spec.interruptFunctions);
  const isFlagged = (line: number): boolean => lines.inInterrupt(line);
  return {
    id: 'withoutInterrupts',
    takes: (line, kind) => kind === LineKind.Exit || !test.see(line, isFlagged),
  };
}

/** Counts a task from its first entry function on, whatever other filters leave out. */
function fromFirstEntry(trace: Trace, lines: LineTable, spec: FilterSpec, task: TaskOfLane): LineFilter {
  const entries = namesBeginningWith(trace, spec.entryFunctions ?? ENTRY_FUNCTIONS);
  const begun = new Set<number>();
  return {
    id: 'fromFirstEntry',
    takes: (line, kind) => {
      const of = task(lines.lane(line));
      if (begun.has(of)) return true;
      if (kind !== LineKind.Entry && kind !== LineKind.Leaf) return false;
      const name = lines.name(line);
      if (name < 0 || entries[name] !== 1) return false;
      begun.add(of);
      return true;
    },
  };
}

/** 1 for functions whose names begin so, by NameId. */
function namesBeginningWith({ names }: Trace, beginnings: readonly string[]): Uint8Array {
  const found = new Uint8Array(names.length);
  for (let id: NameId = 0; id < names.length; id++) {
    const name = names.text(id);
    if (beginnings.some((beginning) => name.startsWith(beginning))) found[id] = 1;
  }
  return found;
}

/** By lane, as a lane gets its task also from what comes later. */
function ofPids(trace: Trace, lines: LineTable, pids: readonly number[]): LineFilter {
  const wanted = new Set(pids);
  return ofTasks(trace, lines, 'pids', (pid) => wanted.has(pid));
}

function ofComms(trace: Trace, lines: LineTable, comms: readonly string[]): LineFilter {
  const wanted = new Set(comms);
  return ofTasks(trace, lines, 'comms', (_, names) => names.some((name) => wanted.has(name.trim())));
}

function ofTasks(
  trace: Trace,
  lines: LineTable,
  id: 'pids' | 'comms',
  isWanted: (pid: number, comms: readonly string[]) => boolean,
): LineFilter {
  const { all } = trace.lanes;
  // Without a cpu column, switches of several cpus do not tell which task a line is of.
  const { columns } = trace.source;
  const mixed = !columns.has('cpu') && !columns.has('task') && trace.cpus.length > 1;
  const wanted = all.map(({ id: lane }) => {
    const { pid, comm, earlierComms } = trace.lanes.byId(lane)!;
    return pid >= 0 && !mixed && isWanted(pid, [comm, ...(earlierComms ?? [])]);
  });
  const anyKnown = !mixed && all.some(({ pid }) => pid >= 0);
  return {
    id,
    takes: (line) => {
      const lane = lines.lane(line);
      return lane !== NO_LANE && wanted[lane] === true;
    },
    unknown: () => (anyKnown ? undefined : 'task'),
  };
}

function onCpus(lines: LineTable, cpus: readonly number[]): LineFilter {
  const wanted = new Set(cpus);
  let known = false;
  return {
    id: 'cpus',
    takes: (line) => {
      const cpu = lines.cpu(line);
      known ||= cpu >= 0;
      return wanted.has(cpu);
    },
    unknown: () => (known ? undefined : 'cpu'),
  };
}

/** A call whose entry is not in the text began at a time that nobody knows. */
function inTime(lines: LineTable, id: 'fromNs' | 'toNs', from: number, to: number): LineFilter {
  let known = false;
  return {
    id,
    takes: (line, kind) => {
      const ns = lines.timeNs(line);
      known ||= !Number.isNaN(ns);
      return kind !== LineKind.OrphanExit && ns >= from && ns < to;
    },
    unknown: () => (known ? undefined : 'time'),
  };
}

function atDepth({ wideIndentation }: Trace, lines: LineTable, least: number): LineFilter {
  const shift = wideIndentation ? 1 : 0;
  return { id: 'minDepth', takes: (line) => lines.printedDepth(line) >> shift >= least };
}
