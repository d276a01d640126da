/** Questions about the calls of a trace whose lines were kept. Lines count from 0. */
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { LineKind } from '../model/lineKind';

/** A function and how many calls of it there are. */
export interface NameCount {
  readonly id: NameId;
  readonly count: number;
}

function isCallLine(kind: LineKind): boolean {
  return kind === LineKind.Entry || kind === LineKind.Leaf || kind === LineKind.OrphanExit;
}

/** Who called function `id`, and whom it called, directly; most often first. `topLevel`: calls without a caller. */
export function neighbours(
  lines: LineTable,
  id: NameId,
): { callers: NameCount[]; callees: NameCount[]; topLevel: number } {
  const callers = new Map<NameId, number>();
  const callees = new Map<NameId, number>();
  let topLevel = 0;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (kind !== LineKind.Entry && kind !== LineKind.Leaf) continue;
    const caller = lines.caller(line);
    const name = lines.name(line);
    if (caller < 0) {
      if (name === id) topLevel++;
      continue;
    }
    const callerName = lines.name(caller);
    if (callerName < 0) continue;
    if (name === id) callers.set(callerName, (callers.get(callerName) ?? 0) + 1);
    if (callerName === id && name >= 0) callees.set(name, (callees.get(name) ?? 0) + 1);
  }
  return { callers: byCount(callers), callees: byCount(callees), topLevel };
}

function byCount(counts: ReadonlyMap<NameId, number>): NameCount[] {
  return [...counts].map(([id, count]) => ({ id, count })).sort((a, b) => b.count - a.count || a.id - b.id);
}

/** The lines of all entries and leaves of function `id`, at most `limit`. */
export function callLines(lines: LineTable, id: NameId, limit: number): number[] {
  const found: number[] = [];
  for (let line = 0; line < lines.length && found.length < limit; line++) {
    const kind = lines.kind(line);
    if ((kind === LineKind.Entry || kind === LineKind.Leaf) && lines.name(line) === id) found.push(line);
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
  /** Unique functions called, its own included, by number of category. */
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
    calls++;
    const name = lines.name(line);
    if (name < 0 || seen.has(name)) continue;
    seen.add(name);
    byCategory[category[name]!]!++;
  }
  return { byCategory, calls, durationNs: lines.durationNs(entry) };
}
