import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import { isCall } from './callOfLine';
import { LineSet } from './lineSet';

/** The lines of the calls of one function, found in slices: entries and leaves. */
export class CallsOfFunction {
  readonly calls = new LineSet();
  /** Lines that were looked at. */
  seen = 0;
  /** The line of its call with the longest known duration; -1 where none is known. */
  slowest = -1;
  private longestNs = -1;

  constructor(
    private readonly lines: LineTable,
    readonly name: NameId,
  ) {}

  /** Looks at the lines up to `end`. */
  see(end: number): void {
    const { calls, lines, name } = this;
    calls.ensure(end);
    for (let line = this.seen; line < end; line++) {
      if (!isCall(lines.kind(line)) || lines.name(line) !== name) continue;
      calls.add(line);
      const ns = lines.durationNs(line);
      if (ns <= this.longestNs || ns !== ns) continue;
      this.longestNs = ns;
      this.slowest = line;
    }
    this.seen = Math.max(this.seen, end);
  }
}
