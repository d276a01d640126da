import { Beginning } from './beginning';
import { grown } from './nameTable';

/**
 * The sequence in which calls nest: a task, or what ran on a cpu before its first context switch told which task that
 * was. The stack of open calls belongs to a lane, never to the file.
 */
export interface Lane {
  readonly id: number;
  /** Thread id; -1 unknown. */
  pid: number;
  /** The task's name as printed last (7 bytes of it); empty where unknown. */
  comm: string;
  /** Other names that were printed of it before, as it ran another program. */
  earlierComms: Set<string> | undefined;
  /** For an idle task (pid 0) and an unknown one its cpu; -1 where no cpu is printed. */
  cpu: number;
  /** The lane that turned out to be the same task, if any: then this one is not counted. */
  sameAs: number;
  stack: OpenCalls;
  /** The last of its call lines, from 0; -1 before the first. */
  lastLine: number;
  /** What it began with, as long as it may turn out to go on with another lane's calls. */
  beginning: Beginning | undefined;
  /** Where it ran last, and how many losses that cpu had had then: open calls do not survive a loss. */
  lastCpu: number;
  lossesSeen: number;
  /** The interrupt that runs on this lane's stack, if one does. */
  interrupt: Interrupt | undefined;
  /** Whether there is an interrupt, an arrow or a beginning to look at: the one field that every call asks. */
  watched: boolean;
  /** `==========>` was the last line: the next call is an interrupt's, whatever its name. */
  arrow: boolean;
  /** Where its stack and its last line are kept while WebAssembly counts for it, a cpu + 1; -1 while they are here. */
  lentTo: number;
}

/** An interrupt while its lines are read. Depths are as printed. */
export interface Interrupt {
  /** Depth of its outermost functions: on x86 there are several, one behind the other. */
  readonly depth: number;
  /** What makes the printed depth of its lines that of callees of the call it interrupted: -1, 0 or 1. */
  readonly shift: number;
  /** Known by an arrow. */
  readonly arrow: boolean;
  /** The interrupt that this one has interrupted. */
  readonly outer: Interrupt | undefined;
}

/** Sets what every call of a lane asks. */
export function watch(lane: Lane): void {
  const { arrow, beginning, interrupt } = lane;
  lane.watched = interrupt !== undefined || arrow || (beginning !== undefined && !beginning.over);
}

const NO_INTS = new Int32Array(0);
const NO_TIMES = new Float64Array(0);
/** Slots that a lane's first call makes: most tasks of a long trace are seen once. */
const FIRST_SLOTS = 4;

/** Places in a slot of OpenCalls.slots. */
const SLOT_BITS = 2;
const NEAREST = 1;
const NAME = 2;
const TIMED = 3;
/** No line: the call has no time. */
const UNTIMED = -2;

/**
 * The open calls of a lane, indexed by depth: an entry writes its slot, an exit reads it. No push and pop, so that a
 * lost exit costs nothing: the indentation is the truth. Two arrays, not one for each column: there can be a million
 * tasks.
 */
export class OpenCalls {
  /** One more than the depth of the innermost open call. */
  size = 0;
  /**
   * By depth, four numbers each: line of the entry, -1 for a depth whose entry is not in the text; line of the innermost
   * known entry at this depth or below it, -1 where there is none; NameId; line of the entry whose time is in timeNs.
   */
  private slots = NO_INTS;
  /** Sum of the durations of the direct callees so far; NaN as soon as one of them is unknown. */
  calleesNs = NO_TIMES;
  /** The printed time of the entry; only where times are printed. */
  private timeNs = NO_TIMES;

  /** Line of the entry of the call at `depth`, which is below `size`; -1 where that is not in the text. */
  entryAt(depth: number): number {
    return this.slots[depth << SLOT_BITS]!;
  }

  /** Function of the call at `depth`, whose entry is in the text. */
  nameAt(depth: number): number {
    return this.slots[(depth << SLOT_BITS) | NAME]!;
  }

  /** Begins a call at `depth`, which is `size`. */
  open(depth: number, line: number, name: number): void {
    if (depth >= this.calleesNs.length) this.grow(depth);
    const slot = depth << SLOT_BITS;
    this.slots[slot] = line;
    this.slots[slot | NEAREST] = line;
    this.slots[slot | NAME] = name;
    this.calleesNs[depth] = 0;
    this.size = depth + 1;
  }

