import type { FilterSpec } from '../model/filterSpec';
import { canonicalFilter } from './canonical';
import type { CategoryRules } from './expression/categoryRules';
import { readExpression } from './expression/readExpression';
import { filterPreset, PRESET_NAMES } from './presets';
import { parseTime } from './parseTime';

/** What was understood of filters, and what is wrong with the rest: sentences without a full stop. */
export interface ReadFilter {
  readonly filter: FilterSpec;
  readonly problems: readonly string[];
}

/** Reads the value of one key; undefined where it makes no sense. */
type Read<T> = (value: unknown) => T | undefined;

interface Key<T> {
  readonly read: Read<T>;
  /** What the value must be. */
  readonly expected: string;
}

const FLAG: Key<boolean> = {
  read: (value) => (typeof value === 'boolean' ? value : undefined),
  expected: 'true or false',
};
const NAMES: Key<readonly string[]> = {
  read: (value) => (isListOf(value, (name) => typeof name === 'string') ? (value as string[]) : undefined),
  expected: 'a list of names',
};
const NUMBERS: Key<readonly number[]> = {
  read: (value) => (isListOf(value, isCount) ? (value as number[]) : undefined),
  expected: 'a list of whole numbers from 0 on',
};
const TIME: Key<number> = {
  read: (value) =>
    typeof value === 'string'
      ? parseTime(value)
      : Number.isFinite(value) && (value as number) >= 0
        ? (value as number)
        : undefined,
  expected: 'a number of nanoseconds, or a time as "12.5s" or "300ms"',
};

const KEYS: { readonly [K in keyof FilterSpec]-?: Key<NonNullable<FilterSpec[K]>> } = {
  withoutInterrupts: FLAG,
  interruptFunctions: NAMES,
  fromFirstEntry: FLAG,
  entryFunctions: NAMES,
  strictNesting: FLAG,
  pids: NUMBERS,
  comms: NAMES,
  cpus: NUMBERS,
  fromNs: TIME,
  toNs: TIME,
  minDepth: {
    read: (value) => (isCount(value) ? (value as number) : undefined),
    expected: 'a whole number from 0 on',
  },
  where: {
    read: (value) => (typeof value === 'string' ? value : undefined),
    expected: 'a filter expression: "duration>10us"',
  },
  foldSuffixes: FLAG,
};

/**
 * Reads filters out of a setting or a file, of which nothing is known: a FilterSpec, the name of a preset, or a
 * FilterSpec with the name of a preset in `preset`, whose other keys win. What makes no sense is left out and named; with
 * `rules`, also a category that they do not have.
 */
export function readFilter(value: unknown, rules?: CategoryRules): ReadFilter {
  if (value === undefined || value === null) return { filter: {}, problems: [] };
  if (typeof value === 'string') return readPreset(value);
  if (typeof value !== 'object' || Array.isArray(value))
    return { filter: {}, problems: ['filters must be an object, or the name of a preset'] };
  const { preset, ...own } = value as Record<string, unknown>;
  const base = preset === undefined || preset === null ? readFilter(undefined) : readPreset(preset);
  const problems = [...base.problems];
  const read: Record<string, unknown> = {};
  for (const [key, set] of Object.entries(own)) {
    if (!Object.hasOwn(KEYS, key))
      problems.push(`"${key}" is no filter; there are: ${Object.keys(KEYS).join(', ')}`);
    else if (set !== null && set !== undefined) {
      const { read: readKey, expected } = KEYS[key as keyof FilterSpec] as Key<unknown>;
      const understood = readKey(set);
      const problem = key === 'where' ? problemOfWhere(understood, rules) : undefined;
      if (understood === undefined) problems.push(`"${key}" must be ${expected}; it is left out`);
      else if (problem !== undefined) problems.push(problem);
      else read[key] = understood;
    }
  }
  const filter = canonicalFilter({ ...base.filter, ...(read as FilterSpec) });
  const { fromNs, toNs, ...others } = filter;
  if (fromNs === undefined || toNs === undefined || fromNs < toNs) return { filter, problems };
  problems.push('the time window ends before it begins; it is left out');
  return { filter: others, problems };
}

function problemOfWhere(where: unknown, rules: CategoryRules | undefined): string | undefined {
  if (typeof where !== 'string' || where.trim() === '') return undefined;
  const { error } = readExpression(where, rules);
  return error && `"where": ${error.message} (at character ${error.from + 1}); it is left out`;
}

function readPreset(name: unknown): ReadFilter {
  const filter = typeof name === 'string' ? filterPreset(name) : undefined;
  if (filter !== undefined) return { filter: canonicalFilter(filter), problems: [] };
  const said = typeof name === 'string' ? `"${name}" is no preset` : '"preset" must be the name of a preset';
  return { filter: {}, problems: [`${said}; there are: ${PRESET_NAMES.join(', ')}`] };
}

function isListOf(value: unknown, isOne: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
