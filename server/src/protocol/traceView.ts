/**
 * Requests of the trace view, which shows a trace file of any size by windows. Wire types: the core does not know them.
 * Lines, rows and characters (UTF-16) count from 0. A request that cannot be answered fails with a message for people.
 *
 * A **line** is one of the file. A **row** is a line that the view shows: filters and closed folds leave lines out. Which
 * lines the rows are is kept by the server; `generation` says when that has changed.
 */

export const VIEW_OPEN_REQUEST = 'ftrace/view/open';
/** Opens a view of a file; rows can be asked for at once, while it is being indexed. */
export interface ViewOpenParams {
  /** A URI of the scheme `file`. */
  readonly uri: string;
  /** Go on reading while the file grows. */
  readonly follow?: boolean;
}
/** The view's number, for all that follows. */
export interface ViewOpenResult {
  readonly id: number;
}

/** Params of requests that are about a view and nothing else. */
export interface ViewParams {
  readonly id: number;
}

export const VIEW_STATE_NOTIFICATION = 'ftrace/view/state';
/** Where a view is; sent by the server when it changes, a few times a second at most. */
export interface ViewState {
  readonly id: number;
  /** `indexing`: lines are being read; `cancelled`: reading was given up, what is there stays; `failed`: see message. */
  readonly phase: 'indexing' | 'complete' | 'following' | 'cancelled' | 'failed';
  /** Bytes that are indexed, and the size of the file. */
  readonly bytes: number;
  readonly size: number;
  readonly bytesPerSecond: number;
  /** Lines that are indexed. */
  readonly lines: number;
  /** Rows that there are now. */
  readonly rows: number;
  /** Another number as soon as rows stand for other lines than before; more rows at the end are no other. */
  readonly generation: number;
  /** What has happened to the file, or why it cannot be read: one sentence. */
  readonly message?: string;
  /** The file on disk is another by now: what is shown is the old one as far as it can be read. */
  readonly stale?: boolean;
  readonly filter?: ViewFilterState;
  readonly search?: ViewSearchState;
}
/** A filter at work. */
export interface ViewFilterState {
  readonly text: string;
  /** Calls that match so far. */
  readonly matches: number;
  /** The same by category, in the order of the rules; without empty ones. */
  readonly categories: readonly { readonly label: string; readonly calls: number }[];
  /** Lines that were looked at. */
  readonly seen: number;
  readonly complete: boolean;
}
/** A search at work. */
export interface ViewSearchState {
  /** Lines that match so far. */
  readonly hits: number;
  readonly seen: number;
  readonly complete: boolean;
}

/** What parts of a line are, for colours: CATEGORY_TOKEN_TYPES (a function's name) first, then these. */
export const VIEW_TOKEN_TYPES = [
  'time',
  'cpu',
  'task',
  'flags',
  'mark',
  'duration',
  'arguments',
  'returnValue',
  'comment',
  'structure',
] as const;

/** A line as it is shown. */
export interface ViewRow {
  readonly line: number;
  /** Its text without the line break; the beginning of a very long one. */
  readonly text: string;
  /** The line is longer than `text`. */
  readonly cut?: boolean;
  /** [start, length, type] of each coloured part, in order: index in CATEGORY_TOKEN_TYPES, then VIEW_TOKEN_TYPES. */
  readonly tokens: readonly number[];
  /** [start, length] of what the search finds. */
  readonly hits?: readonly number[];
  /** Nesting of a call, for indent guides and screen readers; none on other lines. */
  readonly depth?: number;
  /** A call that can be folded, or is. */
  readonly fold?: 'open' | 'closed';
  /** Lines that the closed fold hides. */
  readonly hidden?: number;
  /** Shown only because it called what the filter finds. */
  readonly context?: boolean;
  /** Something is wrong with the line: in words. */
  readonly problem?: string;
}

export const VIEW_ROWS_REQUEST = 'ftrace/view/rows';
/** A window of rows; at most 200. */
export interface ViewRowsParams extends ViewParams {
  readonly from: number;
  readonly count: number;
}
/** The rows of a window, and the callers of its first. */
export interface ViewRowsResult {
  readonly generation: number;
  /** Rows that there are now. */
  readonly total: number;
  /** Row of the first item. */
  readonly from: number;
  readonly items: readonly ViewRow[];
  /** Entries of the calls around the first row, outermost first, for the sticky header. */
  readonly callers: readonly ViewRow[];
}

export const VIEW_LOCATE_REQUEST = 'ftrace/view/locate';
/** The row of a line. */
export interface ViewLocateParams extends ViewParams {
  readonly line: number;
  /** Open the folds that hide it. */
  readonly reveal?: boolean;
}
/** A place to go to. */
export interface ViewPlace {
  readonly line: number;
  /** Its row, or that of the call which hides it, or the nearest before it. */
  readonly row: number;
}

