import type { ViewState } from '../protocol/traceView';
import type { FilterSpec } from '../core/model/filterSpec';
import type { SentTrace } from '../core/model/tracesBetweenThreads';

/** What a view's thread is told of the user's settings: plain data, as it crosses threads. */
export interface ThreadSettings {
  /** Rules of categories, for compileCategories. */
  readonly rules: readonly unknown[];
  /** Index in CATEGORY_TOKEN_TYPES of each category, `other` included. */
  readonly tokenTypes: readonly number[];
  readonly interruptFunctions: readonly string[];
  /** Text of a file of symbols. */
  readonly symbols: Uint8Array | undefined;
  /** What is left out of every count. */
  readonly filter: FilterSpec;
}

/** What a view's thread begins with. */
export interface ViewThreadData {
  readonly job: 'view';
  readonly id: number;
  readonly path: string;
  readonly follow: boolean;
  readonly settings: ThreadSettings;
}

/** To the thread of a view. */
export type ToViewThread =
  | { readonly type: 'request'; readonly number: number; readonly method: string; readonly params: unknown }
  | { readonly type: 'cancel'; readonly number: number }
  | { readonly type: 'settings'; readonly settings: ThreadSettings };

/** A request of the server itself to the thread of a view: a SentTrace without lines, or null where it has no whole one. */
export const NUMBERS_REQUEST = 'numbers';

/** From the thread of a view. */
export type FromViewThread =
  /** The file is open, or why it cannot be. */
  | { readonly type: 'opened'; readonly error?: string }
  | { readonly type: 'state'; readonly state: ViewState }
  | { readonly type: 'answer'; readonly number: number; readonly result: unknown }
  /** `bug`: the message is for the log, not for people. */
  | { readonly type: 'failure'; readonly number: number; readonly message: string; readonly bug: boolean };

/** What a thread begins with that reads one file and ends. */
export interface ReadThreadData {
  readonly job: 'read';
  readonly path: string;
  readonly options: {
    readonly keepLines: boolean;
    readonly keepSelf: boolean;
    readonly filter: FilterSpec;
    /** Rules of the filter's categories, for compileCategories. */
    readonly rules: readonly unknown[] | undefined;
    readonly interruptFunctions: readonly string[];
    /** Text of a file of symbols. */
    readonly symbols: Uint8Array | undefined;
  };
}

/** From a thread that reads one file. */
export type FromReadThread =
  | { readonly type: 'progress'; readonly bytes: number; readonly size: number }
  | { readonly type: 'trace'; readonly trace: SentTrace }
  /** `forPeople`: it is said as it is; else it is a bug. */
  | { readonly type: 'failure'; readonly message: string; readonly forPeople: boolean };
