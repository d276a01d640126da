/**
 * Requests about call trees, of one trace and of two compared. Wire types: the core does not know them. Lines count from 0.
 * A request that cannot be answered fails with a message for people.
 */

/** A listing of calls, for a diff editor. */
export interface CallListing {
  readonly text: string;
  /** By line of `text`: the line of its first call in the trace; -1 where there is none. */
  readonly targets: readonly number[];
}

export const CALL_TREE_LISTING_REQUEST = 'ftrace/callTree/listing';
/** The calls of a trace, with what the setting ftrace.callTree.show keeps of them. Answered with a CallListing. */
export interface CallTreeListingParams {
  readonly uri: string;
}

/** A call, by any line of it. */
export interface CallPlace {
  readonly uri: string;
  readonly line: number;
}

export const CALL_TREE_ALIGN_REQUEST = 'ftrace/callTree/align';
/** Two calls, side by side. */
export interface CallTreeAlignParams {
  readonly left: CallPlace;
  readonly right: CallPlace;
}
/** Both calls as listings. */
export interface CallTreeAlignResult {
  readonly left: CallListing;
  readonly right: CallListing;
}

export const CALL_TREE_CALLS_REQUEST = 'ftrace/callTree/calls';
/** The calls of a function in a trace: of that of a call in the same or another trace. */
export interface CallTreeCallsParams {
  readonly of: CallPlace;
  readonly uri: string;
}
/** Calls of a function to choose from. */
export interface CallTreeCallsResult {
  readonly name: string;
  /** How many there are; the first of them are listed. */
  readonly total: number;
  readonly calls: readonly {
    readonly line: number;
    /** `line 12,345`. */
    readonly label: string;
    /** Duration, calls inside, task. */
    readonly description: string;
  }[];
}

export const CALL_TREE_COMPARE_REQUEST = 'ftrace/callTree/compare';
/** One side of a comparison: the runs of a scenario. */
export interface CallTreeSide {
  /** What the scenario is called; the file where it is not given. */
  readonly name?: string;
  readonly uris: readonly string[];
}
/** Compares call trees, merged over the traces of each side. */
export interface CallTreeCompareParams {
  readonly left: CallTreeSide;
  readonly right: CallTreeSide;
}
/** A comparison that was made: its number, the names of its sides, what differs. */
export interface CallTreeCompareResult {
  /** For the requests below. */
  readonly id: number;
  readonly left: string;
  readonly right: string;
  /** In a sentence: how much differs. */
  readonly summary: string;
}

export const CALL_TREE_CHILDREN_REQUEST = 'ftrace/callTree/children';
/** A window of what is below a node, biggest change first; without a node at the top. */
export interface CallTreeChildrenParams {
  readonly id: number;
  readonly node?: number;
  readonly order: 'calls' | 'time';
  readonly from: number;
  readonly count: number;
}
/** A path of the merged tree, ready to be shown. */
export interface CallTreeItem {
  readonly node: number;
  readonly name: string;
  readonly change: 'new' | 'gone' | 'more' | 'fewer' | 'same';
  readonly hasChildren: boolean;
  /** Change, calls and times on both sides, in words. */
  readonly description: string;
  /** The same in sentences, with the names of the sides. */
  readonly tooltip: string;
  /** First call on each side; none where there is none. */
  readonly left?: CallPlace;
  readonly right?: CallPlace;
}
/** A window of them. */
export interface CallTreeChildrenResult {
  /** How many there are in all. */
  readonly total: number;
  readonly items: readonly CallTreeItem[];
}

export const CALL_TREE_CLOSE_NOTIFICATION = 'ftrace/callTree/close';
/** Nobody looks at the comparison any more. */
export interface CallTreeCloseParams {
  readonly id: number;
}
