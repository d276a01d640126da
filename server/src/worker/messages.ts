import type { ViewState } from '../protocol/traceView';
import type { FilterSpec } from '../core/model/filterSpec';

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

/** From the thread of a view. */
export type FromViewThread =
  /** The file is open, or why it cannot be. */
  | { readonly type: 'opened'; readonly error?: string }
  | { readonly type: 'state'; readonly state: ViewState }
  | { readonly type: 'answer'; readonly number: number; readonly result: unknown }
  /** `bug`: the message is for the log, not for people. */
  | { readonly type: 'failure'; readonly number: number; readonly message: string; readonly bug: boolean };
