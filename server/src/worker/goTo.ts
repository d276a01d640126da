import { isCallKind, LineKind } from '../core/model/lineKind';
import { callAround } from '../core/view/callOfLine';
import { CallsOfFunction } from '../core/view/callsOfFunction';
import { hasProblem } from '../core/view/lineProblem';
import type { LineSet } from '../core/view/lineSet';
import type { ViewGoParams, ViewGoResult } from '../protocol/traceView';
import { Slice } from './breathe';
import type { Reading } from './reading';

/** Lines that are looked at before the clock is. */
const LINES_AT_ONCE = 1 << 13;

/** The calls of the function that was asked about last: whoever goes to one goes to the next. */
const lastFunction = new WeakMap<Reading, CallsOfFunction>();

/** Where a line leads, or null. `stopped`: nobody waits any more. */
export async function goTo(
  reading: Reading,
  { line, to }: ViewGoParams,
  stopped: () => boolean,
): Promise<ViewGoResult | null> {
  const { indexer, lineCount, search } = reading;
  const { lines } = indexer.tables;
  if (line < 0 || line >= lineCount) return null;
  const kind = lines.kind(line);
  switch (to) {
    case 'caller':
      return placeOf(reading, isCallKind(kind) ? lines.caller(line) : callAround(lines, line));
    case 'otherEnd':
      if (kind === LineKind.Exit) return placeOf(reading, lines.callLine(line));
      return kind === LineKind.Entry ? placeOf(reading, lines.exitLine(line)) : null;
    case 'nextHit':
    case 'previousHit':
      if (search === undefined) return null;
      return inSet(reading, search.hits, line, to === 'nextHit', true);
    case 'nextProblem':
    case 'previousProblem': {
      const found = await problemFrom(reading, line, to === 'nextProblem' ? 1 : -1, stopped);
      return placeOf(reading, found);
    }
    case 'nextCall':
    case 'previousCall':
    case 'slowestCall': {
      const name = isCallKind(kind) ? lines.name(line) : -1;
      if (name < 0) return null;
      const function_ = await callsOf(reading, name, stopped);
      if (stopped()) return null;
      if (to === 'slowestCall') return numbered(reading, function_.calls, function_.slowest);
      return inSet(reading, function_.calls, lines.callLine(line), to === 'nextCall', false);
    }
  }
}

async function callsOf(reading: Reading, name: number, stopped: () => boolean): Promise<CallsOfFunction> {
  let found = lastFunction.get(reading);
  if (found?.name !== name) {
    found = new CallsOfFunction(reading.indexer.tables.lines, name);
    lastFunction.set(reading, found);
  }
  const slice = new Slice();
  for (const end = reading.lineCount; found.seen < end && !stopped();) {
    found.see(Math.min(end, found.seen + LINES_AT_ONCE));
    await slice.pause();
  }
  return found;
}

/** The next line of a set that a filter shows, or the one before; from the other end where there is none, if it wraps. */
function inSet(
  reading: Reading,
  set: LineSet,
  line: number,
  forward: boolean,
  wraps: boolean,
): ViewGoResult | null {
  const end = reading.lineCount;
  const step = (from: number): number => (forward ? set.next(from + 1, end) : set.previous(from));
  const find = (from: number): number => {
    let found = step(from);
    while (found >= 0 && !reading.rows.isShown(found)) found = step(found);
    return found;
  };
  let found = find(line);
  if (found < 0 && wraps) found = find(forward ? -1 : end);
  return numbered(reading, set, found);
}

function numbered(reading: Reading, set: LineSet, line: number): ViewGoResult | null {
  const place = placeOf(reading, line);
  if (place === null || reading.filtering !== undefined) return place;
  return { ...place, number: set.countBefore(line) + 1, total: set.countBefore(reading.lineCount) };
}

function placeOf({ rows }: Reading, line: number): ViewGoResult | null {
  if (line < 0) return null;
  rows.reveal(line);
  return { line, row: rows.rowOf(line) };
}

/** The next line with a problem in a direction, from the other end where there is none; -1 where there is none at all. */
async function problemFrom(
  { indexer, lineCount, rows }: Reading,
  line: number,
  step: 1 | -1,
  stopped: () => boolean,
): Promise<number> {
  const { lines } = indexer.tables;
  const slice = new Slice();
  for (let passed = 1; passed <= lineCount; passed++) {
    const at = (line + step * passed + lineCount) % lineCount;
    if (hasProblem(lines, at) && rows.isShown(at)) return at;
    if (passed % LINES_AT_ONCE === 0 && ((await slice.pause()) || stopped()) && stopped()) return -1;
  }
  return -1;
}
