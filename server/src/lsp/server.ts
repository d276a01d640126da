import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { version } from '../../../package.json';
import type { TraceText } from '../core/model/traceText';
import type { Trace } from '../core/model/trace';
import { CHANGED_NOTIFICATION, type ChangedParams, type InitializationOptions } from '../protocol/requests';
import { registerCodeLens } from './features/codeLens';
import { verdictDiagnostics } from './features/diagnostics';
import { registerFolding } from './features/folding';
import { registerHover } from './features/hover';
import { registerNavigation } from './features/navigation';
import { registerOutline } from './features/outline';
import { legend, registerSemanticTokens } from './features/semanticTokens';
import { OpenTraces } from './openTraces';
import { DEFAULT_SETTINGS, readSettings, type Settings } from './settings';
import { registerComparison } from './views/comparison';
import { registerFunctions } from './views/functions';

/** What every feature of the server works with. */
export interface Server {
  readonly connection: Connection;
  readonly traces: OpenTraces;
  /** As they are now. */
  readonly settings: () => Settings;
  readonly hasCommands: () => boolean;
  /**
   * A handler that cannot harm the others: what it throws is logged and answered with `neutral`. A request that was
   * cancelled meanwhile is answered so.
   */
  readonly guard: <P, R>(
    name: string,
    neutral: R,
    handler: (params: P, token: CancellationToken) => Promise<R> | R,
  ) => (params: P, token: CancellationToken) => Promise<R | ResponseError<void>>;
  /** The trace of a request, where it is open and is function_graph. */
  readonly graph: (uri: string) => Promise<TraceText | undefined>;
}

/** Serves one client over `connection`; it ends with it. */
export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  let settings = DEFAULT_SETTINGS;
  let problemsShown = '';
  let options: InitializationOptions = {};
  let client: InitializeParams['capabilities'] = {};

  const traces = new OpenTraces((uri, documentVersion, trace: Trace) => {
    void connection.sendDiagnostics({
      uri,
      version: documentVersion,
      diagnostics: verdictDiagnostics(trace),
    });
    notifyChanged({ uri });
  });

  const server: Server = {
    connection,
    traces,
    settings: () => settings,
    hasCommands: () => options.commands === true,
    guard: (name, neutral, handler) => async (params, token) => {
      try {
        const result = await handler(params, token);
        return token.isCancellationRequested
          ? new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')
          : result;
      } catch (error) {
        if (error instanceof ResponseError) return error;
        connection.console.error(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
        return neutral;
      }
    },
    graph: async (uri) => {
      const text = await traces.get(uri);
      return text?.trace.verdict.kind === 'graph' ? text : undefined;
    },
  };

  function notifyChanged(params: ChangedParams): void {
    void connection.sendNotification(CHANGED_NOTIFICATION, params);
  }

  async function loadSettings(pushed: unknown): Promise<void> {
    const value =
      client.workspace?.configuration === true
        ? ((await connection.workspace.getConfiguration('ftrace')) as unknown)
        : pushed;
    const read = readSettings(value);
    settings = read.settings;
    const problems = read.problems.map(({ rule, message }) => `${rule} ${message}`).join('; ');
    if (problems !== '' && problems !== problemsShown)
      connection.window.showWarningMessage(`ftrace: ${problems}. The other rules apply.`);
    problemsShown = problems;
  }

  function refresh(): void {
    if (client.workspace?.semanticTokens?.refreshSupport === true)
      connection.languages.semanticTokens.refresh();
    if (client.workspace?.codeLens?.refreshSupport === true)
      void connection.sendRequest(CodeLensRefreshRequest.type);
    notifyChanged({});
  }

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    options = (params.initializationOptions ?? {}) as InitializationOptions;
    return {
      serverInfo: { name: 'ftrace-explorer', version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        codeLensProvider: { resolveProvider: true },
        foldingRangeProvider: true,
        documentSymbolProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        semanticTokensProvider: { legend, full: true, range: true },
      },
    };
  });

  // Requests wait for the first settings, or the first colours would be those of other rules.
  let initialSettings: Promise<void> = Promise.resolve();
  connection.onInitialized(() => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'ftrace' });
    }
    initialSettings = loadSettings(options.settings).catch((error: unknown) =>
      connection.console.error(String(error)),
    );
  });
  connection.onDidChangeConfiguration(async ({ settings: pushed }) => {
    await loadSettings((pushed as { ftrace?: unknown } | null)?.ftrace);
    refresh();
  });

  documents.onDidChangeContent(({ document }) => traces.update(document));
  documents.onDidClose(({ document }) => {
    traces.close(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  const waiting: Server = { ...server, graph: async (uri) => (await initialSettings, server.graph(uri)) };
  registerHover(waiting);
  registerCodeLens(waiting);
  registerFolding(waiting);
  registerOutline(waiting);
  registerNavigation(waiting);
  registerSemanticTokens(waiting);
  registerFunctions(waiting);
  registerComparison(waiting);
  documents.listen(connection);
  connection.listen();
}
