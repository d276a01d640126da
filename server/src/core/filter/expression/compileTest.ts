import { LineKind } from '../../model/lineKind';
import { NO_LANE } from '../../model/lineTable';
import { Bits } from '../../model/bits';
import { directCaller } from '../../model/directCaller';
import type { Lane } from '../../model/lanes';
import type { NameId } from '../../model/nameTable';
import { hasInterruptFlag } from '../../parse/interruptFlag';
import type { LineFields } from '../../parse/lineFields';
import { timeNs } from '../../parse/printedTime';
import { InterruptTest } from '../interruptTest';
import type { FilterContext, FilteredTrace } from './context';
import { categoryNumbers } from './categoryRules';
import type { NumberTest, PropertyTest, Test, TextTest } from './expression';
import { textTest } from './patterns';
import { SelfTimes } from './selfTimes';
import { fieldsTest, isPrinted, type PrintedTest } from './textMarks';
import { rangeTest } from './values';

/** Whether the call of an entry, leaf or orphan exit passes. */
export type LineTest = (line: number, kind: LineKind) => boolean;

/** A test, and what it costs compared with others. */
export interface Compiled {
  readonly test: LineTest;
  readonly cost: number;
}

/** Functions that must see every call, in order, whether or not the answer hangs on them. */
export type Trackers = ((line: number) => void)[];

/** What tests cost: a look into a column, into several, or reading a line. */
const COLUMN = 1;
const COLUMNS = 3;
const TEXT = 100;

/** Compiles one test; adds to `trackers`. Throws an ExpressionError. */
export function compileTest(test: Test, context: FilterContext, trackers: Trackers): Compiled {
  if (isPrinted(test)) return printedTest(test, context);
  const { trace } = context;
  switch (test.kind) {
    case 'category': {
      const { categories } = context;
      if (categories === undefined) throw new Error('the filter needs the rules of categories');
      const wanted = categoryNumbers(test, categories);
      const names = new NameColumn(trace, (name) => wanted.has(categories.of(name)));
      return { test: (line) => names.has(trace.lines.name(line)), cost: COLUMN };
    }
    case 'is':
      return propertyTest(test, context, trackers);
    case 'number':
      return numberTest(test, context, trackers);
    case 'text':
      return namedTest(test, trace, trackers);
  }
}

function namedTest(test: TextTest, trace: FilteredTrace, trackers: Trackers): Compiled {
  const { lines } = trace;
  const matches = textTest(test.patterns);
  if (test.key === 'comm') {
    const lanes = new LaneColumn(trace, ({ comm, earlierComms = [] }) =>
      [comm, ...earlierComms].some((name) => matches(name.trim())),
    );
    return { test: (line) => lanes.has(lines.lane(line)), cost: COLUMN };
  }
  const names = new NameColumn(trace, matches);
  switch (test.key) {
    case 'under': {
      const under = new Bits();
      trackers.push((line) => {
        const caller = lines.caller(line);
        if (caller >= 0 && (under.has(caller) || names.has(lines.name(caller)))) under.add(line);
        else under.delete(line);
      });
      return { test: (line) => under.has(line), cost: COLUMN };
    }
    case 'caller':
      return {
        test: (line) => {
          const caller = directCaller(trace, lines, line);
          return caller >= 0 && names.has(lines.name(caller));
        },
        cost: COLUMNS,
      };
    default:
      return { test: (line) => names.has(lines.name(line)), cost: COLUMN };
  }
}

function numberTest(test: NumberTest, context: FilterContext, trackers: Trackers): Compiled {
  const { trace } = context;
  const { lines } = trace;
  const isIn = rangeTest(test.ranges);
  switch (test.key) {
    case 'pid': {
      const lanes = new LaneColumn(trace, ({ pid }) => isIn(pid));
      return { test: (line) => lanes.has(lines.lane(line)), cost: COLUMN };
    }
    case 'duration':
      return { test: (line) => isIn(lines.durationNs(line)), cost: COLUMNS };
    case 'self': {
      if (lines.hasSelf) return { test: (line) => isIn(lines.selfNs(line)), cost: COLUMNS };
      const self = new SelfTimes(trace, isIn);
      return { test: (line, kind) => self.isIn(line, kind), cost: 2 * COLUMNS };
    }
    default:
      return contextTest(test.key, isIn, context, trackers);
  }
}

/** Tests what the table tells only where its context columns are kept. */
function contextTest(
  key: NumberTest['key'],
  isIn: (value: number) => boolean,
  context: FilterContext,
  trackers: Trackers,
): Compiled {
  const { trace } = context;
  const { lines } = trace;
  const kept = lines.hasContext;
  const cost = kept ? COLUMN : TEXT;
  const read = kept ? undefined : reader(context);
  switch (key) {
    case 'cpu': {
      const cpu = (line: number): number => (read === undefined ? lines.cpu(line) : read(line).cpu);
      return {
        test: (line) => {
          const on = cpu(line);
          return on >= 0 && isIn(on);
        },
        cost,
      };
    }
    case 'time': {
      const time = (line: number): number => (read === undefined ? lines.timeNs(line) : timeNs(read(line)));
      return { test: (line, kind) => kind !== LineKind.OrphanExit && isIn(time(line)), cost };
    }
    default:
      return depthTest(isIn, context, trackers);
  }
}

