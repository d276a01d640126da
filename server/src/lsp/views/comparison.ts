import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { compareFunctions } from '../../core/compare/compareFunctions';
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
        const listings = comparisonListings(comparison, categories, leftName, rightName);
        const types = tokenTypes(categories);
        return {
          left: toResult(leftName, listings.left, types),
          right: toResult(rightName, listings.right, types),
        };
      },
    ),
  );
}

function toResult(
  name: string,
  { text, targets, categoryOfLine }: Listing,
  types: readonly number[],
): ListingResult {
  return { name, text, targets, tokenTypes: categoryOfLine.map((category) => types[category] ?? -1) };
}
