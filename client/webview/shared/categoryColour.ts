import { CATEGORY_TOKEN_TYPES } from '../../../server/src/protocol/requests';

/** The class of a category's colour, by its index in CATEGORY_TOKEN_TYPES. */
export function categoryClass(tokenType: number): string {
  return `category-${CATEGORY_TOKEN_TYPES[tokenType] ?? 'other'}`;
}
