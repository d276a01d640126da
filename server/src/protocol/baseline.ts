/** Requests about baselines. Wire types: the core does not know them. */

/** Id of the language of baselines, as in package.json. */
export const BASELINE_LANGUAGE = 'ftrace-baseline';

export const BASELINE_REQUEST = 'ftrace/baseline';
/** The runs of a scenario: traces that are open, or files. */
export interface BaselineParams {
  readonly uris: readonly string[];
}
/** What they reached, as the text of a baseline. */
export interface BaselineResult {
  /** What the scenario is called, as the names of its runs tell. */
  readonly scenario: string;
  readonly text: string;
}
