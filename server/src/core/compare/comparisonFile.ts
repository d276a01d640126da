/** A comparison as a file beside its traces, `*.ftcompare`: JSON with comments. schemas/ftcompare.schema.json says the same. */
import * as v from 'valibot';
import { visible } from '../format/escape';
import { parseJsonc } from '../text/jsonc';

const Text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

/** A list is none: it has no keys. */
const Keyed = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object, { … }',
);
const Finite = v.pipe(v.number(), v.finite('must be a number that is not too large'));

const ScenarioEntry = v.pipe(
  Keyed,
  v.strictObject({
    name: Text,
    runs: v.array(Text),
    requests: v.optional(v.pipe(Finite, v.gtValue(0, 'must be more than 0'))),
    measurements: v.optional(
      v.pipe(Keyed, v.record(v.string(), v.union([Finite, v.string()], 'must be a number or a text'))),
    ),
  }),
);

const WeightEntry = v.pipe(
  Keyed,
  v.strictObject({ name: v.optional(Text), file: Text, column: v.optional(Text) }),
);

const ComparisonEntry = v.pipe(
  Keyed,
  v.strictObject({
    $schema: v.optional(v.string()),
    version: v.optional(v.literal(1, 'must be 1; a newer version of ftrace-explorer may have written it')),
    title: v.optional(Text),
    scenarios: v.pipe(v.array(ScenarioEntry), v.minLength(1, 'must name at least one scenario')),
    baseline: v.optional(Text),
    sets: v.optional(v.picklist(['any', 'every'])),
    normalisation: v.optional(v.picklist(['none', 'perRequest', 'share'])),
    filter: v.optional(
      v.union(
        [Text, v.pipe(Keyed, v.record(v.string(), v.unknown()))],
        'must be the name of a preset, or an object, { … }',
      ),
    ),
    categories: v.optional(
      v.union([Text, v.array(v.unknown())], 'must be the name of a preset or of a file, or a list of rules'),
    ),
    weights: v.optional(v.array(WeightEntry)),
  }),
);

/** What a comparison file says, checked. Paths are as they stand there: relative to the file. */
export type ComparisonSpec = v.InferOutput<typeof ComparisonEntry>;

/** Thrown where a comparison cannot be made of a text; `reasons` are for people: `scenarios[0].runs must name …`. */
export class ComparisonFileError extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('; '));
  }
}

/** All mistakes of a file with many are no help. */
const MAX_REASONS = 10;
/** Reads the text of a comparison file. Throws a ComparisonFileError. */
export function parseComparison(text: string): ComparisonSpec {
  const { value, problems } = parseJsonc(text);
  if (problems.length > 0) throw new ComparisonFileError(problems.slice(0, MAX_REASONS));
  return checkComparison(value);
}

/** Checks a comparison of which nothing is known, as it comes from a page or a file. Throws a ComparisonFileError. */
export function checkComparison(value: unknown): ComparisonSpec {
  const result = v.safeParse(ComparisonEntry, value);
  if (!result.success) throw new ComparisonFileError(result.issues.slice(0, MAX_REASONS).map(reasonOf));
  const spec = result.output;
  const names = spec.scenarios.map(({ name }) => name);
  const doubled = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const reasons = [...doubled].map(
    (name) => `two scenarios are called ${shown(name)}; give each a name of its own`,
  );
  if (spec.baseline !== undefined && !names.includes(spec.baseline)) {
    const more = names.length > MAX_REASONS ? ', …' : '';
    const there = names.slice(0, MAX_REASONS).map(shown).join(', ');
    reasons.push(`baseline ${shown(spec.baseline)} is no scenario; there are: ${there}${more}`);
  }
  if (reasons.length > 0) throw new ComparisonFileError(reasons.slice(0, MAX_REASONS));
  return spec;
}

/** What a schema expects, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  Object: 'an object, { … }',
  Array: 'a list, [ … ]',
  string: 'a text in quotes',
  number: 'a number',
};

function reasonOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${cut(String(key))}`))
    .join('')
    .replace(/^\./, '');
  const what = path === '' ? 'the comparison' : path;
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `${what} is not known; is it a misspelling?`;
  if (issue.received === 'undefined') return `${what} is missing`;
  if (issue.message.startsWith('must ')) return `${what} ${issue.message}`;
  const expected = issue.expected ?? 'something else';
  const words = EXPECTED[expected] ?? expected.replace(/^\(|\)$/g, '').replaceAll(' | ', ' or ');
  return `${what} must be ${words}, not ${EXPECTED[issue.received] ?? cut(issue.received)}`;
}

/** Longer ones are cut where a message names them. */
const MAX_SHOWN = 60;

function cut(text: string): string {
  return visible(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

function shown(name: string): string {
  return `"${cut(name)}"`;
}
