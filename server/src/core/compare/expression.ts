/**
 * Set expressions: which functions, said with the names of scenarios. Every figure of a report leads to its functions by one,
 * and people type their own.
 *
 * ```
 * kvm - (socket + tap)            in kvm, in neither of the others
 * tap & category:network          & both, + or | any, - without; & binds closer, the others from left to right
 * every(tap) - any(socket)        in every run of tap, in no run of socket
 * run(tap, 2)                     in its second run
 * once(kvm)                       called once in all its runs together
 * entries(kvm)  crossings(kvm)    those by which tasks enter the kernel, by name; those called at the top level
 * rule:tcp  name:poll  all        matches a rule; has this in its name; all functions of the comparison
 * unweighted:size                 has no number in this table of weights
 * "socket 2" & name:"a b"         quotes around names with other characters than letters, digits, _ . -
 * ```
 */
import { isEntryFunction } from '../analyse/entryFunctions';
import type { Categories } from '../classify/categories';
import { visible } from '../format/escape';
import { ExpressionError, shown } from '../format/expressionError';
import { quoted, tokensOf, type Token } from './expressionTokens';
import type { NameTable } from '../model/nameTable';
import { weigh } from '../weights/weights';
import type { FunctionSet, Scenarios } from './scenarios';

export { ExpressionError } from '../format/expressionError';
export { quoted } from './expressionTokens';

/** Deeper parentheses are no question that anybody has. */
const MAX_NESTING = 100;
const FUNCTIONS = ['any', 'every', 'once', 'run', 'entries', 'crossings'] as const;
/** The functions that an expression names. Throws an ExpressionError with a message for people. */
export function evaluate(text: string, scenarios: Scenarios, categories: Categories): FunctionSet {
  return new Evaluation(tokensOf(text), scenarios, categories).result();
}

