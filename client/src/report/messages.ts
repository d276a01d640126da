/**
 * What the page of a report and the extension say to each other: one union for each direction, checked on arrival. Both
 * sides import this; it knows neither VS Code nor the DOM.
 */
import * as v from 'valibot';
import type {
  ReportFunctionResult,
  ReportFunctionsResult,
  ReportModel,
  ReportTreeResult,
} from '../../../server/src/protocol/report';

/** The page never gets more of the model at a time. */
export const MAX_ROWS = 200;
/** Longer texts than anybody types. */
const MAX_TEXT = 100_000;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const place = v.pipe(v.number(), v.integer(), v.minValue(0));
const change = v.picklist(['new', 'gone', 'more', 'fewer', 'same']);
const normalisation = v.picklist(['none', 'perRequest', 'share']);

/** Which functions the list shows, in which order: ReportFunctionsParams without report and window. */
const query = v.strictObject({
  selection: text,
  baseline: place,
  target: place,
  measure: v.picklist(['calls', 'totalNs', 'selfNs']),
  normalisation,
  text: v.exactOptional(text),
  category: v.exactOptional(place),
  changes: v.exactOptional(v.pipe(v.array(change), v.maxLength(5))),
  minimum: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  sort: v.union([
    v.picklist(['name', 'category', 'change', 'difference', 'relative', 'p']),
    v.strictObject({ scenario: place }),
  ]),
  descending: v.boolean(),
});

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ROWS));

const ask = v.variant('kind', [
  v.strictObject({
    kind: v.literal('functions'),
    query,
    from: place,
    count,
  }),
  v.strictObject({ kind: v.literal('function'), name: text }),
  v.strictObject({
    kind: v.literal('tree'),
    baseline: place,
    target: place,
    node: v.exactOptional(place),
    from: place,
    count,
  }),
]);

const fromPage = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('ask'), number: place, ask }),
  v.strictObject({
    type: v.literal('openCall'),
    uri: text,
    line: place,
    name: text,
    beside: v.boolean(),
  }),
  v.strictObject({ type: v.literal('copyText'), text }),
  v.strictObject({ type: v.literal('copyNames'), query }),
  v.strictObject({ type: v.literal('saveList'), query }),
  v.strictObject({ type: v.literal('setBaseline'), scenario: place }),
  v.strictObject({ type: v.literal('setNormalisation'), normalisation }),
  v.strictObject({ type: v.literal('openText') }),
  v.strictObject({ type: v.literal('retry') }),
  v.strictObject({ type: v.literal('cancel') }),
]);

/** Which functions the page lists. */
export type Query = v.InferOutput<typeof query>;
/** A question of the page that the server answers. */
export type Ask = v.InferOutput<typeof ask>;
/** What the page says. */
export type PageMessage = v.InferOutput<typeof fromPage>;
/** How counts of recordings of different length are compared. */
export type Normalisation = v.InferOutput<typeof normalisation>;

/** What the page shows of a report: the server's model without what the page has no use for. */
export interface PageModel extends Omit<ReportModel, 'id' | 'traces'> {
  readonly normalisation: Normalisation;
  /** Counts the models that the page has been given: answers about an older one are of no use. */
  readonly revision: number;
}

/** What a page that VS Code restores needs for its report: only pages without a file have it. */
export interface Restorable {
  readonly comparison: Readonly<Record<string, unknown>>;
  readonly base: string;
}

/** What the server answers to one of the page's questions. */
export type Answer = ReportFunctionsResult | ReportFunctionResult | ReportTreeResult;

/** From the extension to the page. */
export type ExtensionMessage =
  | { readonly type: 'loading'; readonly text: string; readonly done: number; readonly total: number }
  | { readonly type: 'model'; readonly model: PageModel; readonly restorable?: Restorable }
  | { readonly type: 'problem'; readonly message: string; readonly hasText: boolean }
  | { readonly type: 'answer'; readonly number: number; readonly answer: Answer }
  | { readonly type: 'failed'; readonly number: number; readonly message: string }
  | { readonly type: 'showFunction'; readonly name: string };

const fromExtension = v.variant('type', [
  v.looseObject({ type: v.literal('loading'), text: v.string(), done: v.number(), total: v.number() }),
  v.looseObject({
    type: v.literal('model'),
    model: v.looseObject({
      html: v.string(),
      style: v.string(),
      revision: v.number(),
      baseline: v.number(),
      scenarios: v.array(v.string()),
      categories: v.array(v.looseObject({ id: v.string(), label: v.string(), tokenType: v.number() })),
    }),
  }),
  v.looseObject({ type: v.literal('problem'), message: v.string(), hasText: v.boolean() }),
  v.looseObject({ type: v.literal('answer'), number: v.number(), answer: v.looseObject({}) }),
  v.looseObject({ type: v.literal('failed'), number: v.number(), message: v.string() }),
  v.looseObject({ type: v.literal('showFunction'), name: v.string() }),
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
