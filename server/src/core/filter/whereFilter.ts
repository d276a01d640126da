import type { UnknownColumn } from '../model/filterSpec';
import type { LineTable } from '../model/lineTable';
import type { Trace } from '../model/trace';
import { CallFilter } from './expression/callFilter';
import type { CategoryRules } from './expression/categoryRules';
import { testsOf, type Expression, type Key } from './expression/expression';
import { parseExpression } from './expression/parse';
import type { TextMarks } from './expression/textMarks';
import type { LineFilter } from './lineFilter';

/** What an expression asks that is not in a trace's tables. */
export interface WhereContext {
  /** What `category:` means. */
  readonly categories?: CategoryRules | undefined;
  /** What was found in the text while it was parsed. */
  readonly marks?: TextMarks | undefined;
}

/** Takes the calls that an expression means. Throws an ExpressionError where it is none, or names no category there is. */
export function whereFilter(
  trace: Trace,
  lines: LineTable,
  where: string,
  { categories, marks }: WhereContext,
): LineFilter {
  // With its marks comes the expression that they were made for: its tests are known by identity.
  const expression = marks?.expression ?? parseExpression(where);
  const filter = new CallFilter(expression, { trace: { ...trace, lines }, categories, marks });
  let taken = false;
  return {
    id: 'where',
    takes: (line) => {
      const takes = filter.test(line);
      taken ||= takes;
      return takes;
    },
    unknown: () => (taken ? undefined : unknownColumn(trace, expression)),
  };
}

/** What the first test asks whose answer no line tells. */
function unknownColumn(
  { lanes, source: { columns } }: Trace,
  expression: Expression,
): UnknownColumn | undefined {
  const tasks = lanes.all.some(({ pid }) => pid >= 0);
  const known: Partial<Record<Key, UnknownColumn | false>> = {
    cpu: !columns.has('cpu') && 'cpu',
    pid: !tasks && 'task',
    comm: !tasks && 'task',
    time: !columns.has('time') && !columns.has('relativeTime') && 'time',
    args: !columns.has('arguments') && 'arguments',
    ret: !columns.has('returnValue') && 'returnValue',
  };
  return (
    testsOf(expression)
      .map(({ key }) => known[key])
      .find((column) => column !== undefined && column !== false) || undefined
  );
}
