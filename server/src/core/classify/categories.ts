import type { NameTable } from '../model/nameTable';
import { compilePattern, groupMatchers, type Matcher, type MatcherGroup } from './patterns';
import { PAPER } from './presets';
import { SUBSYSTEM } from './subsystem';

/** A category as it is used: its place in the list is its number, and its precedence. */
export interface Category {
  readonly id: string;
  readonly label: string;
}

/** A pattern that a name matches, and the number of the category that it belongs to. */
export interface RuleMatch {
  readonly category: number;
  readonly pattern: string;
}

/** A rule that was left out, or a part of one. `rule` is where it stands: `ftrace.categories[1].patterns[0]`. */
export interface RuleProblem {
  readonly rule: string;
  readonly message: string;
}

/** What is left when no rule matches. Always the last category. */
export const OTHER: Category = { id: 'other', label: 'Other' };
/** A category's number fits a byte. */
export const MAX_CATEGORIES = 250;
const ID = /^[A-Za-z][\w.-]*$/;

/**
 * Compiled rules. The first category that matches wins. Each name of a trace is matched once; expressions are matched by
 * RE2, whose time is linear in the name's length, so no rule can hang its user.
 */
export class Categories {
  /** In order of precedence; the last is `other`. */
  readonly list: readonly Category[];
  private readonly groups: readonly MatcherGroup[];
  private readonly columns = new WeakMap<NameTable, Uint8Array>();

  /** `name` is how the rules are called: a preset, a setting, a file. */
  constructor(
    readonly name: string,
    list: readonly Category[],
    private readonly matchers: readonly Matcher[],
  ) {
    this.list = [...list, OTHER];
    this.groups = groupMatchers(matchers);
  }

  /** The number of the name's category. */
  of(name: string): number {
    const group = this.groups.find(({ any }) => any(name));
    return group === undefined ? this.list.length - 1 : group.category;
  }

  /** All patterns that the name matches, in order of precedence: the first is the one that decided. */
  explain(name: string): RuleMatch[] {
    return this.groups
      .filter(({ any }) => any(name))
      .flatMap(({ matchers }) => matchers.filter(({ matches }) => matches(name)))
      .map(({ category, pattern }) => ({ category, pattern }));
  }

  /** All rules in order of precedence. */
  get rules(): readonly RuleMatch[] {
    return this.matchers;
  }

  /** Whether rule number `rule` of `rules` matches the name, whatever decides its category. */
  matches(rule: number, name: string): boolean {
    return this.matchers[rule]!.matches(name);
  }

  /** The category of each name in the table, by NameId. Computed once per table. */
  column(names: NameTable): Uint8Array {
    let column = this.columns.get(names);
    if (column === undefined || column.length !== names.length) {
      const found = new Uint8Array(names.length);
      names.forEachText((text, id) => (found[id] = this.of(text)));
      this.columns.set(names, (column = found));
    }
    return column;
  }

  /** The number of the category with this id, or -1. */
  indexOf(id: string): number {
    return this.list.findIndex((category) => category.id === id);
  }
}

/** Rules as data, of which `compileCategories` makes them again. */
export function categoryRules(categories: Categories): { id: string; label: string; patterns: string[] }[] {
  return categories.list.slice(0, -1).map(({ id, label }, number) => ({
    id,
    label,
    patterns: categories.rules.filter(({ category }) => category === number).map(({ pattern }) => pattern),
  }));
}

/** The rules of the paper: what applies when nothing is set. */
export function paperCategories(): Categories {
  return compileCategories(PAPER, 'paper').categories;
}

/** Names of the rules that are built in: values of the setting `ftrace.categoryPreset`. */
export const PRESETS = ['paper', 'subsystem'] as const;
/** One of them. */
export type Preset = (typeof PRESETS)[number];

let subsystem: Categories | undefined;

/** The rules of a preset. */
export function presetCategories(preset: Preset): Categories {
  if (preset === 'paper') return paperCategories();
  // There are many of them, and nothing changes them.
  subsystem ??= compileCategories(SUBSYSTEM, 'subsystem').categories;
  return subsystem;
}

/**
 * Compiles rules out of a setting or a file, of which nothing is known. A rule that makes no sense is left out and
 * named in `problems`; the others apply. `name` is how the problems call the list, as `ftrace.categories`.
 */
export function compileCategories(
  value: unknown,
  name: string,
): { categories: Categories; problems: readonly RuleProblem[] } {
  const problems: RuleProblem[] = [];
  const list: Category[] = [];
  const matchers: Matcher[] = [];
  if (!Array.isArray(value)) {
    problems.push({
      rule: name,
      message: 'must be a list of {id, label, patterns}; the default rules apply',
    });
    return { categories: paperCategories(), problems };
  }
  value.forEach((rule: unknown, index) => {
    const where = `${name}[${index}]`;
    const category = readCategory(rule, list, (message) => problems.push({ rule: where, message }));
    if (category === undefined) return;
    const number = list.push(category) - 1;
    const patterns = (rule as { patterns: unknown }).patterns;
    if (!Array.isArray(patterns)) {
      problems.push({
        rule: `${where}.patterns`,
        message: `of category "${category.id}" must be a list of strings`,
      });
      return;
    }
    patterns.forEach((pattern: unknown, at) => {
      const compiled = compilePattern(pattern);
      if (typeof compiled === 'string') {
        problems.push({
          rule: `${where}.patterns[${at}]`,
          message: `of category "${category.id}" ${compiled}`,
        });
      } else matchers.push({ category: number, pattern: String(pattern), ...compiled });
    });
  });
  return { categories: new Categories(name, list, matchers), problems };
}

function readCategory(
  rule: unknown,
  before: readonly Category[],
  report: (message: string) => void,
): Category | undefined {
  if (typeof rule !== 'object' || rule === null) {
    report('must be an object {id, label, patterns}; it is left out');
    return undefined;
  }
  const { id, label } = rule as { id?: unknown; label?: unknown };
  if (typeof id !== 'string' || !ID.test(id)) {
    report('needs an "id": a letter, then letters, digits, _ . -; it is left out');
    return undefined;
  }
  if (id === OTHER.id || id === 'total') {
    report(`uses the id "${id}", which is reserved; it is left out`);
    return undefined;
  }
  if (before.some((category) => category.id === id)) {
    report(`uses the id "${id}" a second time; it is left out`);
    return undefined;
  }
  if (before.length >= MAX_CATEGORIES) {
    report(`is one too many: at most ${MAX_CATEGORIES} categories are used`);
    return undefined;
  }
  return { id, label: typeof label === 'string' && label.trim() !== '' ? label : id };
}
