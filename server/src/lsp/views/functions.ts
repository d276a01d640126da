import { functionRows } from '../../core/analyse/functions';
import { visible } from '../../core/format/escape';
import { formatDuration } from '../../core/format/numbers';
import { FUNCTIONS_REQUEST, type FunctionsParams, type FunctionsResult } from '../../protocol/requests';
import type { Server } from '../serverContext';

/** ftrace/functions: the functions of an open trace, for a list to pick from. */
export function registerFunctions({ connection, guard, graph, settings }: Server): void {
  connection.onRequest(
    FUNCTIONS_REQUEST,
    guard<FunctionsParams, FunctionsResult>(
      FUNCTIONS_REQUEST,
      { functions: [] },
      async ({ uri, category }) => {
        const text = await graph(uri);
        if (text === undefined) return { functions: [] };
        const { categories } = await settings();
        const number = category === undefined ? -1 : categories.indexOf(category);
        const functions = functionRows(text.trace, categories)
          .filter((row) => category === undefined || row.category === number)
          .map((row) => ({
            name: visible(row.name),
            category: categories.list[row.category]!.label,
            calls: row.calls,
            total: formatDuration(row.totalNs),
            line: row.firstLine,
          }));
        return number < 0 ? { functions } : { category: categories.list[number]!.label, functions };
      },
    ),
  );
}
