/**
 * Filter expressions: which calls are meant. For people who know perf, trace-cmd, Wireshark or GitHub's search: a word
 * alone is a part of a function's name, tests one behind the other must all hold.
 *
 * ```
 * expression = all { ( "or" | "||" | "|" ) all }
 * all        = one { [ "and" | "&&" | "&" ] one }
 * one        = { "not" | "!" | "-" } ( "(" expression ")" | test )
 * test       = texts                                     part of the function's name
 *            | "interrupts"                              the same as is:interrupt
 *            | textKey ( ":" | "=" | "!=" | "~" | "!~" | "=~" ) texts
 *            | numberKey ( ":" | "=" | "!=" ) range { "," range }
 *            | numberKey ( "<" | "<=" | ">" | ">=" ) number
 *            | "category" ( ":" | "=" | "!=" ) text { "," text }
 *            | ( "is" | "hide" ) ":" ( "interrupt" | "leaf" | "open" )
 * texts      = text { "," text }                         any of them
 * text       = word | '"' … '"' | "/" RE2 "/" [ "i" | "s" ]
 * range      = number | number ".." number | number ".." | ".." number | ( "<" | "<=" | ">" | ">=" ) number
 * ```
 *
 * Keys are in keys.ts, numbers in values.ts. `:` means a part of the text, `=` all of it, `~` all of it with `*` and `?`;
 * words with these are taken so behind `:` and `=`, too. Without an operator between them tests are joined by "and", which
 * binds closer than "or". Names of keys, "and", "or" and "not" may be written in either case; what is in quotes is text.
 */
import { ExpressionError, shown } from '../../format/expressionError';
import { formatCount } from '../../format/numbers';
import { compileRegex } from '../../text/regex';
import type { CallProperty, Expression, NumberRange, Test, TextKey, TextPattern } from './expression';
import { KEYS, keyNamed, PROPERTIES, type KeyInfo } from './keys';
import { readRange, type Comparison, type Part } from './values';

/** Deeper parentheses are no question that anybody has. */
export const MAX_NESTING = 100;
/** Each test costs something on each line. */
const MAX_TESTS = 500;
/** Longer texts are no expressions that anybody has typed. */
export const MAX_LENGTH = 20_000;

/** Longer texts are none that anybody looks for. */
const MAX_TEXT = 1_000;

