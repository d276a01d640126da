import type { FunctionQuery } from '../compare/differences';
import type { Report } from './report';

/** All functions, what differs most between the baseline and the next scenario first. */
export function allFunctions({ baseline, scenarios, normalisation }: Report): FunctionQuery {
  const target = baseline === 0 ? Math.min(1, scenarios.length - 1) : 0;
  return {
    selection: 'all',
    baseline,
    target,
    measure: 'calls',
    normalisation,
    sort: 'difference',
    descending: true,
  };
}
