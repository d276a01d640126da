import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CALL_TREE_CALLS_REQUEST,
  type CallPlace,
  type CallTreeCallsParams,
  type CallTreeCallsResult,
} from '../../../server/src/protocol/callTree';
import { urisOf } from '../comparison/compareCommands';
import { messageOf, notice } from '../notice';
import { activeTrace, baseName, pickTrace, TRACE_LANGUAGE } from '../traceFiles';
import type { CallTreeDocuments } from './callTreeDocuments';
import type { CallTreeView } from './callTreeView';

/** Shows what differs between the call trees of two traces: as text in the diff editor, and as a tree. */
export type CompareCallTrees = (left: vscode.Uri, right: vscode.Uri) => Promise<void>;

/** What `ftrace.compareCallTrees` does once there are two traces. */
export function callTreeComparison(documents: CallTreeDocuments, view: CallTreeView): CompareCallTrees {
  return async (left, right) => {
    await documents.showTraces(left, right);
    // Why a trace cannot be read was said by then.
    await view.compare(left, right).catch(() => undefined);
  };
}

/** The ways that lead to compared call trees, and to two calls side by side. */
export function registerCallTreeCommands(
  client: LanguageClient,
  documents: CallTreeDocuments,
  compare: CompareCallTrees,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('ftrace.compareCallTrees', async (...args: unknown[]) => {
      const [first, second] = urisOf(args);
      const left = first ?? (await pickTrace('Compare call trees: the first trace'));
      if (left === undefined) return;
      const right = second ?? (await pickTrace(`Compare the call tree of ${baseName(left)} with…`, left));
      if (right !== undefined) await compare(left, right);
    }),
    vscode.commands.registerCommand('ftrace.compareCallWith', async () => {
      try {
        await compareCall(client, documents);
      } catch (error) {
        void vscode.window.showErrorMessage(notice(`Cannot compare this call: ${messageOf(error)}`));
      }
    }),
  );
}

/** Asks for a call of the same function as at the cursor, and shows both side by side. */
async function compareCall(client: LanguageClient, documents: CallTreeDocuments): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== TRACE_LANGUAGE) {
    void vscode.window.showInformationMessage('Open a trace first, and go to the line of a call.');
    return;
  }
  const wire = (uri: vscode.Uri): string => client.code2ProtocolConverter.asUri(uri);
  const of: CallPlace = { uri: wire(editor.document.uri), line: editor.selection.active.line };
  const trace = await pickTraceOfCall();
  if (trace === undefined) return;
  const params: CallTreeCallsParams = { of, uri: wire(trace) };
  const { name, total, calls } = await client.sendRequest<CallTreeCallsResult>(
    CALL_TREE_CALLS_REQUEST,
    params,
  );
  const others = calls.filter(({ line }) => params.uri !== of.uri || line !== of.line);
  if (others.length === 0) {
    const other = params.uri === of.uri ? 'other ' : '';
    void vscode.window.showInformationMessage(notice(`${baseName(trace)} has no ${other}call of ${name}.`));
    return;
  }
  const listed = calls.length < total ? `, the first ${calls.length.toLocaleString('en')} of them` : '';
  const picked = await vscode.window.showQuickPick(
    others.map(({ line, label, description }) => ({ label, description: notice(description), line })),
    {
      title: notice(
        `${total.toLocaleString('en')} ${total === 1 ? 'call' : 'calls'} of ${name} in ${baseName(trace)}${listed}`,
      ),
      placeHolder: 'Choose a call to compare with',
      matchOnDescription: true,
    },
  );
  if (picked !== undefined) await documents.showPair(of, { uri: params.uri, line: picked.line }, name);
}

/** The trace in front of the user, or another one. */
async function pickTraceOfCall(): Promise<vscode.Uri | undefined> {
  const own = activeTrace();
  if (own === undefined) return undefined;
  const picked = await vscode.window.showQuickPick(
    [
      { label: notice(`A call in ${baseName(own)}`), same: true },
      { label: 'A call in another trace…', same: false },
    ],
    { title: 'Compare this call with', placeHolder: 'Where is the other call?' },
  );
  if (picked === undefined) return undefined;
  return picked.same ? own : pickTrace('Compare this call with one in…', own);
}
