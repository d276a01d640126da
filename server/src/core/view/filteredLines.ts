import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import { LineSet } from './lineSet';

/** Whether the call of an entry, leaf or orphan exit is one of those that are meant; asked of each, in order. */
export type CallTest = (line: number) => boolean;

/** The lines of the calls that a test finds, with the entries of those that called them. */
export class FilteredLines {
  /** All lines that are shown. */
  readonly shown = new LineSet();
  /** Those of calls that match: entry, leaf, exit. */
  readonly matching = new LineSet();
  /** Calls that match so far. */
  matches = 0;
  /** Lines that were looked at. */
  seen = 0;

  /** `onMatch` is told the line of each call that matches. */
  constructor(
    private readonly lines: LineTable,
    private readonly test: CallTest,
    private readonly onMatch: (line: number) => void,
  ) {}

  /** Looks at the lines up to `end`; gives the first line at which what is shown has changed. */
  see(end: number): number {
    const { lines, matching, shown } = this;
    matching.ensure(end);
    shown.ensure(end);
    let first = this.seen;
    for (let line = this.seen; line < end; line++) {
      const kind = lines.kind(line);
      if (kind === LineKind.Exit) {
        if (!matching.has(lines.callLine(line))) continue;
      } else {
        const isCall = kind === LineKind.Entry || kind === LineKind.Leaf || kind === LineKind.OrphanExit;
        if (!isCall || !this.test(line)) continue;
        this.matches++;
        this.onMatch(line);
        // All callers of one that is shown are shown.
        for (let up = lines.caller(line); up >= 0 && !shown.has(up); up = lines.caller(up)) {
          shown.add(up);
          first = Math.min(first, up);
        }
      }
      matching.add(line);
      shown.add(line);
    }
    this.seen = Math.max(this.seen, end);
    return first;
  }
}
