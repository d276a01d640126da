/** Patterns of rules: substrings, and expressions of RE2, alone and many at once. */
import { RE2JS } from 're2js';

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
  let flags = 0;
  for (const letter of letters) {
    if (letter === 'i') flags |= RE2JS.CASE_INSENSITIVE;
    else if (letter === 's') flags |= RE2JS.DOTALL;
    else if (letter !== 'u') return `has the flag "${letter}", which is not known (i, s are); it is left out`;
  }
  try {
    const compiled = RE2JS.compile(source, flags);
    return { matches: (name) => compiled.test(name), expression: { source, flags } };
  } catch (error) {
    // RE2 has no look-around and no back references: that is what makes its time linear.
    // Without the part in backticks: it repeats the expression, which can be long, or made to look like something else.
    const reason = (error instanceof Error ? error.message : String(error))
      .replace(/^error parsing regexp: /, '')
      .replace(/: `[\s\S]*$/, '');
    return `is no valid expression (${reason}); it is left out`;
  }
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
  if (first.expression === undefined) return (name) => members.some(({ matches }) => matches(name));
  const source = members.map(({ expression }) => `(?:${expression!.source})`).join('|');
  try {
    const all = RE2JS.compile(source, first.expression.flags);
    return (name) => all.test(name);
  } catch {
    // Too large, or two groups of one name.
    return (name) => members.some(({ matches }) => matches(name));
  }
}
