import { isCallKind, LineKind } from '../model/lineKind';
import { NO_LANE, type LineTable } from '../model/lineTable';
import { callAround } from './callOfLine';
import { LineSet } from './lineSet';

/** Lines that are looked at to count what closed folds hide; where it would take more, it is not said. */
const COUNTED_LINES = 1 << 20;

/**
 * Which lines are shown, as rows: all but those in calls that are closed, and those that a filter leaves out. A line is in
 * a closed call if its caller is closed or itself in one, whichever lines of other tasks stand between; the exit of a
 * closed call stays, as it holds the duration. While nothing is closed and nothing filtered, rows are lines and nothing is
 * kept; else a bit for each line.
 */
export class RowMap {
  /** Another number as soon as rows stand for other lines than before; more rows at the end are no other. */
  generation = 0;
  /** Lines that are in rows or left out. */
  private length = 0;
  /** Every call is closed but those in `others`; else none is but those. */
  private allClosed = false;
  private readonly others = new Set<number>();
  private hidden: LineSet | undefined;
  private shown: LineSet | undefined;
  /** The lines that are rows; undefined where all are. */
  private visible: LineSet | undefined;

  constructor(private lines: LineTable) {}

  /** How many rows there are. */
  get rows(): number {
    return this.visible === undefined ? this.length : this.visible.countBefore(this.length);
  }

  /** Takes in the lines of the table that are new; nothing that was there before is looked at again. */
  extend(): void {
    const from = this.length;
    this.length = this.lines.length;
    if (this.visible !== undefined) this.mark(from, this.length);
  }

  /** Looks at all lines again: callers have changed, as they do when a trace is complete. */
  refresh(): void {
    this.length = this.lines.length;
    if (this.visible === undefined) return;
    this.mark(0, this.length);
    this.generation++;
  }

  /** Begins again with another table; what was closed is open. */
  reset(lines: LineTable): void {
    this.lines = lines;
    this.length = 0;
    this.allClosed = false;
    this.others.clear();
    this.shown = undefined;
    this.prepare();
    this.generation++;
  }

  /** The line of a row, or -1 where there is no such row. */
  lineOf(row: number): number {
    if (this.visible !== undefined) return this.visible.at(row, this.length);
    return row >= 0 && row < this.length ? row : -1;
  }

  /**
   * The row of a line. Where it is none, that of the closed call which hides it, or the nearest before it; 0 where there is
   * none before it.
   */
  rowOf(line: number): number {
    const at = Math.max(0, Math.min(line, this.length - 1));
    const { visible } = this;
    if (visible === undefined) return at;
    if (visible.has(at)) return visible.countBefore(at);
    let hiding = -1;
    for (let call = this.around(at); call >= 0; call = this.lines.caller(call))
      if (this.isClosed(call) && visible.has(call)) hiding = call;
    return hiding >= 0 ? visible.countBefore(hiding) : Math.max(0, visible.countBefore(at) - 1);
  }

  /** Whether the line is a row. */
  isRow(line: number): boolean {
    return line >= 0 && line < this.length && (this.visible === undefined || this.visible.has(line));
  }

  /** Whether a filter shows the line, if there is one; folds may hide it still. */
  isShown(line: number): boolean {
    return this.shown === undefined || this.shown.has(line);
  }

  /** Whether a call can be closed: there is something in it. */
  isFoldable(line: number): boolean {
    const { lines } = this;
    if (lines.kind(line) !== LineKind.Entry) return false;
    const exit = lines.exitLine(line);
    return exit < 0 ? line + 1 < lines.length && lines.caller(line + 1) === line : exit > line + 1;
  }

  /** Whether the call of an entry is closed. */
  isClosed(entry: number): boolean {
    return this.allClosed !== this.others.has(entry);
  }

  /** Closes or opens a call by the line of its entry. */
  setClosed(entry: number, closed: boolean): void {
    if (this.isClosed(entry) === closed) return;
    if (this.others.has(entry)) this.others.delete(entry);
    else this.others.add(entry);
    const all = this.visible === undefined;
    this.prepare();
    // Where nothing was left out, nothing but this call is hidden now.
    if (all) this.visible?.addAll(0, this.length);
    const exit = this.lines.exitLine(entry);
    this.mark(entry + 1, exit < 0 ? this.length : exit);
    this.generation++;
  }

