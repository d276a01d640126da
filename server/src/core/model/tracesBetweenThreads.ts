/**
 * A trace goes from one thread to another as plain data: its tables are given away, not copied, and become tables again
 * there.
 */
import { FunctionStats } from './functionStats';
import { Lanes, OpenCalls, type Lane } from './lanes';
import { LineTable } from './lineTable';
import { NameTable } from './nameTable';
import type { Trace } from './trace';

/** What was given away with `transferables`, as it arrives: the same properties, but no methods. */
export type SentTrace = { readonly [key in keyof Trace]: Trace[key] };

/** What only parsing needs of the lanes of a complete trace goes: it can be given away then. */
export function stripLanes({ lanes }: Trace): void {
  for (const lane of lanes.all) {
    lane.stack = new OpenCalls();
    lane.beginning = undefined;
    lane.interrupt = undefined;
  }
}

/** The memory of a trace's tables, to be given away with it; it cannot be used here any more. */
export function transferables(trace: Trace): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const look = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
    } else if (Array.isArray(value)) value.forEach(look);
    else if (isObject(value) && !(value instanceof Map || value instanceof Set))
      Object.values(value).forEach(look);
  };
  const { counted, countedAs, interruptFunctions, kinds, lines, names, stats } = trace;
  [counted, countedAs, interruptFunctions, kinds, lines, names, stats].forEach(look);
  return [...found];
}

/** The trace that arrived. */
export function arrived(sent: SentTrace): Trace {
  const lanes = as(Lanes, sent.lanes);
  for (const lane of lanes.all) asLane(lane);
  return {
    ...sent,
    lanes,
    names: as(NameTable, sent.names),
    stats: as(FunctionStats, sent.stats),
    lines: sent.lines && as(LineTable, sent.lines),
  };
}

/** The lanes' maps know the same objects, so they are changed and not made anew. */
function asLane(lane: Lane): void {
  lane.stack = as(OpenCalls, lane.stack);
}

/** An object with the methods of a class and the properties of what was one of it. */
function as<T extends object>({ prototype }: { readonly prototype: T }, properties: T): T {
  return Object.assign(Object.create(prototype) as T, properties);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
