/**
 * What the page of a trace view and the extension say to each other: one union for each direction, checked on arrival.
 * Both sides import this; it knows neither VS Code nor the DOM.
 */
import * as v from 'valibot';
import type {
  ViewFilterResult,
  ViewGoResult,
  ViewHoverResult,
  ViewPlace,
  ViewRowsResult,
  ViewState,
  ViewStripResult,
  ViewSuggestResult,
  ViewSummaryResult,
} from '../../../server/src/protocol/traceView';

/** The page never gets more rows at a time. */
export const MAX_ROWS = 200;
/** Parts of the strip; more than a screen has pixels. */
export const MAX_PARTS = 2000;
/** Longer texts than anybody types. */
const MAX_TEXT = 100_000;

/** Commands that the page does, by their names after `ftrace.traceView.`. */
export const PAGE_COMMANDS = [
  'find',
  'findNext',
  'findPrevious',
  'filter',
  'clearFilter',
  'showOnlyFunction',
  'nextCall',
  'previousCall',
  'slowestCall',
  'caller',
  'otherEnd',
  'nextProblem',
  'previousProblem',
  'fold',
  'unfold',
  'toggleFold',
  'foldAll',
  'unfoldAll',
  'showHover',
  'copy',
  'selectAll',
  'follow',
] as const;
/** See PAGE_COMMANDS. */
export type PageCommand = (typeof PAGE_COMMANDS)[number];

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const place = v.pipe(v.number(), v.integer(), v.minValue(0));
const rowCount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ROWS));
const partCount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PARTS));

const ask = v.variant('kind', [
  v.strictObject({ kind: v.literal('rows'), from: place, count: rowCount }),
  v.strictObject({ kind: v.literal('locate'), line: place, reveal: v.exactOptional(v.boolean()) }),
  v.strictObject({
    kind: v.literal('fold'),
    line: place,
    what: v.picklist(['open', 'close', 'toggle', 'openAll', 'closeAll']),
  }),
  v.strictObject({
    kind: v.literal('go'),
    line: place,
    to: v.picklist([
      'nextCall',
      'previousCall',
      'slowestCall',
      'caller',
      'otherEnd',
      'nextHit',
      'previousHit',
      'nextProblem',
      'previousProblem',
    ]),
  }),
  v.strictObject({ kind: v.literal('hover'), line: place, character: place }),
  v.strictObject({
    kind: v.literal('search'),
    query: v.exactOptional(
      v.strictObject({ text, kind: v.picklist(['text', 'regex', 'function']), matchCase: v.boolean() }),
    ),
  }),
  v.strictObject({ kind: v.literal('filter'), text }),
  v.strictObject({ kind: v.literal('suggest'), text, position: place }),
  v.strictObject({ kind: v.literal('strip'), parts: partCount }),
  v.strictObject({ kind: v.literal('summary') }),
]);

const fromPage = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('ask'), number: place, ask }),
  v.strictObject({ type: v.literal('giveUp'), number: place }),
  v.strictObject({ type: v.literal('copyText'), text }),
  v.strictObject({ type: v.literal('copyRows'), from: place, to: place }),
  v.strictObject({ type: v.literal('listFunctions'), category: v.exactOptional(text) }),
  v.strictObject({ type: v.literal('compare') }),
  v.strictObject({ type: v.literal('openText') }),
  v.strictObject({ type: v.literal('cancel') }),
  v.strictObject({ type: v.literal('reload'), follow: v.boolean() }),
]);

/** A question of the page that the server answers. */
export type Ask = v.InferOutput<typeof ask>;
/** What the page says. */
export type PageMessage = v.InferOutput<typeof fromPage>;
/** What is searched for. */
export type SearchQuery = NonNullable<Extract<Ask, { kind: 'search' }>['query']>;

/** What the server answers to the page's questions. */
export type Answer =
  | ViewRowsResult
  | ViewPlace
  | ViewGoResult
  | ViewHoverResult
  | ViewFilterResult
  | ViewSuggestResult
  | ViewStripResult
  | ViewSummaryResult
  | null;

/** Settings of VS Code's text editor that the view follows and that no style sheet has. */
export interface EditorSettings {
  readonly lineHeight: number;
  readonly letterSpacing: number;
  readonly tabSize: number;
  readonly guides: boolean;
  readonly stickyLines: number;
  readonly hoverDelay: number;
  readonly wheelFactor: number;
  readonly fastScrollFactor: number;
}

/** From the extension to the page. */
export type ExtensionMessage =
  /** There is a view now, a new one where `fresh`; and where it is, if that is known. */
  | { readonly type: 'opened'; readonly name: string; readonly fresh: boolean; readonly state?: ViewState }
  | { readonly type: 'settings'; readonly settings: EditorSettings }
  | { readonly type: 'state'; readonly state: ViewState }
  /** There is no view, and why. */
  | { readonly type: 'problem'; readonly message: string }
  | { readonly type: 'reveal'; readonly line: number }
  | { readonly type: 'command'; readonly command: PageCommand }
  | { readonly type: 'answer'; readonly number: number; readonly answer: Answer }
  | { readonly type: 'failed'; readonly number: number; readonly message: string };

const state = v.looseObject({
  id: v.number(),
  phase: v.string(),
  bytes: v.number(),
  size: v.number(),
  lines: v.number(),
  rows: v.number(),
  generation: v.number(),
});

const fromExtension = v.variant('type', [
  v.looseObject({
    type: v.literal('opened'),
    name: v.string(),
    fresh: v.boolean(),
    state: v.exactOptional(state),
  }),
  v.looseObject({
    type: v.literal('settings'),
    settings: v.looseObject({ lineHeight: v.number(), tabSize: v.number() }),
  }),
  v.looseObject({ type: v.literal('state'), state }),
  v.looseObject({ type: v.literal('problem'), message: v.string() }),
  v.looseObject({ type: v.literal('reveal'), line: v.number() }),
  v.looseObject({ type: v.literal('command'), command: v.picklist(PAGE_COMMANDS) }),
  v.looseObject({
    type: v.literal('answer'),
    number: v.number(),
    answer: v.nullable(v.looseObject({})),
  }),
  v.looseObject({ type: v.literal('failed'), number: v.number(), message: v.string() }),
]);

/** A message of the page; undefined for anything else. */
export function readPageMessage(data: unknown): PageMessage | undefined {
  const result = v.safeParse(fromPage, data);
  return result.success ? result.output : undefined;
}

/** A message of the extension; undefined for anything else that reaches a window. */
export function readExtensionMessage(data: unknown): ExtensionMessage | undefined {
  return v.is(fromExtension, data) ? (data as unknown as ExtensionMessage) : undefined;
}
