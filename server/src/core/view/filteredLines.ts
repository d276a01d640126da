import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import { LineSet } from './lineSet';

/**
 * Whether the call of an entry, leaf, exit or orphan exit is one of those that are meant; asked of each, in order. Of an
 * exit it holds for the whole call: its entry may have been asked before that was known.
 */
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
  /** The first line at which what is shown has changed while looking. */
  private first = 0;

  /** `onMatch` is told the line of each call that matches, with 1; with -1 where it turns out that it does not. */
  constructor(
    private readonly lines: LineTable,
    private readonly test: CallTest,
    private readonly onMatch: (line: number, count: 1 | -1) => void,
  ) {}

  /** Looks at the lines up to `end`; gives the first line at which what is shown has changed. */
  see(end: number): number {
    const { lines, matching, shown } = this;
    matching.ensure(end);
    shown.ensure(end);
    this.first = this.seen;
    for (let line = this.seen; line < end; line++) {
      const kind = lines.kind(line);
      if (kind < LineKind.Entry || kind > LineKind.OrphanExit) continue;
      const is = this.test(line);
      if (kind === LineKind.Exit) {
        const entry = lines.callLine(line);
        if (is && !matching.has(entry)) this.match(entry);
        else if (!is && matching.has(entry)) this.unmatch(entry);
        if (!is) continue;
        matching.add(line);
        shown.add(line);
      } else if (is) this.match(line);
    }
    this.seen = Math.max(this.seen, end);
    return this.first;
  }

  private match(line: number): void {
    const { lines, matching, shown } = this;
    this.matches++;
    this.onMatch(line, 1);
    matching.add(line);
    // All callers of one that is shown are shown.
    for (let up = line; up >= 0 && !shown.has(up); up = lines.caller(up)) {
      shown.add(up);
      this.first = Math.min(this.first, up);
    }
  }

  /** What is below it may have been found: it stays as a caller. */
  private unmatch(entry: number): void {
    this.matches--;
    this.onMatch(entry, -1);
    this.matching.delete(entry);
  }
}
