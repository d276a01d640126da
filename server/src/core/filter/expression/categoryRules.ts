import { ExpressionError, shown } from '../../format/expressionError';
import type { CategoryTest, Expression } from './expression';
import { testsOf } from './expression';

/** Rules by which functions have categories; Categories of core/classify are. */
export interface CategoryRules {
  readonly list: readonly { readonly id: string; readonly label: string }[];
  /** The number of the name's category in `list`. */
  of(name: string): number;
}

/** The numbers of the categories that a test names. Throws an ExpressionError where there is none of that name. */
export function categoryNumbers({ names }: CategoryTest, { list }: CategoryRules): Set<number> {
  const numbers = names.map(({ text, from, to }) => {
    const wanted = text.toLowerCase();
    const number = list.findIndex(({ id, label }) =>
      [id, label].some((name) => name.toLowerCase() === wanted),
    );
    if (number >= 0) return number;
    const known = list.map(({ id }) => id).join(', ');
    throw new ExpressionError(`there is no category ${shown(text)}; there are: ${known}`, from, to);
  });
  return new Set(numbers);
}

/** Throws an ExpressionError where an expression names a category that these rules do not have. */
export function checkCategories(expression: Expression, rules: CategoryRules): void {
  for (const test of testsOf(expression)) if (test.kind === 'category') categoryNumbers(test, rules);
}