/** Only interrupts are printed at another depth than the one at which they are kept: where there is none, no line is read. */
function depthTest(isIn: (value: number) => boolean, context: FilterContext, trackers: Trackers): Compiled {
  const { trace } = context;
  const { lines } = trace;
  const levels = (depth: number): number => depth >> (trace.wideIndentation ? 1 : 0);
  if (lines.hasContext) return { test: (line) => isIn(levels(lines.printedDepth(line))), cost: COLUMN };
  const read = reader(context);
  const interrupts = new InterruptTest(trace, lines);
  const moved = new Bits();
  trackers.push((line) => {
    if (interrupts.see(line, () => false)) moved.add(line);
  });
  const printed = (line: number): number => {
    const depth = moved.has(line) ? read(line).depth : -1;
    return depth >= 0 ? depth : lines.depth(line);
  };
  return { test: (line) => isIn(levels(printed(line))), cost: 2 * COLUMNS };
}

function reader({ read }: FilterContext): (line: number) => LineFields {
  if (read === undefined) throw new Error('the filter needs columns that were not kept, or the text');
  return read;
}

function propertyTest({ property }: PropertyTest, context: FilterContext, trackers: Trackers): Compiled {
  const { trace } = context;
  const { lines } = trace;
  if (property === 'leaf') return { test: (_, kind) => kind === LineKind.Leaf, cost: COLUMN };
  if (property === 'open')
    return { test: (line, kind) => kind === LineKind.Entry && lines.exitLine(line) < 0, cost: COLUMN };
  const interrupts = new InterruptTest(trace, lines);
  const isFlagged = flagTest(context);
  const found = new Bits();
  trackers.push((line) => {
    if (interrupts.see(line, isFlagged)) found.add(line);
    else found.delete(line);
  });
  return { test: (line) => found.has(line), cost: COLUMN };
}

function flagTest(context: FilterContext): (line: number) => boolean {
  const { trace } = context;
  if (trace.lines.hasContext) return (line) => trace.lines.inInterrupt(line);
  const read = reader(context);
  return (line) => {
    if (trace.source !== undefined && !trace.source.columns.has('flags')) return false;
    const { bytes, flagsStart, flagsEnd } = read(line);
    return flagsStart >= 0 && hasInterruptFlag(bytes, flagsStart, flagsEnd);
  };
}

/** Arguments stand on the line of the entry, return values on that of the exit. */
function printedTest(test: PrintedTest, context: FilterContext): Compiled {
  const { trace, marks } = context;
  const { lines } = trace;
  const { key } = test;
  const column = key === 'args' ? 'arguments' : 'returnValue';
  const lineOf = (line: number): number => (key === 'ret' ? lines.exitLine(line) : line);
  if (marks !== undefined) {
    const marked = marks.linesOf(test);
    return {
      test: (line) => {
        const at = lineOf(line);
        return at >= 0 && marked.has(at);
      },
      cost: COLUMN,
    };
  }
  const read = reader(context);
  const passes = fieldsTest(test);
  return {
    test: (line) => {
      if (trace.source !== undefined && !trace.source.columns.has(column)) return false;
      const at = lineOf(line);
      return at >= 0 && passes(read(at));
    },
    cost: TEXT,
  };
}

/** A test of names, made once for each; names may be added. One that is not in the text passes none. */
class NameColumn {
  private passed = new Uint8Array(1024);
  private known = 0;

  constructor(
    private readonly trace: Pick<FilteredTrace, 'names'>,
    private readonly matches: (name: string) => boolean,
  ) {}

  has(id: NameId): boolean {
    if (id >= this.known) this.extend();
    return id >= 0 && this.passed[id] === 1;
  }

  private extend(): void {
    const { names } = this.trace;
    if (names.length > this.passed.length) {
      const passed = new Uint8Array(2 * names.length);
      passed.set(this.passed);
      this.passed = passed;
    }
    for (; this.known < names.length; this.known++)
      this.passed[this.known] = this.matches(names.text(this.known)) ? 1 : 0;
  }
}

/** A test of tasks, made again where a task has another name or its pid becomes known. One that is not known passes none. */
class LaneColumn {
  private readonly known: ({ pid: number; comm: string; names: number; passes: boolean } | undefined)[] = [];

  constructor(
    private readonly trace: FilteredTrace,
    private readonly passes: (lane: Lane) => boolean,
  ) {}

  has(id: number): boolean {
    if (id === NO_LANE) return false;
    const lane = this.trace.lanes.byId(id);
    if (lane === undefined || lane.pid < 0 || this.isMixed()) return false;
    const names = lane.earlierComms?.size ?? 0;
    let known = this.known[lane.id];
    if (known === undefined || known.pid !== lane.pid || known.comm !== lane.comm || known.names !== names) {
      const { pid, comm } = lane;
      this.known[lane.id] = known = { pid, comm, names, passes: this.passes(lane) };
    }
    return known.passes;
  }

  /** Without a cpu column, switches of several cpus do not tell which task a line is of. */
  private isMixed(): boolean {
    const { source, cpus } = this.trace;
    return (
      source !== undefined && !source.columns.has('cpu') && !source.columns.has('task') && cpus.length > 1
    );
  }
}
