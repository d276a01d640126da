/** Entry of the extension: wires the language server to the editor. Nothing is parsed here. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { BASELINE_LANGUAGE } from '../../server/src/protocol/baseline';
import type { InitializationOptions } from '../../server/src/protocol/requests';
import { callTreeComparison, registerCallTreeCommands } from './callTree/callTreeCommands';
import { CallTreeDocuments } from './callTree/callTreeDocuments';
import { CallTreeView } from './callTree/callTreeView';
import { registerBaselines } from './baselines';
import { CategoryColours } from './categoryColours';
import { registerCompareCommands } from './comparison/compareCommands';
import { ComparisonDocuments } from './comparison/comparisonDocuments';
import { registerCompressedTraces } from './compressedEditors';
import { fixesMiddleware, registerFixCommands } from './fixes';
import { registerSetFilters } from './setFilters';
import { LargeTexts } from './largeTexts/largeTexts';
import { registerListFunctions } from './listFunctions';
import { registerReports } from './report/reportCommands';
import { TraceClient } from './traceClient';
import { recogniseTraces, TRACE_LANGUAGE } from './traceFiles';
import { registerTraceView } from './traceView/traceViewCommands';

/** What other extensions and the tests get from `activate`. */
export interface Api {
  readonly version: 1;
  readonly client: LanguageClient;
}

let client: LanguageClient | undefined;

/** Called by VS Code when a trace, or a text that may be one, is opened, or a command is run. Waits for nothing. */
export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('ftrace Explorer', { log: true });
  const colours = new CategoryColours();
  const initializationOptions: InitializationOptions = { commands: true };
  const started = new TraceClient(context.asAbsolutePath('dist/server.js'), log, {
    documentSelector: [{ language: TRACE_LANGUAGE }, { language: BASELINE_LANGUAGE }],
    initializationOptions,
    middleware: { ...colours.middleware, ...fixesMiddleware },
  });
  client = started;
  const comparisons = new ComparisonDocuments(started, (document, names) =>
    colours.paintNames(document, names),
  );
  const calls = new CallTreeDocuments(started);
  const callTrees = new CallTreeView(started, (left, right, name) => calls.showPair(left, right, name));
  const compareCallTrees = callTreeComparison(calls, callTrees);
  context.subscriptions.push(
    log,
    colours,
    comparisons,
    registerCompareCommands(comparisons, compareCallTrees),
    calls,
    callTrees,
    registerCallTreeCommands(started, calls, compareCallTrees),
    registerReports(started, context.extensionUri),
    registerListFunctions(started),
    registerSetFilters(client),
    registerBaselines(started),
    registerCompressedTraces(started),
    registerTraceView(started, context.extensionUri),
    registerFixCommands(),
    recogniseTraces(),
    new LargeTexts(context.workspaceState),
    vscode.workspace.onDidOpenTextDocument((document) => started.startFor(document)),
  );
  // Texts wake the extension, too (see package.json); only a trace needs the server. Requests start it by themselves.
  vscode.workspace.textDocuments.forEach((document) => started.startFor(document));
  return { version: 1, client: started };
}

/** Called by VS Code when it ends. */
export async function deactivate(): Promise<void> {
  await client?.stop();
}
