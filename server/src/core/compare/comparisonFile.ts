/** A comparison as a file beside its traces, `*.ftcompare`: JSON with comments. schemas/ftcompare.schema.json says the same. */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import * as v from 'valibot';

const Text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

const ScenarioEntry = v.strictObject({
  name: Text,
  runs: v.pipe(v.array(Text), v.minLength(1, 'must name at least one trace')),
  requests: v.optional(v.pipe(v.number(), v.gtValue(0, 'must be more than 0'))),
  measurements: v.optional(v.record(v.string(), v.union([v.number(), v.string()]))),
});

const WeightEntry = v.strictObject({ name: v.optional(Text), file: Text, column: v.optional(Text) });

const ComparisonEntry = v.strictObject({
  $schema: v.optional(v.string()),
  version: v.optional(v.literal(1, 'must be 1; a newer version of ftrace-explorer may have written it')),
  title: v.optional(Text),
  scenarios: v.pipe(v.array(ScenarioEntry), v.minLength(1, 'must have at least one')),
  baseline: v.optional(Text),
  sets: v.optional(v.picklist(['any', 'every'])),
  normalisation: v.optional(v.picklist(['none', 'perRequest', 'share'])),
  filter: v.optional(v.union([Text, v.record(v.string(), v.unknown())])),
  categories: v.optional(v.union([Text, v.array(v.unknown())])),
  weights: v.optional(v.array(WeightEntry)),
});

/** What a comparison file says, checked. Paths are as they stand there: relative to the file. */
export type ComparisonSpec = v.InferOutput<typeof ComparisonEntry>;

/** Thrown where a comparison cannot be made of a text; `reasons` are for people: `scenarios[0].runs must name …`. */
export class ComparisonFileError extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('; '));
  }
}

/** The deepest message of a file with many mistakes is not the one that helps. */
const MAX_REASONS = 10;

/** Reads the text of a comparison file. Throws a ComparisonFileError. */
export function parseComparison(text: string): ComparisonSpec {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const before = text.slice(0, error.offset).split('\n');
    const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
    throw new ComparisonFileError([
      `it is no JSON: ${wordsOf(printParseErrorCode(error.error))} at ${place}`,
    ]);
  }
  return checkComparison(value);
}

/** Checks a comparison of which nothing is known, as it comes from a page or a file. Throws a ComparisonFileError. */
export function checkComparison(value: unknown): ComparisonSpec {
  const result = v.safeParse(ComparisonEntry, value);
  if (!result.success) throw new ComparisonFileError(result.issues.slice(0, MAX_REASONS).map(reasonOf));
  const spec = result.output;
  const names = spec.scenarios.map(({ name }) => name);
  const reasons = names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `two scenarios are called "${name}"; give each a name of its own`);
  if (spec.baseline !== undefined && !names.includes(spec.baseline)) {
    reasons.push(`baseline "${spec.baseline}" is no scenario; there are: ${names.join(', ')}`);
  }
  if (reasons.length > 0) throw new ComparisonFileError(reasons.slice(0, MAX_REASONS));
  return spec;
}

/** A comparison as the text of its file: the same for the same comparison. */
export function printComparison(spec: ComparisonSpec): string {
  return `${JSON.stringify({ version: 1, ...spec }, null, 2)}\n`;
}

/** `InvalidSymbol` → `invalid symbol`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=.)([A-Z])/g, ' $1').toLowerCase();
}

function reasonOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  const what = path === '' ? 'the comparison' : path;
  if (issue.type === 'strict_object') {
    if (issue.expected === 'never') return `${what} is not known; is it a misspelling?`;
    if (issue.received === 'undefined') return `${what} is missing`;
  }
  if (issue.received === 'undefined') return `${what} is missing`;
  if (/^must /.test(issue.message)) return `${what} ${issue.message}`;
  return `${what} must be ${issue.expected ?? 'something else'}, not ${issue.received}`;
}
