import { Bits } from '../../model/bits';
import type { LineFields } from '../../parse/lineFields';
import { decode } from '../../text/utf16';
import { testsOf, type Expression, type NumberTest, type TextTest } from './expression';
import { textTest } from './patterns';
import { rangeTest, readReturnValue } from './values';

/** A test of what only a line's text tells: arguments or return value. */
export type PrintedTest = (TextTest & { readonly key: 'args' }) | (NumberTest & { readonly key: 'ret' });

/** Whether what a line prints passes a test. */
export type FieldsTest = (fields: LineFields) => boolean;

/** Tests the arguments or the return value that a line prints; none are none that pass. */
export function fieldsTest(test: PrintedTest): FieldsTest {
  if (test.kind === 'text') {
    const matches = textTest(test.patterns);
    return ({ bytes, argsStart, argsEnd }) =>
      argsStart >= 0 && argsEnd > argsStart && matches(decode(bytes, argsStart, argsEnd));
  }
  const isIn = rangeTest(test.ranges);
  return ({ bytes, retStart, retEnd }) => {
    if (retStart < 0) return false;
    const value = readReturnValue(decode(bytes, retStart, retEnd));
    return value !== undefined && isIn(value);
  };
}

/** Whether a test is one of what only the text tells. */
export function isPrinted(test: { readonly key: string }): test is PrintedTest {
  return test.key === 'args' || test.key === 'ret';
}

/**
 * The tests of arguments and return values of an expression, made while a text is parsed and not kept: one bit per line
 * and test.
 */
export class TextMarks {
  private readonly tests: readonly {
    readonly test: PrintedTest;
    readonly passes: FieldsTest;
    readonly lines: Bits;
  }[];

  constructor(readonly expression: Expression) {
    this.tests = testsOf(expression)
      .filter(isPrinted)
      .map((test) => ({ test, passes: fieldsTest(test), lines: new Bits() }));
  }

  /** Whether the expression has any such test. */
  get isNeeded(): boolean {
    return this.tests.length > 0;
  }

  /** Sees a line of a call as it is read. */
  see(line: number, fields: LineFields): void {
    for (const { passes, lines } of this.tests) if (passes(fields)) lines.add(line);
  }

  /** The lines that passed a test of the expression. */
  linesOf(test: PrintedTest): Bits {
    return this.tests.find((each) => each.test === test)!.lines;
  }
}
