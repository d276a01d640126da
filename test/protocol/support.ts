import * as assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeLensRefreshRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentHighlightRequest,
  DocumentSymbolRequest,
  ExitNotification,
  FoldingRangeRequest,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  ReferencesRequest,
  RegistrationRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRefreshRequest,
  SemanticTokensRequest,
  ShowMessageNotification,
  ShowMessageRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  type CodeLens,
  type Diagnostic,
  type DocumentHighlight,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InitializeResult,
  type Location,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type SemanticTokens,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import { createConnection } from 'vscode-languageserver/node';
import { serve } from '../../server/src/lsp/server';
import {
  CATEGORY_TOKEN_TYPES,
  CHANGED_NOTIFICATION,
  COMPARE_REQUEST,
  FUNCTIONS_REQUEST,
  type ChangedParams,
  type CompareResult,
  type FunctionsResult,
} from '../../server/src/protocol/requests';
import { TemporaryFolder } from '../support/cli';
import { repositoryRoot } from '../support/repository';

/** Allows for a slow machine; nothing here is measured. */
export const PATIENCE_MS = 60_000;

/** The header of a trace with the default columns: its first four lines. */
export const HEADER = [
  '# tracer: function_graph',
  '#',
  '# CPU  DURATION                  FUNCTION CALLS',
  '# |     |   |                     |   |   |   |',
];

/** Lines as a text with the default columns, behind the header: the first one is line 4. */
export function trace(...lines: readonly string[]): string {
  return [...HEADER, ...lines, ''].join('\n');
}

/** Two cpus, three categories, an entry, leaves, a bare and a named exit. */
export const CALLS = trace(
  ' 0)               |  sys_read() {', // 4
  ' 0)               |    sock_read() {', // 5
  ' 0)   0.500 us    |      tcp_recv();', // 6
  ' 0)   0.250 us    |      tcp_recv();', // 7
  ' 0)   2.000 us    |    }', // 8
  ' 0) + 12.000 us   |  } /* sys_read */', // 9
  ' 1)   1.000 us    |  kvm_exit();', // 10
);

/** About `megabytes` of calls, then one of `last_call`. */
export function bigTrace(megabytes: number): string {
  const block = [
    ' 0)               |  vfs_read() {',
    ' 0)   0.500 us    |    tcp_recv();',
    ' 0)   2.000 us    |  }',
    '',
  ].join('\n');
  const blocks = Math.ceil((megabytes << 20) / block.length);
  return `${HEADER.join('\n')}\n${block.repeat(blocks)} 0)   1.000 us    |  last_call();\n`;
}

/** The `index`th place of `needle` in a text, in UTF-16 code units as an editor counts. */
export function placeOf(text: string, needle: string, index = 0): Position {
  let at = text.indexOf(needle);
  for (; index > 0 && at >= 0; index--) at = text.indexOf(needle, at + 1);
  if (at < 0) throw new Error(`no ${JSON.stringify(needle)} in the text`);
  const before = text.slice(0, at).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

export function uriOf(name: string): string {
  return name.includes(':') ? name : `file:///traces/${name}`;
}

/** Waits until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A folder for the files of a suite, from its first test to its last. */
export interface SuiteFolder {
  /** Path of a file in it; without a name its own. */
  path(name?: string): string;
  /** The same as a URI. */
  uri(name?: string): string;
  /** Writes a file and gives its path. */
  write(name: string, content: string | Uint8Array): string;
  /** Writes a file and gives its URI. */
  writeUri(name: string, content: string | Uint8Array): string;
}

/** Called in a `describe`: makes the folder before its tests and takes it away behind them. */
export function suiteFolder(): SuiteFolder {
  let folder: TemporaryFolder;
  before(() => (folder = new TemporaryFolder()));
  after(() => folder.remove());
  const inFolder = (name = ''): string => path.join(folder.path, name);
  return {
    path: inFolder,
    uri: (name) => pathToFileURL(inFolder(name)).href,
    write: (name, content) => folder.write(name, content),
    writeUri: (name, content) => pathToFileURL(folder.write(name, content)).href,
  };
}

/** A token as a person would name it. */
export interface NamedToken {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly type: string;
}

export interface OpenOptions {
  /** The section `ftrace`, as the client has it. */
  readonly settings?: unknown;
  /** How the server gets them: it asks (as of VS Code), it is told on each change, or once with `initialize`. */
  readonly style?: 'pull' | 'push' | 'initialization';
  /** Instead of those of an editor that can everything. */
  readonly capabilities?: ClientCapabilities;
  /** As VS Code's client says; false for other editors. */
  readonly commands?: boolean;
  /** What the server is: in this process, the bundle, or the command line's `lsp`. */
  readonly runs?: 'here' | 'server.js' | 'cli.js';
  /** The client answers each of the server's requests but that for settings with an error. */
  readonly refuses?: boolean;
  /** Path of the folder that is open. */
  readonly folder?: string;
  /** The bundle of the server's threads, where it is not the product's. */
  readonly threadFile?: string;
  /** Called before the settings are given. */
  readonly beforeSettings?: () => Promise<void>;
}

/** An editor that can everything. */
export const ABLE: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    semanticTokens: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } },
      resolveSupport: { properties: ['edit'] },
    },
  },
};

