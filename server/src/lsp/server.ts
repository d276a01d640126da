import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  MessageType,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { version } from '../../../package.json';
import type { RuleProblem } from '../core/classify/categories';
import { notice } from '../core/format/escape';
import { formatPlural } from '../core/format/numbers';
import { CHANGED_NOTIFICATION, type ChangedParams, type InitializationOptions } from '../protocol/requests';
import { registerCodeLens } from './features/codeLens';
import { diagnosticsOf } from './features/diagnostics';
import { registerFolding } from './features/folding';
import { registerHover } from './features/hover';
import { registerNavigation } from './features/navigation';
import { registerOutline } from './features/outline';
import { legend, registerSemanticTokens } from './features/semanticTokens';
import { createGuard, errorText } from './guard';
import { OpenTraces } from './openTraces';
import type { Server } from './serverContext';
import { CATEGORIES_SETTING, DEFAULT_SETTINGS, readSettings, type Settings } from './settings';
import { registerComparison } from './views/comparison';
import { registerFunctions } from './views/functions';
import { registerUnpack } from './views/unpack';

/** A message is read by people; a file of rules that is wrong as a whole would be a long one. */
const MAX_PROBLEMS_SHOWN = 5;

/** Serves one client over `connection`; it ends with it. */
export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  let settings = Promise.resolve(DEFAULT_SETTINGS);
  let problemsShown = '';
  let options: InitializationOptions = {};
  let client: ClientCapabilities = {};

  const traces = new OpenTraces(
    (uri, documentVersion, trace) => {
      forget(
        connection.sendDiagnostics({
          uri,
          version: documentVersion,
          diagnostics: diagnosticsOf(trace),
        }),
      );
      notifyChanged({ uri });
    },
    (uri, error) => connection.console.error(`${uri}: ${errorText(error)}`),
  );

  const server: Server = {
    connection,
    traces,
    settings: () => settings,
    hasCommands: () => options.commands === true,
    guard: createGuard(connection),
    graph: async (uri) => {
      const text = await traces.get(uri);
      return text?.trace.verdict.kind === 'graph' ? text : undefined;
    },
    showMessage,
    client: () => client,
  };

  /** For what nobody waits for: a client that refuses it, or is gone, must not end the server. */
  function forget(sent: Promise<unknown>): void {
    sent.catch((error: unknown) => connection.console.error(errorText(error)));
  }

  /** Not connection.window.show…Message: those are requests, even without a question, and not every client has them. */
  function showMessage(type: MessageType, message: string): void {
    forget(connection.sendNotification(ShowMessageNotification.type, { type, message: notice(message) }));
  }

  function notifyChanged(params: ChangedParams): void {
    if (options.commands === true) forget(connection.sendNotification(CHANGED_NOTIFICATION, params));
  }

  /** Makes new settings of what the client has, after those that are on their way. */
  function loadSettings(pushed: unknown): Promise<Settings> {
    settings = settings.then(async (before) => {
      try {
        const pulled: unknown =
          client.workspace?.configuration === true
            ? await connection.workspace.getConfiguration('ftrace')
            : undefined;
        const read = readSettings(pulled ?? pushed ?? options.settings);
        showProblems(read.problems);
        return read.settings;
      } catch (error) {
        connection.console.error(errorText(error));
        return before;
      }
    });
    return settings;
  }

  /** One message for all problems of the rules, each time that they are others. */
  function showProblems(problems: readonly RuleProblem[]): void {
    const sentences = problems.slice(0, MAX_PROBLEMS_SHOWN).map(({ rule, message }) => `${rule} ${message}.`);
    const more = problems.length - sentences.length;
    if (more > 0) sentences.push(`There are ${formatPlural(more, 'more problem')}.`);
    const text = sentences.join(' ');
    const others = problems[0]?.rule === CATEGORIES_SETTING ? '' : ' The other rules apply.';
    if (text !== '' && text !== problemsShown) showMessage(MessageType.Warning, `ftrace: ${text}${others}`);
    problemsShown = text;
  }

  function refresh(): void {
    if (client.workspace?.semanticTokens?.refreshSupport === true)
      forget(connection.languages.semanticTokens.refresh());
    if (client.workspace?.codeLens?.refreshSupport === true)
      forget(connection.sendRequest(CodeLensRefreshRequest.type));
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

  connection.onInitialized(() => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      forget(connection.client.register(DidChangeConfigurationNotification.type, { section: 'ftrace' }));
    }
    void loadSettings(undefined);
  });
  connection.onDidChangeConfiguration(async ({ settings: pushed }) => {
    await loadSettings((pushed as { ftrace?: unknown } | null)?.ftrace);
    refresh();
  });

  documents.onDidChangeContent(({ document }) => traces.update(document));
  documents.onDidClose(({ document }) => {
    traces.close(document.uri);
    forget(connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }));
  });

  registerHover(server);
  registerCodeLens(server);
  registerFolding(server);
  registerOutline(server);
  registerNavigation(server);
  registerSemanticTokens(server);
  registerFunctions(server);
  registerComparison(server);
  registerUnpack(server);
  documents.listen(connection);
  connection.listen();
}
