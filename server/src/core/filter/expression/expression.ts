/** What a filter expression (parse.ts) says, as plain data. Places are UTF-16 units [from, to) of its text. */

/** Keys whose values are text. */
export type TextKey = 'name' | 'under' | 'caller' | 'comm' | 'args';
/** Keys whose values are numbers; times are nanoseconds. */
export type NumberKey = 'cpu' | 'pid' | 'depth' | 'duration' | 'self' | 'time' | 'ret';
/** Every key that a test can be about. */
export type Key = TextKey | NumberKey | 'category' | 'is';

/** One text that is wanted. */
export interface TextPattern {
  /**
   * `part`: the text is in it, in either case; `exact`: it is the text; `glob`: all of it is as the text says, `*` stands
   * for anything and `?` for one character; `regex`: RE2.
   */
  readonly how: 'part' | 'exact' | 'glob' | 'regex';
  readonly text: string;
  /** Letters behind an expression's last slash; empty for the others. */
  readonly flags: string;
}

/** Numbers that are wanted: from `low` to `high`, without those ends that are open. Infinite where there is no end. */
export interface NumberRange {
  readonly low: number | bigint;
  readonly high: number | bigint;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
}

/** What a call can be: part of an interrupt; without callees in the text; without an exit in the text. */
export type CallProperty = 'interrupt' | 'leaf' | 'open';

interface Placed {
  readonly from: number;
  readonly to: number;
}
/** One text of a key matches one of the patterns. */
export interface TextTest extends Placed {
  readonly kind: 'text';
  readonly key: TextKey;
  readonly patterns: readonly TextPattern[];
}
/** The number of a key is in one of the ranges; one that is not known is in none. */
export interface NumberTest extends Placed {
  readonly kind: 'number';
  readonly key: NumberKey;
  readonly ranges: readonly NumberRange[];
}
/** The function's category is one of these, by id or label, in either case. */
export interface CategoryTest extends Placed {
  readonly kind: 'category';
  readonly key: 'category';
  readonly names: readonly { readonly text: string; readonly from: number; readonly to: number }[];
}
/** The call is of a kind. */
export interface PropertyTest extends Placed {
  readonly kind: 'is';
  readonly key: 'is';
  readonly property: CallProperty;
}
/** A test without parts of its own. */
export type Test = TextTest | NumberTest | CategoryTest | PropertyTest;

/** An expression. Nested no deeper than MAX_NESTING of parse.ts; `and` and `or` have two operands or more. */
export type Expression =
  | Test
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression };

/** All tests of an expression, in the order of its text. */
export function testsOf(expression: Expression): Test[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap(testsOf);
    case 'not':
      return testsOf(expression.operand);
    default:
      return [expression];
  }
}
