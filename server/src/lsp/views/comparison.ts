import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { compareFunctions } from '../../core/compare/compareFunctions';
import { describeSteps } from '../../core/filter/describe';
import { visible } from '../../core/format/escape';
import type { Trace } from '../../core/model/trace';
import { sideNames } from '../../core/format/pathNames';
import { comparisonListings, type Listing } from '../../core/present/comparisonListing';
import {
  COMPARE_REQUEST,
  type CompareParams,
  type CompareResult,
  type ListingResult,
} from '../../protocol/requests';
import type { Server } from '../serverContext';
import { tokenTypes } from '../tokenTypes';
import { loadTrace } from './loadTrace';

/** ftrace/compare: the functions of two traces as aligned listings. */
export function registerComparison(server: Server): void {
  const { connection, guard, settings } = server;
  connection.onRequest(
    COMPARE_REQUEST,
    guard<CompareParams, CompareResult>(
      COMPARE_REQUEST,
      new ResponseError(
        LSPErrorCodes.RequestFailed,
        'The comparison failed; the log of the server says why.',
      ),
      async ({ left, right }, token) => {
        const [leftTrace, rightTrace] = await Promise.all([
          loadTrace(server, left, token),
          loadTrace(server, right, token),
        ]);
        const [leftName, rightName] = sideNames(URI.parse(left).path, URI.parse(right).path);
        const { categories } = await settings();
        const comparison = compareFunctions(leftTrace, rightTrace, categories);
        const filters = filterLines([leftName, leftTrace], [rightName, rightTrace]);
        const listings = comparisonListings(comparison, categories, leftName, rightName, filters);
        const types = tokenTypes(categories);
        return {
          left: toResult(leftName, listings.left, types),
          right: toResult(rightName, listings.right, types),
        };
      },
    ),
  );
}

/** What filters have taken from each side. */
function filterLines(...sides: readonly (readonly [name: string, trace: Trace])[]): string[] {
  return sides.flatMap(([name, { filter }]) =>
    filter === undefined ? [] : [`Filtered: ${visible(name)}: ${describeSteps(filter)}`],
  );
}

function toResult(
  name: string,
  { text, targets, categoryOfLine }: Listing,
  types: readonly number[],
): ListingResult {
  return { name, text, targets, tokenTypes: categoryOfLine.map((category) => types[category] ?? -1) };
}
