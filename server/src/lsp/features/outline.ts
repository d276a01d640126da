import { SymbolKind, type DocumentSymbol, type DocumentSymbolParams } from 'vscode-languageserver';
import { outline } from '../../core/present/outline';
import { LINE_END, toRange } from '../convert';
import type { Server } from '../serverContext';

/** An outline is read by people and held as objects by the editor. */
const MAX_SYMBOLS = 10_000;

/** textDocument/documentSymbol: the top-level calls, for outline and breadcrumbs. */
export function registerOutline({ connection, guard, graph }: Server): void {
  connection.onDocumentSymbol(
    guard<DocumentSymbolParams, DocumentSymbol[]>('documentSymbol', [], async ({ textDocument: { uri } }) => {
      const text = await graph(uri);
      if (text === undefined) return [];
      return outline(text, MAX_SYMBOLS).map(({ name, detail, startLine, endLine, nameRange }) => {
        const selectionRange = toRange(nameRange);
        const end = endLine === startLine ? selectionRange.end : { line: endLine, character: LINE_END };
        return {
          name,
          detail,
          kind: SymbolKind.Function,
          range: { start: { line: startLine, character: 0 }, end },
          selectionRange,
        };
      });
    }),
  );
}
