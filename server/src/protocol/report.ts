/**
 * Requests about a comparison of scenarios. Wire types: the core does not know them. Lines count from 0, scenarios and
 * categories by their place in ReportModel. A request that cannot be answered fails with a message for people.
 */

/** A comparison as its file (*.ftcompare) says it; docs/comparison-files.md describes the keys. Paths are relative to it. */
export type ComparisonJson = Readonly<Record<string, unknown>>;

export const GROUP_REQUEST = 'ftrace/groupScenarios';
/** Files and folders that somebody selected. */
export interface GroupParams {
  readonly uris: readonly string[];
}
/** How they would be compared. */
export interface GroupResult {
  readonly scenarios: readonly { readonly name: string; readonly runs: readonly string[] }[];
  /** What was left out, and why: sentences. */
  readonly notes: readonly string[];
}

export const REPORT_OPEN_REQUEST = 'ftrace/report/open';
/** What to compare. */
export interface ReportOpenParams {
  readonly comparison: ComparisonJson;
  /** URI of the folder that its paths are relative to. */
  readonly base: string;
  /** A report to take the place of: its traces are read again only where they have changed. */
  readonly replaces?: number;
  /** A number for ftrace/report/progress; without it there is none. */
  readonly progress?: number;
}
/** What the page needs to know of the comparison; all else it asks for. */
export interface ReportModel {
  readonly id: number;
  readonly title: string;
  readonly scenarios: readonly string[];
  readonly baseline: number;
  readonly categories: readonly { readonly id: string; readonly label: string; readonly tokenType: number }[];
  /** The report without the list of functions, as HTML: see core/render/html. Links carry `data-select`. */
  readonly html: string;
  /** The style sheet of `html`. */
  readonly style: string;
  /** Traces that could not be read, and why: sentences. The report is of the others. */
  readonly problems: readonly string[];
  /** URIs of the traces, to be watched. */
  readonly traces: readonly string[];
}

export const REPORT_PROGRESS_NOTIFICATION = 'ftrace/report/progress';
/** How far ftrace/report/open has come: sent before each trace. */
export interface ReportProgressParams {
  readonly progress: number;
  /** The trace that is being read. */
  readonly name: string;
  readonly done: number;
  readonly total: number;
}

export const REPORT_FUNCTIONS_REQUEST = 'ftrace/report/functions';
/** A window of the list of functions; see FunctionQuery of the core. */
export interface ReportFunctionsParams {
  readonly id: number;
  readonly selection: string;
  readonly baseline: number;
  readonly target: number;
  readonly measure: 'calls' | 'totalNs' | 'selfNs';
  readonly normalisation: 'none' | 'perRequest' | 'share';
  readonly text?: string;
  readonly category?: number;
  readonly changes?: readonly ReportChange[];
  readonly minimum?: number;
  readonly sort:
    'name' | 'category' | 'change' | 'difference' | 'relative' | 'p' | { readonly scenario: number };
  readonly descending: boolean;
  readonly from: number;
  readonly count: number;
}
/** How a function differs between baseline and target. */
export type ReportChange = 'new' | 'gone' | 'more' | 'fewer' | 'same';
/** One line of the list, ready to be shown: all numbers in words. */
export interface ReportFunctionItem {
  readonly name: string;
  readonly category: number;
  readonly change: ReportChange;
  /** By scenario; `–` where unknown or not reached. */
  readonly values: readonly string[];
  readonly difference: string;
  readonly relative: string;
  /** `real (p 0.03)`, `noise (p 0.4)`, `too few runs`. */
  readonly support: string;
}
/** A window of the list. */
export interface ReportFunctionsResult {
  /** How many there are in all. */
  readonly total: number;
  readonly items: readonly ReportFunctionItem[];
  /** What is wrong with the expression, and where it begins, from 0. */
  readonly problem?: { readonly message: string; readonly at: number };
  /** Which normalisation is in force, in words. */
  readonly normalisation: string;
}

export const REPORT_FUNCTION_REQUEST = 'ftrace/report/function';
/** Where one function is. */
export interface ReportFunctionParams {
  readonly id: number;
  readonly name: string;
}
/** By scenario and run. */
export interface ReportFunctionResult {
  readonly name: string;
  readonly category: number;
  /** The rule that decided, in words. */
  readonly rule: string;
  readonly scenarios: readonly {
    readonly scenario: number;
    readonly runs: readonly {
      readonly name: string;
      readonly uri: string;
      readonly calls: number;
      /** Line of its first call; -1 where there is none. */
      readonly line: number;
    }[];
    /** The shortest chain of callers that reached it, from a top-level call down to itself; empty where there is none. */
    readonly chain: readonly { readonly name: string; readonly uri: string; readonly line: number }[];
  }[];
}

export const REPORT_TREE_REQUEST = 'ftrace/report/tree';
/** A window of the children of a node of the merged call tree; without a node of its roots. Biggest change first. */
export interface ReportTreeParams {
  readonly id: number;
  readonly baseline: number;
  readonly target: number;
  readonly node?: number;
  readonly from: number;
  readonly count: number;
}
/** A path of the merged tree, in words. */
export interface ReportTreeItem {
  readonly node: number;
  readonly name: string;
  readonly category: number;
  readonly change: ReportChange;
  readonly hasChildren: boolean;
  /** Calls and times on both sides, in words. */
  readonly description: string;
  /** First call on either side; -1 where there is none. */
  readonly baselineUri: string;
  readonly baselineLine: number;
  readonly targetUri: string;
  readonly targetLine: number;
}
/** A window of them. */
export interface ReportTreeResult {
  /** How many children there are in all. */
  readonly total: number;
  readonly items: readonly ReportTreeItem[];
}

export const REPORT_EXPORT_REQUEST = 'ftrace/report/export';
/** What a report can be written as. */
export type ReportFormat = 'json' | 'csv' | 'markdown' | 'html' | 'svg';
/** The report as a file. */
export interface ReportExportParams {
  readonly id: number;
  readonly format: ReportFormat;
  /** For csv: this list of functions, in its order, instead of the report. */
  readonly list?: Omit<ReportFunctionsParams, 'id' | 'from' | 'count'>;
}
/** The text of the file. */
export interface ReportExportResult {
  readonly text: string;
}

export const REPORT_CLOSE_NOTIFICATION = 'ftrace/report/close';
/** The page is gone. */
export interface ReportCloseParams {
  readonly id: number;
}
