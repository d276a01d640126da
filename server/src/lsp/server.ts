import * as path from 'node:path';
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  MessageType,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { version } from '../../../package.json';
import { URI } from 'vscode-uri';
import type { Categories, RuleProblem } from '../core/classify/categories';
import { asksCategory } from '../core/filter/canonical';
import { notice } from '../core/format/escape';
import { formatPlural } from '../core/format/numbers';
import { InterruptNames } from '../core/parse/interruptNames';
import type { TraceText } from '../core/parse/traceText';
import { CHANGED_NOTIFICATION, type ChangedParams, type InitializationOptions } from '../protocol/requests';
import { baselineDiagnostics, Baselines } from './baselines';
import { registerCodeAction } from './features/codeAction';
import { registerCodeLens } from './features/codeLens';
import { diagnosticsOf } from './features/diagnostics';
import { registerFolding } from './features/folding';
import { registerHover } from './features/hover';
import { registerNavigation } from './features/navigation';
import { registerOutline } from './features/outline';
import { legend, registerSemanticTokens } from './features/semanticTokens';
import { newFunctionDiagnostics } from './features/newFunctions';
import { createGuard, errorText } from './guard';
import { OpenTraces } from './openTraces';
import type { Parsing } from './parseSliced';
import { ThreadedReader } from './readInThread';
import type { Server } from './serverContext';
import { CATEGORIES_SETTING, DEFAULT_SETTINGS, readSettings, type Settings } from './settings';
import { SymbolFiles } from './symbolFiles';
import { openDocuments, TraceDocument } from './traceDocument';
import { warmUp } from './warmUp';
import { registerCallTree } from './views/callTree';
import { registerCallTreeDifference } from './views/callTreeDifference';
import { registerBaseline } from './views/baseline';
import { registerComparison } from './views/comparison';
import { registerFilterCheck } from './views/filterCheck';
import { registerFunctions } from './views/functions';
import { registerReports } from './views/reports';
import { registerTraceView } from './views/traceView';
import { registerUnpack } from './views/unpack';

/** A message is read by people; a file of rules that is wrong as a whole would be a long one. */
const MAX_PROBLEMS_SHOWN = 5;

/** The bundle of the threads, which stands beside that of the server. */
const THREAD_FILE = path.join(__dirname, 'traceWorker.js');

