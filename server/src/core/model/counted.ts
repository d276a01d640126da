import type { NameId } from './nameTable';
import type { Trace } from './trace';

/** What a view of a trace counts; nothing is left out where both are undefined. */
export type CountedView = Pick<Trace, 'counted' | 'countedAs'>;

/** The view that counts everything. */
export const WHOLE: CountedView = {};

/** Whether the call of a line, from 0, is one of those that the filters of a trace leave. */
export function isCounted({ counted }: CountedView, line: number): boolean {
  return counted === undefined || counted[line] === 1;
}

/** The name that calls of a function count as: its own, or without compiler suffixes; -1 stays -1. */
export function countedName({ countedAs }: CountedView, id: NameId): NameId {
  return countedAs === undefined || id < 0 ? id : countedAs[id]!;
}
