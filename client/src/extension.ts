/** Entry of the extension: wires the language server to the editor. Nothing is parsed here. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';
import type { InitializationOptions } from '../../server/src/protocol/requests';
import { CategoryColours } from './categoryColours';
import { registerCompareCommands } from './comparison/compareCommands';
import { ComparisonDocuments } from './comparison/comparisonDocuments';
import { registerListFunctions } from './listFunctions';
import { messageOf } from './notice';
import { recogniseByFirstLine, TRACE_LANGUAGE } from './traceFiles';

/** What other extensions and the tests get from `activate`. */
export interface Api {
  readonly version: 1;
  readonly client: LanguageClient;
}

let client: LanguageClient | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('ftrace Explorer', { log: true });
  const colours = new CategoryColours();
  const module = context.asAbsolutePath('dist/server.js');
  const initializationOptions: InitializationOptions = { commands: true };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: TRACE_LANGUAGE }],
    outputChannel: log,
    initializationOptions,
    middleware: colours.middleware,
    // The client says itself that it could not start; without this it would do so twice.
    initializationFailedHandler: () => false,
  };
  const started = new LanguageClient(
    'ftrace',
    'ftrace Explorer',
    { run: { module, transport: TransportKind.ipc }, debug: { module, transport: TransportKind.ipc } },
    options,
  );
  client = started;
  /** Nobody waits for the server: whatever becomes of it, the commands are there. */
  const startForTrace = (document: vscode.TextDocument): void => {
    if (document.languageId !== TRACE_LANGUAGE || !started.needsStart()) return;
    started.start().catch((error: unknown) => log.error(`The server cannot start: ${messageOf(error)}`));
  };
  const comparisons = new ComparisonDocuments(started, (document, names) =>
    colours.paintNames(document, names),
  );
  context.subscriptions.push(
    log,
    colours,
    comparisons,
    registerCompareCommands(comparisons),
    registerListFunctions(started),
    recogniseByFirstLine(),
    vscode.workspace.onDidOpenTextDocument(startForTrace),
  );
  // Texts wake the extension, too (see package.json); only a trace needs the server. Requests start it by themselves.
  vscode.workspace.textDocuments.forEach(startForTrace);
  return { version: 1, client: started };
}

export async function deactivate(): Promise<void> {
  // It may never have started.
  if (client?.isRunning() === true) await client.stop();
}
