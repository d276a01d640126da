/**
 * The subset of Markdown that the server's hovers use, as a tree: paragraphs, lists, tables, code blocks, rules; code,
 * strong, emphasis, escapes, line breaks. All else is text as it stands: nothing in it is ever markup. No DOM in here.
 */

/** A part of a line. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly inner: readonly Inline[] }
  | { readonly kind: 'break' };

/** A part of a text. */
export type Block =
  | { readonly kind: 'paragraph'; readonly inner: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' };

/** Nested deeper, marks are text. */
const MAX_DEPTH = 4;

/** See the top of this file. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  let at = 0;
  const take = (belongs: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && belongs(lines[at]!)) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === '') at++;
    else if (line.startsWith('```')) {
      at++;
      blocks.push({ kind: 'code', text: take((next) => !next.startsWith('```')).join('\n') });
      at++;
    } else if (/^ {0,3}(?:-{3,}|\*{3,})\s*$/.test(line)) {
      at++;
      blocks.push({ kind: 'rule' });
    } else if (isItem(line))
      blocks.push({ kind: 'list', items: take(isItem).map((item) => parseInline(item.slice(2))) });
    else if (line.startsWith('|'))
      blocks.push({ kind: 'table', rows: rowsOf(take((next) => next.startsWith('|'))) });
    else
      blocks.push({
        kind: 'paragraph',
        inner: parseInline(
          take((next) => next.trim() !== '' && !isItem(next) && !/^(\||```)/.test(next)).join('\n'),
        ),
      });
  }
  return blocks;
}

function isItem(line: string): boolean {
  return line.startsWith('- ');
}

/** Cells of a table; the line below its heading and a heading without words are left out. */
function rowsOf(lines: readonly string[]): Inline[][][] {
  return lines
    .filter((line) => !/^[|\s:-]+$/.test(line))
    .map((line) => {
      // A bar in code or behind a backslash does not part cells.
      const cells = [...line.matchAll(/((?:\\.|(`+)(?:(?!\2).)*\2|[^|\\])*)\|/g)].map((match) => match[1]!);
      return cells.slice(1).map((cell) => parseInline(cell.trim()));
    });
}

/** A line's parts: marks without an end are text. */
export function parseInline(text: string, depth = 0): Inline[] {
  const parts: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = (part?: Inline): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    if (part !== undefined) parts.push(part);
  };
  while (at < text.length) {
    const rest = text.slice(at);
    const code = /^(`+)(?!`)([^]*?[^`])\1(?!`)/.exec(rest);
    const marked = depth < MAX_DEPTH ? /^(\*\*|\*)(?=\S)((?:\\[^]|`[^`]*`|(?!\1)[^])+?)\1/.exec(rest) : null;
    const hard = /^ {2,}\n/.exec(rest);
    if (/^\\[!-/:-@[-`{-~]/.test(rest)) {
      plain += text[at + 1]!;
      at += 2;
    } else if (code !== null) {
      flush({ kind: 'code', text: withoutPadding(code[2]!) });
      at += code[0].length;
    } else if (rest.startsWith('`')) {
      const [ticks] = /^`+/.exec(rest)!;
      plain += ticks;
      at += ticks.length;
    } else if (marked !== null) {
      const kind = marked[1] === '**' ? 'strong' : 'emphasis';
      flush({ kind, inner: parseInline(marked[2]!, depth + 1) });
      at += marked[0].length;
    } else if (hard !== null) {
      flush({ kind: 'break' });
      at += hard[0].length;
    } else {
      plain += text[at] === '\n' ? ' ' : text[at]!;
      at++;
    }
  }
  flush();
  return parts;
}

/** Markdown takes one space away from both ends, where there is one at both. */
function withoutPadding(code: string): string {
  const line = code.replaceAll('\n', ' ');
  return /^ .*[^ ].* $/.test(line) ? line.slice(1, -1) : line;
}