/** The bundle of the server's threads. */
export const THREAD_FILE = path.join(repositoryRoot, 'dist', 'traceWorker.js');

const running: Client[] = [];

/** Starts a server and makes friends with it. It ends with the test. */
export async function openServer(options: OpenOptions = {}): Promise<Client> {
  const { runs = 'here' } = options;
  const client = runs === 'here' ? inThisProcess(options) : asProcess(runs, options);
  running.push(client);
  await client.initialize();
  return client;
}

function inThisProcess(options: OpenOptions): Client {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const connectionOfServer = createConnection(
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  serve(connectionOfServer, options.threadFile ?? THREAD_FILE);
  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  return new Client(connection, options);
}

function asProcess(runs: 'server.js' | 'cli.js', options: OpenOptions): Client {
  const bundle = path.join(repositoryRoot, 'dist', runs);
  const args = runs === 'cli.js' ? ['lsp', '--stdio'] : ['--stdio'];
  const child = spawn(process.execPath, [bundle, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  return new Client(connection, options, child);
}

afterEach(() => {
  for (const client of running.splice(0)) client.dispose();
});

/** The server answers about a short trace while it parses 20 MB of another. */
export async function assertAnswersOthers(server: Client): Promise<void> {
  const events: string[] = [];
  server.open('a.trace', CALLS);
  await server.problems('a.trace');
  const text = bigTrace(20);
  server.open('big.trace', text);
  const big = server.hover('big.trace', placeOf(text, 'last_call')).then((hover) => {
    events.push('big');
    return hover;
  });
  const hover = await server.hoverText('a.trace', placeOf(CALLS, 'tcp_recv'));
  events.push('small');
  assert.match(hover, /`tcp_recv`/);
  assert.match(JSON.stringify(await big), /`last_call`/);
  assert.deepEqual(events, ['small', 'big']);
}

/** An editor, as far as a test needs one. Traces are called by name: `a.trace`, or by URI. */
export class Client {
  initialized!: InitializeResult;
  readonly diagnostics: PublishDiagnosticsParams[] = [];
  readonly messages: string[] = [];
  readonly logs: string[] = [];
  /** Methods of requests that the server sent, but those for settings. */
  readonly asked: string[] = [];
  readonly changed: ChangedParams[] = [];
  private settings: unknown;
  private readonly versions = new Map<string, number>();

  constructor(
    readonly connection: ProtocolConnection,
    private readonly options: OpenOptions,
    readonly process?: ChildProcess,
  ) {
    this.settings = options.settings;
    const answer = (method: string) => (): null => {
      this.asked.push(method);
      if (options.refuses === true) throw new Error(`this client has no ${method}`);
      return null;
    };
    for (const type of [SemanticTokensRefreshRequest.type, CodeLensRefreshRequest.type])
      connection.onRequest(type.method, answer(type.method));
    connection.onRequest(RegistrationRequest.method, answer(RegistrationRequest.method));
    connection.onRequest(ShowMessageRequest.method, answer(ShowMessageRequest.method));
    connection.onRequest(ConfigurationRequest.type, async ({ items }) => {
      await options.beforeSettings?.();
      return items.map(({ section }) => (section === 'ftrace' ? (this.settings ?? null) : null));
    });
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.diagnostics.push(params);
    });
    connection.onNotification(ShowMessageNotification.type, ({ message }) => {
      this.messages.push(message);
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.logs.push(message);
    });
    connection.onNotification(CHANGED_NOTIFICATION, (params: ChangedParams) => {
      this.changed.push(params);
    });
    connection.listen();
  }

  async initialize(): Promise<void> {
    const { style = 'pull', commands = true, capabilities = ABLE, folder } = this.options;
    const able: ClientCapabilities =
      style === 'pull'
        ? capabilities
        : {
            ...capabilities,
            workspace: { ...capabilities.workspace, configuration: false, didChangeConfiguration: {} },
          };
    this.initialized = await this.connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      workspaceFolders: folder === undefined ? null : [{ uri: pathToFileURL(folder).href, name: 'folder' }],
      capabilities: able,
      initializationOptions: {
        ...(commands ? { commands } : {}),
        ...(style === 'initialization' ? { settings: this.settings } : {}),
      },
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    if (style === 'push' && this.settings !== undefined) this.change(this.settings);
  }

  /** The user changes the settings. */
  change(settings: unknown): void {
    this.settings = settings;
    const told = this.options.style === 'push' ? { ftrace: settings } : null;
    void this.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: told });
  }

  open(name: string, text: string, languageId = 'ftrace'): void {
    const uri = uriOf(name);
    this.versions.set(uri, 1);
    void this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  edit(name: string, ...contentChanges: TextDocumentContentChangeEvent[]): void {
    const uri = uriOf(name);
    const version = this.versions.get(uri)! + 1;
    this.versions.set(uri, version);
    void this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  /** Writes `text` before line `line`. */
  insert(name: string, line: number, text: string): void {
    const start = { line, character: 0 };
    this.edit(name, { range: { start, end: start }, text });
  }

  close(name: string): void {
    void this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: uriOf(name) },
    });
  }

  hover(name: string, position: Position): Promise<Hover | null> {
    return this.connection.sendRequest(HoverRequest.type, { textDocument: { uri: uriOf(name) }, position });
  }

  /** The Markdown of a hover; empty where there is none. */
  async hoverText(name: string, position: Position): Promise<string> {
    const hover = await this.hover(name, position);
    if (hover === null) return '';
    const { contents } = hover;
    return typeof contents === 'object' && 'kind' in contents ? contents.value : 'not Markdown';
  }

  async lenses(name: string): Promise<CodeLens[]> {
    return (
      (await this.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: uriOf(name) } })) ?? []
    );
  }

  resolve(lens: CodeLens): Promise<CodeLens> {
    return this.connection.sendRequest(CodeLensResolveRequest.type, lens);
  }

  /** The texts of all lenses: `line: text`. */
  async lensTexts(name: string): Promise<string[]> {
    const texts: string[] = [];
    for (const lens of await this.lenses(name)) {
      const { command } = lens.command === undefined ? await this.resolve(lens) : lens;
      texts.push(`${lens.range.start.line}: ${command?.title}`);
    }
    return texts;
  }

  /** The quick fixes of some of the problems. */
  async fixes(
    name: string,
    diagnostics: readonly Diagnostic[],
    context: Partial<CodeActionContext> = {},
  ): Promise<CodeAction[]> {
    const [first] = diagnostics;
    const actions = await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: uriOf(name) },
      range: first?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { ...context, diagnostics: [...diagnostics] },
    });
    return (actions ?? []) as CodeAction[];
  }

  resolveFix(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest(CodeActionResolveRequest.type, action);
  }

  async folds(name: string): Promise<FoldingRange[]> {
    return (
      (await this.connection.sendRequest(FoldingRangeRequest.type, {
        textDocument: { uri: uriOf(name) },
      })) ?? []
    );
  }

  async symbols(name: string): Promise<DocumentSymbol[]> {
    const symbols = await this.connection.sendRequest(DocumentSymbolRequest.type, {
      textDocument: { uri: uriOf(name) },
    });
    return (symbols ?? []) as DocumentSymbol[];
  }

  async definition(name: string, position: Position): Promise<Location | null> {
    const params = { textDocument: { uri: uriOf(name) }, position };
    return (await this.connection.sendRequest(DefinitionRequest.type, params)) as Location | null;
  }

  references(name: string, position: Position): Promise<Location[] | null> {
    return this.connection.sendRequest(ReferencesRequest.type, {
      textDocument: { uri: uriOf(name) },
      position,
      context: { includeDeclaration: true },
    });
  }

  highlights(name: string, position: Position): Promise<DocumentHighlight[] | null> {
    return this.connection.sendRequest(DocumentHighlightRequest.type, {
      textDocument: { uri: uriOf(name) },
      position,
    });
  }

  rawTokens(name: string, range?: Range): Promise<SemanticTokens | null> {
    const textDocument = { uri: uriOf(name) };
    return range === undefined
      ? this.connection.sendRequest(SemanticTokensRequest.type, { textDocument })
      : this.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range });
  }

  async tokens(name: string, range?: Range): Promise<NamedToken[]> {
    const { data = [] } = (await this.rawTokens(name, range)) ?? {};
    const tokens: NamedToken[] = [];
    let line = 0;
    let from = 0;
    for (let at = 0; at < data.length; at += 5) {
      line += data[at]!;
      from = data[at]! > 0 ? data[at + 1]! : from + data[at + 1]!;
      tokens.push({ line, from, to: from + data[at + 2]!, type: CATEGORY_TOKEN_TYPES[data[at + 3]!]! });
    }
    return tokens;
  }

  /** `name type` of each token, as its text says. */
  async tokenTexts(name: string, text: string, range?: Range): Promise<string[]> {
    const lines = text.split('\n');
    return (await this.tokens(name, range)).map(
      ({ line, from, to, type }) => `${lines[line]!.slice(from, to)} ${type}`,
    );
  }

  compare(left: string, right: string): Promise<CompareResult> {
    return this.connection.sendRequest(COMPARE_REQUEST, { left: uriOf(left), right: uriOf(right) });
  }

  functions(name: string, category?: string): Promise<FunctionsResult> {
    return this.connection.sendRequest(FUNCTIONS_REQUEST, { uri: uriOf(name), category });
  }

  /** What the Problems panel shows for a trace, as soon as its newest version has been parsed. */
  async problems(name: string): Promise<readonly Diagnostic[]> {
    const uri = uriOf(name);
    const wanted = this.versions.get(uri);
    await until(() => this.diagnostics.some((shown) => shown.uri === uri && shown.version === wanted));
    return this.diagnostics.filter((shown) => shown.uri === uri).at(-1)!.diagnostics;
  }

  /** Ends a server that is a process, as an editor does; gives its exit code. */
  async shutdown(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process!.once('exit', resolve));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    return ended;
  }

  dispose(): void {
    this.connection.dispose();
    this.process?.kill();
  }
}