/** Recursive descent over the tokens; computes as it reads. */
class Evaluation {
  private position = 0;
  private nesting = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly scenarios: Scenarios,
    private readonly categories: Categories,
  ) {}

  result(): FunctionSet {
    if (this.atEnd()) throw new ExpressionError('name a scenario, or "all"', this.next.at);
    const set = this.sum();
    if (!this.atEnd()) throw this.unexpected('an operator (+ - &)');
    return set;
  }

  private get next(): Token {
    return this.tokens[this.position]!;
  }

  private atEnd(): boolean {
    return this.next.kind === 'end';
  }

  private sum(): FunctionSet {
    let set = this.product();
    for (;;) {
      if (this.takes('+') || this.takes('|')) set = combine(set, this.product(), (a, b) => a | b);
      else if (this.takes('-')) set = combine(set, this.product(), (a, b) => a & ~b & 1);
      else return set;
    }
  }

  private product(): FunctionSet {
    let set = this.operand();
    while (this.takes('&')) set = combine(set, this.operand(), (a, b) => a & b);
    return set;
  }

  private operand(): FunctionSet {
    const { at } = this.next;
    if (this.takes('(')) {
      if (++this.nesting > MAX_NESTING)
        throw new ExpressionError(`more than ${MAX_NESTING} parentheses within each other`, at);
      const set = this.sum();
      this.expect(')');
      this.nesting--;
      return set;
    }
    const token = this.name('the name of a scenario');
    const called = FUNCTIONS.find((name) => !token.quoted && name === token.text);
    if (called !== undefined && this.takes('(')) return this.call(called);
    if (!token.quoted && this.takes(':')) return this.property(token);
    if (!token.quoted && token.text === 'all') return this.scenarios.all();
    return this.scenarios.set(this.scenario(token));
  }

  private call(name: (typeof FUNCTIONS)[number]): FunctionSet {
    const scenario = this.scenario(this.name('the name of a scenario'));
    const set = this.applied(name, scenario);
    this.expect(')');
    return set;
  }

  private applied(name: (typeof FUNCTIONS)[number], scenario: number): FunctionSet {
    switch (name) {
      case 'any':
      case 'every':
        return this.scenarios.set(scenario, name);
      case 'run':
        return this.run(scenario);
      case 'once':
        return this.once(scenario);
      case 'entries':
        return this.of(scenario, (id) => isEntryFunction(this.scenarios.names.text(id)));
      case 'crossings': {
        const { runs } = this.scenarios.list[scenario]!;
        return this.of(scenario, (id) => runs.some(({ functions }) => functions.crossingsOf(id) > 0));
      }
    }
  }

  private run(scenario: number): FunctionSet {
    this.expect(',');
    const token = this.name('the number of a run');
    const { runs } = this.scenarios.list[scenario]!;
    const run = /^\d+$/.test(token.text) ? runs[Number(token.text) - 1] : undefined;
    if (run === undefined) {
      const there = runs.length === 1 ? 'is only run 1' : `are the runs 1 to ${runs.length}`;
      throw new ExpressionError(`there ${runs.length === 0 ? 'is no run' : there}`, token.at);
    }
    return this.where((id) => run.functions.callsOf(id) > 0);
  }

  private once(scenario: number): FunctionSet {
    const { runs } = this.scenarios.list[scenario]!;
    return this.where((id) => runs.reduce((calls, run) => calls + run.functions.callsOf(id), 0) === 1);
  }

  private property(key: Token): FunctionSet {
    const value = this.name(`a word behind ${shown(`${key.text}:`)}`);
    const { names } = this.scenarios;
    if (key.text === 'name') {
      const part = value.text.toLowerCase();
      return this.where((id) => names.text(id).toLowerCase().includes(part));
    }
    if (key.text === 'category') {
      const number = this.categories.indexOf(value.text);
      if (number < 0)
        throw unknown(
          'category',
          value,
          this.categories.list.map(({ id }) => id),
        );
      const column = this.categories.column(names);
      return this.where((id) => column[id] === number);
    }
    if (key.text === 'rule') {
      const rule = this.categories.rules.findIndex(({ pattern }) => pattern === value.text);
      if (rule < 0)
        throw unknown(
          'rule',
          value,
          this.categories.rules.map(({ pattern }) => pattern),
        );
      return this.where((id) => this.categories.matches(rule, names.text(id)));
    }
    if (key.text === 'unweighted') {
      const table = this.scenarios.weights.find(({ name }) => name === value.text);
      if (table === undefined)
        throw unknown(
          'table of weights',
          value,
          this.scenarios.weights.map(({ name }) => name),
        );
      const without = new Set(weigh(namesOf(names), table).unknown);
      return this.where((id) => without.has(names.text(id)));
    }
    throw unknown('property', key, ['category', 'rule', 'name', 'unweighted']);
  }

  private where(holds: (id: number) => boolean): FunctionSet {
    return those(this.scenarios.all(), holds);
  }

  private of(scenario: number, holds: (id: number) => boolean): FunctionSet {
    return those(this.scenarios.set(scenario), holds);
  }

  private scenario(token: Token): number {
    const names = this.scenarios.list.map(({ name }) => name);
    const number = names.indexOf(token.text);
    if (number >= 0) return number;
    const parts = token.text.split('-');
    if (!token.quoted && parts.length > 1 && parts.every((part) => names.includes(part))) {
      throw new ExpressionError(
        `there is no scenario ${shown(token.text)}; write "${parts.join(' - ')}"`,
        token.at,
      );
    }
    throw unknown('scenario', token, names);
  }

  private name(wanted: string): Token {
    if (this.next.kind !== 'name') throw this.unexpected(wanted);
    return this.tokens[this.position++]!;
  }

  private takes(sign: string): boolean {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false;
    this.position++;
    return true;
  }

  private expect(sign: string): void {
    if (!this.takes(sign)) throw this.unexpected(`"${sign}"`);
  }

  private unexpected(wanted: string): ExpressionError {
    const { kind, text, at } = this.next;
    return new ExpressionError(
      kind === 'end' ? `${wanted} is missing` : `${shown(text)} stands where ${wanted} should be`,
      at,
    );
  }
}

function those(set: FunctionSet, holds: (id: number) => boolean): FunctionSet {
  return set.map((member, id) => (member === 1 && holds(id) ? 1 : 0));
}

function combine(left: FunctionSet, right: FunctionSet, how: (a: number, b: number) => number): FunctionSet {
  return left.map((member, id) => how(member, right[id]!));
}

/** Names at most so many of what there is. */
const MAX_NAMED = 20;

function unknown(what: string, token: Token, there: readonly string[]): ExpressionError {
  const named = there
    .slice(0, MAX_NAMED)
    .map((name) => visible(quoted(name)))
    .join(', ');
  const more = there.length > MAX_NAMED ? ', …' : '';
  return new ExpressionError(
    `there is no ${what} ${shown(token.text)}; there are: ${named}${more}`,
    token.at,
  );
}

function* namesOf(names: NameTable): Generator<string> {
  for (let id = 0; id < names.length; id++) yield names.text(id);
}