  /** Copies what is open, as `slots` and `calleesNs` have it. */
  copyTo(slots: Int32Array, calleesNs: Float64Array): void {
    slots.set(this.slots.subarray(0, this.size << SLOT_BITS));
    calleesNs.set(this.calleesNs.subarray(0, this.size));
  }

  /** Goes on with the first `size` calls of what was copied: without times. */
  copyFrom(slots: Int32Array, calleesNs: Float64Array, size: number): void {
    if (size > this.calleesNs.length) this.grow(size - 1);
    this.slots.set(slots.subarray(0, size << SLOT_BITS));
    this.calleesNs.set(calleesNs.subarray(0, size));
    this.size = size;
  }

  /** Adds `by` to the number of each function in `counts`, by NameId, once for each of its calls that are open. */
  addTo(counts: Uint32Array, by: 1 | -1): void {
    const { size, slots } = this;
    for (let slot = 0; slot < size << SLOT_BITS; slot += 1 << SLOT_BITS) {
      const name = slots[slot | NAME]!;
      if (slots[slot]! >= 0 && name >= 0) counts[name]! += by;
    }
  }

  /** Opens calls that are not in the text, up to below `depth`: a line is deeper than what is known to be open. */
  openGap(depth: number): void {
    if (depth >= this.calleesNs.length) this.grow(depth);
    const nearest = this.callerAt(this.size);
    for (let at = this.size; at < depth; at++) {
      this.slots[at << SLOT_BITS] = -1;
      this.slots[(at << SLOT_BITS) | NEAREST] = nearest;
      this.calleesNs[at] = 0;
    }
    this.size = depth;
  }

  /** The printed time of the entry at `depth`; NaN where it has none. */
  timeAt(depth: number): number {
    const slot = depth << SLOT_BITS;
    return this.slots[slot | TIMED] === this.slots[slot] ? this.timeNs[depth]! : NaN;
  }

  /** Remembers the printed time of the entry on `line`, which will be opened at `depth`. */
  setTime(depth: number, ns: number, line: number): void {
    if (depth >= this.calleesNs.length) this.grow(depth);
    this.slots[(depth << SLOT_BITS) | TIMED] = line;
    if (depth >= this.timeNs.length) {
      this.timeNs = grown(this.timeNs, new Float64Array(Math.max(depth + 1, 2 * this.timeNs.length)));
    }
    this.timeNs[depth] = ns;
  }

  /** Line of the innermost open call below `depth`; -1 where there is none. */
  callerAt(depth: number): number {
    const below = Math.min(depth, this.size) - 1;
    return below < 0 ? -1 : this.slots[(below << SLOT_BITS) | NEAREST]!;
  }

  /** Whether a call of `name` is open below `depth`. */
  holds(name: number, depth: number): boolean {
    for (let at = Math.min(depth, this.size) - 1; at >= 0; at--) {
      if (this.entryAt(at) >= 0 && this.nameAt(at) === name) return true;
    }
    return false;
  }

  /** Puts these calls on top of `below`: those that were open before them, in another lane of the same task. */
  putOn(below: OpenCalls): void {
    const { size } = this;
    if (below.size === 0) return;
    const nearest = below.callerAt(below.size);
    if (size < below.size) this.openGap(below.size);
    for (let at = 0; at < this.size; at++) {
      const slot = at << SLOT_BITS;
      if (at < below.size) {
        for (let part = 0; part <= NAME; part++) this.slots[slot | part] = below.slots[slot | part]!;
        this.calleesNs[at]! += below.calleesNs[at]!;
      } else if (this.slots[slot | NEAREST]! < 0) this.slots[slot | NEAREST] = nearest;
    }
  }

  /** What is open, to be taken up again by `load`. */
  save(): SavedCalls {
    const { size } = this;
    return {
      slots: this.slots.slice(0, size << SLOT_BITS),
      calleesNs: this.calleesNs.slice(0, size),
      timeNs: this.timeNs.slice(0, size),
    };
  }

  /** Goes on with what was saved; nothing was open here. */
  load({ slots, calleesNs, timeNs }: SavedCalls): void {
    const size = calleesNs.length;
    if (size === 0) return;
    this.grow(size - 1);
    this.slots.set(slots);
    this.calleesNs.set(calleesNs);
    this.timeNs = timeNs.slice();
    this.size = size;
  }

