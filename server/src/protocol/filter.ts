/** Checks of filter expressions, for a field in which one is typed. Wire types; characters (UTF-16) count from 0. */

export const FILTER_CHECK_REQUEST = 'ftrace/filter/check';
/** An expression as it is typed. */
export interface FilterCheckParams {
  readonly text: string;
}
/** Whether it is one that can be applied. */
export interface FilterCheckResult {
  /** What is wrong, and where: characters [from, to). */
  readonly error?: { readonly message: string; readonly from: number; readonly to: number };
}
