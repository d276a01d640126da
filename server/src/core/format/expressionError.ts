import { visible } from './escape';

/** What is wrong with an expression that people type, and where: UTF-16 units [at, to) from 0, none at its end. */
export class ExpressionError extends Error {
  constructor(
    message: string,
    readonly at: number,
    readonly to = at,
  ) {
    super(message);
  }
}

/** Longer ones are cut where a message names them. */
const MAX_SHOWN = 60;

/** A part of the expression as a message names it. */
export function shown(text: string): string {
  return `"${visible(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text)}"`;
}
