import type { FilterSpec } from '../model/filterSpec';
import type { Trace } from '../model/trace';
import type { ParserOptions } from '../parse/parserOptions';
import { applyFilter } from './applyFilter';
import { canonicalFilter, withFilterColumns } from './canonical';
import type { CategoryRules } from './expression/categoryRules';
import { parseExpression } from './expression/parse';
import { TextMarks } from './expression/textMarks';

/**
 * Filters for one parse: what they need of it, and the view of its trace. What an expression asks of arguments and return
 * values is answered while the lines are read, one bit each, as the text is not held.
 */
export class TraceFilter {
  private readonly marks: TextMarks | undefined;

  /** `categories`: what `category:` means. Throws an ExpressionError where the expression is none. */
  constructor(
    private readonly spec: FilterSpec,
    private readonly categories?: CategoryRules,
  ) {
    const { where } = canonicalFilter(spec);
    if (where === undefined) return;
    const marks = new TextMarks(parseExpression(where));
    if (marks.isNeeded) this.marks = marks;
  }

  /** How to parse the trace: the options, and what the filters need. */
  options<T extends ParserOptions>(options: T): T {
    const needed = withFilterColumns(options, this.spec);
    const { marks } = this;
    return marks === undefined ? needed : { ...needed, onCall: (line, fields) => marks.see(line, fields) };
  }

  /** The view of a trace that was parsed so. */
  apply(trace: Trace): Trace {
    return applyFilter(trace, this.spec, { categories: this.categories, marks: this.marks });
  }
}