export const VIEW_FOLD_REQUEST = 'ftrace/view/fold';
/** Closes or opens a fold, or all; answered with the place of `line` afterwards. */
export interface ViewFoldParams extends ViewParams {
  /** The line of the call's entry, or any line of the call; what is to stay in view where all are meant. */
  readonly line: number;
  readonly what: 'open' | 'close' | 'toggle' | 'openAll' | 'closeAll';
}

export const VIEW_GO_REQUEST = 'ftrace/view/go';
/** From a line to another that it has to do with; answered with a ViewPlace (folds are opened), null where there is none. */
export interface ViewGoParams extends ViewParams {
  readonly line: number;
  readonly to:
    | 'nextCall'
    | 'previousCall'
    | 'slowestCall'
    | 'caller'
    | 'otherEnd'
    | 'nextHit'
    | 'previousHit'
    | 'nextProblem'
    | 'previousProblem';
}
/** Where it leads; `number` of `total` where there are several of the kind and they are counted, from 1. */
export interface ViewGoResult extends ViewPlace {
  readonly number?: number;
  readonly total?: number;
}

export const VIEW_HOVER_REQUEST = 'ftrace/view/hover';
/** A place on a line. */
export interface ViewHoverParams extends ViewParams {
  readonly line: number;
  readonly character: number;
}
/** What is shown there, in the subset of Markdown that the server's hovers use; null: nothing. */
export interface ViewHoverResult {
  readonly markdown: string;
  /** Characters [from, to) of the line that it is about. */
  readonly from: number;
  readonly to: number;
}

export const VIEW_SEARCH_REQUEST = 'ftrace/view/search';
/**
 * Searches all lines; hits come with the view's state: states that come behind the answer are of this search. Without
 * `query` it ends. Fails where the pattern is none.
 */
export interface ViewSearchParams extends ViewParams {
  readonly query?: {
    readonly text: string;
    /** `function`: calls whose function's name is or contains the text. */
    readonly kind: 'text' | 'regex' | 'function';
    readonly matchCase: boolean;
  };
}

export const VIEW_FILTER_REQUEST = 'ftrace/view/filter';
/**
 * Shows only what matches, with its callers; all again for an empty text. Matches come with the view's state. Where the text
 * is no filter, what was there before stays.
 */
export interface ViewFilterParams extends ViewParams {
  readonly text: string;
}
/** Whether the filter was understood. */
export interface ViewFilterResult {
  readonly error?: ViewFilterError;
}
/** What is wrong with a filter, and where in its text. */
export interface ViewFilterError {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

export const VIEW_SUGGEST_REQUEST = 'ftrace/view/suggest';
/** How the filter can go on at a place of its text. */
export interface ViewSuggestParams extends ViewParams {
  readonly text: string;
  readonly position: number;
}
/** Suggestions, best first; each replaces [from, to) of the text. */
export interface ViewSuggestResult {
  readonly from: number;
  readonly to: number;
  readonly items: readonly { readonly text: string; readonly description: string }[];
}

export const VIEW_STRIP_REQUEST = 'ftrace/view/strip';
/** What is where in the whole file, for a strip beside the lines. */
export interface ViewStripParams extends ViewParams {
  /** How many parts the rows are divided into; at most 2,000. */
  readonly parts: number;
}
/** One number for each part. */
export interface ViewStripResult {
  readonly generation: number;
  /** Share of the longest part's self time, 0 to 1; 0 where it is not known. */
  readonly time: readonly number[];
  /** Index in CATEGORY_TOKEN_TYPES of the category with most calls; -1 where there are none. */
  readonly category: readonly number[];
  /** Lines with problems. */
  readonly problems: readonly number[];
  /** Hits of the search. */
  readonly hits: readonly number[];
}

export const VIEW_SUMMARY_REQUEST = 'ftrace/view/summary';
/** The numbers of the whole trace, as lenses show them; as far as it is indexed. */
export interface ViewSummaryResult {
  readonly title: string;
  readonly tooltip: string;
  readonly categories: readonly { readonly title: string; readonly tooltip: string; readonly id: string }[];
  /** What a reader should know: sentence, and the line of the first, -1 where there is none. */
  readonly problems: readonly {
    readonly severity: 'warning' | 'information';
    readonly message: string;
    readonly line: number;
  }[];
}

export const VIEW_TEXT_REQUEST = 'ftrace/view/text';
/** The text of the rows [from, to), to be copied; fails where that is more than 10 MB. */
export interface ViewTextParams extends ViewParams {
  readonly from: number;
  readonly to: number;
}
/** Lines, each with its line break. */
export interface ViewTextResult {
  readonly text: string;
}

export const VIEW_CANCEL_REQUEST = 'ftrace/view/cancel';
export const VIEW_RELOAD_REQUEST = 'ftrace/view/reload';
/**
 * Begins to read from the beginning: the file is another, or reading was cancelled. Filter and search stay, folds open; after
 * the end of the view's thread (`failed`, no lines) all are gone.
 */
export interface ViewReloadParams extends ViewParams {
  readonly follow?: boolean;
}
export const VIEW_CLOSE_NOTIFICATION = 'ftrace/view/close';