/** Serves one client over `connection`; it ends with it. */
export function serve(connection: Connection, threadFile = THREAD_FILE): void {
  const documents = new TextDocuments(openDocuments);
  let settings = Promise.resolve(DEFAULT_SETTINGS);
  let current = DEFAULT_SETTINGS;
  let interruptNames = new InterruptNames();
  let known: Parsing = { interruptNames };
  let problemsShown = '';
  let filterProblemsShown = '';
  let options: InitializationOptions = {};
  let client: ClientCapabilities = {};
  let folder: string | undefined;
  /** Which making of diagnostics is the newest of a trace; those that are overtaken end. */
  const turns = new Map<string, number>();
  let lastTurn = 0;

  const symbolFiles = new SymbolFiles((message) => showMessage(MessageType.Warning, message));
  const traces = new OpenTraces({
    parsing,
    onParsed: (uri, documentVersion, text) => {
      forget(publish(uri, documentVersion, text));
      notifyChanged({ uri });
      const categories = async (): Promise<Categories> => (await settings).categories;
      forget(warmUp(text, categories, () => traces.version(uri) !== documentVersion));
    },
    onError: (uri, error) => connection.console.error(`${uri}: ${errorText(error)}`),
  });

  const baselines = new Baselines({
    connection,
    client: () => client,
    documents: () => documents.all(),
    setting: async () => (await settings).baseline,
    folder: () => folder,
    warn: (message) => showMessage(MessageType.Warning, message),
    onChange: recheck,
  });

  const reader = new ThreadedReader(threadFile, (message) => connection.console.warn(message));
  const server: Server = {
    connection,
    traces,
    settings: () => settings,
    parsing,
    readTrace: async (path, read) => (await views.numbers(path, read)) ?? reader.read(path, read),
    baseline: () => baselines.get(),
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

  async function publish(uri: string, documentVersion: number, text: TraceText): Promise<void> {
    const turn = ++lastTurn;
    turns.set(uri, turn);
    const applied = await baselines.get();
    // Closed, or another one has begun since, which knows better.
    if (turns.get(uri) !== turn) return;
    const diagnostics = diagnosticsOf(text.trace, current.problems);
    if (applied !== undefined && text.trace.verdict.kind === 'graph')
      diagnostics.push(...newFunctionDiagnostics(text, applied, current.categories));
    await connection.sendDiagnostics({ uri, version: documentVersion, diagnostics });
  }

  /** What the newest settings say of parsing: the same object as long as that is the same. */
  async function parsing(): Promise<Parsing> {
    const { symbols: file, filter, categories: rules } = await settings;
    const categories = asksCategory(filter) ? rules : undefined;
    const symbols = await symbolFiles.get(file, folder);
    if (
      known.interruptNames !== interruptNames ||
      known.symbols !== symbols ||
      known.categories !== categories ||
      JSON.stringify(known.filter) !== JSON.stringify(filter)
    )
      known = { interruptNames, symbols, filter, categories };
    return known;
  }

  function adopt(newer: Settings): Settings {
    if (JSON.stringify(newer.interruptFunctions) !== JSON.stringify(current.interruptFunctions))
      interruptNames = new InterruptNames(newer.interruptFunctions);
    current = newer;
    forget(baselines.follow(newer.baseline));
    return newer;
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
        showFilterProblems(read.filterProblems);
        return adopt(read.settings);
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

  /** The same of the filters. */
  function showFilterProblems(problems: readonly string[]): void {
    const text = problems
      .slice(0, MAX_PROBLEMS_SHOWN)
      .map((problem) => `${problem}.`)
      .join(' ');
    if (text !== '' && text !== filterProblemsShown)
      showMessage(MessageType.Warning, `ftrace.filter: ${text}`);
    filterProblemsShown = text;
  }

  function refresh(): void {
    if (client.workspace?.semanticTokens?.refreshSupport === true)
      forget(connection.languages.semanticTokens.refresh());
    notifyChanged({});
    recheck();
  }

  /** What is said of traces may be another: problems, lenses. */
  function recheck(): void {
    if (client.workspace?.codeLens?.refreshSupport === true)
      forget(connection.sendRequest(CodeLensRefreshRequest.type));
    for (const uri of traces.uris()) forget(republish(uri));
  }

  /** The settings have changed: what is shown of a trace, and perhaps how it is parsed. */
  async function republish(uri: string): Promise<void> {
    const text = await traces.get(uri);
    const documentVersion = traces.version(uri);
    if (text !== undefined && documentVersion !== undefined) await publish(uri, documentVersion, text);
  }

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    options = (params.initializationOptions ?? {}) as InitializationOptions;
    folder = folderOf(params);
    return {
      serverInfo: { name: 'ftrace-explorer', version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true },
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
    views.settingsChanged();
  });

  documents.onDidChangeContent(({ document }) => {
    if (document instanceof TraceDocument) return traces.update(document);
    const { uri, version: documentVersion } = document;
    const diagnostics = baselineDiagnostics(document.getText());
    forget(connection.sendDiagnostics({ uri, version: documentVersion, diagnostics }));
    baselines.documentChanged(document);
  });
  documents.onDidClose(({ document }) => {
    traces.close(document.uri);
    turns.delete(document.uri);
    baselines.documentChanged(document);
    forget(connection.sendDiagnostics({ uri: document.uri, diagnostics: [] }));
  });

  registerHover(server);
  registerCodeAction(server);
  registerCodeLens(server);
  registerFolding(server);
  registerOutline(server);
  registerNavigation(server);
  registerSemanticTokens(server);
  registerBaseline(server);
  registerFilterCheck(server);
  registerFunctions(server);
  registerComparison(server);
  registerReports(server);
  registerUnpack(server);
  const views = registerTraceView(server, threadFile);
  connection.onShutdown(() => views.close());
  registerCallTree(server);
  registerCallTreeDifference(server);
  documents.listen(connection);
  connection.listen();
}

/** The folder that paths in settings are relative to; undefined where none is open on this machine. */
function folderOf({ workspaceFolders, rootUri }: InitializeParams): string | undefined {
  const uri = workspaceFolders?.[0]?.uri ?? rootUri ?? undefined;
  if (uri === undefined) return undefined;
  const { scheme, fsPath } = URI.parse(uri);
  return scheme === 'file' ? fsPath : undefined;
}
