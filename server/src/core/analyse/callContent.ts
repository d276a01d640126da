/** What happened inside one call. */
import { countedName, isCounted } from '../model/counted';
import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';

/** What is said of it. */
export interface CallContent {
  /** Unique functions called, its own included, as far as they are counted, by number of category. */
  readonly byCategory: readonly number[];
  /** Calls, its own included. */
  readonly calls: number;
  readonly durationNs: number;
}

/** The same before it is sorted by rules, which may change. */
interface Counted {
  readonly calls: number;
  readonly names: readonly NameId[];
}

/** Calls over so many lines are counted once: the editor asks for their lens again each time that it is on the screen. */
const LONG_CALL = 20_000;
const longCalls = new WeakMap<Trace, Map<number, Counted>>();

/** Counts what the call that begins on line `entry` did: the lines of its own task, until it ends. */
export function contentOfCall(
  trace: Trace,
  lines: LineTable,
  category: Uint8Array,
  entry: number,
  size: number,
): CallContent {
  const { calls, names } = countedIn(trace, lines, entry);
  const byCategory = new Array<number>(size).fill(0);
  for (const name of names) byCategory[category[name]!]!++;
  return { byCategory, calls, durationNs: lines.durationNs(entry) };
}

function countedIn(trace: Trace, lines: LineTable, entry: number): Counted {
  const last = lastLineOf(lines, entry);
  if (last - entry < LONG_CALL) return count(trace, lines, entry, last);
  let known = longCalls.get(trace);
  if (known === undefined) longCalls.set(trace, (known = new Map<number, Counted>()));
  let counted = known.get(entry);
  if (counted === undefined) known.set(entry, (counted = count(trace, lines, entry, last)));
  return counted;
}

/** Of a call without an exit all lines behind it may be part. */
function lastLineOf(lines: LineTable, entry: number): number {
  const exit = lines.exitLine(entry);
  return exit >= 0 ? exit : lines.length - 1;
}

function count(trace: Trace, lines: LineTable, entry: number, last: number): Counted {
  const lane = lines.lane(entry);
  const names: NameId[] = [];
  const seen = new Uint8Array(trace.names.length);
  // By line, from the entry on: entries of the call and of all below it, as what they call is inside. Depth alone would
  // take in strays after a loss.
  const inside = new Uint8Array(last - entry + 1);
  inside[0] = 1;
  let calls = 0;
  for (let line = entry; line <= last; line++) {
    if (lines.lane(line) !== lane) continue;
    const kind = lines.kind(line);
    if (kind !== LineKind.Entry && kind !== LineKind.Leaf) continue;
    if (line > entry) {
      const caller = lines.caller(line);
      if (caller < entry || inside[caller - entry] === 0) continue;
    }
    if (kind === LineKind.Entry) inside[line - entry] = 1;
    if (!isCounted(trace, line)) continue;
    calls++;
    const name = countedName(trace, lines.name(line));
    if (name < 0 || seen[name] === 1) continue;
    seen[name] = 1;
    names.push(name);
  }
  return { calls, names };
}
