/** Expressions that people type between slashes: RE2, whose time is linear in the text's length. */
import { re2 } from './re2';

/** A compiled expression. */
export interface Regex {
  /** Of RE2JS. */
  readonly flags: number;
  /** Whether any part of the text matches. */
  test(text: string): boolean;
}

/** Compiles the `source` of an expression and the letters behind its last slash, or says why that cannot be. */
export function compileRegex(source: string, letters: string): Regex | string {
  let flags = 0;
  for (const letter of letters) {
    if (letter === 'i') flags |= re2().CASE_INSENSITIVE;
    else if (letter === 's') flags |= re2().DOTALL;
    else if (letter !== 'u') return `has the flag "${letter}", which is not known (i, s are)`;
  }
  try {
    const compiled = re2().compile(source, flags);
    return { flags, test: (text) => compiled.test(text) };
  } catch (error) {
    // RE2 has no look-around and no back references: that is what makes its time linear.
    // Without the part in backticks: it repeats the expression, which can be long, or made to look like something else.
    const reason = (error instanceof Error ? error.message : String(error))
      .replace(/^error parsing regexp: /, '')
      .replace(/: `[\s\S]*$/, '');
    return `is no valid expression (${reason})`;
  }
}
