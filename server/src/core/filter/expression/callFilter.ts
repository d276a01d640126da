import { LineKind } from '../../model/lineKind';
import type { LineTable } from '../../model/lineTable';
import { Bits } from '../../model/bits';
import { compileTest, type Compiled, type LineTest, type Trackers } from './compileTest';
import { testsOf, type CallProperty, type Expression, type Key, type Test } from './expression';
import type { FilterContext } from './context';

/** What the exit of a call tells. */
const EXIT_KEYS: ReadonlySet<Key> = new Set<Key>(['duration', 'self', 'ret']);
/** What lines behind a call may tell. */
const LATER_KEYS: ReadonlySet<Key> = new Set<Key>(['pid', 'comm', 'under', 'caller', 'self', 'depth']);

function isProperty(test: Test, property: CallProperty): boolean {
  return test.kind === 'is' && test.property === property;
}

/**
 * Tells of each line of a call whether an expression means that call. Nothing is read out of the text but what the
 * expression asks for and the table does not keep, and that only where cheaper tests leave it open.
 *
 * `test` is asked of all lines in order. The trace may still grow: then an entry whose exit is not known yet gets an answer
 * without it (its duration is unknown), and **the answer of the exit is the one that holds** for the whole call. What becomes
 * known of a call otherwise by what comes later is right when a new filter is asked of the complete trace: see `isFinal`.
 */
export class CallFilter {
  private readonly lines: LineTable;
  private readonly compiled: Compiled;
  /** Entries of calls that are meant. */
  private readonly matched = new Bits();
  /** Entries that were asked before their exit was known. */
  private readonly early = new Set<number>();
  private readonly trackers: Trackers = [];
  private readonly usesExit: boolean;
  /**
   * Whether nothing but its exit changes the answer for a call. It is not so where tasks or callers are asked for: a context
   * switch tells which task ran before it, and an interrupt may turn out to belong to another caller.
   */
  readonly isFinal: boolean;

  constructor(expression: Expression, context: FilterContext) {
    this.lines = context.trace.lines;
    this.compiled = compile(expression, context, this.trackers);
    const tests = testsOf(expression);
    this.usesExit = tests.some((test) => EXIT_KEYS.has(test.key) || isProperty(test, 'open'));
    this.isFinal = !tests.some((test) => LATER_KEYS.has(test.key) || isProperty(test, 'interrupt'));
  }

  /** Whether the call of an entry, leaf, exit or orphan exit is meant; false for all other lines. */
  test(line: number): boolean {
    const { lines } = this;
    const kind = lines.kind(line);
    switch (kind) {
      case LineKind.Leaf:
      case LineKind.OrphanExit:
        return this.ask(line, kind);
      case LineKind.Entry: {
        if (this.usesExit && lines.exitLine(line) < 0) this.early.add(line);
        return this.keep(line, this.ask(line, kind));
      }
      case LineKind.Exit: {
        const entry = lines.callLine(line);
        if (this.early.size > 0 && this.early.delete(entry))
          return this.keep(entry, this.compiled.test(entry, LineKind.Entry));
        return this.matched.has(entry);
      }
      default:
        return false;
    }
  }

  private ask(line: number, kind: LineKind): boolean {
    for (const track of this.trackers) track(line);
    return this.compiled.test(line, kind);
  }

  private keep(entry: number, is: boolean): boolean {
    if (is) this.matched.add(entry);
    else this.matched.delete(entry);
    return is;
  }
}

/** Cheap tests first: of an `and` the first that fails decides, of an `or` the first that holds. */
function compile(expression: Expression, context: FilterContext, trackers: Trackers): Compiled {
  switch (expression.kind) {
    case 'not': {
      const { test, cost } = compile(expression.operand, context, trackers);
      return { test: (line, kind) => !test(line, kind), cost };
    }
    case 'and':
    case 'or': {
      const operands = expression.operands
        .map((operand) => compile(operand, context, trackers))
        .sort((a, b) => a.cost - b.cost);
      const tests = operands.map(({ test }) => test);
      const cost = operands.reduce((sum, operand) => sum + operand.cost, 0);
      return { test: expression.kind === 'and' ? every(tests) : some(tests), cost };
    }
    default:
      return compileTest(expression, context, trackers);
  }
}

function every(tests: readonly LineTest[]): LineTest {
  return (line, kind) => {
    for (const test of tests) if (!test(line, kind)) return false;
    return true;
  };
}

function some(tests: readonly LineTest[]): LineTest {
  return (line, kind) => {
    for (const test of tests) if (test(line, kind)) return true;
    return false;
  };
}
