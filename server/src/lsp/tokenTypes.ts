import type { Categories } from '../core/classify/categories';
import { CATEGORY_TOKEN_TYPES } from '../protocol/requests';

/** The token type of each category: its own where it has one, else the next of those for a user's categories. */
export function tokenTypes(categories: Categories): number[] {
  const named = CATEGORY_TOKEN_TYPES.indexOf('category1');
  const spare = CATEGORY_TOKEN_TYPES.length - named;
  let next = 0;
  return categories.list.map(({ id }) => {
    const own = (CATEGORY_TOKEN_TYPES.slice(0, named) as readonly string[]).indexOf(id);
    return own >= 0 ? own : named + (next++ % spare);
  });
}
