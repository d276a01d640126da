import {
  VIEW_CANCEL_REQUEST,
  VIEW_FILTER_REQUEST,
  VIEW_FOLD_REQUEST,
  VIEW_GO_REQUEST,
  VIEW_HOVER_REQUEST,
  VIEW_LOCATE_REQUEST,
  VIEW_RELOAD_REQUEST,
  VIEW_ROWS_REQUEST,
  VIEW_SEARCH_REQUEST,
  VIEW_STRIP_REQUEST,
  VIEW_SUGGEST_REQUEST,
  VIEW_SUMMARY_REQUEST,
  VIEW_TEXT_REQUEST,
  type ViewFilterParams,
  type ViewFilterResult,
  type ViewFoldParams,
  type ViewGoParams,
  type ViewHoverParams,
  type ViewLocateParams,
  type ViewReloadParams,
  type ViewRowsParams,
  type ViewSearchParams,
  type ViewState,
  type ViewStripParams,
  type ViewSuggestParams,
  type ViewTextParams,
} from '../protocol/traceView';
import { isDeepStrictEqual } from 'node:util';
import { TraceFileError } from '../host/traceFileError';
import { asksCategory } from '../core/filter/canonical';
import { suggest } from '../core/filter/expression/suggest';
import { compileQuery } from '../core/view/lineQuery';
import { fold, hover, locate, rowsOf, strip, summary, textOf } from './answers';
import { filterError } from './callFilter';
import { goTo } from './goTo';
import { NUMBERS_REQUEST, type ThreadSettings } from './messages';
import { numbersOf } from './numbers';
import { Reading } from './reading';
import { Refusal } from './refusal';
import { useSettings } from './settings';
import { TextFile } from './textFile';

/** The state is sent so often at most. */
const STATE_MS = 200;

/** A view of a file, in its own thread. */
export class ViewSession {
  private reading: Reading;
  /** Generations of readings before this one. */
  private generations = 0;
  private timer: NodeJS.Timeout | undefined;
  private sentAt = -Infinity;
  private query: ViewSearchParams['query'];
  private filterText = '';
  /** What is there was read with other settings, and could not be read again. */
  private isOutdated = false;

  /** Opens the file and begins to read it. Throws a TraceFileError where it cannot be opened. */
  constructor(
    private readonly id: number,
    private readonly path: string,
    follow: boolean,
    private settings: ThreadSettings,
    private readonly send: (state: ViewState) => void,
  ) {
    this.reading = this.read(TextFile.open(path), follow);
  }

  /** Answers a request. Throws a Refusal or a TraceFileError that is made for people where that cannot be done. */
  async answer(method: string, params: unknown, stopped: () => boolean): Promise<unknown> {
    const { reading } = this;
    const generation = (): number => this.generation;
    switch (method) {
      case VIEW_ROWS_REQUEST:
        return rowsOf(reading, params as ViewRowsParams, generation);
      case VIEW_LOCATE_REQUEST:
        return this.changing(() => locate(reading, params as ViewLocateParams));
      case VIEW_FOLD_REQUEST:
        return this.changing(() => fold(reading, params as ViewFoldParams));
      case VIEW_GO_REQUEST: {
        const place = await goTo(reading, params as ViewGoParams, stopped);
        return this.changing(() => place);
      }
      case VIEW_HOVER_REQUEST:
        return hover(reading, params as ViewHoverParams);
      case VIEW_SEARCH_REQUEST:
        return this.search((params as ViewSearchParams).query);
      case VIEW_FILTER_REQUEST:
        return this.filter((params as ViewFilterParams).text);
      case VIEW_SUGGEST_REQUEST: {
        const { position, text } = params as ViewSuggestParams;
        const trace = reading.indexer.trace();
        return suggest(text, position, { trace, categories: reading.settings.categories });
      }
      case VIEW_STRIP_REQUEST:
        return strip(reading, params as ViewStripParams, generation);
      case VIEW_SUMMARY_REQUEST:
        return summary(reading);
      case VIEW_TEXT_REQUEST:
        return textOf(reading, params as ViewTextParams);
      case NUMBERS_REQUEST:
        return this.isOutdated ? null : numbersOf(reading);
      case VIEW_CANCEL_REQUEST:
        reading.cancel();
        return null;
      case VIEW_RELOAD_REQUEST:
        this.reload((params as ViewReloadParams).follow ?? reading.follow);
        return null;
      default:
        throw new Refusal(`A view does not know ${method}.`);
    }
  }

  /** Other settings: colours are others, or the whole file is read again. */
  setSettings(settings: ThreadSettings): void {
    const before = this.settings;
    this.settings = settings;
    if (!isDeepStrictEqual(parsingOf(before), parsingOf(settings)))
      return this.restart(this.reading.follow, undefined);
    if (isDeepStrictEqual(before, settings)) return;
    this.reading.recolour(useSettings(settings));
    const { error } = this.filter(this.filterText);
    if (error !== undefined) this.filter('');
  }

  private get generation(): number {
    return this.generations + this.reading.rows.generation;
  }

  private read(file: TextFile, follow: boolean): Reading {
    const reading: Reading = new Reading(
      file,
      useSettings(this.settings),
      follow,
      () => this.changed(),
      () => this.restart(follow, 'The file is another or was cut: it is read again from its beginning.'),
    );
    void reading.run();
    return reading;
  }

  /** Begins again with the file that has the name now. */
  private reload(follow: boolean): void {
    const file = TextFile.open(this.path);
    const old = this.reading;
    this.generations += old.rows.generation + 1;
    this.isOutdated = false;
    this.reading = this.read(file, follow);
    old.close();
    this.search(this.query);
    this.filter(this.filterText);
    this.changed();
  }

  /** Begins again by itself; where that cannot be, what is there stays. */
  private restart(follow: boolean, message: string | undefined): void {
    try {
      this.reload(follow);
      this.reading.message = message;
    } catch (error) {
      if (!(error instanceof TraceFileError)) throw error;
      this.isOutdated = true;
      this.reading.message = `The file cannot be read again: ${error.message}.`;
    }
    this.changed();
  }

  private search(query: ViewSearchParams['query']): null {
    const compiled = query === undefined ? undefined : compileQuery(query);
    if (typeof compiled === 'string') throw new Refusal(compiled);
    this.query = query;
    this.reading.setSearch(compiled);
    return null;
  }

  private filter(text: string): ViewFilterResult {
    const isEmpty = text.trim() === '';
    const error = isEmpty ? undefined : filterError(text, this.reading.settings.categories);
    if (error !== undefined) return { error };
    this.filterText = text;
    this.reading.setFilter(isEmpty ? undefined : text);
    return {};
  }

  /** What `change` gives; the state is sent if rows are others behind it. */
  private changing<T>(change: () => T): T {
    const before = this.generation;
    const result = change();
    if (this.generation !== before) this.changed();
    return result;
  }

  /** Sends the state: now, or as soon as it may be. */
  private changed(): void {
    if (this.timer !== undefined) return;
    const wait = this.sentAt + STATE_MS - performance.now();
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.sentAt = performance.now();
        this.send(this.reading.state(this.id, this.generation));
      },
      Math.max(0, wait),
    );
  }
}

/** What of the settings decides how a file is read. */
function parsingOf({ filter, interruptFunctions, rules, symbols }: ThreadSettings): unknown {
  return { filter, interruptFunctions, symbols, ...(asksCategory(filter) && { rules }) };
}
