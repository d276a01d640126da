import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  FUNCTIONS_REQUEST,
  type FunctionsParams,
  type FunctionsResult,
} from '../../server/src/protocol/requests';
import { messageOf, notice } from './notice';
import { revealFunction } from './reveal';
import { activeTrace, baseName } from './traceFiles';

/** What of a trace is listed. */
type Wanted = Omit<FunctionsParams, 'uri'>;

/**
 * `ftrace.listFunctions`: the functions of a trace, or of one of its categories; `ftrace.listNewFunctions`: those outside of
 * the baseline. Picking one jumps to its first call.
 */
export function registerListFunctions(client: LanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('ftrace.listFunctions', (uri?: unknown, category?: unknown) =>
      list(client, uri, typeof category === 'string' ? { category } : {}),
    ),
    vscode.commands.registerCommand('ftrace.listNewFunctions', (uri?: unknown) =>
      list(client, uri, { outside: true }),
    ),
  );
}

async function list(client: LanguageClient, uriText: unknown, wanted: Wanted): Promise<void> {
  const uri = typeof uriText === 'string' ? vscode.Uri.parse(uriText) : activeTrace();
  if (uri === undefined) {
    void vscode.window.showInformationMessage('Open a trace first: its functions are listed then.');
    return;
  }
  try {
    await listFunctions(client, uri, wanted);
  } catch (error) {
    void vscode.window.showErrorMessage(notice(`Cannot list functions: ${messageOf(error)}`));
  }
}

async function listFunctions(client: LanguageClient, uri: vscode.Uri, wanted: Wanted): Promise<void> {
  const params: FunctionsParams = { uri: client.code2ProtocolConverter.asUri(uri), ...wanted };
  const result = await client.sendRequest<FunctionsResult>(FUNCTIONS_REQUEST, params);
  if (wanted.outside === true && result.baseline === undefined) {
    void vscode.window.showInformationMessage(
      'Apply a baseline first: what is outside of it is listed then.',
    );
    return;
  }
  const of = result.category === undefined ? '' : ` of category ${result.category}`;
  const filtered = result.filter === undefined ? '' : ` (filtered: ${result.filter})`;
  const outside = result.baseline === undefined ? '' : ` outside of ${result.baseline}`;
  if (result.functions.length === 0) {
    void vscode.window.showInformationMessage(
      notice(`${baseName(uri)} reached no functions${of}${outside}${filtered}.`),
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(
    result.functions.map((f) => ({
      label: notice(f.name),
      name: f.name,
      description: `${f.calls.toLocaleString('en')} ${f.calls === 1 ? 'call' : 'calls'} · ${f.total}`,
      detail: result.category === undefined ? notice(f.category) : '',
      line: f.line,
    })),
    {
      title: notice(
        `${result.functions.length.toLocaleString('en')} functions${of}${outside} in ${baseName(uri)}${filtered}`,
      ),
      placeHolder: 'Choose a function to go to its first call',
    },
  );
  if (picked !== undefined) await revealFunction(uri, picked.line, picked.name);
}
