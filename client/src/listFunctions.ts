import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  FUNCTIONS_REQUEST,
  type FunctionsParams,
  type FunctionsResult,
} from '../../server/src/protocol/requests';
import { activeTrace, baseName } from './traceFiles';

/** `ftrace.listFunctions`: the functions of a trace, or of one of its categories; picking one jumps to its first call. */
export function registerListFunctions(client: LanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand(
    'ftrace.listFunctions',
    async (uriText?: unknown, category?: unknown) => {
      const uri = typeof uriText === 'string' ? vscode.Uri.parse(uriText) : activeTrace();
      if (uri === undefined) {
        void vscode.window.showInformationMessage('Open a trace first: its functions are listed then.');
        return;
      }
      const params: FunctionsParams = {
        uri: client.code2ProtocolConverter.asUri(uri),
        ...(typeof category === 'string' ? { category } : {}),
      };
      const result = await client.sendRequest<FunctionsResult>(FUNCTIONS_REQUEST, params);
      const of = result.category === undefined ? '' : ` of category ${result.category}`;
      const picked = await vscode.window.showQuickPick(
        result.functions.map((f) => ({
          label: f.name,
          description: `${f.calls.toLocaleString('en')} ${f.calls === 1 ? 'call' : 'calls'} · ${f.total}`,
          detail: result.category === undefined ? f.category : '',
          line: f.line,
        })),
        {
          title: `${result.functions.length.toLocaleString('en')} functions${of} in ${baseName(uri)}`,
          placeHolder: 'Choose a function to go to its first call',
        },
      );
      if (picked !== undefined) await revealLine(uri, picked.line);
    },
  );
}

/** Shows a line (from 0) of a trace, in the editor that has it open if there is one. */
export async function revealLine(uri: vscode.Uri, line: number): Promise<void> {
  const selection = new vscode.Range(line, 0, line, 0);
  const open = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  await vscode.window.showTextDocument(uri, {
    selection,
    preview: false,
    ...(open?.viewColumn === undefined ? {} : { viewColumn: open.viewColumn }),
  });
}
