/** The parts of a set expression (expression.ts): names, signs, and how a name is written so that it reads back. */
import { ExpressionError, shown } from '../format/expressionError';
import { formatCount } from '../format/numbers';

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
