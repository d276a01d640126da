import type { ViewPlace, ViewRow, ViewRowsResult, ViewState } from '../../../server/src/protocol/traceView';
import type { TraceViewHost } from './host';
import { PAGE_ROWS, pageOf, RowPages } from './rowPages';

/** Rows above and below the screen that are asked for, too. */
const MARGIN_ROWS = 50;
/** The rows may become others while one looks where a line is: then it is looked for again, but not for ever. */
const MAX_TRIES = 4;

interface Loaded {
  readonly generation: number;
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly ViewRow[]>;
}

/** The rows of a view: what is on the screen is asked for, what has left it is not waited for any more. */
export class RowSource {
  private readonly pages = new RowPages();
  /** Questions under way, by page. */
  private readonly asked = new Map<number, number>();
  private sequence = 0;
  private count = 0;

  /** `changed`: there are other rows to be shown; `outdated`: rows stand for other lines by now, see `show`. */
  constructor(
    private readonly host: TraceViewHost,
    private readonly events: { changed(): void; outdated(): void },
  ) {}

  get total(): number {
    return this.count;
  }

  get generation(): number {
    return this.pages.generation;
  }

  get(row: number): ViewRow | undefined {
    return this.pages.get(row);
  }

  /** How many rows there are by now. */
  take({ generation, rows }: ViewState): void {
    if (generation !== this.pages.generation) this.events.outdated();
    else if (rows !== this.count) {
      this.count = rows;
      this.events.changed();
    }
  }

  /** What is shown of rows has changed: they are asked for again, and stay until they come. */
  invalidate(): void {
    this.pages.invalidate();
    this.giveUp(() => true);
    this.events.changed();
  }

  /** The rows from `first` to `last` are on the screen. */
  want(first: number, last: number): void {
    if (this.pages.generation < 0) return;
    const from = first - MARGIN_ROWS;
    const to = last + MARGIN_ROWS;
    this.giveUp((page) => page < pageOf(Math.max(0, from)) || page > pageOf(to));
    for (const page of this.pages.missing(from, to, this.count))
      if (!this.asked.has(page)) void this.fetch(page);
  }

  /**
   * Loads the rows around a line and makes them those that are shown; gives the line's row. `known` is where it was last;
   * it is looked for again where rows have become others. Undefined where another line is wanted meanwhile.
   */
  async show(line: number, around: number, known?: ViewPlace): Promise<number | undefined> {
    const sequence = ++this.sequence;
    let generation = this.pages.generation;
    let place = known ?? (await this.locate(line));
    for (let attempt = 1; sequence === this.sequence; attempt++) {
      const loaded = await this.load(place.row - around, place.row + around);
      if (sequence !== this.sequence) return undefined;
      if (loaded.generation === generation || attempt === MAX_TRIES) {
        this.commit(loaded);
        return Math.max(0, Math.min(place.row, loaded.total - 1));
      }
      ({ generation } = loaded);
      place = await this.locate(place.line);
    }
    return undefined;
  }

  private locate(line: number): Promise<ViewPlace> {
    return this.host.ask<ViewPlace>({ kind: 'locate', line });
  }

  private async load(from: number, to: number): Promise<Loaded> {
    const pages = new Map<number, readonly ViewRow[]>();
    const first = pageOf(Math.max(0, from));
    const ask = (page: number): Promise<ViewRowsResult> =>
      this.host.ask<ViewRowsResult>({ kind: 'rows', from: page * PAGE_ROWS, count: PAGE_ROWS });
    let { generation, total, items } = await ask(first);
    pages.set(first, items);
    for (let page = first + 1; page <= pageOf(Math.min(to, total - 1)); page++) {
      const next = await ask(page);
      if (next.generation !== generation) pages.clear();
      ({ generation, total, items } = next);
      pages.set(page, items);
    }
    return { generation, total, pages };
  }

  private commit({ generation, total, pages }: Loaded): void {
    if (generation !== this.pages.generation) {
      this.giveUp(() => true);
      this.pages.renew(generation);
    }
    this.count = total;
    for (const [page, items] of pages) this.pages.put(page, generation, items);
    this.events.changed();
  }

  private async fetch(page: number): Promise<void> {
    const question = this.host.begin<ViewRowsResult>({
      kind: 'rows',
      from: page * PAGE_ROWS,
      count: PAGE_ROWS,
    });
    this.asked.set(page, question.number);
    let result: ViewRowsResult | undefined;
    try {
      result = await question.answer;
    } catch {
      // Given up, or the view has gone: whoever looks again asks again.
    }
    if (this.asked.get(page) !== question.number) return;
    this.asked.delete(page);
    if (result === undefined) return;
    if (!this.pages.put(page, result.generation, result.items)) return this.events.outdated();
    this.count = result.total;
    this.events.changed();
  }

  private giveUp(which: (page: number) => boolean): void {
    for (const [page, number] of this.asked) {
      if (!which(page)) continue;
      this.asked.delete(page);
      this.host.send({ type: 'giveUp', number });
    }
  }
}
