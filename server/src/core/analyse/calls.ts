/** Questions about the calls of a trace whose lines were kept. Lines count from 0. */
import { countedName, isCounted, WHOLE, type CountedView } from '../model/counted';
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { interruptCalls, schedulerCalls } from './stolenTime';
import { LineKind } from '../model/lineKind';

/** A function and how many calls of it there are. */
export interface NameCount {
  readonly id: NameId;
  readonly count: number;
}

function isCallLine(kind: LineKind): boolean {
  return kind === LineKind.Entry || kind === LineKind.Leaf || kind === LineKind.OrphanExit;
}

/**
 * Who called function `id`, and whom it called, directly, in calls that are counted; most often first. `topLevel`: calls
 * without a caller.
 */
export function neighbours(
  lines: LineTable,
  id: NameId,
  view: CountedView = WHOLE,
): { callers: NameCount[]; callees: NameCount[]; topLevel: number } {
  const callers = new Map<NameId, number>();
  const callees = new Map<NameId, number>();
  let topLevel = 0;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if ((kind !== LineKind.Entry && kind !== LineKind.Leaf) || !isCounted(view, line)) continue;
    const caller = lines.caller(line);
    const name = countedName(view, lines.name(line));
    if (caller < 0) {
      if (name === id) topLevel++;
      continue;
    }
    const callerName = countedName(view, lines.name(caller));
    if (callerName < 0) continue;
    if (name === id) callers.set(callerName, (callers.get(callerName) ?? 0) + 1);
    if (callerName === id && name >= 0 && isCounted(view, caller))
      callees.set(name, (callees.get(name) ?? 0) + 1);
  }
  return { callers: byCount(callers), callees: byCount(callees), topLevel };
}

function byCount(counts: ReadonlyMap<NameId, number>): NameCount[] {
  return [...counts].map(([id, count]) => ({ id, count })).sort((a, b) => b.count - a.count || a.id - b.id);
}

/** The lines of all entries and leaves of function `id` that are counted, at most `limit`. */
export function callLines(lines: LineTable, id: NameId, limit: number, view: CountedView = WHOLE): number[] {
  const found: number[] = [];
  for (let line = 0; line < lines.length && found.length < limit; line++) {
    const kind = lines.kind(line);
    if (kind !== LineKind.Entry && kind !== LineKind.Leaf) continue;
    if (countedName(view, lines.name(line)) === id && isCounted(view, line)) found.push(line);
  }
  return found;
}

/** The entries and leaves without a caller in the text, in order: top-level calls. At most `limit`. */
export function topLevelCalls(lines: LineTable, limit: number): number[] {
  const calls: number[] = [];
  for (let line = 0; line < lines.length && calls.length < limit; line++) {
    const kind = lines.kind(line);
    if ((kind === LineKind.Entry || kind === LineKind.Leaf) && lines.caller(line) < 0) calls.push(line);
  }
  return calls;
}

/**
 * The last line of each call that has no exit in the text, by its entry's line: the last line of what it called. Calls
 * with an exit are not in the map.
 */
export function unclosedExtents(lines: LineTable): Map<number, number> {
  const extents = new Map<number, number>();
  // From the end: callees come before their caller, so each call asks only its own.
  for (let line = lines.length - 1; line >= 0; line--) {
    const kind = lines.kind(line);
    if (!isCallLine(kind)) continue;
    const exit = lines.exitLine(line);
    const last = exit >= 0 ? exit : (extents.get(line) ?? line);
    if (exit < 0) extents.set(line, last);
    const caller = lines.caller(line);
    if (caller >= 0 && lines.exitLine(caller) < 0)
      extents.set(caller, Math.max(extents.get(caller) ?? caller, last));
  }
  return extents;
}

/** What happened inside one call. */
export interface CallContent {
  /** Unique functions called, its own included, as far as they are counted, by number of category. */
  readonly byCategory: readonly number[];
  /** Calls, its own included. */
  readonly calls: number;
  readonly durationNs: number;
}