  /** Puts other lines, given by `of`, in place of those of the entries. */
  moveLines(of: (line: number) => number): void {
    moveSlots(this.slots, this.size, of);
  }

  private grow(depth: number): void {
    const size = Math.max(depth + 1, 2 * this.calleesNs.length, FIRST_SLOTS);
    const slots = new Int32Array(size << SLOT_BITS);
    // The first line of a text is 0, too.
    for (let slot = TIMED; slot < slots.length; slot += 1 << SLOT_BITS) slots[slot] = UNTIMED;
    this.slots = grown(this.slots, slots);
    this.calleesNs = grown(this.calleesNs, new Float64Array(size));
  }
}

/** The open calls of a lane at one place of the text, by depth. */
export interface SavedCalls {
  /** As OpenCalls has them. */
  readonly slots: Int32Array;
  readonly calleesNs: Float64Array;
  readonly timeNs: Float64Array;
}

/** Whether the same calls are open; `of` gives the line in `a` of a line in `b`, `timed`: their times matter, too. */
export function sameCalls(
  a: SavedCalls,
  b: SavedCalls,
  of: (line: number) => number,
  timed: boolean,
): boolean {
  const size = a.calleesNs.length;
  if (b.calleesNs.length !== size) return false;
  for (let depth = 0; depth < size; depth++) {
    const slot = depth << SLOT_BITS;
    if (a.slots[slot] !== of(b.slots[slot]!)) return false;
    if (a.slots[slot | NEAREST] !== of(b.slots[slot | NEAREST]!)) return false;
    if (!Object.is(a.calleesNs[depth], b.calleesNs[depth])) return false;
    if (a.slots[slot] < 0) continue;
    if (a.slots[slot | NAME] !== b.slots[slot | NAME]) return false;
    if (timed && !Object.is(savedTime(a, depth), savedTime(b, depth))) return false;
  }
  return true;
}

function savedTime({ slots, timeNs }: SavedCalls, depth: number): number {
  const slot = depth << SLOT_BITS;
  return slots[slot | TIMED] === slots[slot] ? (timeNs[depth] ?? NaN) : NaN;
}

/** Calls `see` for each open call whose entry is in the text, from the outside in. */
export function eachOpenCall({ slots }: SavedCalls, see: (entry: number, name: number) => void): void {
  for (let slot = 0; slot < slots.length; slot += 1 << SLOT_BITS)
    if (slots[slot]! >= 0) see(slots[slot]!, slots[slot | NAME]!);
}

/** Whether the entries of all open calls are before `line`. */
export function opensBefore({ slots }: SavedCalls, line: number): boolean {
  for (let slot = 0; slot < slots.length; slot += 1 << SLOT_BITS) if (slots[slot]! >= line) return false;
  return true;
}

/** Puts other lines, given by `of`, in place of those of saved entries. */
export function moveSaved({ slots }: SavedCalls, of: (line: number) => number): void {
  moveSlots(slots, slots.length >> SLOT_BITS, of);
}

function moveSlots(slots: Int32Array, size: number, of: (line: number) => number): void {
  for (let depth = 0; depth < size; depth++) {
    const slot = depth << SLOT_BITS;
    slots[slot] = of(slots[slot]!);
    slots[slot | NEAREST] = of(slots[slot | NEAREST]!);
    slots[slot | TIMED] = of(slots[slot | TIMED]!);
  }
}

/** One number for a task: its pid; for an idle task, which shares the pid 0, a negative one made of its cpu (-1 unknown). */
function taskKey(pid: number, cpu: number): number {
  return pid === 0 ? -2 - cpu : pid;
}

/** The tasks and cpus by which lanes are found: by key, the lane's id. */
export interface SavedKeys {
  readonly byTask: readonly (readonly [key: number, lane: number])[];
  readonly unknownByCpu: readonly (readonly [cpu: number, lane: number])[];
}

/** The lanes of a trace, found by task or by cpu. */
export class Lanes {
  readonly all: Lane[] = [];
  private readonly byTask = new Map<number, Lane>();
  private readonly unknownByCpu = new Map<number, Lane>();

  /** How many tasks have a lane. */
  get taskCount(): number {
    return this.byTask.size;
  }

