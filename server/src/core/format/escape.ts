/**
 * Names in a trace come from modules, BPF programs and processes: hostile input. Whatever they hold, it is shown as
 * text.
 */

// Control characters, line separators, and those that change the direction or the visibility of what follows.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text with invisible characters written out, as `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}

/**
 * The text as a Markdown code span, in which nothing is interpreted. Not for a table's cell: there a bar would have to be
 * escaped, which would be shown everywhere else (`/^(tcp\|udp)_/`).
 */
export function codeSpan(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  // Markdown takes one space away from both ends, where there is one at both.
  const pad = longest > 0 || shown === '' || /^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** The text for plain Markdown: every punctuation that could mean something is escaped. */
export function markdown(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&:]/g, '\\$&');
}

/** The text for a message box: VS Code makes links of `[text](command:…)` there, which a name or a rule may hold. */
export function notice(text: string): string {
  return visible(text).replaceAll('](', '] (');
}
