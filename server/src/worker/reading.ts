import type { NameId } from '../core/model/nameTable';
import { describeVerdict } from '../core/present/verdict';
import type { CompiledQuery } from '../core/view/lineQuery';
import { RowMap } from '../core/view/rowMap';
import type { ViewState } from '../protocol/traceView';
import { Slice } from './breathe';
import { LineSearch } from './lineSearch';
import type { UsedSettings } from './settings';
import { filterState, isFinal, newFiltering, type Filtering } from './filtering';
import { FATES, fateOf, type Fate } from './fate';
import type { TextFile } from './textFile';
import { TraceIndexer } from './traceIndexer';

/** A file that may grow is looked at so often. */
const FOLLOW_MS = 300;
/** Any other. */
const LOOK_MS = 1000;
/** Lines are filtered so many at a time. */
const LINES_AT_ONCE = 1 << 12;

/** One reading of a file, from its opening to a reload or the end of the view. */
export class Reading {
  readonly indexer: TraceIndexer;
  readonly rows: RowMap;
  phase: ViewState['phase'] = 'indexing';
  /** What is to be said of the reading. */
  message: string | undefined;
  /** What has become of the file meanwhile. */
  private fate: string | undefined;
  search: LineSearch | undefined;
  filtering: Filtering | undefined;
  /** Settles when there is something to show, or nothing will be. */
  readonly begun: Promise<void>;
  private begin: () => void = () => undefined;
  private isCancelled = false;
  private isClosed = false;
  private readonly waiting: (() => void)[] = [];
  private readonly started = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private bytesPerSecond = 0;
  private readonly byName: (number | undefined)[] = [];

  /** `onChange` is called when the state has changed; `onAnother` when a file that is followed is another. */
  constructor(
    readonly file: TextFile,
    public settings: UsedSettings,
    readonly follow: boolean,
    private readonly onChange: () => void,
    private readonly onAnother: () => void,
  ) {
    this.indexer = new TraceIndexer(file, settings);
    this.rows = new RowMap(this.indexer.tables.lines);
    this.begun = new Promise((resolve) => (this.begin = resolve));
  }

  /** The number of a function's category; that of `other` where its name is not known. */
  categoryOf(name: NameId): number {
    const { categories } = this.settings;
    if (name < 0) return categories.list.length - 1;
    return (this.byName[name] ??= categories.of(this.indexer.tables.names.text(name)));
  }

  get lineCount(): number {
    return this.indexer.tables.lines.length;
  }

  /** Nothing more will be read. */
  get isOver(): boolean {
    return this.phase === 'complete' || this.phase === 'cancelled' || this.phase === 'failed';
  }

  /** Reads the file; never throws. */
  async run(): Promise<void> {
    const stopped = (): boolean => this.isClosed || this.isCancelled;
    try {
      await this.indexer.read(this.file.size(), stopped, () => this.onPiece());
      if (this.isClosed) return;
      if (this.isCancelled)
        this.end('cancelled', 'Reading was cancelled: what was read until then is shown.');
      else if (this.follow) this.phase = 'following';
      else this.end('complete', undefined);
    } catch (error) {
      this.end('failed', `Reading ended: ${reasonOf(error)}.`);
    }
    this.changed();
    this.look();
  }

  /** Gives up reading; what is there stays. */
  cancel(): void {
    if (this.phase === 'following') this.end('cancelled', undefined);
    if (!this.isOver) this.isCancelled = true;
    this.changed();
  }

  /** Ends everything. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.file.close();
    this.wake();
  }

  /** Takes over other rules of categories. */
  recolour(settings: UsedSettings): void {
    this.settings = settings;
    this.byName.length = 0;
    this.rows.generation++;
    this.changed();
  }

  /** Begins a search, or ends it. */
  setSearch(query: CompiledQuery | undefined): void {
    const { lines, names } = this.indexer.tables;
    this.search = query && new LineSearch(query, this.file, lines, names);
    this.changed();
    if (this.search !== undefined) void this.runSearch(this.search);
  }

  /** Begins to filter by a text that was checked, or shows all again. */
  setFilter(text: string | undefined): void {
    this.filtering = text === undefined ? undefined : newFiltering(text, this);
    this.rows.setShown(this.filtering?.lines.shown);
    this.changed();
    if (this.filtering !== undefined) void this.runFilter(this.filtering);
  }

  /** The state, as it is sent. */
  state(id: number, generation: number): ViewState {
    const { fate, filtering, indexer, phase, rows, search } = this;
    const message = fate ?? this.message;
    if (phase === 'indexing') {
      const seconds = (performance.now() - this.started) / 1000;
      this.bytesPerSecond = seconds > 0 ? Math.round(indexer.bytes / seconds) : 0;
    }
    return {
      id,
      phase,
      bytes: indexer.bytes,
      size: Math.max(indexer.bytes, this.isClosed ? 0 : this.file.size()),
      bytesPerSecond: this.bytesPerSecond,
      lines: this.lineCount,
      rows: rows.rows,
      generation,
      ...(message !== undefined && { message }),
      ...(fate !== undefined && { stale: true }),
      ...(filtering && {
        filter: filterState(filtering, this.settings.categories, this.isSeen(filtering.lines.seen)),
      }),
      ...(search && {
        search: { hits: search.count, seen: search.seen, complete: this.isSeen(search.seen) },
      }),
    };
  }

