/** Questions about the calls of a trace whose lines were kept. Lines count from 0. */
import { countedName, isCounted, WHOLE, type CountedView } from '../model/counted';
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { interruptCalls, schedulerCalls } from './stolenTime';
import { LineKind } from '../model/lineKind';

function isCallLine(kind: LineKind): boolean {
  return kind === LineKind.Entry || kind === LineKind.Leaf || kind === LineKind.OrphanExit;
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
