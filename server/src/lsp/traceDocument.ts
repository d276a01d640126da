import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { ChunkedText } from '../core/text/chunkedText';
import { BASELINE_LANGUAGE } from '../protocol/baseline';

/** A trace that is open in the editor: its text is held as bytes, and each change of it makes a new one. */
export class TraceDocument {
  private current: ChunkedText;

  constructor(
    readonly uri: string,
    readonly languageId: string,
    public version: number,
    content: string,
  ) {
    this.current = ChunkedText.of(content);
  }

  /** The text as it is now; it stays as it is. */
  get text(): ChunkedText {
    return this.current;
  }

  /** All of the text as a string: for texts that are read as a whole, and small. */
  getText(): string {
    return this.current.toString();
  }

  /** Applies the changes of a new version, each to what the one before has made. */
  update(changes: readonly TextDocumentContentChangeEvent[], version: number): this {
    for (const change of changes) this.current = this.current.change(change);
    this.version = version;
    return this;
  }
}

/** What the editor has open: traces, and baselines, which are small. */
export type OpenDocument = TraceDocument | TextDocument;

/** Makes and changes documents as the editor says. */
export const openDocuments = {
  create: (uri: string, languageId: string, version: number, content: string): OpenDocument =>
    languageId === BASELINE_LANGUAGE
      ? TextDocument.create(uri, languageId, version, content)
      : new TraceDocument(uri, languageId, version, content),
  update: (
    document: OpenDocument,
    changes: TextDocumentContentChangeEvent[],
    version: number,
  ): OpenDocument =>
    document instanceof TraceDocument
      ? document.update(changes, version)
      : TextDocument.update(document, changes, version),
};
