import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { CATEGORY_TOKEN_TYPES } from '../../server/src/protocol/requests';
import { NameTokens } from './nameTokens';
import { TRACE_LANGUAGE } from './traceFiles';

/** Up to here all names of a trace are coloured at once: sticky scroll shows callers from far above the screen. */
const MAX_PAINTED_WHOLE = 20_000;
/** In longer traces, the lines above and below the screen that are coloured too. */
const MARGIN_LINES = 1000;
/** How many ranges of a trace are kept that is coloured by range: each of its editors shows another one. */
const MAX_RANGES = 8;
const NO_TOKENS = new Uint32Array();

/** What the server gave for one version of a document. */
interface Known {
  readonly version: number;
  /** All tokens of the document are known, in one piece. */
  readonly full: boolean;
  /** The newest first: it counts where two of them have the same line. */
  readonly pieces: readonly NameTokens[];
}

/** What an editor shows: these tokens on these lines. */
interface Painted {
  readonly known: Known;
  readonly first: number;
  readonly last: number;
}

/**
 * Colours function names with the extension's theme colours (ftrace.category.*). Semantic tokens alone could not: they
 * take their colours from the theme, never from a contributed colour. So this listens to the server's tokens on their
 * way to the editor, and lays the colour over the names that are on the screen.
 */
export class CategoryColours implements vscode.Disposable {
  private readonly types = CATEGORY_TOKEN_TYPES.map((type) =>
    vscode.window.createTextEditorDecorationType({ color: new vscode.ThemeColor(`ftrace.category.${type}`) }),
  );
  private readonly known = new WeakMap<vscode.TextDocument, Known>();
  private readonly painted = new WeakMap<vscode.TextEditor, Painted>();
  private readonly listeners: vscode.Disposable[];

  constructor() {
    this.listeners = [
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.paint(textEditor)),
      vscode.window.onDidChangeVisibleTextEditors((editors) =>
        editors.forEach((editor) => this.paint(editor)),
      ),
      // A document that changes its language opens again.
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.languageId !== TRACE_LANGUAGE && this.known.delete(document))
          this.paintNames(document, new Map());
      }),
    ];
  }

  /** For the language client: takes a look at each answer with tokens. */
  readonly middleware: Middleware = {
    provideDocumentSemanticTokens: async (document, token, next) => {
      const { version } = document;
      const tokens = await next(document, token);
      if (!token.isCancellationRequested && isCurrent(document, version))
        this.take(document, { version, full: true, pieces: [new NameTokens(tokens?.data ?? NO_TOKENS)] });
      return tokens;
    },
    provideDocumentRangeSemanticTokens: async (document, range, token, next) => {
      const { version } = document;
      const tokens = await next(document, range, token);
      if (!token.isCancellationRequested && isCurrent(document, version))
        this.takeRange(document, new NameTokens(tokens?.data ?? NO_TOKENS, range.start.line, range.end.line));
      return tokens;
    },
  };

  /** Colours names of any document in all editors that show it: ranges by index in CATEGORY_TOKEN_TYPES. */
  paintNames(document: vscode.TextDocument, names: ReadonlyMap<number, vscode.Range[]>): void {
    for (const editor of editorsOf(document))
      this.types.forEach((type, index) => editor.setDecorations(type, names.get(index) ?? []));
  }

  dispose(): void {
    for (const disposable of [...this.listeners, ...this.types]) disposable.dispose();
  }

  private takeRange(document: vscode.TextDocument, piece: NameTokens): void {
    const { version } = document;
    const known = this.known.get(document);
    const same = known?.version === version;
    if (same && known.full) return;
    const pieces = [piece, ...(same ? known.pieces : [])].slice(0, MAX_RANGES);
    this.take(document, { version, full: false, pieces });
  }

  private take(document: vscode.TextDocument, known: Known): void {
    this.known.set(document, known);
    for (const editor of editorsOf(document)) this.paint(editor);
  }

  private paint(editor: vscode.TextEditor): void {
    const known = this.known.get(editor.document);
    if (known === undefined || !isCurrent(editor.document, known.version)) return;
    const shown = editor.visibleRanges;
    const top = Math.min(...shown.map((range) => range.start.line));
    const bottom = Math.max(...shown.map((range) => range.end.line));
    const painted = this.painted.get(editor);
    if (painted?.known === known && painted.first <= top && painted.last >= bottom) return;
    const whole = known.full && known.pieces[0]!.count <= MAX_PAINTED_WHOLE;
    const first = whole ? 0 : top - MARGIN_LINES;
    const last = whole ? Infinity : bottom + MARGIN_LINES;
    this.painted.set(editor, { known, first, last });
    const ranges = rangesByType(known.pieces, first, last);
    this.types.forEach((type, index) => editor.setDecorations(type, ranges[index]!));
  }
}

/** Where the names are on some lines, by index in CATEGORY_TOKEN_TYPES. */
function rangesByType(pieces: readonly NameTokens[], first: number, last: number): vscode.Range[][] {
  const ranges: vscode.Range[][] = CATEGORY_TOKEN_TYPES.map(() => []);
  pieces.forEach((piece, index) => {
    const newer = pieces.slice(0, index);
    for (const { line, from, to, type } of piece.between(first, last)) {
      if (!newer.some((other) => other.covers(line)))
        ranges[type]?.push(new vscode.Range(line, from, line, to));
    }
  });
  return ranges;
}

/** The document is a trace still, and has not been edited since. */
function isCurrent(document: vscode.TextDocument, version: number): boolean {
  return document.languageId === TRACE_LANGUAGE && document.version === version;
}

function editorsOf(document: vscode.TextDocument): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
}
