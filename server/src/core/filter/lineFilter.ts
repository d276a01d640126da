import type { FilterSpec, UnknownColumn } from '../model/filterSpec';
import type { LineKind } from '../model/lineKind';
import { NO_LANE } from '../model/lineTable';
import type { Trace } from '../model/trace';

/** One filter at work. `takes` is asked of each line of a call, in order: also of those that another has left out. */
export interface LineFilter {
  /** Key of FilterSpec that switches it on. */
  readonly id: keyof FilterSpec;
  /** Whether the call of an entry, leaf or orphan exit is counted; of an exit the answer does not matter. */
  readonly takes: (line: number, kind: LineKind) => boolean;
  /** What no line has told by the end, and the filter needs. */
  readonly unknown?: () => UnknownColumn | undefined;
}

/** By lane: a number for its task; the lane's own, or that of the lane that turned out to be the same. */
export type TaskOfLane = (lane: number) => number;

/** Lines of more tasks than a LineTable can tell apart count as those of one. */
export function taskOfLane({ lanes }: Trace): TaskOfLane {
  return (lane) => (lane === NO_LANE ? NO_LANE : (lanes.byId(lane)?.id ?? NO_LANE));
}
