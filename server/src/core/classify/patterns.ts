/** Patterns of rules: substrings, and expressions of RE2, alone and many at once. */
import { re2 } from '../text/re2';
import { compileRegex } from '../text/regex';

/** What a pattern is compiled to. */
export interface CompiledPattern {
  readonly matches: (name: string) => boolean;
  /** Of an expression; undefined of a substring. */
  readonly expression: { readonly source: string; readonly flags: number } | undefined;
}

/** A pattern of a category, by the category's number. */
export interface Matcher extends CompiledPattern {
  readonly category: number;
  readonly pattern: string;
}

/** Neighbouring patterns of a category, of one kind. */
export interface MatcherGroup {
  readonly category: number;
  readonly matchers: readonly Matcher[];
  /** Whether any of them matches. */
  readonly any: (name: string) => boolean;
}

/** So many expressions are matched as one: all at once takes the automaton more states than it keeps. */
const GROUPED = 32;

/** Compiles a pattern, or says why it cannot be. */
export function compilePattern(pattern: unknown): CompiledPattern | string {
  if (typeof pattern !== 'string' || pattern === '')
    return 'must be a string that is not empty; it is left out';
  const expression = /^\/(.+)\/([a-z]*)$/s.exec(pattern);
  if (expression === null) {
    // No name of a function has a slash.
    if (pattern.startsWith('/')) return 'begins with a slash and has no closing one; it is left out';
    return { matches: (name) => name.includes(pattern), expression: undefined };
  }
  const [, source = '', letters = ''] = expression;
  const compiled = compileRegex(source, letters);
  if (typeof compiled === 'string') return `${compiled}; it is left out`;
  return { matches: (name) => compiled.test(name), expression: { source, flags: compiled.flags } };
}

/** Puts neighbours together that one look at a name decides. The order of patterns stays. */
export function groupMatchers(matchers: readonly Matcher[]): MatcherGroup[] {
  const groups: Matcher[][] = [];
  for (const matcher of matchers) {
    const last = groups.at(-1);
    if (last !== undefined && belongs(last, matcher)) last.push(matcher);
    else groups.push([matcher]);
  }
  return groups.map((members) => ({
    category: members[0]!.category,
    matchers: members,
    any: matchAny(members),
  }));
}

function belongs(group: readonly Matcher[], { category, expression }: Matcher): boolean {
  const first = group[0]!;
  return (
    first.category === category &&
    first.expression?.flags === expression?.flags &&
    (expression === undefined || group.length < GROUPED)
  );
}

function matchAny(members: readonly Matcher[]): (name: string) => boolean {
  const first = members[0]!;
  if (members.length === 1) return first.matches;
  if (first.expression === undefined) {
    // All at once; of alternatives that are plain text none can take long.
    const any = new RegExp(members.map(({ pattern }) => literal(pattern)).join('|'));
    return (name) => any.test(name);
  }
  const source = members.map(({ expression }) => `(?:${expression!.source})`).join('|');
  try {
    const all = re2().compile(source, first.expression.flags);
    return (name) => all.test(name);
  } catch {
    // Too large, or two groups of one name.
    return (name) => members.some(({ matches }) => matches(name));
  }
}

/** An expression that matches the text itself. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
