import type { Verdict } from '../model/trace';

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
    return { kind: 'notGraph' };
  }
}