  /** By what lanes are found, to be taken up again by `load`. `before`: what was saved last, to be shared where it is the same. */
  save(before?: SavedKeys): SavedKeys {
    const ids = (lanes: Map<number, Lane>): (readonly [number, number])[] =>
      Array.from(lanes, ([key, { id }]) => [key, id] as const);
    // Tasks stay where they are.
    const same = before?.byTask.length === this.byTask.size;
    return { byTask: same ? before.byTask : ids(this.byTask), unknownByCpu: ids(this.unknownByCpu) };
  }

  /** Goes on with lanes that were saved; there were none here. */
  load(lanes: readonly Lane[], { byTask, unknownByCpu }: SavedKeys): void {
    for (const lane of lanes) this.all.push(lane);
    for (const [key, id] of byTask) this.byTask.set(key, lanes[id]!);
    for (const [cpu, id] of unknownByCpu) this.unknownByCpu.set(cpu, lanes[id]!);
  }

  /** The lane with this id, or the one that turned out to be the same task; undefined where there is none. */
  byId(id: number): Lane | undefined {
    const lane = this.all[id];
    return lane !== undefined && lane.sameAs >= 0 ? this.all[lane.sameAs] : lane;
  }

  /** The lane of a task. `cpu` keys the idle tasks, which share the pid 0: there is one per cpu. */
  ofTask(pid: number, cpu: number): Lane {
    const key = taskKey(pid, cpu);
    let lane = this.byTask.get(key);
    if (lane === undefined) {
      lane = this.add(pid, pid === 0 ? cpu : -1);
      this.byTask.set(key, lane);
    }
    return lane;
  }

  /** The lane of a task that has one. */
  findTask(pid: number, cpu: number): Lane | undefined {
    return this.byTask.get(taskKey(pid, cpu));
  }

  /** The lane of whatever runs on `cpu`, on `line` for the first time, before a switch or a column names it. */
  ofUnknown(cpu: number, line: number): Lane {
    let lane = this.unknownByCpu.get(cpu);
    if (lane !== undefined) return lane;
    // A text whose first line has lost its cpu: the next line's is the best guess.
    const first = this.all.length === 1 ? this.unknownByCpu.get(-1) : undefined;
    if (first !== undefined) {
      this.unknownByCpu.delete(-1);
      first.cpu = cpu;
    }
    lane = first ?? this.begin(this.add(-1, cpu), line);
    this.unknownByCpu.set(cpu, lane);
    return lane;
  }

  /** The first context switch on a cpu tells which task its unnamed lane was; gives that task's lane, if it has one. */
  nameUnknown(lane: Lane, pid: number, cpu: number): Lane | undefined {
    const key = taskKey(pid, cpu);
    const known = this.byTask.get(key);
    if (known !== undefined) lane.sameAs = known.id;
    else {
      lane.pid = pid;
      this.byTask.set(key, lane);
    }
    return known;
  }

  /** A task that nobody knows begins to run on `cpu`. */
  forgetCpu(cpu: number): void {
    this.unknownByCpu.delete(cpu);
  }

  /** A new text begins: which task ran on a cpu before is nothing that is known of it. */
  forgetCpus(): void {
    for (const [cpu, lane] of this.unknownByCpu) {
      if (lane.pid >= 0 || lane.sameAs >= 0) this.unknownByCpu.delete(cpu);
    }
  }

  /** A lane that begins on `line` and whose task is not known, or was where it is not, may go on with another's calls. */
  begin(lane: Lane, line: number): Lane {
    lane.beginning = new Beginning(line);
    watch(lane);
    return lane;
  }

  /** How many different tasks there are; an idle task counts once per cpu, as it is one. */
  countTasks(): number {
    let count = 0;
    let idle = 0;
    let idleSeen = 0;
    for (const { pid, sameAs, lastLine } of this.all) {
      if (sameAs >= 0) continue;
      if (pid !== 0) count++;
      else {
        idle++;
        if (lastLine >= 0) idleSeen++;
      }
    }
    // Without a cpu column the idle tasks that switches name are those whose lines do not say which one they are of.
    return count + (idleSeen > 0 ? idleSeen : idle);
  }

  private add(pid: number, cpu: number): Lane {
    const lane: Lane = {
      id: this.all.length,
      pid,
      comm: '',
      earlierComms: undefined,
      cpu,
      sameAs: -1,
      stack: new OpenCalls(),
      lastCpu: -1,
      lossesSeen: 0,
      interrupt: undefined,
      watched: false,
      beginning: undefined,
      lastLine: -1,
      arrow: false,
      lentTo: -1,
    };
    this.all.push(lane);
    return lane;
  }
}
