import * as vscode from 'vscode';
import {
  CALL_TREE_ALIGN_REQUEST,
  CALL_TREE_LISTING_REQUEST,
  type CallListing,
  type CallPlace,
  type CallTreeAlignParams,
  type CallTreeAlignResult,
  type CallTreeListingParams,
} from '../../../server/src/protocol/callTree';
import { textUri } from '../compressedFiles';
import { messageOf, notice } from '../notice';
import { functionPlace } from '../reveal';
import type { TraceClient } from '../traceClient';
import { baseName } from '../traceFiles';

const SCHEME = 'ftrace-calls';
/** A call's line in a listing: indentation or a sign, then the function. */
const CALL_LINE = /^(?: +|[-+~=] +)([^\s(]+)/;
/** Traces change several at a time: a listing waits for the others. */
const COALESCE_MS = 200;

/** What a document is the listing of: all calls of a trace, or one side of two calls. Kept in the URI's query. */
type Listed =
  { readonly trace: string } | { readonly pair: CallTreeAlignParams; readonly side: 'left' | 'right' };

/**
 * Calls as documents for VS Code's own diff editor: those of whole traces, or two calls side by side. Their text comes from
 * the server; hovers and definitions are those of the call in the trace. They follow their traces and settings.
 */
export class CallTreeDocuments
  implements
    vscode.TextDocumentContentProvider,
    vscode.DefinitionProvider,
    vscode.HoverProvider,
    vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** What was shown last, by URI of the document; both sides of a pair have the same. */
  private readonly listings = new Map<string, Promise<CallListing>>();
  private readonly stale = new Set<string | undefined>();
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly client: TraceClient) {
    const selector = { scheme: SCHEME };
    this.disposables = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.languages.registerDefinitionProvider(selector, this),
      vscode.languages.registerHoverProvider(selector, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.listings.delete(uri.toString());
      }),
      client.onDidChangeNumbers(({ uri }) => this.refreshSoon(uri)),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Opens the diff editor on the calls of two traces, or says why it cannot. */
  async showTraces(left: vscode.Uri, right: vscode.Uri): Promise<void> {
    const listed = [left, right].map((trace): Listed => ({ trace: this.wire(trace) }));
    await this.show([left, right], listed, 'calls', `${sideNames(left, right).join(' ↔ ')} (call tree)`);
  }

  /** Opens the diff editor on two calls. */
  async showPair(left: CallPlace, right: CallPlace, name: string): Promise<void> {
    const traces = [left, right].map(({ uri }) => this.client.protocol2CodeConverter.asUri(uri));
    const pair = { left, right };
    const pairLines = [left.line + 1, right.line + 1];
    const listed = (['left', 'right'] as const).map((side): Listed => ({ pair, side }));
    const files = sideNames(traces[0]!, traces[1]!).map((file, side) => `${file}:${pairLines[side]}`);
    await this.show(traces, listed, name, `${name}: ${files.join(' ↔ ')}`);
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
    return (await this.target(document, position))?.location;
  }

  /** The hover of the call in its trace. */
  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const target = await this.target(document, position);
    if (target === undefined) return undefined;
    const { uri, range } = target.location;
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      range.start,
    );
    const contents = hovers.flatMap((hover) => hover.contents);
    return contents.length === 0 ? undefined : new vscode.Hover(contents, target.name);
  }

  private async show(
    traces: readonly vscode.Uri[],
    listed: readonly Listed[],
    what: string,
    title: string,
  ): Promise<void> {
    const [left, right] = listed.map((one, side) =>
      // Not the trace's own name alone: its ending would make the listing a trace.
      vscode.Uri.from({ scheme: SCHEME, path: `/${baseName(traces[side]!)} ${what}`, query: JSON.stringify(one) }),
    ) as [vscode.Uri, vscode.Uri]; // prettier-ignore
    const progress = { location: vscode.ProgressLocation.Window, title: notice(`Comparing ${title}`) };
    try {
      await vscode.window.withProgress(progress, async () => {
        for (const trace of traces)
          if (trace.scheme !== 'file') await vscode.workspace.openTextDocument(trace);
        for (const uri of [left, right]) {
          this.listings.delete(uri.toString());
          await this.listing(uri);
          this.changed.fire(uri);
        }
      });
      await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: false });
    } catch (error) {
      void vscode.window.showErrorMessage(notice(`Cannot compare: ${messageOf(error)}`));
    }
  }

  /** Where the call of a line is, and where its function's name stands in the listing. */
  private async target(
    document: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<{ location: vscode.Location; name: vscode.Range } | undefined> {
    const match = CALL_LINE.exec(document.lineAt(line).text);
    if (match === null) return undefined;
    const [start, name] = [match[0].length - match[1]!.length, match[1]!];
    const range = new vscode.Range(line, start, line, start + name.length);
    if (!range.contains(new vscode.Position(line, character))) return undefined;
    const at = (await this.listing(document.uri)).targets[line] ?? -1;
    if (at < 0) return undefined;
    const trace = textUri(this.trace(document.uri));
    return { location: new vscode.Location(trace, await functionPlace(trace, at, name)), name: range };
  }

  private listing(uri: vscode.Uri): Promise<CallListing> {
    const key = uri.toString();
    let listing = this.listings.get(key);
    if (listing === undefined) {
      listing = this.ask(parseListed(uri));
      this.listings.set(key, listing);
      // What failed may work the next time.
      listing.catch(() => this.listings.delete(key));
    }
    return listing;
  }

  private async ask(listed: Listed): Promise<CallListing> {
    if ('trace' in listed) {
      const params: CallTreeListingParams = { uri: listed.trace };
      return this.client.sendRequest<CallListing>(CALL_TREE_LISTING_REQUEST, params);
    }
    const both = await this.client.sendRequest<CallTreeAlignResult>(CALL_TREE_ALIGN_REQUEST, listed.pair);
    return both[listed.side];
  }

  /** The calls of a trace, or of all, have changed, or how they are shown. */
  private refreshSoon(trace: string | undefined): void {
    if (this.stale.size === 0) setTimeout(() => this.refresh(), COALESCE_MS);
    this.stale.add(trace);
  }

  private refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme !== SCHEME) continue;
      const traces = tracesOf(parseListed(uri));
      if (![undefined, ...traces].some((trace) => this.stale.has(trace))) continue;
      this.listings.delete(uri.toString());
      this.changed.fire(uri);
    }
    this.stale.clear();
  }

  private trace(uri: vscode.Uri): vscode.Uri {
    const listed = parseListed(uri);
    const trace = 'trace' in listed ? listed.trace : listed.pair[listed.side].uri;
    return this.client.protocol2CodeConverter.asUri(trace);
  }

  private wire(uri: vscode.Uri): string {
    return this.client.code2ProtocolConverter.asUri(uri);
  }
}

/** Names of the files; with their folders where the names are the same. */
function sideNames(left: vscode.Uri, right: vscode.Uri): [string, string] {
  const name =
    baseName(left) === baseName(right) && left.toString() !== right.toString() ? folderName : baseName;
  return [name(left), name(right)];
}

function folderName(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}

function parseListed(uri: vscode.Uri): Listed {
  return JSON.parse(uri.query) as Listed;
}

function tracesOf(listed: Listed): string[] {
  return 'trace' in listed ? [listed.trace] : [listed.pair.left.uri, listed.pair.right.uri];
}
