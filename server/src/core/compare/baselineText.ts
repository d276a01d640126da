/**
 * The text of a baseline: the functions that a scenario may reach, one name per line. What stands behind `#` at the
 * beginning of a line or after a blank is a comment. A bare list of names is a baseline.
 */
import { compareNames } from '../analyse/functions';
import { visible } from '../format/escape';

/** As long as the kernel's names can be (KSYM_NAME_LEN), in UTF-16 code units. */
const MAX_NAME = 512;
/** So much of a line is repeated where it is wrong. */
const MAX_QUOTED = 60;
/** Where comments begin, whatever names there are: a new one changes no other line. */
const COMMENT_COLUMN = 40;

/** One line of a baseline. */
export interface BaselineLine {
  /** From 0. */
  readonly line: number;
  /** Offset of the line, and that behind its end with its line break, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** The name that it allows; undefined for comments, empty lines, and what cannot be a name. */
  readonly name: string | undefined;
  /** What is wrong with it. */
  readonly problem: string | undefined;
  /** What stands behind `#`, without blanks around it. */
  readonly comment: string;
}

/** The lines of a baseline, one after the other. */
export function* baselineLines(text: string): Generator<BaselineLine, void> {
  for (let start = text.startsWith('\ufeff') ? 1 : 0, line = 0; start < text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    yield { line, start, end, ...readLine(text.slice(start, end)) };
    start = end;
  }
}

function readLine(text: string): Pick<BaselineLine, 'name' | 'problem' | 'comment'> {
  const hash = text.search(/(?<![^ \t])#/);
  const comment = hash < 0 ? '' : text.slice(hash).replace(/^#+/, '').trim();
  const body = (hash < 0 ? text : text.slice(0, hash)).trim();
  if (body === '') return { name: undefined, problem: undefined, comment };
  // As available_filter_functions of tracefs lists them: `ext4_sync_file [ext4]`.
  const written = /^(\S+)\s+\[[^\][\s]+\]$/.exec(body)?.[1] ?? body;
  const problem = problemOf(written);
  return { name: problem === undefined ? unescaped(written) : undefined, problem, comment };
}

/** Why `written` cannot be a name; undefined where it can. A name holds nothing that ends one in a trace. */
function problemOf(written: string): string | undefined {
  const quoted = `"${written.length > MAX_QUOTED ? `${written.slice(0, MAX_QUOTED)}…` : written}"`;
  // Escapes apart: they are what a name may hold.
  const rest = written.replace(ESCAPE, '');
  if (/[*?]/.test(rest)) return `${quoted} is a pattern; a baseline names each function`;
  if (/[\0- (){}|;\x7f]/.test(rest) || unescaped(written).length > MAX_NAME)
    return `${quoted} cannot be the name of a function`;
  return undefined;
}

const ESCAPE = /\\u\{([\da-f]{1,6})\}/g;
/** What is written as an escape: what cannot be seen, and what means something in a baseline. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}*?]|^#/gu;

/** A name as it is written: no name of a trace holds a brace, so an escape is never a part of one. */
function escaped(name: string): string {
  return name.replace(UNSAFE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}

function unescaped(written: string): string {
  return written.replace(ESCAPE, (whole, hex: string) => {
    const code = parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** A function to allow, with what is said of it. */
export interface BaselineEntry {
  readonly name: string;
  /** As `network, in 2 of 3 runs`. */
  readonly comment: string;
}

/** The line of an entry, without its end. */
export function baselineLine({ name, comment }: BaselineEntry): string {
  const written = escaped(name);
  return comment === '' ? written : `${written.padEnd(COMMENT_COLUMN)} # ${visible(comment)}`;
}

/** A piece of text to be put in. */
export interface Insertion {
  /** Where, in UTF-16 code units: the beginning of a line, or the end of the text. */
  readonly offset: number;
  readonly text: string;
}

/**
 * What to put into the text of a baseline so that it allows more functions, in order of place; nothing for those that it
 * allows already. A sorted list stays sorted, others grow at their end; every line that is there stays as it is.
 */
export function insertIntoBaseline(text: string, entries: readonly BaselineEntry[]): Insertion[] {
  const lines = [...baselineLines(text)].filter(({ name }) => name !== undefined);
  const known = new Set(lines.map(({ name }) => name));
  const wanted = [...new Map(entries.map((entry) => [entry.name, entry])).values()]
    .filter(({ name }) => !known.has(name))
    .sort((a, b) => compareNames(a.name, b.name));
  const sorted = lines.every(({ name }, at) => at === 0 || compareNames(lines[at - 1]!.name!, name!) <= 0);
  const newline = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
  const places = new Map<number, string[]>();
  let next = 0;
  for (const entry of wanted) {
    while (next < lines.length && compareNames(lines[next]!.name!, entry.name) < 0) next++;
    const offset = sorted ? placeIn(text, lines, next) : text.length;
    const there = places.get(offset) ?? [];
    places.set(offset, there);
    there.push(baselineLine(entry) + newline);
  }
  return [...places].map(([offset, added]) => {
    const afterOpenLine = offset === text.length && text !== '' && !text.endsWith('\n');
    return { offset, text: (afterOpenLine ? newline : '') + added.join('') };
  });
}

/** Behind the name before: comments above a name stay with it. Before all others, the first name stands behind the header. */
function placeIn(text: string, lines: readonly BaselineLine[], next: number): number {
  if (next > 0) return lines[next - 1]!.end;
  return lines[0]?.start ?? text.length;
}

/** The text of a baseline that allows these functions, too. */
export function addToBaseline(text: string, entries: readonly BaselineEntry[]): string {
  let result = '';
  let at = 0;
  for (const { offset, text: added } of insertIntoBaseline(text, entries)) {
    result += text.slice(at, offset) + added;
    at = offset;
  }
  return result + text.slice(at);
}
