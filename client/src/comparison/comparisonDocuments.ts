import * as vscode from 'vscode';
import {
  CATEGORY_TOKEN_TYPES,
  type CompareParams,
  type CompareResult,
  type ListingResult,
} from '../../../server/src/protocol/requests';
import { textUri } from '../compressedFiles';
import { messageOf, notice } from '../notice';
import { revealFunction, functionPlace } from '../reveal';
import type { TraceClient } from '../traceClient';
import { baseName, isOpen } from '../traceFiles';
import { Comparisons } from './comparisons';

const SCHEME = 'ftrace-compare';
/** Id of the listings' language, as in package.json. */
const LANGUAGE = 'ftrace-comparison';
/** A function's line in a listing: sign, number of calls, name. */
const FUNCTION_LINE = /^( {2}[-+~=] +[\d,]+ {2})(\S+)$/;
/** Traces change several at a time: a comparison waits for the others. */
const COALESCE_MS = 200;
/** What takes longer says so. */
const PATIENCE_MS = 1000;

/** The traces of a comparison, and which of them a document is the listing of. Kept in the URI's query. */
interface Side {
  readonly left: string;
  readonly right: string;
  readonly side: 'left' | 'right';
}

/**
 * The two documents of a comparison, for VS Code's own diff editor. Their text comes from the server; from each function
 * a definition and a lens lead to its first call in the trace. They follow their traces and the rules.
 */
export class ComparisonDocuments
  implements
    vscode.TextDocumentContentProvider,
    vscode.DefinitionProvider,
    vscode.CodeLensProvider,
    vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.lensesChanged.event;
  private readonly comparisons: Comparisons;
  /** The traces that have changed since the last refresh; undefined stands for all. */
  private readonly stale = new Set<string | undefined>();
  /** The comparisons that are about to have documents. */
  private readonly opening = new Set<CompareParams>();
  private readonly disposables: vscode.Disposable[];

  /** `paint` colours the names of a listing; it is told when there are new ones. */
  constructor(
    private readonly client: TraceClient,
    private readonly paint: (
      document: vscode.TextDocument,
      names: ReadonlyMap<number, vscode.Range[]>,
    ) => void,
  ) {
    const selector = { scheme: SCHEME };
    this.comparisons = new Comparisons(client, (pair) => this.isShown(pair));
    this.disposables = [
      this.changed,
      this.lensesChanged,
      this.comparisons,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.languages.registerDefinitionProvider(selector, this),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.uri.scheme !== SCHEME) return;
        if (document.languageId === LANGUAGE) void this.colour(document);
        else void vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === SCHEME) void this.colour(document);
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) if (document.uri.scheme === SCHEME) void this.colour(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        // A change of language closes and opens again: only a document that stays away is forgotten.
        if (uri.scheme !== SCHEME) return;
        const pair = parseSide(uri);
        setTimeout(() => this.comparisons.forgetUnlessShown(pair));
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('ftrace.codeLens')) this.lensesChanged.fire();
      }),
      vscode.commands.registerCommand('ftrace.goToFirstCall', (listing: unknown, name: unknown) =>
        typeof listing === 'string' && typeof name === 'string'
          ? this.goToFirstCall(vscode.Uri.parse(listing), name)
          : undefined,
      ),
      client.onDidChangeNumbers(({ uri }) => this.refreshSoon(uri)),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Opens the diff editor on two traces, or says why it cannot. */
  async show(left: vscode.Uri, right: vscode.Uri): Promise<void> {
    try {
      await Promise.all([left, right].map(openIfElsewhere));
      const pair = { left: this.wire(left), right: this.wire(right) };
      await this.whileOpening(pair, () =>
        this.open(pair, `Comparing ${baseName(left)} and ${baseName(right)}`),
      );
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      void vscode.window.showErrorMessage(notice(`Cannot compare: ${messageOf(error)}`));
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      const listing = (): Promise<ListingResult> => this.listing(uri);
      return (await (isOpen(uri) ? listing() : this.whileOpening(parseSide(uri), listing))).text;
    } catch (error) {
      return `# ${messageOf(error)}\n`;
    }
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Location | undefined> {
    const range = nameRange(document, position.line);
    if (range === undefined) return undefined;
    const name = document.getText(range);
    const line = await this.firstCall(document.uri, name);
    if (line === undefined) return undefined;
    const trace = textUri(this.trace(document.uri));
    return new vscode.Location(trace, await functionPlace(trace, line, name));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const settings = vscode.workspace.getConfiguration('ftrace.codeLens', this.trace(document.uri));
    if (!settings.get('enabled', true)) return [];
    const ranges = nameRanges(document);
    // Without names it is the reason why there is no comparison: not to be asked for again.
    if (ranges.length === 0) return [];
    const called = firstCalls(await this.listing(document.uri));
    return ranges
      .filter((range) => called.has(document.getText(range)))
      .slice(0, settings.get('maximum'))
      .map((range) => {
        // Its line is looked up at the click: an edit of the trace may move it, and leave the listing as it is.
        const args = [document.uri.toString(), document.getText(range)];
        const command = { title: 'first call', command: 'ftrace.goToFirstCall', arguments: args };
        return new vscode.CodeLens(range, command);
      });
  }

  private async goToFirstCall(listing: vscode.Uri, name: string): Promise<void> {
    const line = await this.firstCall(listing, name);
    if (line !== undefined) await revealFunction(this.trace(listing), line, name);
  }

  /** Line of a function's first call in the trace of a listing, as it is now. */
  private async firstCall(listing: vscode.Uri, name: string): Promise<number | undefined> {
    this.refresh();
    return firstCalls(await this.listing(listing)).get(name);
  }

  /** The listing of a document: the one that was shown, or, after a change or a reload, asked for again. */
  private async listing(uri: vscode.Uri): Promise<ListingResult> {
    const side = parseSide(uri);
    return (await this.comparisons.get(side))[side.side];
  }

  private async open(pair: CompareParams, title: string): Promise<void> {
    const result = await this.compare(pair, title);
    // A comparison may be shown again after its traces have changed.
    for (const { uri } of documentsOf(pair)) this.changed.fire(uri);
    await vscode.commands.executeCommand(
      'vscode.diff',
      listingUri(result.left, { ...pair, side: 'left' }),
      listingUri(result.right, { ...pair, side: 'right' }),
      `${result.left.name} ↔ ${result.right.name} (functions)`,
      // At the summary: without a selection VS Code goes to the first difference.
      { preview: false, selection: new vscode.Range(0, 0, 0, 0) },
    );
  }

  /** Does something for documents that are not open yet: the end of older ones must not end their comparison. */
  private async whileOpening<T>(pair: CompareParams, work: () => Promise<T>): Promise<T> {
    const opening = { ...pair };
    this.opening.add(opening);
    try {
      return await work();
    } finally {
      this.opening.delete(opening);
    }
  }

  private isShown(pair: CompareParams): boolean {
    return documentsOf(pair).length > 0 || [...this.opening].some((opening) => isSamePair(opening, pair));
  }

  /** Compares anew; if that takes long, says so, and can be cancelled. */
  private async compare(pair: CompareParams, title: string): Promise<CompareResult> {
    this.comparisons.renew([pair]);
    const result = this.comparisons.get(pair);
    if (await isSettledWithin(result, PATIENCE_MS)) return result;
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: notice(title), cancellable: true },
      (_, token) => {
        token.onCancellationRequested(() => this.comparisons.cancel(pair));
        return result;
      },
    );
  }

  /** The numbers of a trace, or of all, have changed. */
  private refreshSoon(trace: string | undefined): void {
    if (this.stale.size === 0) setTimeout(() => this.refresh(), COALESCE_MS);
    this.stale.add(trace);
  }

  /** Compares anew, once for each pair, what is open and has changed. */
  private refresh(): void {
    if (this.stale.size === 0) return;
    const documents = comparisonDocuments().filter(({ uri }) => {
      const { left, right } = parseSide(uri);
      return [undefined, left, right].some((trace) => this.stale.has(trace));
    });
    this.stale.clear();
    this.comparisons.renew(documents.map(({ uri }) => parseSide(uri)));
    for (const document of documents) {
      this.changed.fire(document.uri);
      // New rules may leave the text as it is.
      void this.colour(document);
    }
  }

  /** Colours the names in a listing by category, as in the traces. */
  private async colour(document: vscode.TextDocument): Promise<void> {
    const side = parseSide(document.uri);
    const listing = (await this.comparisons.known(side))?.[side.side];
    if (listing === undefined) return;
    const names = new Map<number, vscode.Range[]>(CATEGORY_TOKEN_TYPES.map((_, type) => [type, []]));
    listing.tokenTypes.forEach((type, line) => {
      const name = type < 0 || line >= document.lineCount ? undefined : nameRange(document, line);
      if (name !== undefined) names.get(type)?.push(name);
    });
    this.paint(document, names);
  }

  private trace(uri: vscode.Uri): vscode.Uri {
    const side = parseSide(uri);
    return this.client.protocol2CodeConverter.asUri(side[side.side]);
  }

  private wire(uri: vscode.Uri): string {
    return this.client.code2ProtocolConverter.asUri(uri);
  }
}

