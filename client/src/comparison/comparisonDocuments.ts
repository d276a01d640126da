import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CHANGED_NOTIFICATION,
  COMPARE_REQUEST,
  type ChangedParams,
  type CompareParams,
  type CompareResult,
  type ListingResult,
} from '../../../server/src/protocol/requests';
import { revealFunction, functionPlace } from '../reveal';
import { baseName } from '../traceFiles';

const SCHEME = 'ftrace-compare';
/** Id of the listings' language, as in package.json. */
const LANGUAGE = 'ftrace-comparison';
/** A function's line in a listing: sign, number of calls, name. */
const FUNCTION_LINE = /^( {2}[-+~=] +[\d,]+ {2})(\S+)$/;

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
  private readonly listings = new Map<string, Promise<ListingResult>>();
  private readonly disposables: vscode.Disposable[];

  /** `paint` colours the names of a listing; it is told when there are new ones. */
  constructor(
    private readonly client: LanguageClient,
    private readonly paint: (
      document: vscode.TextDocument,
      names: ReadonlyMap<number, vscode.Range[]>,
    ) => void,
  ) {
    const selector = { scheme: SCHEME };
    this.disposables = [
      this.changed,
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
        if (uri.scheme === SCHEME && !isOpen(uri)) this.listings.delete(uri.toString());
      }),
      vscode.commands.registerCommand('ftrace.goToFirstCall', (uri: unknown, line: unknown, name: unknown) =>
        typeof uri === 'string' && typeof line === 'number' && typeof name === 'string'
          ? revealFunction(vscode.Uri.parse(uri), line, name)
          : undefined,
      ),
      client.onNotification(CHANGED_NOTIFICATION, ({ uri }: ChangedParams) => this.refresh(uri)),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Opens the diff editor on two traces, or says why it cannot. */
  async show(left: vscode.Uri, right: vscode.Uri): Promise<void> {
    try {
      await Promise.all([left, right].map(openIfElsewhere));
      const params = { left: this.wire(left), right: this.wire(right) };
      const { left: leftListing, right: rightListing } = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Window,
          title: `Comparing ${baseName(left)} and ${baseName(right)}`,
        },
        () => this.client.sendRequest<CompareResult>(COMPARE_REQUEST, params),
      );
      await vscode.commands.executeCommand(
        'vscode.diff',
        this.keep({ ...params, side: 'left' }, leftListing),
        this.keep({ ...params, side: 'right' }, rightListing),
        `${leftListing.name} ↔ ${rightListing.name} (functions)`,
        // At the summary: without a selection VS Code goes to the first difference.
        { preview: false, selection: new vscode.Range(0, 0, 0, 0) },
      );
    } catch (error) {
      void vscode.window.showErrorMessage(`Cannot compare: ${messageOf(error)}`);
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      return (await this.listing(uri)).text;
    } catch (error) {
      return `# ${messageOf(error)}\n`;
    }
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Location | undefined> {
    const line = (await this.listing(document.uri)).targets[position.line] ?? -1;
    const name = nameRange(document, position.line);
    if (line < 0 || name === undefined) return undefined;
    const trace = this.trace(document.uri);
    return new vscode.Location(trace, await functionPlace(trace, line, document.getText(name)));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const trace = this.trace(document.uri);
    return (await this.listing(document.uri)).targets.flatMap((target, line) => {
      const name = nameRange(document, line);
      if (target < 0 || name === undefined) return [];
      const title = `first call: line ${(target + 1).toLocaleString('en')}`;
      const args = [trace.toString(), target, document.getText(name)];
      return [new vscode.CodeLens(name, { title, command: 'ftrace.goToFirstCall', arguments: args })];
    });
  }

  /** The listing of a document: the one that was shown, or, after a change or a reload, asked for again. */
  private listing(uri: vscode.Uri): Promise<ListingResult> {
    const key = uri.toString();
    let listing = this.listings.get(key);
    if (listing === undefined) {
      const side = parseSide(uri);
      listing = this.client
        .sendRequest<CompareResult>(COMPARE_REQUEST, side satisfies CompareParams)
        .then((result) => result[side.side]);
      this.listings.set(key, listing);
      // What failed may work the next time: the file is there again, the trace has text again.
      listing.catch(() => this.listings.delete(key));
    }
    return listing;
  }

  private keep(side: Side, listing: ListingResult): vscode.Uri {
    // Not the trace's own name alone: its ending would make the listing a trace.
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${listing.name} functions`,
      query: JSON.stringify(side),
    });
    this.listings.set(uri.toString(), Promise.resolve(listing));
    // A comparison may be shown again after its traces have changed.
    this.changed.fire(uri);
    return uri;
  }

  /** The numbers of a trace, or of all, have changed: so have the comparisons that are on the screen. */
  private refresh(trace: string | undefined): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme !== SCHEME) continue;
      const { left, right } = parseSide(uri);
      if (trace !== undefined && trace !== left && trace !== right) continue;
      this.listings.delete(uri.toString());
      this.changed.fire(uri);
    }
  }

  /** Colours the names in a listing by category, as in the traces. */
  private async colour(document: vscode.TextDocument): Promise<void> {
    const listing = await this.listing(document.uri).catch(() => undefined);
    if (listing === undefined) return;
    const names = new Map<number, vscode.Range[]>();
    listing.tokenTypes.forEach((type, line) => {
      const name = type < 0 || line >= document.lineCount ? undefined : nameRange(document, line);
      if (name !== undefined) names.set(type, [...(names.get(type) ?? []), name]);
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

function parseSide(uri: vscode.Uri): Side {
  return JSON.parse(uri.query) as Side;
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The server reads files itself; a trace of a virtual workspace it can only get through the editor. */
async function openIfElsewhere(uri: vscode.Uri): Promise<void> {
  if (uri.scheme !== 'file') await vscode.workspace.openTextDocument(uri);
}
