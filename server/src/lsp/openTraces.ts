import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Trace } from '../core/model/trace';
import { TraceText } from '../core/parse/traceText';
import { parseSliced } from './parseSliced';

/** While somebody types, a parse that nobody waits for waits for the next pause. */
const PAUSE_MS = 150;

/** A trace that is open in the editor: parsed once per version of its document. */
class OpenTrace {
  /** The newest parsed version; it may be older than the document. */
  latest: TraceText | undefined;
  private version: number | undefined;
  private running: Promise<TraceText | undefined> | undefined;
  private pause: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    readonly document: TextDocument,
    private readonly onParsed: (version: number, trace: Trace) => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The trace of the document as it is now; undefined where it is closed meanwhile. */
  ready(): Promise<TraceText | undefined> {
    if (this.latest !== undefined && this.version === this.document.version)
      return Promise.resolve(this.latest);
    return (this.running ??= this.parse().finally(() => (this.running = undefined)));
  }

  /** Parses the document after `ms`, unless somebody asks earlier or it changes again. */
  prepare(ms: number): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.ready().catch(this.onError), ms);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.pause);
  }

  private async parse(): Promise<TraceText | undefined> {
    while (!this.closed) {
      const version = this.document.version;
      const bytes = new TextEncoder().encode(this.document.getText());
      const trace = await parseSliced(bytes, () => this.closed || this.document.version !== version);
      if (trace === undefined) continue;
      this.version = version;
      this.latest = new TraceText(bytes, trace);
      this.onParsed(version, trace);
      return this.latest;
    }
    return undefined;
  }
}

/** The traces that are open in the editor, by URI. */
export class OpenTraces {
  private readonly traces = new Map<string, OpenTrace>();

  /** `onParsed` is called each time that a version of a trace has been parsed; `onError` when that failed, by a bug. */
  constructor(
    private readonly onParsed: (uri: string, version: number, trace: Trace) => void,
    private readonly onError: (uri: string, error: unknown) => void,
  ) {}

  /** A document was opened or changed: it is parsed soon. */
  update(document: TextDocument): void {
    const { uri } = document;
    const known = this.traces.get(uri);
    if (known?.document === document) return known.prepare(PAUSE_MS);
    known?.close();
    const trace = new OpenTrace(
      document,
      (version, parsed) => this.onParsed(uri, version, parsed),
      (error) => this.onError(uri, error),
    );
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

  /** The version of the document, or undefined. */
  version(uri: string): number | undefined {
    return this.traces.get(uri)?.document.version;
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
