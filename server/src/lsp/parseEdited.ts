import { needsLines } from '../core/filter/canonical';
import { DocumentParse } from '../core/parse/documentParse';
import { TraceText } from '../core/parse/traceText';
import type { ChunkedText } from '../core/text/chunkedText';
import { parseSliced, type Parsing } from './parseSliced';

/** The parse of a document as it is edited, in slices, so that the server answers others meanwhile. */
export class EditedTrace {
  private readonly parse: DocumentParse | undefined;

  /** Filters and symbols are a matter of the whole text: with them each version is parsed anew. */
  constructor(readonly parsing: Parsing) {
    const { filter = {}, interruptNames, symbols } = parsing;
    if (symbols === undefined && !needsLines(filter))
      this.parse = new DocumentParse(interruptNames === undefined ? {} : { interruptNames });
  }

  /**
   * The trace of a text. What was given before is right no more then, unless it is kept. Undefined as soon as `stale` says
   * that nobody wants the result any more.
   */
  async update(text: ChunkedText, stale: () => boolean): Promise<TraceText | undefined> {
    if (this.parse === undefined) {
      const trace = await parseSliced(text, this.parsing, stale);
      return trace && new TraceText(text, trace);
    }
    const steps = this.parse.update(text);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return new TraceText(text, value);
      await new Promise((resolve) => setImmediate(resolve));
      if (stale()) return undefined;
    }
  }

  /** The trace that was given last will be asked after an edit, too. */
  keep(): void {
    this.parse?.keep();
  }
}
