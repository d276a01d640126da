import type { RE2JS } from 're2js';
import { re2 } from '../text/re2';

/** What to search lines for. */
export interface LineQuery {
  readonly text: string;
  /** `function`: calls whose function's name is or contains the text. */
  readonly kind: 'text' | 'regex' | 'function';
  readonly matchCase: boolean;
}

/** A query that can be asked. */
export interface CompiledQuery {
  readonly kind: LineQuery['kind'];
  /** Whether it finds something in a text without line breaks. */
  readonly test: (text: string) => boolean;
  /** Where it does: [start, length] of each place, in UTF-16 units, in order; at most `limit` places. */
  readonly places: (text: string, limit: number) => number[];
  /**
   * ASCII that every line with a hit holds, for a quick look at much text: as it is written or, in a text that is ASCII,
   * in either case, then it is in lower case. Undefined where there is none.
   */
  readonly literal: { readonly text: string; readonly anyCase: boolean } | undefined;
}

/** Longer ones are no search of a person. */
const MAX_QUERY = 4000;

/** Compiles a query, or says why it cannot be: one sentence. Expressions are RE2's, whose time is linear. */
export function compileQuery({ text, kind, matchCase }: LineQuery): CompiledQuery | string {
  if (text === '') return 'There is nothing to search for.';
  if (text.length > MAX_QUERY) return `The search text is longer than ${MAX_QUERY} characters; shorten it.`;
  if (kind !== 'regex' && matchCase) return exact(text, kind);
  const flags = matchCase ? 0 : re2().CASE_INSENSITIVE;
  try {
    if (kind === 'regex') return expression(re2().compile(text, flags), kind, undefined);
    const literal = isAscii(text) ? { text: text.toLowerCase(), anyCase: true } : undefined;
    return expression(re2().compile(re2().quote(text), flags), kind, literal);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(
      /^error parsing regexp: /,
      '',
    );
    return `This is no valid regular expression (RE2): ${reason}.`;
  }
}

function exact(text: string, kind: LineQuery['kind']): CompiledQuery {
  return {
    kind,
    test: (line) => line.includes(text),
    places: (line, limit) => {
      const found: number[] = [];
      for (let at = line.indexOf(text); at >= 0 && found.length < 2 * limit;) {
        found.push(at, text.length);
        at = line.indexOf(text, at + text.length);
      }
      return found;
    },
    literal: isAscii(text) ? { text, anyCase: false } : undefined,
  };
}

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- that is ASCII
  return /^[\x00-\x7f]+$/.test(text);
}

function expression(
  compiled: RE2JS,
  kind: LineQuery['kind'],
  literal: CompiledQuery['literal'],
): CompiledQuery {
  return {
    kind,
    test: (line) => compiled.test(line),
    places: (line, limit) => {
      const found: number[] = [];
      const matcher = compiled.matcher(line);
      while (found.length < 2 * limit && matcher.find()) {
        const start = matcher.start();
        const length = matcher.end() - start;
        // A place of no length cannot be shown.
        if (length > 0) found.push(start, length);
      }
      return found;
    },
    literal,
  };
}
