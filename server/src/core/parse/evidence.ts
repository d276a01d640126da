import type { Verdict } from '../model/trace';
import { decode } from '../text/utf16';
import { lookalikeOf } from './lookalikes';

/** So many lines that are no calls are looked at to tell what a text is, and so much of each. */
const MAX_LOOKED_AT = 200;
const MAX_LINE_LOOKED_AT = 240;

/** Collects, while a text is parsed, what tells function_graph from its look-alikes (format specification, section 7). */
export class Evidence {
  /** Call lines with a bar or a cpu column. */
  columnLines = 0;
  /** Call lines with a duration, a cpu column or trace-cmd's event name. */
  strongLines = 0;
  /** `function_graph` of `# tracer: function_graph`; the first header counts. */
  tracer: string | undefined;
  /** Bytes that no text has. */
  nulBytes = 0;
  bytes = 0;
  private looked = 0;
  private readonly votes = new Map<string, number>();

  /** Looks at a line that is no call. */
  lookAt(bytes: Uint8Array, start: number, end: number): void {
    if (this.looked++ >= MAX_LOOKED_AT) return;
    const what = lookalikeOf(decode(bytes, start, Math.min(end, start + MAX_LINE_LOOKED_AT)));
    if (what !== undefined) this.votes.set(what, (this.votes.get(what) ?? 0) + 1);
  }

  /** What a text of `lines` lines is, in which `calls` calls were found and `unread` lines were not understood. */
  verdict(calls: number, lines: number, unread: number): Verdict {
    if (this.bytes === 0) return { kind: 'empty' };
    const graphHeader = this.tracer === 'function_graph';
    // irqsoff, wakeup and their kin print graph text when display-graph is on, so the lines decide, not the header.
    if (this.columnLines >= 2 && this.strongLines >= 1) return { kind: 'graph' };
    // A header alone is a trace in which nothing ran; a header before what nobody can read is none.
    if (graphHeader && (calls > 0 || unread === 0)) return { kind: 'graph' };
    if (this.columnLines === 1 && this.strongLines === 1 && lines < 10) return { kind: 'graph' };
    if (this.tracer !== undefined && !graphHeader) return { kind: 'otherTracer', tracer: this.tracer };
    if (this.nulBytes > 0) return { kind: 'binary' };
    const [first] = [...this.votes].sort(([, a], [, b]) => b - a);
    if (first === undefined) return { kind: 'notGraph' };
    return first[0] === 'function'
      ? { kind: 'otherTracer', tracer: 'function' }
      : { kind: 'lookalike', what: first[0] };
  }
}
