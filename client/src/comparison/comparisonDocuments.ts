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
import { revealLine } from '../listFunctions';
import { baseName } from '../traceFiles';

const SCHEME = 'ftrace-compare';
/** Id of the listings' language, as in package.json. */
const LANGUAGE = 'ftrace-comparison';

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
  private readonly listings = new Map<string, ListingResult>();
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly client: LanguageClient) {
    const selector = { scheme: SCHEME };
    this.disposables = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.languages.registerDefinitionProvider(selector, this),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.uri.scheme === SCHEME && document.languageId !== LANGUAGE) {
          void vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        // A change of language closes and opens again: only a document that stays away is forgotten.
        if (document.uri.scheme === SCHEME && document.isClosed && !isOpen(document.uri)) {
          this.listings.delete(document.uri.toString());
        }
      }),
      vscode.commands.registerCommand('ftrace.goToFirstCall', (uri: unknown, line: unknown) =>
        typeof uri === 'string' && typeof line === 'number'
          ? revealLine(vscode.Uri.parse(uri), line)
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
      void vscode.window.showErrorMessage(
        `Cannot compare: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      return (await this.listing(uri)).text;
    } catch (error) {
      return `# ${error instanceof Error ? error.message : String(error)}\n`;
    }
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Location | undefined> {
    const line = (await this.listing(document.uri)).targets[position.line] ?? -1;
    return line < 0 ? undefined : new vscode.Location(this.trace(document.uri), new vscode.Position(line, 0));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const trace = this.trace(document.uri);
    return (await this.listing(document.uri)).targets.flatMap((target, line) =>
      target < 0
        ? []
        : [
            new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
              title: `first call: line ${(target + 1).toLocaleString('en')}`,
              command: 'ftrace.goToFirstCall',
              arguments: [trace.toString(), target],
            }),
          ],
    );
  }

  /** The listing of a document: the one that was shown, or, after a reload of the window, asked for again. */
  private async listing(uri: vscode.Uri): Promise<ListingResult> {
    const known = this.listings.get(uri.toString());
    if (known !== undefined) return known;
    const side = parseSide(uri);
    const result = await this.client.sendRequest<CompareResult>(
      COMPARE_REQUEST,
      side satisfies CompareParams,
    );
    this.listings.set(uri.toString(), result[side.side]);
    return result[side.side];
  }

  private keep(side: Side, listing: ListingResult): vscode.Uri {
    // Not the trace's own name alone: its ending would make the listing a trace.
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${listing.name} functions`,
      query: JSON.stringify(side),
    });
    this.listings.set(uri.toString(), listing);
    // A comparison may be shown again after its traces have changed.
    this.changed.fire(uri);
    return uri;
  }

  private refresh(uri: string | undefined): void {
    for (const key of [...this.listings.keys()]) {
      const document = vscode.Uri.parse(key);
      const { left, right } = parseSide(document);
      if (uri !== undefined && uri !== left && uri !== right) continue;
      this.listings.delete(key);
      this.changed.fire(document);
    }
  }

  private trace(uri: vscode.Uri): vscode.Uri {
    const side = parseSide(uri);
    return this.client.protocol2CodeConverter.asUri(side[side.side]);
  }

  private wire(uri: vscode.Uri): string {
    return this.client.code2ProtocolConverter.asUri(uri);
  }
}

function parseSide(uri: vscode.Uri): Side {
  return JSON.parse(uri.query) as Side;
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

/** The server reads files itself; a trace of a virtual workspace it can only get through the editor. */
async function openIfElsewhere(uri: vscode.Uri): Promise<void> {
  if (uri.scheme !== 'file') await vscode.workspace.openTextDocument(uri);
}
