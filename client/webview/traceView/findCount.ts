import type { ViewGoResult, ViewSearchState } from '../../../server/src/protocol/traceView';

/**
 * How many hits there are, and which is shown: `3 of 1,234`; while lines are still searched, `at least` so many. No place
 * (null): a filter hides them all.
 */
export function findCount(
  state: ViewSearchState | undefined,
  place: Pick<ViewGoResult, 'number'> | null | undefined,
  failed: boolean,
): string {
  if (failed) return '';
  if (state === undefined) return 'Searching…';
  const hits = state.hits.toLocaleString('en');
  if (!state.complete) return state.hits === 0 ? 'Searching…' : `${numberOf(place)} of at least ${hits}`;
  if (state.hits === 0) return 'No results';
  return place === null ? `${hits}, none shown` : `${numberOf(place)} of ${hits}`;
}

function numberOf(place: Pick<ViewGoResult, 'number'> | null | undefined): string {
  return place?.number?.toLocaleString('en') ?? '?';
}
