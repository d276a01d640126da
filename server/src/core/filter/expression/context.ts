import type { LineTable } from '../../model/lineTable';
import type { Trace } from '../../model/trace';
import type { LineFields } from '../../parse/lineFields';
import type { CategoryRules } from './categoryRules';
import { testsOf, type Expression, type Key } from './expression';
import type { TextMarks } from './textMarks';

/** What of a trace a filter asks. Its properties may change while the trace grows: they are read each time. */
export type FilteredTrace = Pick<
  Trace,
  | 'names'
  | 'lanes'
  | 'cpus'
  | 'interruptFunctions'
  | 'unnamedInterrupts'
  | 'movedInterrupts'
  | 'strayInterrupts'
  | 'wideIndentation'
> & {
  readonly lines: LineTable;
  /** Only `columns` is asked; undefined while the trace is being read: any column may be there. */
  readonly source?: Pick<Trace['source'], 'columns'>;
};

/** What a filter is applied to, and what it may ask. */
export interface FilterContext {
  readonly trace: FilteredTrace;
  /** What `category:` means. */
  readonly categories?: CategoryRules | undefined;
  /** Reads the columns of a line out of the text, for what the table does not keep. Another call may write them again. */
  readonly read?: (line: number) => LineFields;
  /** What was found in the text while it was parsed, in place of `read`. */
  readonly marks?: TextMarks | undefined;
}

const CONTEXT_KEYS: ReadonlySet<Key> = new Set<Key>(['cpu', 'time', 'depth', 'comm']);

/** Whether an expression is answered from the table alone only where its context columns are kept. */
export function needsContextColumns(expression: Expression): boolean {
  return testsOf(expression).some(
    (test) => CONTEXT_KEYS.has(test.key) || (test.kind === 'is' && test.property === 'interrupt'),
  );
}
