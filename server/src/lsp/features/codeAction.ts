import {
  CodeActionKind,
  LSPErrorCodes,
  ResponseError,
  type CodeAction,
  type CodeActionParams,
  type Command,
  type Diagnostic,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { formatPlural } from '../../core/format/numbers';
import { LineKind } from '../../core/model/lineKind';
import type { TraceText } from '../../core/parse/traceText';
import type { ChunkedText } from '../../core/text/chunkedText';
import { cleanedLines } from '../../core/present/cleaned';
import { reportProblems } from '../../core/present/problems';
import { LINE_END } from '../convert';
import type { AppliedBaseline } from '../baselineFiles';
import { fileName } from '../convert';
import type { Server } from '../serverContext';
import type { Settings } from '../settings';
import { DIAGNOSTIC_SOURCE, FILTER_CODE, runsOf, UNREAD_CODE } from './diagnostics';
import { allowFixes, allowingEdits, NEW_FUNCTION_CODE, type Allowed } from './newFunctions';

/** What an edit does; it is made when it is chosen. */
type EditKind = 'clean' | 'deleteUnread' | Allowed;

/** What an edit is about, until it is asked for. */
interface EditData {
  readonly uri: string;
  readonly version: number;
  readonly edit: EditKind;
}

/** A way out of a problem: an edit, or a command of the client. */
type Fix =
  | { readonly title: string; readonly edit: EditKind }
  | { readonly title: string; readonly command: string; readonly args?: readonly unknown[] };

/** Kind of the fixes that edit the baseline, not the trace, which may be read-only. */
const BASELINE_FIX = `${CodeActionKind.QuickFix}.baseline`;
/** A few milliseconds of work, after which the server looks for other requests. */
const LINES_AT_ONCE = 10_000;

/** textDocument/codeAction: quick fixes of what the Problems panel shows. Edits are made by codeAction/resolve. */
export function registerCodeAction(server: Server): void {
  const { baseline, client, connection, guard, graph, hasCommands, settings, traces } = server;

  connection.onCodeAction(
    guard<CodeActionParams, CodeAction[]>(
      'codeAction',
      [],
      async ({ textDocument: { uri }, context: { diagnostics, only } }) => {
        const own = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
        const wanted = only?.some((kind) => CodeActionKind.QuickFix.startsWith(kind)) ?? true;
        const literals = client().textDocument?.codeAction?.codeActionLiteralSupport !== undefined;
        if (own.length === 0 || !wanted || !literals) return [];
        const [{ categories }, applied] = [await settings(), await baseline()];
        const text = await graph(uri);
        const version = traces.version(uri);
        if (text === undefined || version === undefined) return [];
        const fixes = ({ code, range }: Diagnostic): Fix[] => {
          if (code !== NEW_FUNCTION_CODE) return fixesOf(text, String(code));
          return applied === undefined ? [] : newFunctionFixes(text, applied, categories, range.start.line);
        };
        const actions = actionsFor(own, fixes, hasCommands(), { uri, version });
        return canResolve(server) ? actions : Promise.all(actions.map((action) => withEdit(server, action)));
      },
    ),
  );

  connection.onCodeActionResolve(
    guard<CodeAction, CodeAction>(
      'codeAction/resolve',
      new ResponseError(LSPErrorCodes.RequestFailed, 'The fix failed; the log of the server says why.'),
      (action) => withEdit(server, action),
    ),
  );
}

function canResolve({ client }: Server): boolean {
  return client().textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true;
}

/** One action for each fix, whichever of the diagnostics it is for. */
function actionsFor(
  diagnostics: readonly Diagnostic[],
  fixesFor: (diagnostic: Diagnostic) => Fix[],
  hasCommands: boolean,
  document: { readonly uri: string; readonly version: number },
): CodeAction[] {
  const actions = new Map<string, CodeAction & { diagnostics: Diagnostic[] }>();
  for (const diagnostic of diagnostics) {
    for (const fix of fixesFor(diagnostic)) {
      if ('command' in fix && !hasCommands) continue;
      const known = actions.get(fix.title);
      if (known !== undefined) known.diagnostics.push(diagnostic);
      else {
        actions.set(fix.title, {
          title: fix.title,
          kind: 'edit' in fix && typeof fix.edit === 'object' ? BASELINE_FIX : CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          ...('command' in fix
            ? { command: commandOf(fix) }
            : { data: { ...document, edit: fix.edit } satisfies EditData }),
        });
      }
    }
  }
  return [...actions.values()];
}

function commandOf({ title, command, args }: Extract<Fix, { command: string }>): Command {
  return { title, command, ...(args === undefined ? {} : { arguments: [...args] }) };
}

/** What can be done about a problem of the trace. */
function fixesOf(text: TraceText, code: string): Fix[] {
  if (code === FILTER_CODE) return [{ title: 'Set filters…', command: 'ftrace.setFilters' }];
  const report = reportProblems(text.trace).find((problem) => problem.code === code);
  if (report === undefined) return [];
  const fixes: Fix[] = [];
  if (code === 'addresses') {
    fixes.push({
      title: 'Choose a symbol file (kallsyms, System.map)…',
      command: 'ftrace.chooseSymbols',
    });
  }
  if (code === 'repairedLines' || code === 'wrappedLines')
    fixes.push({ title: 'Write all lines as they were printed', edit: 'clean' });
  if (code === UNREAD_CODE)
    fixes.push({ title: deletionTitle(text.trace.unreadLines), edit: 'deleteUnread' });
  if (code === 'interrupts')
    fixes.push({ title: 'Edit the list of interrupt functions', command: 'ftrace.editInterruptFunctions' });
  if (report.remedy !== undefined) {
    const { title, command } = report.remedy;
    fixes.push({
      title: `Copy the command that records ${title}`,
      command: 'ftrace.copyCommand',
      args: [command],
    });
  }
  return fixes;
}

function newFunctionFixes(
  text: TraceText,
  applied: AppliedBaseline,
  categories: Settings['categories'],
  line: number,
): Fix[] {
  return allowFixes(text, applied, categories, line).map(({ title, allow }) => ({ title, edit: allow }));
}

function deletionTitle(lines: number): string {
  return lines === 1
    ? 'Delete the line that could not be read'
    : `Delete the ${formatPlural(lines, 'line')} that could not be read`;
}

/** The action with its edit, where it is one. */
async function withEdit(server: Server, action: CodeAction): Promise<CodeAction> {
  if (action.data === undefined) return action;
  const { uri, version, edit } = action.data as EditData;
  // Edits of long traces are made in pieces.
  const kept = await server.traces.keep(uri);
  const text = kept?.trace.verdict.kind === 'graph' ? kept : undefined;
  const check = (): void => {
    if (server.traces.version(uri) !== version)
      throw new ResponseError<void>(LSPErrorCodes.ContentModified, 'the trace has changed');
  };
  check();
  if (text === undefined) return action;
  if (typeof edit === 'object') return { ...action, edit: await allowingEdit(server, text, uri, edit) };
  const document = server.traces.document(uri)!.text;
  const edits = edit === 'clean' ? await cleaningEdits(text, document) : deletingEdits(text, document);
  check();
  return { ...action, edit: workspaceEdit(server, uri, version, edits) };
}

/** The edit of the baseline, whether it is open or not. */
async function allowingEdit(
  server: Server,
  text: TraceText,
  trace: string,
  allow: Allowed,
): Promise<WorkspaceEdit> {
  const [{ categories }, applied] = [await server.settings(), await server.baseline()];
  if (applied === undefined)
    throw new ResponseError<void>(LSPErrorCodes.ContentModified, 'no baseline is applied any more');
  const edits = allowingEdits(text, applied, categories, allow, fileName(trace));
  return workspaceEdit(server, applied.uri, applied.version ?? null, edits);
}

function workspaceEdit(
  { client }: Server,
  uri: string,
  version: number | null,
  edits: TextEdit[],
): WorkspaceEdit {
  return client().workspace?.workspaceEdit?.documentChanges === true
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}

/** The lines that were changed after printing as they were; neighbouring ones in one edit. */
async function cleaningEdits(text: TraceText, document: ChunkedText): Promise<TextEdit[]> {
  const newline = document.endsLinesWithCrLf ? '\r\n' : '\n';
  const runs: { first: number; last: number; lines: string[] }[] = [];
  let count = 0;
  for (const { first, last, text: line } of cleanedLines(text)) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === first - 1) {
      run.last = last;
      run.lines.push(line);
    } else runs.push({ first, last, lines: [line] });
    if (++count % LINES_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return runs.map(({ first, last, lines }) => ({
    range: { start: { line: first, character: 0 }, end: { line: last, character: LINE_END } },
    newText: lines.join(newline),
  }));
}

/** Takes out all lines that could not be read, with their ends. */
function deletingEdits({ lines }: TraceText, document: ChunkedText): TextEdit[] {
  const unread = Array.from({ length: lines.length }, (_, line) => line).filter(
    (line) => lines.kind(line) === LineKind.Unread,
  );
  return runsOf(unread).map(([first, last]) => {
    // The last line of a text without a last newline has none to take away: that of the line before goes.
    const toEnd = last === lines.length - 1 && !document.endsWithNewline;
    const range =
      toEnd && first > 0
        ? { start: { line: first - 1, character: LINE_END }, end: { line: last, character: LINE_END } }
        : { start: { line: first, character: 0 }, end: { line: last + 1, character: 0 } };
    return { range, newText: '' };
  });
}
