import { functionRows } from '../../core/analyse/functions';
import { describeFilter } from '../../core/filter/describe';
import { checkTrace } from '../../core/compare/baseline';
import { visible } from '../../core/format/escape';
import { formatDuration } from '../../core/format/numbers';
import { FUNCTIONS_REQUEST, type FunctionsParams, type FunctionsResult } from '../../protocol/requests';
import type { Server } from '../serverContext';
import { loadTrace } from './loadTrace';

/** ftrace/functions: the functions of a trace, for a list to pick from. */
export function registerFunctions(server: Server): void {
  const { baseline, connection, guard, settings } = server;
  connection.onRequest(
    FUNCTIONS_REQUEST,
    guard<FunctionsParams, FunctionsResult>(
      FUNCTIONS_REQUEST,
      { functions: [] },
      async ({ uri, category, outside = false }, token) => {
        const trace = await loadTrace(server, uri, token);
        const { categories } = await settings();
        const applied = outside ? await baseline() : undefined;
        const outsiders =
          applied && new Set(checkTrace(trace, applied.baseline, categories).map(({ name }) => name));
        const number = category === undefined ? -1 : categories.indexOf(category);
        const functions = functionRows(trace, categories)
          .filter((row) => category === undefined || row.category === number)
          .filter(({ name }) => !outside || outsiders?.has(name) === true)
          .map((row) => ({
            name: visible(row.name),
            category: visible(categories.list[row.category]!.label),
            calls: row.calls,
            total: formatDuration(row.totalNs),
            line: row.firstLine,
          }));
        return {
          ...(number < 0 ? {} : { category: visible(categories.list[number]!.label) }),
          ...(trace.filter && { filter: describeFilter(trace.filter.spec) }),
          ...(applied === undefined ? {} : { baseline: visible(applied.name) }),
          functions,
        };
      },
    ),
  );
}
