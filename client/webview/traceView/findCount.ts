import type { ViewGoResult, ViewSearchState } from '../../../server/src/protocol/traceView';

/** How many hits there are, and which is shown: `3 of 1,234`; while lines are still searched, `at least` so many. */
export function findCount(
  state: ViewSearchState | undefined,
  place: Pick<ViewGoResult, 'number' | 'total'> | undefined,
  failed: boolean,
): string {
  if (failed) return '';
  if (state === undefined) return 'Searching…';
  const hits = state.hits.toLocaleString('en');
  if (!state.complete) return state.hits === 0 ? 'Searching…' : `${numberOf(place)} of at least ${hits}`;
  return state.hits === 0 ? 'No results' : `${numberOf(place)} of ${hits}`;
}

function numberOf(place: Pick<ViewGoResult, 'number'> | undefined): string {
  return place?.number?.toLocaleString('en') ?? '?';
}
