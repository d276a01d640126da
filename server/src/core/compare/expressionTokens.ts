/** The parts of a set expression (expression.ts): names, signs, and how a name is written so that it reads back. */
import { visible } from '../format/escape';
import { formatCount } from '../format/numbers';

/** What is wrong with an expression, and where that begins, in UTF-16 units from 0. */
export class ExpressionError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/** A name or a sign. */
export interface Token {
  readonly kind: 'name' | 'sign' | 'end';
  readonly text: string;
  /** A name in quotes is never a keyword. */
  readonly quoted: boolean;
  readonly at: number;
}

/** More names and signs are no question that anybody has: each costs a pass over all functions. */
const MAX_TOKENS = 5_000;
const PLAIN_NAME = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_.])?$/u;

/** A name as it stands in an expression. */
export function quoted(name: string): string {
  const plain = PLAIN_NAME.test(name) && name !== 'all';
  return plain ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/** The parts of an expression, in order; the last is its end. Throws an ExpressionError. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern =
    /\s+|"([^"\\]*(?:\\.[^"\\]*)*)"|([\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_.])?)|([-+|&():,])|(.)/gsuy;
  for (const match of text.matchAll(pattern)) {
    const [, inQuotes, name, sign, other] = match;
    const at = match.index;
    if (tokens.length === MAX_TOKENS) {
      throw new ExpressionError(`these are more than ${formatCount(MAX_TOKENS)} names and signs`, at);
    }
    if (inQuotes !== undefined) {
      tokens.push({ kind: 'name', text: inQuotes.replace(/\\(.)/gs, '$1'), quoted: true, at });
    } else if (name !== undefined) tokens.push({ kind: 'name', text: name, quoted: false, at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, quoted: false, at });
    else if (other === '"') throw new ExpressionError('a quote has no end', at);
    else if (other !== undefined) throw new ExpressionError(`${shown(other)} means nothing here`, at);
  }
  tokens.push({ kind: 'end', text: '', quoted: false, at: text.length });
  return tokens;
}

/** Longer ones are cut where a message names them. */
const MAX_SHOWN = 60;

/** A part of the expression as a message names it. */
export function shown(text: string): string {
  return `"${visible(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text)}"`;
}
