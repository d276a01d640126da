import { readExpression } from '../../core/filter/expression/readExpression';
import { FILTER_CHECK_REQUEST, type FilterCheckParams, type FilterCheckResult } from '../../protocol/filter';
import type { Server } from '../serverContext';

/** ftrace/filter/check: whether an expression can be a filter, with the rules that are set. */
export function registerFilterCheck({ connection, guard, settings }: Server): void {
  connection.onRequest(
    FILTER_CHECK_REQUEST,
    guard<FilterCheckParams, FilterCheckResult>(FILTER_CHECK_REQUEST, {}, async ({ text }) => {
      const { error } = readExpression(text, (await settings()).categories);
      return error === undefined ? {} : { error };
    }),
  );
}
