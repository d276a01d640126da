/** Questions about the calls of a trace whose lines were kept. Lines count from 0. */
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { LineKind } from '../parse/lineFields';

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
    if (!isCallLine(lines.kind(line))) continue;
    const caller = lines.caller(line);
    const name = lines.name(line);
    if (caller < 0) {
      if (name === id) topLevel++;
      continue;
    }
    const callerName = lines.name(caller);
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
export function topLevelCalls(lines: LineTable, limit: number): { calls: number[]; total: number } {
  const calls: number[] = [];
  let total = 0;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if ((kind !== LineKind.Entry && kind !== LineKind.Leaf) || lines.caller(line) >= 0) continue;
    if (total++ < limit) calls.push(line);
  }
  return { calls, total };
}

/**
 * The last line of each call that has no exit in the text, by its entry's line: the last line of what it called. Calls
 * with an exit are not in the map.
 */
export function unclosedExtents(lines: LineTable): Map<number, number> {
  const extents = new Map<number, number>();
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (kind === LineKind.Entry && lines.exitLine(line) < 0) extents.set(line, line);
    if (!isCallLine(kind) && kind !== LineKind.Exit) continue;
    for (let up = lines.caller(line); up >= 0 && extents.has(up); up = lines.caller(up))
      extents.set(up, line);
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
  const depth = lines.depth(entry);
  const exit = lines.exitLine(entry);
  const last = exit >= 0 ? exit : trace.lineCount - 1;
  let calls = 0;
  for (let line = entry; line <= last; line++) {
    const kind = lines.kind(line);
    if (!isCallLine(kind) || lines.lane(line) !== lane) continue;
    // Without an exit: the next call of the task at this depth shows that it is over.
    if (exit < 0 && line > entry && lines.depth(line) <= depth) break;
    if (kind === LineKind.OrphanExit) continue;
    calls++;
    const name = lines.name(line);
    if (seen.has(name)) continue;
    seen.add(name);
    byCategory[category[name]!]!++;
  }
  return { byCategory, calls, durationNs: lines.durationNs(entry) };
}
