import {
  DocumentHighlightKind,
  MessageType,
  type DefinitionParams,
  type DocumentHighlight,
  type DocumentHighlightParams,
  type Location,
  type ReferenceParams,
} from 'vscode-languageserver';
import { callLines } from '../../core/analyse/calls';
import { formatCount } from '../../core/format/numbers';
import { countedName } from '../../core/model/counted';
import type { TraceText } from '../../core/parse/traceText';
import { fieldAt } from '../../core/present/fieldAt';
import { nameRange } from '../../core/present/textRange';
import { toRange } from '../convert';
import type { Server } from '../serverContext';

/** Beyond this a list of references is of no use to a person, and costs the editor seconds. */
const MAX_REFERENCES = 20_000;

/** Definition: the first call of a function, or the entry that a brace ends. References: all calls. */
export function registerNavigation({ connection, guard, graph, showMessage }: Server): void {
  connection.onDefinition(
    guard<DefinitionParams, Location | null>(
      'definition',
      null,
      async ({ textDocument: { uri }, position }) => {
        const text = await graph(uri);
        const field = text === undefined ? undefined : fieldAt(text, position.line, position.character);
        if (text === undefined || field === undefined) return null;
        const id = functionAt(text, position.line, field.kind);
        if (id < 0) return null;
        const target =
          field.kind === 'brace' ? text.lines.callLine(position.line) : text.trace.stats.firstLine[id]!;
        return target < 0 ? null : { uri, range: toRange(nameRange(text, target)) };
      },
    ),
  );

  connection.onReferences(
    guard<ReferenceParams, Location[]>('references', [], async ({ textDocument: { uri }, position }) => {
      const text = await graph(uri);
      const field = text === undefined ? undefined : fieldAt(text, position.line, position.character);
      if (text === undefined || field === undefined) return [];
      const id = functionAt(text, position.line, field.kind);
      if (id < 0) return [];
      const calls = text.trace.stats.calls[id]!;
      if (calls > MAX_REFERENCES) {
        showMessage(
          MessageType.Info,
          `${text.trace.names.text(id)} has ${formatCount(calls)} calls; the first ${formatCount(MAX_REFERENCES)} are listed.`,
        );
      }
      return callLines(text.lines, id, MAX_REFERENCES, text.trace).map((line) => ({
        uri,
        range: toRange(nameRange(text, line)),
      }));
    }),
  );

  connection.onDocumentHighlight(
    guard<DocumentHighlightParams, DocumentHighlight[] | null>(
      'documentHighlight',
      null,
      async ({ textDocument: { uri }, position }) => {
        const text = await graph(uri);
        const field = text === undefined ? undefined : fieldAt(text, position.line, position.character);
        // For names the editor's own search for the word does it; braces it cannot pair.
        if (text === undefined || field?.kind !== 'brace') return null;
        const entry = text.lines.callLine(position.line);
        if (entry === position.line) return null;
        return [nameRange(text, entry), field.range].map((range) => ({
          range: toRange(range),
          kind: DocumentHighlightKind.Text,
        }));
      },
    ),
  );
}

/** The function whose name or brace stands there; -1 for any other column. */
function functionAt(text: TraceText, line: number, kind: string): number {
  return kind === 'name' || kind === 'brace' ? countedName(text.trace, text.lines.name(line)) : -1;
}