  private isSeen(lines: number): boolean {
    return this.phase !== 'indexing' && lines >= this.lineCount;
  }

  private onPiece(): void {
    this.rows.extend();
    this.begin();
    this.changed();
  }

  /** Nothing more is read. */
  private end(phase: 'complete' | 'cancelled' | 'failed', message: string | undefined): void {
    const trace = this.indexer.finish();
    this.phase = phase;
    this.message = message ?? (phase === 'complete' ? describeVerdict(trace.verdict) : undefined);
    this.rows.refresh();
    if (this.filtering !== undefined && !isFinal(this.filtering, this.indexer.tables))
      void this.filterAgain(this.filtering);
  }

  /** Filters all lines again; what was found before is shown until that is done. */
  private async filterAgain(before: Filtering): Promise<void> {
    const next = newFiltering(before.text, this);
    const slice = new Slice();
    try {
      while (next.lines.seen < this.lineCount) {
        if (this.isClosed || this.filtering !== before) return;
        next.lines.see(Math.min(this.lineCount, next.lines.seen + LINES_AT_ONCE));
        await slice.pause();
      }
    } catch {
      // What was found before is nearly right, and why the file cannot be read is said where it is looked at.
      return;
    }
    if (this.isClosed || this.filtering !== before) return;
    this.filtering = next;
    this.rows.setShown(next.lines.shown);
    this.changed();
  }

  /** Looks at the file now and then: what has become of it, and what is new in it. */
  private look(): void {
    if (this.isClosed) return;
    this.begin();
    this.timer = setTimeout(
      () => void this.lookOnce().finally(() => this.look()),
      this.follow ? FOLLOW_MS : LOOK_MS,
    );
  }

  private async lookOnce(): Promise<void> {
    if (this.isClosed) return;
    const fate = fateOf(this.file, this.indexer.bytes);
    if (this.phase !== 'following') return this.say(fate);
    if (fate === 'replaced' || fate === 'shorter') return this.onAnother();
    if (fate === 'gone' || fate === 'hidden') this.say(fate);
    try {
      const size = this.file.size();
      if (size > this.indexer.bytes)
        await this.indexer.read(
          size,
          () => this.isClosed || this.phase !== 'following',
          () => this.onPiece(),
        );
    } catch (error) {
      this.end('failed', `Reading ended: ${reasonOf(error)}.`);
      this.changed();
    }
  }

  private say(fate: Fate): void {
    // What was cancelled or has failed is shorter than the file anyway.
    const expected = fate === 'same' || (fate === 'grown' && this.phase !== 'complete');
    const said = expected ? undefined : FATES[fate];
    if (said === this.fate) return;
    this.fate = said;
    this.changed();
  }

  private changed(): void {
    this.wake();
    this.onChange();
  }

  private wake(): void {
    for (const resume of this.waiting.splice(0)) resume();
  }

  /** Waits until something has changed. */
  private wait(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private async runSearch(search: LineSearch): Promise<void> {
    const stopped = (): boolean => this.isClosed || this.search !== search;
    try {
      while (!stopped()) {
        await search.run(this.lineCount, this.indexer.end, stopped, this.onChange);
        if (this.isOver && search.seen >= this.lineCount) break;
        if (search.seen >= this.lineCount) await this.wait();
      }
    } catch (error) {
      if (stopped()) return;
      this.message = `The search ended: ${reasonOf(error)}.`;
    }
    if (!stopped()) this.onChange();
  }

  private async runFilter(filtering: Filtering): Promise<void> {
    const stopped = (): boolean => this.isClosed || this.filtering !== filtering;
    const { lines } = filtering;
    const slice = new Slice();
    let first = lines.seen;
    const show = (): void => {
      const behind = this.rows.lineOf(this.rows.rows - 1);
      this.rows.update(first, lines.seen, first > behind);
      first = lines.seen;
      this.onChange();
    };
    try {
      while (!stopped()) {
        const end = this.lineCount;
        while (lines.seen < end && !stopped()) {
          first = Math.min(first, lines.see(Math.min(end, lines.seen + LINES_AT_ONCE)));
          if (await slice.pause()) {
            if (stopped()) return;
            show();
          }
        }
        if (stopped()) return;
        show();
        if (this.isOver && lines.seen >= this.lineCount) return;
        await this.wait();
      }
    } catch (error) {
      if (stopped()) return;
      this.message = `The filter ended: ${reasonOf(error)}.`;
      this.onChange();
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