/** Counts what the call that begins on line `entry` did: the lines of its own task, until it ends. */
export function contentOfCall(
  trace: Trace,
  lines: LineTable,
  category: Uint8Array,
  entry: number,
  size: number,
): CallContent {
  const byCategory = new Array<number>(size).fill(0);
  const seen = new Set<NameId>();
  const lane = lines.lane(entry);
  const exit = lines.exitLine(entry);
  const last = exit >= 0 ? exit : trace.lineCount - 1;
  // Entries of the call and of all below it: what they call is inside. Depth alone would take in strays after a loss.
  const inside = new Set<number>([entry]);
  let calls = 0;
  for (let line = entry; line <= last; line++) {
    const kind = lines.kind(line);
    if (!isCallLine(kind) || lines.lane(line) !== lane) continue;
    if (line > entry && !inside.has(lines.caller(line))) continue;
    if (kind === LineKind.OrphanExit) continue;
    if (kind === LineKind.Entry) inside.add(line);
    if (!isCounted(trace, line)) continue;
    calls++;
    const name = countedName(trace, lines.name(line));
    if (name < 0 || seen.has(name)) continue;
    seen.add(name);
    byCategory[category[name]!]!++;
  }
  return { byCategory, calls, durationNs: lines.durationNs(entry) };
}

/** How a call spent its time, in nanoseconds; NaN where that is unknown. */
export interface CallTimes {
  /** Duration less that of the direct callees. */
  readonly selfNs: number;
  /** In functions in which a task gives its cpu away, called directly or farther down. */
  readonly offCpuNs: number;
  /** In interrupts that came meanwhile. */
  readonly interruptNs: number;
}

/** Farther behind its entry a call's exit is not waited for: the answer is for somebody who points at it. */
const MAX_LINES_OF_CALL = 200_000;

/** The times of the call of a line; undefined where its entry or exit is missing, or there is too much between them. */
export function timesOfCall(trace: Trace, lines: LineTable, line: number): CallTimes | undefined {
  const entry = lines.callLine(line);
  const exit = lines.exitLine(entry);
  if (lines.kind(entry) !== LineKind.Entry || exit < 0 || exit - entry > MAX_LINES_OF_CALL) return undefined;
  // With wider indentation each level has one between that is in no text.
  let calleesNs = trace.wideIndentation ? NaN : 0;
  // A callee's callee came without it: its time is known if its exit comes.
  let missing = false;
  let offCpuNs = 0;
  let interruptNs = 0;
  const isOffCpu = schedulerCalls(trace, lines);
  const isInterrupt = interruptCalls(trace, lines);
  // By line of what is inside the call: whether that is off the cpu, or in an interrupt, already.
  const inside = new Map<number, { readonly offCpu: boolean; readonly interrupt: boolean }>();
  inside.set(entry, {
    offCpu: isInOne(lines, entry, isOffCpu),
    interrupt: isInOne(lines, entry, isInterrupt),
  });
  for (let at = entry + 1; at < exit; at++) {
    if (!isCallLine(lines.kind(at))) continue;
    const caller = lines.caller(at);
    const around = inside.get(caller);
    if (around === undefined) continue;
    const ns = lines.durationNs(at);
    if (caller === entry && !trace.strayInterrupts.has(at)) {
      const direct = lines.depth(at) === lines.depth(entry) + 1 || trace.movedInterrupts.has(at);
      if (direct) calleesNs += missing && lines.kind(at) !== LineKind.OrphanExit ? NaN : ns;
      missing = !direct;
    }
    const offCpu = isOffCpu(at);
    const interrupt = isInterrupt(at);
    if (offCpu && !around.offCpu) offCpuNs += ns;
    if (interrupt && !around.interrupt) interruptNs += ns;
    if (lines.kind(at) === LineKind.Entry)
      inside.set(at, { offCpu: around.offCpu || offCpu, interrupt: around.interrupt || interrupt });
  }
  if (missing) calleesNs = NaN;
  return { selfNs: Math.max(lines.durationNs(entry) - calleesNs, 0), offCpuNs, interruptNs };
}

/** Whether a call, or one that it is part of, is such a call. */
function isInOne(lines: LineTable, line: number, isOne: (line: number) => boolean): boolean {
  for (let up = line; up >= 0; up = lines.caller(up)) if (isOne(up)) return true;
  return false;
}
