/** Rows of a long list, fetched in pages as they come on the screen. No DOM in here. */
export const PAGE_ROWS = 100;
/** Pages that are kept: those that were looked at last. */
const KEPT_PAGES = 20;

/** See the top of this file. */
export class RowWindow<T> {
  private readonly pages = new Map<number, readonly T[]>();
  private readonly asked = new Set<number>();

  /** A row; undefined where it has not come yet. */
  get(index: number): T | undefined {
    return this.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** The pages (numbers from 0) of rows `first` to `last` that are to be asked for; each is named once. */
  missing(first: number, last: number): number[] {
    const missing: number[] = [];
    for (
      let page = Math.floor(Math.max(0, first) / PAGE_ROWS);
      page <= Math.floor(last / PAGE_ROWS);
      page++
    ) {
      if (this.pages.has(page)) this.touch(page);
      else if (!this.asked.has(page)) {
        this.asked.add(page);
        missing.push(page);
      }
    }
    return missing;
  }

  /** A page has come. */
  put(page: number, rows: readonly T[]): void {
    this.asked.delete(page);
    this.pages.set(page, rows);
    const [oldest] = this.pages.keys();
    if (this.pages.size > KEPT_PAGES && oldest !== undefined) this.pages.delete(oldest);
  }

  /** A page did not come; it may be asked for again. */
  failed(page: number): void {
    this.asked.delete(page);
  }

  private touch(page: number): void {
    const rows = this.pages.get(page)!;
    this.pages.delete(page);
    this.pages.set(page, rows);
  }
}
