import {
  LSPErrorCodes,
  ResponseError,
  type CodeLens,
  type CodeLensParams,
  type Command,
} from 'vscode-languageserver';
import { topLevelCalls } from '../../core/analyse/calls';
import type { Categories } from '../../core/classify/categories';
import { formatCount } from '../../core/format/numbers';
import type { TraceText } from '../../core/parse/traceText';
import { isCounted } from '../../core/model/counted';
import { LineKind } from '../../core/model/lineKind';
import { callLens, categoryLens, fileLens } from '../../core/present/lenses';
import { describeVerdict } from '../../core/present/verdict';
import type { AppliedBaseline } from '../baselineFiles';
import type { Server } from '../serverContext';
import { baselineLens } from './newFunctions';

/** What a lens is about, until its text is asked for. */
type LensData = { readonly uri: string; readonly version: number } & (
  | { readonly kind: 'file' }
  | { readonly kind: 'baseline' }
  | { readonly kind: 'category'; readonly category: string }
  | { readonly kind: 'call'; readonly line: number }
  | { readonly kind: 'limit'; readonly shown: number; readonly total: number }
);

/** textDocument/codeLens gives the places, codeLens/resolve the text of those that are on the screen. */
export function registerCodeLens(server: Server): void {
  const { baseline, connection, guard, graph, hasCommands, settings, traces } = server;
  connection.onCodeLens(
    guard<CodeLensParams, CodeLens[]>('codeLens', [], async ({ textDocument: { uri } }) => {
      const { codeLens, categories } = await settings();
      const applied = codeLens.enabled && codeLens.file ? await baseline() : undefined;
      const text = codeLens.enabled ? await graph(uri) : undefined;
      const version = traces.version(uri);
      if (version === undefined) return [];
      if (text === undefined)
        return codeLens.enabled && codeLens.file ? verdictLens(await traces.get(uri)) : [];
      const lenses: CodeLens[] = [];
      const add = (line: number, data: LensData): void => {
        lenses.push({ range: { start: { line, character: 0 }, end: { line, character: 0 } }, data });
      };
      if (codeLens.file) add(0, { uri, version, kind: 'file' });
      if (applied !== undefined) add(0, { uri, version, kind: 'baseline' });
      if (codeLens.categories) {
        for (const { id } of categories.list) add(0, { uri, version, kind: 'category', category: id });
      }
      if (codeLens.topLevelCalls) {
        // A leaf says all of itself on its own line.
        const entries = topLevelCalls(text.lines, Infinity).filter(
          (line) => text.lines.kind(line) === LineKind.Entry && isCounted(text.trace, line),
        );
        for (const line of entries.slice(0, codeLens.maximum))
          add(line, { uri, version, kind: 'call', line });
        if (entries.length > codeLens.maximum) {
          add(0, { uri, version, kind: 'limit', shown: codeLens.maximum, total: entries.length });
        }
      }
      return lenses;
    }),
  );

  connection.onCodeLensResolve(
    guard<CodeLens, CodeLens>(
      'codeLens/resolve',
      { range: emptyRange(), command: plain('') },
      async (lens) => {
        const data = lens.data as LensData;
        const { categories } = await settings();
        const applied = data.kind === 'baseline' ? await baseline() : undefined;
        const text = await graph(data.uri);
        if (text === undefined || traces.version(data.uri) !== data.version) throw outdated();
        const command =
          data.kind === 'baseline'
            ? baselineCommand(text, categories, applied, hasCommands(), data.uri)
            : lensCommand(text, categories, data, hasCommands());
        return { ...lens, command };
      },
    ),
  );
}

function baselineCommand(
  text: TraceText,
  categories: Categories,
  applied: AppliedBaseline | undefined,
  hasCommands: boolean,
  uri: string,
): Command {
  if (applied === undefined) throw outdated();
  const { title, tooltip, outside } = baselineLens(text, applied, categories);
  if (outside === 0 || !hasCommands) return plain(title);
  return { title, tooltip, command: 'ftrace.listNewFunctions', arguments: [uri] };
}

function lensCommand(
  text: TraceText,
  categories: Categories,
  data: Exclude<LensData, { kind: 'baseline' }>,
  hasCommands: boolean,
): Command {
  const command = (name: string): string => (hasCommands ? name : '');
  switch (data.kind) {
    case 'file': {
      const { title, tooltip } = fileLens(text.trace, categories);
      return { title, tooltip, command: command('ftrace.compareWith'), arguments: [data.uri] };
    }
    case 'category': {
      const number = categories.indexOf(data.category);
      if (number < 0) throw outdated();
      const { title, tooltip } = categoryLens(text.trace, categories, number);
      return {
        title,
        tooltip,
        command: command('ftrace.listFunctions'),
        arguments: [data.uri, data.category],
      };
    }
    case 'call':
      return plain(callLens(text, categories, data.line).title);
    case 'limit':
      return plain(
        `lenses on the first ${formatCount(data.shown)} of ${formatCount(data.total)} top-level calls with callees (ftrace.codeLens.maximum)`,
      );
  }
}

/** The answer to a lens of another version or of other rules: the client asks for new ones. */
function outdated(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'the trace or the rules have changed');
}

/** Where there is no trace, the lens says why: the first place where people look. */
function verdictLens(text: TraceText | undefined): CodeLens[] {
  const reason = text === undefined ? undefined : describeVerdict(text.trace.verdict);
  return reason === undefined ? [] : [{ range: emptyRange(), command: plain(reason) }];
}

function plain(title: string): Command {
  return { title, command: '' };
}

function emptyRange(): CodeLens['range'] {
  return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
}
