import { ExpressionError, shown } from '../../format/expressionError';
import { errorNumber } from '../../format/errorNames';
import { parseTime } from '../parseTime';
import type { NumberRange } from './expression';
import type { ValueType } from './keys';

/** A number, or undefined where the text is none. */
type Read = (text: string) => number | bigint | undefined;

const NUMBERS: Readonly<Record<'count' | 'duration' | 'time' | 'ret', { read: Read; expected: string }>> = {
  count: { read: readCount, expected: 'a whole number from 0 on, or a range: 0..3' },
  duration: {
    // The tracer prints durations in microseconds.
    read: (text) => parseTime(/^\d+(?:\.\d+)?$/.test(text) ? `${text}us` : text),
    expected: 'a duration: 10us, 1.5ms, 10us..1ms',
  },
  time: { read: parseTime, expected: 'a time: 12.5s, 300ms, 12.5s..13s' },
  ret: { read: readReturnValue, expected: 'a number or the name of an error: -22, 0x10, -EINVAL' },
};

function readCount(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * The number of a return value, as printed or as people type it: `-22`, `0xffffffea`, `-EINVAL`; `EINVAL` is the same.
 * Undefined where it is none. The kernel prints some values in hex whatever their type is: those that are errors
 * (-4095 to -1) as a number of 64 or 32 bits are that; all others are addresses and count as positive.
 */
export function readReturnValue(text: string): bigint | undefined {
  if (/^-?\d{1,20}$/.test(text)) return asError(BigInt(text));
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return asError(BigInt(text));
  const error = errorNumber(text.replace(/^-/, '').toUpperCase());
  return error === undefined ? undefined : BigInt(-error);
}

const MAX_ERROR = 4095n;

function asError(value: bigint): bigint {
  for (const bits of [64, 32]) {
    const size = 1n << BigInt(bits);
    if (value < size && value >= size - MAX_ERROR) return value - size;
  }
  return value;
}

/** How a number is compared: with the operator before it. */
export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/** A part of an expression, with its place. */
export interface Part {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The numbers that a value means: `10us`, `10us..1ms`, `>10us`, behind a comparison. Throws an ExpressionError. */
export function readRange(type: ValueType, comparison: Comparison, part: Part): NumberRange {
  const { read, expected } = NUMBERS[type as keyof typeof NUMBERS];
  const wrong = (): ExpressionError =>
    new ExpressionError(`${shown(part.text)} is not ${expected}`, part.from, part.to);
  const number = (text: string): number | bigint => {
    const value = read(text);
    if (value === undefined) throw wrong();
    return value;
  };
  // As in GitHub's search: `duration:>10us`.
  const [, sign = '', value = ''] = /^(<=|>=|<|>)?(.*)$/s.exec(part.text)!;
  if (sign !== '' && comparison !== '=') throw wrong();
  const how = sign === '' ? comparison : (sign as Comparison);
  const dots = value.indexOf('..');
  if (dots < 0) return compared(how, number(value));
  if (how !== '=' || value === '..') throw wrong();
  const low = dots === 0 ? -Infinity : number(value.slice(0, dots));
  const high = dots + 2 === value.length ? Infinity : number(value.slice(dots + 2));
  if (low > high)
    throw new ExpressionError(`the range ${shown(part.text)} ends before it begins`, part.from, part.to);
  return { low, high, lowOpen: false, highOpen: false };
}

function compared(how: Comparison, value: number | bigint): NumberRange {
  switch (how) {
    case '=':
      return { low: value, high: value, lowOpen: false, highOpen: false };
    case '<':
    case '<=':
      return { low: -Infinity, high: value, lowOpen: false, highOpen: how === '<' };
    case '>':
    case '>=':
      return { low: value, high: Infinity, lowOpen: how === '>', highOpen: false };
  }
}

/** Tests numbers against the ranges; NaN is in none. */
export function rangeTest(ranges: readonly NumberRange[]): (value: number | bigint) => boolean {
  const tests = ranges.map(
    ({ low, high, lowOpen, highOpen }) =>
      (value: number | bigint): boolean =>
        (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high),
  );
  return tests.length === 1 ? tests[0]! : (value) => tests.some((test) => test(value));
}
