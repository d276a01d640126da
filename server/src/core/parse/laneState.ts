/** A lane at one place of the text: what the parser has to know of it to go on from there. */
import { Beginning, type EarlyExit } from '../model/beginning';
import {
  moveSaved,
  OpenCalls,
  opensBefore,
  sameCalls,
  watch,
  type Interrupt,
  type Lane,
  type SavedCalls,
} from '../model/lanes';
import type { InterruptPlacer, SavedInterrupts } from './interruptPlacer';

/** Never changed but by `moveLane`; shared by all places between which nothing happened to the lane. */
export interface LaneState {
  readonly pid: number;
  readonly comm: string;
  readonly earlierComms: ReadonlySet<string> | undefined;
  readonly cpu: number;
  readonly sameAs: number;
  readonly lastCpu: number;
  /** No events were lost on its cpu since it ran there, or nothing was open then: that makes no difference. */
  readonly current: boolean;
  readonly arrow: boolean;
  readonly interrupt: Interrupt | undefined;
  readonly calls: SavedCalls;
  /** How many of the text's edits its lines follow; -1 as long as it is of none. */
  edits: number;
  lastLine: number;
  beginning: SavedBeginning | undefined;
  interrupts: SavedInterrupts | undefined;
}

/** As Beginning has it. */
interface SavedBeginning {
  readonly firstLine: number;
  readonly lowest: number;
  readonly exits: readonly EarlyExit[];
  readonly callerless: readonly { readonly line: number; readonly depth: number }[];
}

/** Where a line of the text before an edit is after it. */
export type LineMap = (line: number) => number;

/** What `lane` is now. `isCurrent`: no events were lost on its cpu since it ran there. */
export function saveLane(lane: Lane, placer: InterruptPlacer, isCurrent: boolean): LaneState {
  const { arrow, beginning, comm, cpu, earlierComms, interrupt, lastCpu, lastLine, pid, sameAs, stack } =
    lane;
  const interrupts = placer.save(lane);
  const idle = stack.size === 0 && !arrow && interrupt === undefined && interrupts === undefined;
  return {
    pid,
    comm,
    earlierComms: earlierComms && new Set(earlierComms),
    cpu,
    sameAs,
    lastCpu,
    current: isCurrent || idle,
    arrow,
    interrupt,
    calls: stack.save(),
    edits: -1,
    lastLine,
    beginning: beginning && {
      firstLine: beginning.firstLine,
      lowest: beginning.lowest,
      exits: beginning.exits.slice(),
      callerless: beginning.callerless.slice(),
    },
    interrupts,
  };
}

/** The lane that was saved, to go on with. */
export function loadLane(state: LaneState, id: number, placer: InterruptPlacer): Lane {
  const stack = new OpenCalls();
  stack.load(state.calls);
  const lane: Lane = {
    id,
    pid: state.pid,
    comm: state.comm,
    earlierComms: state.earlierComms && new Set(state.earlierComms),
    cpu: state.cpu,
    sameAs: state.sameAs,
    stack,
    lastLine: state.lastLine,
    beginning: state.beginning && loadBeginning(state.beginning),
    lastCpu: state.lastCpu,
    lossesSeen: state.current ? 0 : -1,
    interrupt: state.interrupt,
    watched: false,
    arrow: state.arrow,
    lentTo: -1,
  };
  watch(lane);
  if (state.interrupts !== undefined) placer.load(lane, state.interrupts);
  return lane;
}

function loadBeginning({ firstLine, lowest, exits, callerless }: SavedBeginning): Beginning {
  const beginning = new Beginning(firstLine);
  beginning.lowest = lowest;
  beginning.exits.push(...exits);
  for (const each of callerless) beginning.callerless.push(each);
  return beginning;
}

/**
 * Whether nothing has happened to a lane since it was saved or loaded, when its stack was `stack`: whatever happens to it
 * shows in one of these.
 */
export function isUntouched(
  lane: Lane,
  stack: OpenCalls,
  state: LaneState,
  placer: InterruptPlacer,
  isCurrent: boolean,
): boolean {
  return (
    lane.lastLine === state.lastLine &&
    lane.stack === stack &&
    stack.size === state.calls.calleesNs.length &&
    lane.pid === state.pid &&
    lane.comm === state.comm &&
    (lane.earlierComms?.size ?? 0) === (state.earlierComms?.size ?? 0) &&
    lane.sameAs === state.sameAs &&
    lane.cpu === state.cpu &&
    lane.lastCpu === state.lastCpu &&
    lane.arrow === state.arrow &&
    lane.interrupt === state.interrupt &&
    (isCurrent || !state.current || stack.size === 0) &&
    (lane.beginning === undefined) === (state.beginning === undefined) &&
    (state.interrupts === undefined || placer.knows(lane))
  );
}

