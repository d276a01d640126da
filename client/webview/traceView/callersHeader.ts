import type { ViewRow, ViewRowsResult } from '../../../server/src/protocol/traceView';
import type { TraceViewHost } from './host';
import type { LinesView } from './linesView';

/** Rows whose callers are kept: scrolling by a line needs those of one more. */
const KEPT_ROWS = 200;

/**
 * Keeps the sticky header. Its line number k is the caller at depth k of the row that it hides, so that a call's line goes
 * when its end comes up to it. Only the newest place is asked for.
 */
export class CallersHeader {
  private asking = false;
  private wanted = false;
  private shownFor = '';
  private shownTop = 0;
  private generation = -1;
  private readonly known = new Map<number, readonly ViewRow[]>();

  constructor(
    private readonly host: TraceViewHost,
    private readonly lines: LinesView,
    private readonly currentGeneration: () => number,
  ) {}

  /** What is known of rows may be otherwise by now. */
  forget(): void {
    this.known.clear();
    this.shownFor = '';
  }

  /** Another place is shown. */
  async update(): Promise<void> {
    this.wanted = true;
    if (this.asking) return;
    this.asking = true;
    while (this.wanted) {
      this.wanted = false;
      await this.look();
    }
    this.asking = false;
  }

  private async look(): Promise<void> {
    const { stickyLines } = this.lines;
    const top = Math.floor(this.lines.top);
    const generation = this.currentGeneration();
    if (generation !== this.generation) this.forget();
    this.generation = generation;
    const key = `${top} ${stickyLines}`;
    if (key === this.shownFor || generation < 0) return;
    // Callers of somewhere else would be wrong for longer than none.
    if (Math.abs(top - this.shownTop) > this.lines.extent.visible) this.lines.showCallers([]);
    this.shownTop = top;
    const header: ViewRow[] = [];
    try {
      while (header.length < stickyLines) {
        const caller = (await this.callersOf(top + header.length))[header.length];
        if (caller === undefined) break;
        header.push(caller);
      }
    } catch {
      return; // the rows say what is wrong
    }
    if (generation !== this.currentGeneration()) {
      this.wanted = true;
      return;
    }
    this.shownFor = key;
    this.lines.showCallers(header);
  }

  private async callersOf(row: number): Promise<readonly ViewRow[]> {
    const known = this.known.get(row);
    if (known !== undefined) return known;
    const { callers, generation } = await this.host.ask<ViewRowsResult>({
      kind: 'rows',
      from: row,
      count: 1,
    });
    if (generation === this.generation) this.known.set(row, callers);
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT_ROWS && oldest !== undefined) this.known.delete(oldest);
    return callers;
  }
}
