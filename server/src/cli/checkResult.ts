import type { Baseline, Violation } from '../core/compare/baseline';
import type { Trace } from '../core/model/trace';

/** A trace that was held against the baseline. */
export interface CheckedTrace {
  readonly file: string;
  readonly trace: Trace;
  readonly violations: readonly Violation[];
}

/** A file that could not be. */
export interface UnreadTrace {
  readonly file: string;
  readonly message: string;
}

/** What a check found. */
export interface CheckResult {
  /** The baseline's file. */
  readonly baseline: string;
  readonly allowed: Baseline;
  readonly checked: readonly CheckedTrace[];
  readonly unread: readonly UnreadTrace[];
  readonly notReached: readonly string[];
  /** What the traces are counted without, in words, and how the rules are called. */
  readonly filters: string;
  readonly rules: string;
}