  /** Closes all calls, or opens all. */
  setAll(closed: boolean): void {
    if (this.allClosed === closed && this.others.size === 0) return;
    this.allClosed = closed;
    this.others.clear();
    this.prepare();
    if (this.visible !== undefined) this.mark(0, this.length);
    this.generation++;
  }

  /** Opens what a line is hidden by. */
  reveal(line: number): void {
    const closed: number[] = [];
    for (let call = this.around(line); call >= 0; call = this.lines.caller(call))
      if (this.isClosed(call)) closed.push(call);
    // The innermost last: each looks at what is in it only.
    for (const call of closed.reverse()) this.setClosed(call, false);
  }

  /** Shows only the lines of a set, which may go on changing: `update` says where; all again without one. */
  setShown(shown: LineSet | undefined): void {
    if (shown === undefined && this.shown === undefined) return;
    this.shown = shown;
    this.prepare();
    if (this.visible !== undefined) this.mark(0, this.length);
    this.generation++;
  }

  /** The set of what is shown has changed at [from, to), which is behind all rows if `appended`. */
  update(from: number, to: number, appended: boolean): void {
    if (this.visible === undefined) return;
    this.mark(from, Math.min(to, this.length));
    if (!appended) this.generation++;
  }

  /**
   * How many lines each of the closed calls hides, by the lines of their entries, in their order: those of its own lane, or
   * of none. Undefined for those that it would take long to count.
   */
  hiddenLines(entries: readonly number[]): (number | undefined)[] {
    let left = COUNTED_LINES;
    return entries.map((entry) => {
      const exit = this.lines.exitLine(entry);
      const end = exit < 0 ? this.length : exit;
      if (this.hidden === undefined || end - entry > left) return undefined;
      left -= end - entry;
      return this.countHidden(entry, end);
    });
  }

  private countHidden(entry: number, end: number): number {
    const { lines } = this;
    const lane = lines.lane(entry);
    let inLane = true;
    let count = 0;
    for (let line = entry + 1; line < end; line++) {
      const own = lines.lane(line);
      if (own !== NO_LANE) inLane = own === lane;
      if (inLane && this.hidden!.has(line) && this.isShown(line)) count++;
    }
    return count;
  }

  /** Makes the sets that are needed, and drops those that are not. */
  private prepare(): void {
    const folded = this.allClosed || this.others.size > 0;
    if (!folded) this.hidden = undefined;
    else if (this.hidden === undefined) (this.hidden = new LineSet()).ensure(this.length);
    if (this.hidden === undefined && this.shown === undefined) this.visible = undefined;
    else this.visible ??= new LineSet();
  }

  /** The call that a line stands in, but an exit, which stays when its own call is closed. */
  private around(line: number): number {
    return this.lines.kind(line) === LineKind.Exit ? this.lines.caller(line) : callAround(this.lines, line);
  }

  /** Marks the lines [from, to), whose callers before them are marked. */
  private mark(from: number, to: number): void {
    const { hidden, shown, visible } = this;
    if (visible === undefined) return;
    visible.ensure(to);
    hidden?.ensure(to);
    shown?.ensure(to);
    // Word by word: there can be millions of lines.
    for (let first = from & ~31; first < to; first += 32) {
      const end = Math.min(first + 32, to);
      const begin = Math.max(first, from);
      const word = hidden === undefined ? 0 : this.markHidden(hidden, first, begin, end);
      // Bits of lines that are not there yet are never asked.
      visible.setWord(first, ~word & (shown === undefined ? -1 : shown.word(first)));
    }
  }

  /** Marks the lines [begin, end) of the 32 from `first` on that are hidden; gives those that are, as bits. */
  private markHidden(hidden: LineSet, first: number, begin: number, end: number): number {
    const { allClosed, lines, others } = this;
    const anyOther = others.size > 0;
    let word = hidden.word(first);
    for (let line = begin; line < end; line++) {
      const around = isCallKind(lines.kind(line)) ? lines.caller(line) : this.around(line);
      const isHidden =
        around >= 0 &&
        (allClosed !== (anyOther && others.has(around)) ||
          (around >= first ? (word & (1 << (around & 31))) !== 0 : hidden.has(around)));
      if (isHidden) word |= 1 << (line & 31);
      else word &= ~(1 << (line & 31));
    }
    hidden.setWord(first, word);
    return word;
  }
}