/** Where the name of a function stands on a line of a listing. */
function nameRange(document: vscode.TextDocument, line: number): vscode.Range | undefined {
  const [, before = '', name = ''] = FUNCTION_LINE.exec(document.lineAt(line).text) ?? [];
  return name === '' ? undefined : new vscode.Range(line, before.length, line, before.length + name.length);
}

function nameRanges(document: vscode.TextDocument): vscode.Range[] {
  return Array.from({ length: document.lineCount }, (_, line) => nameRange(document, line) ?? []).flat();
}

function parseSide(uri: vscode.Uri): Side {
  return JSON.parse(uri.query) as Side;
}

/** The documents of all comparisons. */
function comparisonDocuments(): vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === SCHEME);
}

/** The documents of one comparison. */
function documentsOf(pair: CompareParams): vscode.TextDocument[] {
  return comparisonDocuments().filter(({ uri }) => isSamePair(parseSide(uri), pair));
}

function isSamePair(a: CompareParams, b: CompareParams): boolean {
  return a.left === b.left && a.right === b.right;
}

function listingUri({ name }: ListingResult, side: Side): vscode.Uri {
  // Not the trace's own name alone: its ending would make the listing a trace.
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name} functions`, query: JSON.stringify(side) });
}

/** By name of a function: line of its first call in the trace. */
function firstCalls({ text, targets }: ListingResult): Map<string, number> {
  const calls = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    const name = FUNCTION_LINE.exec(line)?.[2];
    const target = targets[index] ?? -1;
    if (name !== undefined && target >= 0) calls.set(name, target);
  });
  return calls;
}

async function isSettledWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, new Promise<boolean>((resolve) => setTimeout(resolve, ms, false))]);
}

/** The server reads files itself; a trace of a virtual workspace it can only get through the editor. */
async function openIfElsewhere(uri: vscode.Uri): Promise<void> {
  if (uri.scheme !== 'file') await vscode.workspace.openTextDocument(uri);
}
