import { errorNames, errorNumber } from '../../format/errorNames';
import { formatPlural } from '../../format/numbers';
import type { Trace } from '../../model/trace';
import type { CategoryRules } from './categoryRules';
import type { Key } from './expression';
import { KEYS, keyNamed, PROPERTIES, type KeyInfo } from './keys';
import { MAX_LENGTH } from './parse';

/** What suggestions are made of. The trace may still grow. */
export interface SuggestContext {
  readonly trace: Pick<Trace, 'names' | 'stats' | 'lanes' | 'cpus'>;
  readonly categories: CategoryRules;
}

/** One way to go on: `text` takes the place of what is there. */
export interface Suggestion {
  readonly text: string;
  readonly description: string;
}

/** How an expression can go on at a place: each item replaces [from, to) of its text, best first. */
export interface Suggestions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Suggestion[];
}

/** More are no help. */
const MAX_ITEMS = 50;
/** What is farther before the place does not tell what is meant there. */
const LOOK_BEHIND = 500;

/** A key, an operator, complete values before a comma, and the beginning of a value, at the end of a text. */
const VALUE_AT_END =
  /([^\s()",&|:=<>!~]+)\s*(!=|!~|<=|>=|==|=~|[:=<>~])\s*(?:[^\s()"&|,]*,\s*)*([^\s()",&|]*)$/;
const WORD_AT_END = /[^\s()",&|:=<>!~]*$/;
const REST_OF_VALUE = /^[^\s()",&|]*/;
const REST_OF_WORD = /^[^\s()",&|:=<>!~]*/;

/** Suggests how an expression can go on at `position` of its text: keys, operators, and what the trace has. */
export function suggest(text: string, position: number, context: SuggestContext): Suggestions {
  const at = Math.max(0, Math.min(position, text.length));
  const before = text.length > MAX_LENGTH ? undefined : outsideOfQuotes(text.slice(0, at));
  if (before === undefined) return { from: at, to: at, items: [] };
  const behind = text.slice(at);
  const [, word = '', operator = '', value = ''] = VALUE_AT_END.exec(before) ?? [];
  // `-name:` is `not name:`.
  const key = keyNamed(word.replace(/^-/, ''));
  if (key !== undefined) {
    const items = valuesOf(key, operator, value, context);
    return {
      from: at - value.length,
      to: at + REST_OF_VALUE.exec(behind)![0].length,
      items: items.slice(0, MAX_ITEMS),
    };
  }
  const begun = WORD_AT_END.exec(before)![0].replace(/^-/, '');
  const from = at - begun.length;
  const to = at + REST_OF_WORD.exec(behind)![0].length;
  const isKey = /^\s*[:=<>~]/.test(text.slice(to));
  const items = isKey
    ? keysFrom(begun).map(({ names, description }) => ({ text: names[0]!, description }))
    : wordsFrom(begun, before.slice(0, before.length - begun.length), context);
  return { from, to, items: items.slice(0, MAX_ITEMS) };
}

/** The end of a text with quotes and expressions as one word each; undefined where the end is within one. */
function outsideOfQuotes(text: string): string | undefined {
  const plain = text
    .replace(/"[^"\\]*(?:\\.[^"\\]*)*"/gs, (quoted) => 'x'.repeat(quoted.length))
    .replace(
      /(^|[\s(,!:=~-])\/(?:[^/\\]|\\.)+\/[a-z]*/gs,
      (found, first: string) => first + 'x'.repeat(found.length - first.length),
    );
  return plain.includes('"') || /(?:^|[\s(,!:=~-])\/[^/]*$/.test(plain)
    ? undefined
    : plain.slice(-LOOK_BEHIND);
}

function keysFrom(begun: string): KeyInfo[] {
  const lower = begun.toLowerCase();
  return KEYS.filter(({ names }) => names.some((name) => name.startsWith(lower)));
}

/** Keys, words that join tests, and functions. */
function wordsFrom(begun: string, before: string, context: SuggestContext): Suggestion[] {
  const lower = begun.toLowerCase();
  const isBehindTest = /[^\s(|&!-]\s*$/.test(before) && !/(?:^|[\s()])(?:and|or|not)\s*$/i.test(before);
  const joining: Suggestion[] = isBehindTest
    ? [
        { text: 'and', description: 'both must hold; the same without a word' },
        { text: 'or', description: 'one of both must hold' },
      ]
    : [];
  const words: Suggestion[] = [
    ...joining,
    { text: 'not', description: 'must not hold' },
    { text: 'interrupts', description: 'calls that are part of an interrupt' },
  ];
  const keys = keysFrom(begun).map(({ names, type, description, example }) => ({
    text: `${names[0]!}${type === 'duration' ? '>' : ':'}`,
    description: `${description} (${example})`,
  }));
  const matching = words.filter(({ text }) => text.startsWith(lower));
  if (begun === '') return [...joining, ...keys, ...matching.filter((word) => !joining.includes(word))];
  return [...keys, ...matching, ...functionsWith(begun, context)];
}

function valuesOf(key: KeyInfo, operator: string, begun: string, context: SuggestContext): Suggestion[] {
  const { trace, categories } = context;
  const lower = begun.toLowerCase();
  switch (key.type) {
    case 'category':
      return categories.list
        .filter(({ id, label }) => id.toLowerCase().includes(lower) || label.toLowerCase().includes(lower))
        .map(({ id, label }) => ({ text: asValue(id), description: label }));
    case 'property':
      return Object.values(PROPERTIES)
        .filter(([name]) => name.startsWith(lower))
        .map(([name]) => ({ text: name, description: PROPERTY_WORDS[name] }));
    case 'ret': {
      const wanted = lower.replace(/^-/, '');
      return errorNames()
        .filter((name) => name.toLowerCase().startsWith(wanted))
        .map((name) => ({ text: `-${name}`, description: String(-errorNumber(name)!) }));
    }
    case 'duration': {
      if (begun !== '') return [];
      const single = ['10us', '100us', '1ms', '10ms'];
      const all = /[<>]/.test(operator) ? single : [...single.map((value) => `>${value}`), '10us..1ms'];
      return all.map((text) => ({ text, description: key.description }));
    }
    case 'text':
      return key.key === 'args'
        ? []
        : key.key === 'comm'
          ? commsWith(lower, trace)
          : functionsWith(begun, context);
    default:
      return numbersFrom(key.key, begun, trace);
  }
}

const PROPERTY_WORDS = {
  interrupt: 'part of an interrupt',
  leaf: 'entry and exit on one line',
  open: 'without an exit in the text',
} as const;

/** Functions with this in their names: those that begin with it first, then most called first. */
function functionsWith(part: string, { trace: { names, stats } }: SuggestContext): Suggestion[] {
  const lower = part.toLowerCase();
  const found: { name: string; begins: boolean; calls: number }[] = [];
  for (let id = 0; id < names.length; id++) {
    const calls = stats.calls[id] ?? 0;
    const name = names.text(id);
    const at = calls === 0 ? -1 : name.toLowerCase().indexOf(lower);
    if (at >= 0) found.push({ name, begins: at === 0, calls });
  }
  return found
    .sort((a, b) => Number(b.begins) - Number(a.begins) || b.calls - a.calls || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_ITEMS)
    .map(({ name, calls }) => ({ text: asValue(name), description: formatPlural(calls, 'call') }));
}

function commsWith(part: string, { lanes }: SuggestContext['trace']): Suggestion[] {
  const tasks = new Map<string, number>();
  for (const { comm, earlierComms = [], sameAs } of lanes.all) {
    if (sameAs >= 0) continue;
    for (const name of new Set([comm, ...earlierComms].map((each) => each.trim())))
      if (name !== '' && name.toLowerCase().includes(part)) tasks.set(name, (tasks.get(name) ?? 0) + 1);
  }
  return [...tasks]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([name, count]) => ({ text: asValue(name), description: formatPlural(count, 'task') }));
}

function numbersFrom(key: Key, begun: string, { lanes, cpus }: SuggestContext['trace']): Suggestion[] {
  if (key === 'cpu')
    return cpus
      .filter((cpu) => String(cpu).startsWith(begun))
      .map((cpu) => ({ text: String(cpu), description: 'cpu' }));
  if (key === 'depth' && begun === '')
    return [
      { text: '0', description: 'top-level calls' },
      { text: '0..3', description: 'the four highest levels' },
    ];
  if (key !== 'pid') return [];
  const comms = new Map<number, string>();
  for (const { pid, comm } of lanes.all) if (pid >= 0 && !comms.has(pid)) comms.set(pid, comm.trim());
  return [...comms]
    .filter(([pid]) => String(pid).startsWith(begun))
    .sort(([a], [b]) => a - b)
    .map(([pid, comm]) => ({ text: String(pid), description: comm }));
}

/** A text as it is written behind a key or alone: in quotes where it needs them. */
function asValue(text: string): string {
  const plain =
    /^[^\s()",&|:=<>!~/*?-][^\s()",&|:=<>!~*?]*$/.test(text) && !/^(?:and|or|not|interrupts)$/i.test(text);
  return plain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
