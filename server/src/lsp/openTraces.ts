import type { Trace } from '../core/model/trace';
import type { TraceText } from '../core/parse/traceText';
import { EditedTrace } from './parseEdited';
import type { Parsing } from './parseSliced';
import type { TraceDocument } from './traceDocument';

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
  private edited: EditedTrace | undefined;
  private running: Promise<void> | undefined;
  private pause: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    readonly document: TraceDocument,
    private readonly options: OpenTracesOptions,
  ) {}

  /** The trace of the document as it is now; undefined where it is closed meanwhile. */
  async ready(): Promise<TraceText | undefined> {
    for (;;) {
      const parsing = await this.options.parsing();
      if (this.closed) return undefined;
      if (this.edited?.parsing === parsing && this.version === this.document.version) return this.latest;
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

  /** The latest trace will be asked after an edit, too. */
  keep(): void {
    this.edited?.keep();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.pause);
  }

  /** Parses the newest version; whatever has changed meanwhile is seen by who waits for it. */
  private async parse(parsing: Parsing): Promise<void> {
    const { document } = this;
    const { version, uri } = document;
    const edited = this.edited?.parsing === parsing ? this.edited : new EditedTrace(parsing);
    const stale = (): boolean => this.closed || document.version !== version;
    // After a bug there is nothing that the next parse could go on from.
    this.edited = undefined;
    const text = await edited.update(document.text, stale);
    this.edited = edited;
    if (text === undefined) return;
    this.version = version;
    this.latest = text;
    this.options.onParsed(uri, version, text);
  }
}

/** The traces that are open in the editor, by URI. */
export class OpenTraces {
  private readonly traces = new Map<string, OpenTrace>();

  constructor(private readonly options: OpenTracesOptions) {}

  /** A document was opened or changed: it is parsed soon. */
  update(document: TraceDocument): void {
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

  /**
   * The trace as its document is now; undefined where it is not open. The next edit changes its tables: who has waited for
   * anything else since asks again, or keeps it.
   */
  async get(uri: string): Promise<TraceText | undefined> {
    return this.traces.get(uri)?.ready();
  }

  /** The same, which no edit changes. */
  async keep(uri: string): Promise<TraceText | undefined> {
    const trace = this.traces.get(uri);
    const text = await trace?.ready();
    if (text !== undefined) trace?.keep();
    return text;
  }

  /** The document of a trace; undefined where it is not open. */
  document(uri: string): TraceDocument | undefined {
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

  /** All that are parsed, but `uri`, without waiting for any: as `get` gives them. */
  others(uri: string): { uri: string; trace: Trace }[] {
    return [...this.traces].flatMap(([other, { latest }]) =>
      other === uri || latest === undefined || latest.trace.verdict.kind !== 'graph'
        ? []
        : [{ uri: other, trace: latest.trace }],
    );
  }
}
