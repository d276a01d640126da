import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { CATEGORY_TOKEN_TYPES } from '../../server/src/protocol/requests';
import { TRACE_LANGUAGE } from './traceFiles';

/** Lines above and below the screen that are coloured too, so that scrolling shows no uncoloured line. */
const MARGIN_LINES = 200;
const INTS_PER_TOKEN = 5;

/** The tokens that the server gave last for a document, as it gave them: relative to each other. */
interface Tokens {
  readonly version: number;
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
      this.take(document, tokens);
      return tokens;
    },
    provideDocumentRangeSemanticTokens: async (document, range, token, next) => {
      const tokens = await next(document, range, token);
      // All tokens of the document, where they are known, are better than those of a range.
      if (this.tokens.get(document)?.version !== document.version || document.lineCount > 300_000) {
        this.take(document, tokens);
      }
      return tokens;
    },
  };

  dispose(): void {
    for (const disposable of [...this.listeners, ...this.types]) disposable.dispose();
  }

  private take(document: vscode.TextDocument, tokens: vscode.SemanticTokens | null | undefined): void {
    if (tokens === undefined || tokens === null || tokens.data.length === 0) return;
    this.tokens.set(document, { version: document.version, data: tokens.data });
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document === document) this.paint(editor);
  }

  private paint(editor: vscode.TextEditor): void {
    const { document } = editor;
    const tokens = this.tokens.get(document);
    if (document.languageId !== TRACE_LANGUAGE || tokens === undefined || tokens.version !== document.version)
      return;
    const first = Math.max(
      0,
      Math.min(...editor.visibleRanges.map((range) => range.start.line)) - MARGIN_LINES,
    );
    const last = Math.max(...editor.visibleRanges.map((range) => range.end.line)) + MARGIN_LINES;
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
