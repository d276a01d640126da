/** Rows of a trace in pages, as they have come; all are of one generation. No DOM in here. */
import type { ViewRow } from '../../../server/src/protocol/traceView';

export const PAGE_ROWS = 200;
/** Pages that are kept: those that were looked at last. */
const KEPT_PAGES = 24;

interface Page {
  readonly items: readonly ViewRow[];
  /** Shown as long as there is nothing newer. */
  readonly stale: boolean;
}

/** See the top of this file. */
export class RowPages {
  private readonly pages = new Map<number, Page>();
  private current = -1;

  /** Which rows stand for which lines; -1 before any have come. */
  get generation(): number {
    return this.current;
  }

  /** A row; undefined where it has not come. */
  get(row: number): ViewRow | undefined {
    return this.pages.get(pageOf(row))?.items[row % PAGE_ROWS];
  }

  /** Numbers of pages with rows from `first` to `last` of `total` that have to be asked for. */
  missing(first: number, last: number, total: number): number[] {
    const missing: number[] = [];
    for (let page = pageOf(Math.max(0, first)); page <= pageOf(Math.min(last, total - 1)); page++) {
      const known = this.pages.get(page);
      if (known === undefined) missing.push(page);
      else {
        this.pages.delete(page);
        this.pages.set(page, known);
        const full = Math.min(PAGE_ROWS, total - page * PAGE_ROWS);
        if (known.stale || known.items.length < full) missing.push(page);
      }
    }
    return missing;
  }

  /** Takes a page; false, and not taken, where it is of another generation. */
  put(page: number, generation: number, items: readonly ViewRow[]): boolean {
    if (generation !== this.current) return false;
    this.pages.delete(page);
    this.pages.set(page, { items, stale: false });
    const [oldest] = this.pages.keys();
    if (this.pages.size > KEPT_PAGES && oldest !== undefined) this.pages.delete(oldest);
    return true;
  }

  /** Begins another generation, with nothing in it. */
  renew(generation: number): void {
    this.pages.clear();
    this.current = generation;
  }

  /** All is to be asked for again, as what is shown of rows has changed; the rows are the same. */
  invalidate(): void {
    for (const [page, { items }] of this.pages) this.pages.set(page, { items, stale: true });
  }
}

/** The page that a row is on. */
export function pageOf(row: number): number {
  return Math.floor(row / PAGE_ROWS);
}
