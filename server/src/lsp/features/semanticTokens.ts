import {
  LSPErrorCodes,
  ResponseError,
  SemanticTokensBuilder,
  type SemanticTokens,
  type SemanticTokensLegend,
  type SemanticTokensParams,
  type SemanticTokensRangeParams,
} from 'vscode-languageserver';
import type { Categories } from '../../core/classify/categories';
import type { TraceText } from '../../core/parse/traceText';
import { nameTokens } from '../../core/present/tokens';
import { CATEGORY_TOKEN_TYPES } from '../../protocol/requests';
import type { Server } from '../serverContext';
import { tokenTypes } from '../tokenTypes';

/** What the numbers in the answers mean. */
export const legend: SemanticTokensLegend = { tokenTypes: [...CATEGORY_TOKEN_TYPES], tokenModifiers: [] };

/**
 * Above this, tokens are given by range only, for what is on the screen. VS Code asks for all of them after each edit: for
 * 50,000 lines that is 80 ms of CPU time in the server, for 200,000 it is 290 ms, in which nothing else is answered.
 * Of these, 4 % are JSON and the way to the editor: deltas would save no more, so there are none.
 */
const MAX_LINES_FOR_FULL = 50_000;

/** textDocument/semanticTokens: function names by category, after the user's rules. The grammar colours the rest. */
export function registerSemanticTokens({ client, connection, guard, graph, settings }: Server): void {
  connection.languages.semanticTokens.on(
    guard<SemanticTokensParams, SemanticTokens | null>(
      'semanticTokens/full',
      null,
      async ({ textDocument: { uri } }) => {
        const { categories } = await settings();
        const text = await graph(uri);
        if (text === undefined) return null;
        if (text.lines.length > MAX_LINES_FOR_FULL) {
          // After any answer, also an empty one, VS Code has all tokens and asks for no more ranges.
          if (client().textDocument?.semanticTokens?.serverCancelSupport !== true) return null;
          throw new ResponseError(
            LSPErrorCodes.ServerCancelled,
            'tokens of a trace this long come by range only',
          );
        }
        return tokens(text, categories, 0, text.lines.length);
      },
    ),
  );
  connection.languages.semanticTokens.onRange(
    guard<SemanticTokensRangeParams, SemanticTokens | null>(
      'semanticTokens/range',
      null,
      async ({ textDocument: { uri }, range }) => {
        const { categories } = await settings();
        const text = await graph(uri);
        return text === undefined ? null : tokens(text, categories, range.start.line, range.end.line + 1);
      },
    ),
  );
}

function tokens(text: TraceText, categories: Categories, from: number, to: number): SemanticTokens {
  const types = tokenTypes(categories);
  const builder = new SemanticTokensBuilder();
  for (const token of nameTokens(text, categories, from, to)) {
    builder.push(token.line, token.from, token.to - token.from, types[token.category]!, 0);
  }
  return builder.build();
}
