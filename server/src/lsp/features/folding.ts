import { FoldingRangeKind, type FoldingRange, type FoldingRangeParams } from 'vscode-languageserver';
import { folds } from '../../core/present/folding';
import type { Server } from '../serverContext';

/** What VS Code takes at most (editor.foldingMaximumRegions); it prefers outer folds itself. */
const MAX_FOLDS = 65_000;

/** textDocument/foldingRange: a fold for each call. */
export function registerFolding({ connection, guard, graph }: Server): void {
  connection.onFoldingRanges(
    guard<FoldingRangeParams, FoldingRange[]>('foldingRange', [], async ({ textDocument: { uri } }) => {
      const text = await graph(uri);
      if (text === undefined) return [];
      return folds(text.lines, MAX_FOLDS).map(({ start, end }) => ({
        startLine: start,
        endLine: end,
        kind: FoldingRangeKind.Region,
      }));
    }),
  );
}
