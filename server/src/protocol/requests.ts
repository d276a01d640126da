/**
 * What the client and the server say to each other beyond the Language Server Protocol. These are wire types: the core
 * does not know them. Lines count from 0.
 */

/** Options that a client may give with `initialize`. */
export interface InitializationOptions {
  /** The client has the commands that lenses name (ftrace.compareWith, ftrace.listFunctions), and wants ftrace/changed. */
  readonly commands?: boolean;
  /** Settings, for clients that cannot be asked for them (workspace/configuration). */
  readonly settings?: unknown;
}

/** Token types of function names, in the order of the legend: the paper's categories, then those of a user. */
export const CATEGORY_TOKEN_TYPES = [
  'virtualization',
  'network',
  'other',
  'category1',
  'category2',
  'category3',
  'category4',
  'category5',
  'category6',
] as const;

export const FUNCTIONS_REQUEST = 'ftrace/functions';
/** Which functions. */
export interface FunctionsParams {
  readonly uri: string;
  /** Id of a category; all functions without it. */
  readonly category?: string;
  /** Only those that the baseline does not allow; none without a baseline. */
  readonly outside?: boolean;
}
/** One function of the list. */
export interface FunctionItem {
  readonly name: string;
  /** Label of its category. */
  readonly category: string;
  readonly calls: number;
  /** Total time in words. */
  readonly total: string;
  /** Line of its first call. */
  readonly line: number;
}
/** The list, most called first. */
export interface FunctionsResult {
  /** Label of the category that was asked for. */
  readonly category?: string;
  /** Filters in words, where there are any. */
  readonly filter?: string;
  /** Name of the baseline that they are outside of, if that was asked for. */
  readonly baseline?: string;
  readonly functions: readonly FunctionItem[];
}

export const COMPARE_REQUEST = 'ftrace/compare';
/** URIs of the traces. */
export interface CompareParams {
  readonly left: string;
  readonly right: string;
}
/** One side of a comparison, as a text. */
export interface ListingResult {
  /** The side's name: its file, with folders where both have the same name. */
  readonly name: string;
  readonly text: string;
  /** By line of `text`: line of the function's first call in the trace; -1 for other lines. */
  readonly targets: readonly number[];
  /** By line of `text`: index in CATEGORY_TOKEN_TYPES of the function's category; -1 for other lines. */
  readonly tokenTypes: readonly number[];
}
/** Both sides. */
export interface CompareResult {
  readonly left: ListingResult;
  readonly right: ListingResult;
}

/** Sent when numbers of a trace may have changed: it was edited, or the rules were. */
export const CHANGED_NOTIFICATION = 'ftrace/changed';
/** Which trace. */
export interface ChangedParams {
  /** The trace; all of them where it is missing. */
  readonly uri?: string;
}
