import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { CATEGORY_TOKEN_TYPES } from '../../server/src/protocol/requests';
import { TRACE_LANGUAGE } from './traceFiles';

/** Up to here all names of a trace are coloured at once: sticky scroll shows callers from far above the screen. */
const MAX_PAINTED_WHOLE = 20_000;
/** In longer traces, the lines above and below the screen that are coloured too. */
const MARGIN_LINES = 1000;
const INTS_PER_TOKEN = 5;

/** The tokens that the server gave last for a document, as it gave them: relative to each other. */
interface Tokens {
  readonly version: number;
  /** All of the document's, not those of a range. */
  readonly full: boolean;
  readonly data: Uint32Array;
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
  private readonly tokens = new WeakMap<vscode.TextDocument, Tokens>();
  private readonly painted = new WeakMap<vscode.TextEditor, Tokens>();
  private readonly listeners: vscode.Disposable[];

  constructor() {
    this.listeners = [
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.paint(textEditor)),
      vscode.window.onDidChangeVisibleTextEditors((editors) =>
        editors.forEach((editor) => this.paint(editor)),
      ),
    ];
  }

  /** For the language client: takes a look at each answer with tokens. */
  readonly middleware: Middleware = {
    provideDocumentSemanticTokens: async (document, token, next) => {
      const tokens = await next(document, token);
      this.take(document, tokens, true);
      return tokens;
    },
    provideDocumentRangeSemanticTokens: async (document, range, token, next) => {
      const tokens = await next(document, range, token);
      const known = this.tokens.get(document);
      if (known?.full !== true || known.version !== document.version) this.take(document, tokens, false);
      return tokens;
    },
  };

  /** Colours names of any document in all editors that show it: ranges by index in CATEGORY_TOKEN_TYPES. */
  paintNames(document: vscode.TextDocument, names: ReadonlyMap<number, vscode.Range[]>): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      this.types.forEach((type, index) => editor.setDecorations(type, names.get(index) ?? []));
    }
  }

  dispose(): void {
    for (const disposable of [...this.listeners, ...this.types]) disposable.dispose();
  }

  private take(
    document: vscode.TextDocument,
    tokens: vscode.SemanticTokens | null | undefined,
    full: boolean,
  ): void {
    if (tokens === undefined || tokens === null || tokens.data.length === 0) return;
    this.tokens.set(document, { version: document.version, full, data: tokens.data });
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document === document) this.paint(editor);
  }

  private paint(editor: vscode.TextEditor): void {
    const { document } = editor;
    const tokens = this.tokens.get(document);
    if (document.languageId !== TRACE_LANGUAGE || tokens === undefined || tokens.version !== document.version)
      return;
    const whole = tokens.data.length <= MAX_PAINTED_WHOLE * INTS_PER_TOKEN;
    if (whole && this.painted.get(editor) === tokens) return;
    this.painted.set(editor, tokens);
    const shown = editor.visibleRanges;
    const first = whole ? 0 : Math.min(...shown.map((range) => range.start.line)) - MARGIN_LINES;
    const last = whole ? Infinity : Math.max(...shown.map((range) => range.end.line)) + MARGIN_LINES;
    const ranges: vscode.Range[][] = this.types.map(() => []);
    let line = 0;
    let character = 0;
    for (let at = 0; at < tokens.data.length; at += INTS_PER_TOKEN) {
      const [deltaLine, deltaStart, length, type] = tokens.data.subarray(
        at,
        at + INTS_PER_TOKEN,
      ) as unknown as number[];
      line += deltaLine!;
      character = deltaLine! > 0 ? deltaStart! : character + deltaStart!;
      if (line > last) break;
      if (line >= first) ranges[type!]?.push(new vscode.Range(line, character, line, character + length!));
    }
    this.types.forEach((type, index) => editor.setDecorations(type, ranges[index]!));
  }
}