/** Whether what follows is read the same with `a` as with `b`, whose lines are `of` others; `timed`: so are times. */
export function sameLane(a: LaneState, b: LaneState, of: LineMap, timed: boolean): boolean {
  return (
    a.pid === b.pid &&
    a.comm === b.comm &&
    a.cpu === b.cpu &&
    a.sameAs === b.sameAs &&
    a.lastCpu === b.lastCpu &&
    a.current === b.current &&
    a.arrow === b.arrow &&
    a.lastLine === of(b.lastLine) &&
    sameComms(a.earlierComms, b.earlierComms) &&
    sameInterrupt(a.interrupt, b.interrupt) &&
    sameCalls(a.calls, b.calls, of, timed) &&
    sameBeginning(a.beginning, b.beginning, of) &&
    sameInterrupts(a, b, of)
  );
}

function sameComms(a: LaneState['earlierComms'], b: LaneState['earlierComms']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && [...a].every((comm) => b.has(comm));
}

function sameInterrupt(a: Interrupt | undefined, b: Interrupt | undefined): boolean {
  for (; a !== undefined && b !== undefined && a !== b; { outer: a } = a, { outer: b } = b)
    if (a.depth !== b.depth || a.shift !== b.shift || a.arrow !== b.arrow) return false;
  return a === b;
}

function sameBeginning(a: SavedBeginning | undefined, b: SavedBeginning | undefined, of: LineMap): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.firstLine === of(b.firstLine) &&
    a.lowest === b.lowest &&
    sameList(a.exits, b.exits, (x, y) => {
      return (
        x.line === of(y.line) &&
        x.depth === y.depth &&
        x.name === y.name &&
        Object.is(x.ns, y.ns) &&
        Object.is(x.calleesNs, y.calleesNs)
      );
    }) &&
    sameList(a.callerless, b.callerless, (x, y) => x.line === of(y.line) && x.depth === y.depth)
  );
}

function sameInterrupts(a: LaneState, b: LaneState, of: LineMap): boolean {
  const [x, y] = [a.interrupts, b.interrupts];
  if (x === undefined || y === undefined) return x === y;
  return (
    sameList(x.finished, y.finished, (one, other) => {
      return (
        one.line === of(other.line) &&
        one.ns === other.ns &&
        one.caller === of(other.caller) &&
        one.moved === other.moved &&
        one.stray === other.stray
      );
    }) &&
    sameList(x.tooDeep, y.tooDeep, (one, other) => {
      return (
        levelOf(a, one.interrupt) === levelOf(b, other.interrupt) &&
        sameInterrupt(one.interrupt, other.interrupt) &&
        one.depth === other.depth &&
        one.entry === of(other.entry) &&
        Object.is(one.ns, other.ns) &&
        sameList(one.lines, other.lines, (p, q) => p === of(q))
      );
    })
  );
}

/** How many interrupts run within `interrupt`; -1 where it is over. */
function levelOf({ interrupt }: LaneState, wanted: Interrupt): number {
  let level = 0;
  for (let each = interrupt; each !== undefined; each = each.outer, level++)
    if (each === wanted) return level;
  return -1;
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean {
  return a.length === b.length && a.every((each, index) => same(each, b[index]!));
}

/** Whether all lines that a lane knows of are before `line`, as those of most: they wait, or run no more. */
export function isBefore({ beginning, calls, interrupts, lastLine }: LaneState, line: number): boolean {
  return lastLine < line && beginning === undefined && interrupts === undefined && opensBefore(calls, line);
}

/** Puts the lines after an edit in place of those before it. */
export function moveLane(state: LaneState, of: LineMap): void {
  const { beginning, interrupts } = state;
  state.lastLine = of(state.lastLine);
  moveSaved(state.calls, of);
  if (beginning !== undefined)
    state.beginning = {
      firstLine: of(beginning.firstLine),
      lowest: beginning.lowest,
      exits: beginning.exits.map((exit) => ({ ...exit, line: of(exit.line) })),
      callerless: beginning.callerless.map(({ line, depth }) => ({ line: of(line), depth })),
    };
  if (interrupts !== undefined)
    state.interrupts = {
      finished: interrupts.finished.map((each) => ({
        ...each,
        line: of(each.line),
        caller: of(each.caller),
      })),
      tooDeep: interrupts.tooDeep.map((each) => ({
        ...each,
        entry: of(each.entry),
        lines: each.lines.map(of),
      })),
    };
}
