import { ExpressionError } from '../../format/expressionError';
import { checkCategories, type CategoryRules } from './categoryRules';
import type { Expression } from './expression';
import { parseExpression } from './parse';

/** What is wrong with an expression: half a sentence, and its place in UTF-16 units [from, to) from 0. */
export interface ExpressionProblem {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** An expression, or what is wrong with it. */
export type ReadExpression =
  | { readonly expression: Expression; readonly error?: undefined }
  | { readonly expression?: undefined; readonly error: ExpressionProblem };

/** Reads an expression; with rules, also whether they have the categories that it names. */
export function readExpression(text: string, rules?: CategoryRules): ReadExpression {
  try {
    const expression = parseExpression(text);
    if (rules !== undefined) checkCategories(expression, rules);
    return { expression };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { error: { message: error.message, from: error.at, to: error.to } };
  }
}