/** Where the next part of an expression can be read. Sticky: they match at `lastIndex` only. */
const SPACE = /\s*/y;
const AND = /(?:and(?![^\s()"/,&|!-])|&&?)/iy;
const OR = /(?:or(?![^\s()"/,&|!-])|\|\|?)/iy;
const NOT = /(?:not(?![^\s()"/,&|!-])|!|-(?=[^\s,)&|]))/iy;
const WORD = /[^\s()",&|:=<>!~-][^\s()",&|:=<>!~]*/y;
const VALUE = /[^\s()",&|]+/y;
const QUOTED = /"([^"\\]*(?:\\.[^"\\]*)*)"/sy;
const REGEX = /\/((?:[^/\\]|\\.)+)\/([a-z]*)/sy;
const OPERATOR = /(\s*)(!=|!~|<=|>=|==|=~|[:=<>~])\s*/y;
const UNIT = /\s+((?:ns|us|µs|ms|s)(?![^\s()",&|]))/y;

/** Reads an expression. Throws an ExpressionError with a message for people and its place. */
export function parseExpression(text: string): Expression {
  return new Parser(text).whole();
}

/** Recursive descent; the nesting is bounded, so that no text overflows the stack. */
class Parser {
  private at = 0;
  private nesting = 0;
  private tests = 0;

  constructor(private readonly text: string) {
    if (text.length > MAX_LENGTH)
      throw new ExpressionError(
        `the expression is longer than ${formatCount(MAX_LENGTH)} characters`,
        MAX_LENGTH,
        text.length,
      );
  }

  whole(): Expression {
    this.match(SPACE);
    if (this.atEnd()) throw this.missing();
    const expression = this.any();
    if (!this.atEnd()) throw this.unexpected('"and", "or" or another test');
    return expression;
  }

  private atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Passes over what a pattern matches here. */
  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }

  private takes(operator: RegExp): boolean {
    const found = this.match(operator) !== undefined;
    if (found) this.match(SPACE);
    return found;
  }

  private any(): Expression {
    const operands = [this.all()];
    while (this.takes(OR)) operands.push(this.all());
    return joined('or', operands);
  }

  private all(): Expression {
    const operands = [this.one()];
    while (this.takes(AND) || this.canBegin()) operands.push(this.one());
    return joined('and', operands);
  }

  /** Whether what is here begins another test. */
  private canBegin(): boolean {
    if (this.atEnd() || /[),&|]/.test(this.text[this.at]!)) return false;
    OR.lastIndex = this.at;
    return !OR.test(this.text);
  }

  private one(): Expression {
    let negated = false;
    while (this.takes(NOT)) negated = !negated;
    const operand = this.text[this.at] === '(' ? this.inParentheses() : this.test();
    this.match(SPACE);
    return negated ? not(operand) : operand;
  }

  private inParentheses(): Expression {
    const from = this.at++;
    if (++this.nesting > MAX_NESTING)
      throw new ExpressionError(`more than ${MAX_NESTING} parentheses within each other`, from, from + 1);
    this.match(SPACE);
    const expression = this.any();
    if (this.atEnd()) throw new ExpressionError('a parenthesis has no end: ")" is missing', from, from + 1);
    if (this.text[this.at] !== ')') throw this.unexpected('")"');
    this.at++;
    this.nesting--;
    return expression;
  }

  private test(): Expression {
    const from = this.at;
    if (++this.tests > MAX_TESTS)
      throw new ExpressionError(`these are more than ${MAX_TESTS} tests`, from, this.text.length);
    const first = this.text[from];
    if (first === '"' || first === '/') return this.names(from);
    const word = this.match(WORD)?.[0];
    if (word === undefined) throw this.atEnd() ? this.missing() : this.unexpected('a test');
    const key = keyNamed(word);
    const behind = this.at;
    const operator = this.match(OPERATOR);
    // With a space before it, an operator is one only behind a key: `a !b` are two names.
    if (operator !== undefined && (key !== undefined || operator[1] === '')) {
      if (key === undefined) throw noSuchKey(word, from);
      const place = { text: operator[2]!, from: behind + operator[1]!.length, to: 0 };
      return this.valued(key, { ...place, to: place.from + place.text.length }, from);
    }
    this.at = behind;
    if (/^(?:and|or)$/i.test(word))
      throw new ExpressionError(
        `${shown(word)} stands where a test should be; in quotes it is a name`,
        from,
        behind,
      );
    if (/^interrupts$/i.test(word)) return { kind: 'is', key: 'is', property: 'interrupt', from, to: behind };
    this.at = from;
    return this.names(from);
  }

  private names(from: number): Test {
    const patterns = this.list(() => this.pattern('part', WORD));
    return { kind: 'text', key: 'name', patterns, from, to: this.at };
  }

  /** What stands behind a key and its operator. */
  private valued(info: KeyInfo, operator: Part, from: number): Expression {
    const { key, type } = info;
    const negated = operator.text.startsWith('!');
    const test = ((): Test => {
      switch (type) {
        case 'text':
          return this.textTest(key as TextKey, operator, from);
        case 'category':
          this.only(info, operator, [':', '=', '==', '!=']);
          return {
            kind: 'category',
            key: 'category',
            names: this.list(() => this.value('a category')),
            from,
            to: this.at,
          };
        case 'property':
          this.only(info, operator, [':', '=', '==', '!=']);
          return { kind: 'is', key: 'is', property: this.property(), from, to: this.at };
        default: {
          this.only(info, operator, [':', '=', '==', '!=', '<', '<=', '>', '>=']);
          const ranges = this.ranges(info, operator);
          return {
            kind: 'number',
            key: key as Extract<Test, { kind: 'number' }>['key'],
            ranges,
            from,
            to: this.at,
          };
        }
      }
    })();
    return negated !== (info.names[0] === 'hide') ? not(test) : test;
  }

  private only({ names }: KeyInfo, operator: Part, allowed: readonly string[]): void {
    if (allowed.includes(operator.text)) return;
    throw new ExpressionError(
      `${shown(operator.text)} does not go with "${names[0]}"; use ${allowed.filter((sign) => sign !== '==').join(' ')}`,
      operator.from,
      operator.to,
    );
  }

  private textTest(key: TextKey, operator: Part, from: number): Test {
    this.only(keyNamed(key)!, operator, [':', '=', '==', '!=', '~', '!~', '=~']);
    const how =
      ({ ':': 'part', '~': 'glob', '!~': 'glob', '=~': 'regex' } as const)[operator.text] ?? 'exact';
    const patterns = this.list(() => this.pattern(how, VALUE));
    return { kind: 'text', key, patterns, from, to: this.at };
  }

  /** One or more, separated by commas. */
  private list<T>(read: () => T): T[] {
    const list = [read()];
    for (;;) {
      const before = this.at;
      this.match(SPACE);
      if (this.text[this.at] !== ',') {
        this.at = before;
        return list;
      }
      this.at++;
      this.match(SPACE);
      list.push(read());
    }
  }

  private pattern(how: TextPattern['how'], words: RegExp): TextPattern {
    const from = this.at;
    if (this.text[from] === '/') {
      const found = this.match(REGEX);
      if (found === undefined)
        throw new ExpressionError('an expression has no end: "/" is missing', from, this.text.length);
      return this.regex(found[1]!, found[2]!, from);
    }
    const isQuoted = this.text[from] === '"';
    const { text } = isQuoted ? this.quoted() : this.word('a text', words);
    if (text === '') throw new ExpressionError('the text is empty', from, this.at);
    if (text.length > MAX_TEXT)
      throw new ExpressionError(`the text is longer than ${formatCount(MAX_TEXT)} characters`, from, this.at);
    if (how === 'regex') return this.regex(text, '', from);
    const wild = how === 'glob' || (!isQuoted && /[*?]/.test(text));
    return { how: wild ? 'glob' : how, text, flags: '' };
  }

  private regex(source: string, flags: string, from: number): TextPattern {
    const compiled = compileRegex(source, flags);
    if (typeof compiled !== 'string') return { how: 'regex', text: source, flags };
    throw new ExpressionError(`${shown(this.text.slice(from, this.at))} ${compiled}`, from, this.at);
  }

  private value(wanted: string): Part {
    return this.text[this.at] === '"' ? this.quoted() : this.word(wanted, VALUE);
  }

  private word(wanted: string, words: RegExp): Part {
    const from = this.at;
    const text = this.match(words)?.[0];
    if (text === undefined) throw this.unexpected(wanted);
    return { text, from, to: this.at };
  }

  private quoted(): Part {
    const from = this.at;
    const found = this.match(QUOTED);
    if (found === undefined) throw new ExpressionError('a quote has no end', from, this.text.length);
    return { text: found[1]!.replace(/\\(.)/gs, '$1'), from, to: this.at };
  }

  private property(): CallProperty {
    const { text, from, to } = this.value('interrupt, leaf or open');
    for (const [property, names] of Object.entries(PROPERTIES)) {
      if ((names as readonly string[]).includes(text.toLowerCase())) return property as CallProperty;
    }
    const known = Object.keys(PROPERTIES).join(', ');
    throw new ExpressionError(`${shown(text)} is nothing that a call can be; there are: ${known}`, from, to);
  }

  private ranges(info: KeyInfo, operator: Part): NumberRange[] {
    const comparison = (/^[<>]/.test(operator.text) ? operator.text : '=') as Comparison;
    const read = (): NumberRange => readRange(info.type, comparison, this.number(info));
    return comparison === '=' ? this.list(read) : [read()];
  }

  private number({ names, type }: KeyInfo): Part {
    const part = this.value(`a value of "${names[0]}"`);
    // As the trace prints it: `10.5 us`.
    const unit =
      type === 'duration' || type === 'time' ? /\d$/.test(part.text) && this.match(UNIT) : undefined;
    return unit ? { text: `${part.text}${unit[1]!}`, from: part.from, to: this.at } : part;
  }

  private missing(): ExpressionError {
    const what =
      this.at === 0 || this.text.trim() === '' ? 'the expression is empty' : 'a test is missing here';
    return new ExpressionError(`${what}; for example: tcp_sendmsg or duration>10us`, this.at);
  }

  private unexpected(wanted: string): ExpressionError {
    if (this.atEnd()) return new ExpressionError(`${wanted} is missing`, this.at);
    const [found] = /^(?:[^\s()",&|:=<>!~]+|\S)/u.exec(this.text.slice(this.at))!;
    return new ExpressionError(
      `${shown(found)} stands where ${wanted} should be`,
      this.at,
      this.at + found.length,
    );
  }
}

function noSuchKey(word: string, from: number): ExpressionError {
  const known = KEYS.map(({ names }) => names[0]).join(', ');
  return new ExpressionError(`there is no key ${shown(word)}; there are: ${known}`, from, from + word.length);
}

function joined(kind: 'and' | 'or', operands: readonly Expression[]): Expression {
  return operands.length === 1 ? operands[0]! : { kind, operands };
}

function not(operand: Expression): Expression {
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
}
