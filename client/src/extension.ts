/** Entry of the extension: wires the language server to the editor. Nothing is parsed here. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';
import type { InitializationOptions } from '../../server/src/protocol/requests';
import { CategoryColours } from './categoryColours';
import { registerCompareCommands } from './comparison/compareCommands';
import { ComparisonDocuments } from './comparison/comparisonDocuments';
import { registerListFunctions } from './listFunctions';
import { recogniseByFirstLine, TRACE_LANGUAGE } from './traceFiles';

/** What other extensions and the tests get from `activate`. */
export interface Api {
  readonly version: 1;
  readonly client: LanguageClient;
}

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const log = vscode.window.createOutputChannel('ftrace Explorer', { log: true });
  const colours = new CategoryColours();
  const module = context.asAbsolutePath('dist/server.js');
  const initializationOptions: InitializationOptions = { commands: true };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: TRACE_LANGUAGE }],
    outputChannel: log,
    initializationOptions,
    middleware: colours.middleware,
  };
  client = new LanguageClient(
    'ftrace',
    'ftrace Explorer',
    { run: { module, transport: TransportKind.ipc }, debug: { module, transport: TransportKind.ipc } },
    options,
  );
  const comparisons = new ComparisonDocuments(client, (document, names) =>
    colours.paintNames(document, names),
  );
  context.subscriptions.push(
    log,
    colours,
    comparisons,
    registerCompareCommands(comparisons),
    registerListFunctions(client),
    recogniseByFirstLine(),
    vscode.workspace.onDidOpenTextDocument(startForTrace),
  );
  // Texts wake the extension, too (see package.json); only a trace needs the server. Requests start it by themselves.
  await Promise.all(vscode.workspace.textDocuments.map(startForTrace));
  return { version: 1, client };
}

async function startForTrace(document: vscode.TextDocument): Promise<void> {
  if (document.languageId === TRACE_LANGUAGE && client?.needsStart() === true) await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
