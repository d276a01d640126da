import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Trace } from '../core/model/trace';
import { TraceText } from '../core/parse/traceText';
import { parseSliced, type Parsing } from './parseSliced';

/** While somebody types, a parse that nobody waits for waits for the next pause. */
const PAUSE_MS = 150;

/** How open traces are parsed, and who is told. */
export interface OpenTracesOptions {
  /** How to parse: the same object again as long as nothing of it has changed. */
  readonly parsing: () => Promise<Parsing>;
  /** Called each time that a version of a trace has been parsed. */
  readonly onParsed: (uri: string, version: number, text: TraceText) => void;
  /** Called when that failed, by a bug. */
  readonly onError: (uri: string, error: unknown) => void;
}

/** A trace that is open in the editor: parsed once per version of its document and of what settings say of parsing. */
class OpenTrace {
  /** The newest parsed version; it may be older than the document. */
  latest: TraceText | undefined;
  private version: number | undefined;
  private parsing: Parsing | undefined;
  private running: Promise<void> | undefined;
  private pause: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    readonly document: TextDocument,
    private readonly options: OpenTracesOptions,
  ) {}

  /** The trace of the document as it is now; undefined where it is closed meanwhile. */
  async ready(): Promise<TraceText | undefined> {
    for (;;) {
      const parsing = await this.options.parsing();
      if (this.closed) return undefined;
      if (this.parsing === parsing && this.version === this.document.version) return this.latest;
      await (this.running ??= this.parse(parsing).finally(() => (this.running = undefined)));
    }
  }

  /** Parses the document after `ms`, unless somebody asks earlier or it changes again. */
  prepare(ms: number): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => {
      this.ready().catch((error: unknown) => this.options.onError(this.document.uri, error));
    }, ms);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.pause);
  }

  /** Parses the newest version; whatever has changed meanwhile is seen by who waits for it. */
  private async parse(parsing: Parsing): Promise<void> {
    const { document } = this;
    const { version, uri } = document;
    const bytes = new TextEncoder().encode(document.getText());
    const trace = await parseSliced(bytes, parsing, () => this.closed || document.version !== version);
    if (trace === undefined) return;
    this.version = version;
    this.parsing = parsing;
    this.latest = new TraceText(bytes, trace);
    this.options.onParsed(uri, version, this.latest);
  }
}

/** The traces that are open in the editor, by URI. */
export class OpenTraces {
  private readonly traces = new Map<string, OpenTrace>();

  constructor(private readonly options: OpenTracesOptions) {}

  /** A document was opened or changed: it is parsed soon. */
  update(document: TextDocument): void {
    const { uri } = document;
    const known = this.traces.get(uri);
    if (known?.document === document) return known.prepare(PAUSE_MS);
    known?.close();
    const trace = new OpenTrace(document, this.options);
    this.traces.set(uri, trace);
    trace.prepare(0);
  }

  close(uri: string): void {
    this.traces.get(uri)?.close();
    this.traces.delete(uri);
  }

  /** The trace as its document is now; undefined where it is not open. */
  async get(uri: string): Promise<TraceText | undefined> {
    return this.traces.get(uri)?.ready();
  }

  /** The document of a trace; undefined where it is not open. */
  document(uri: string): TextDocument | undefined {
    return this.traces.get(uri)?.document;
  }

  /** The version of the document, or undefined. */
  version(uri: string): number | undefined {
    return this.document(uri)?.version;
  }

  /** All URIs. */
  uris(): string[] {
    return [...this.traces.keys()];
  }

  /** All that are parsed, but `uri`, without waiting for any. */
  others(uri: string): { uri: string; trace: Trace }[] {
    return [...this.traces].flatMap(([other, { latest }]) =>
      other === uri || latest === undefined || latest.trace.verdict.kind !== 'graph'
        ? []
        : [{ uri: other, trace: latest.trace }],
    );
  }
}
