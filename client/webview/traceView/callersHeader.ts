import type { ViewRow, ViewRowsResult } from '../../../server/src/protocol/traceView';
import type { TraceViewHost } from './host';
import type { LinesView } from './linesView';

/** A header hides rows, so that others are the first ones, which may have other callers: then it is tried again. */
const MAX_TRIES = 3;

/** Keeps the sticky header: the callers of the first row that it does not hide. One question at a time, the newest. */
export class CallersHeader {
  private asking = false;
  private wanted = false;
  private shownFor = '';

  constructor(
    private readonly host: TraceViewHost,
    private readonly lines: LinesView,
    private readonly generation: () => number,
  ) {}

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
    const top = Math.floor(this.lines.top);
    const key = `${this.generation()} ${top} ${this.lines.stickyLines}`;
    if (key === this.shownFor || this.generation() < 0) return;
    let callers: readonly ViewRow[] = [];
    try {
      for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
        const found = await this.callersOf(top + callers.length);
        const settled = found.length === callers.length;
        callers = found;
        if (settled || this.wanted) break;
      }
    } catch {
      return; // the rows say what is wrong
    }
    this.shownFor = key;
    this.lines.showCallers(callers);
  }

  private async callersOf(row: number): Promise<readonly ViewRow[]> {
    if (this.lines.stickyLines === 0) return [];
    const { callers } = await this.host.ask<ViewRowsResult>({ kind: 'rows', from: row, count: 1 });
    // At the very beginning nothing is above what is shown.
    return callers.filter(({ line }) => line >= 0).slice(0, this.lines.stickyLines);
  }
}
