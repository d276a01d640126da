import { Lanes, type Lane, type OpenCalls, type SavedKeys } from '../model/lanes';
import { parseDecimal, skipDigits, skipSpaces } from '../text/ascii';
import { decode } from '../text/utf16';
import type { CallBuilder } from './callBuilder';
import { isUntouched, loadLane, sameLane, saveLane, type LaneState, type LineMap } from './laneState';
import type { LineFields } from './lineFields';

/** What is known of the lanes at one place of the text. */
export interface SavedLanes {
  /** By id. */
  readonly lanes: readonly LaneState[];
  readonly keys: SavedKeys;
  /** By cpu + 1: the id of its lane, -1 for none. */
  readonly laneOfCpu: readonly number[];
  readonly pidOfCpu: readonly number[];
  readonly lastIndex: number;
  /** Whether any events were lost so far. */
  readonly lost: boolean;
}

/** Whether what follows is read the same with `a` as with `b`, whose lines are `of` others; `timed`: so are times. */
export function sameLanes(a: SavedLanes, b: SavedLanes, of: LineMap, timed: boolean): boolean {
  return (
    a.lastIndex === b.lastIndex &&
    a.lanes.length === b.lanes.length &&
    sameNumbers(a.laneOfCpu, b.laneOfCpu) &&
    sameNumbers(a.pidOfCpu, b.pidOfCpu) &&
    sameKeys(a.keys.byTask, b.keys.byTask) &&
    sameKeys(a.keys.unknownByCpu, b.keys.unknownByCpu) &&
    a.lanes.every((lane, id) => sameLane(lane, b.lanes[id]!, of, timed))
  );
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

function sameKeys(a: SavedKeys['byTask'], b: SavedKeys['byTask']): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every(([key, id], at) => key === b[at]![0] && id === b[at]![1]);
}

/** Knows which task runs on which cpu: by task columns, by context switches, and what lost events leave of that. */
export class LaneTracker {
  readonly lanes = new Lanes();
  lostLines = 0;
  // By cpu + 1; index 0 is a text without a cpu column.
  private readonly cpuSeen: boolean[] = [];
  private readonly laneOfCpu: (Lane | undefined)[] = [];
  private readonly pidOfCpu: number[] = [];
  private readonly lossesOfCpu: number[] = [];
  /** Index of the line before: a line which has lost its cpu, in a text that prints cpus, has run there, too. */
  private lastIndex = 0;

  /** What was saved or loaded last, and the stacks that the lanes had then. */
  private saved: SavedLanes | undefined;
  private stacks: OpenCalls[] = [];

  /** `takeBack` gives back the lane that is on loan in a slot, a cpu + 1, and all of them where none is named. */
  constructor(
    private readonly builder: CallBuilder,
    private readonly takeBack: (slot?: number) => void,
  ) {}

  /** How much there is to save, in lanes and cpus. */
  get size(): number {
    return this.lanes.all.length + this.laneOfCpu.length;
  }

  /** What is known of the lanes, to be taken up again by `load`; lanes to which nothing happened are those saved before. */
  save(): SavedLanes {
    const { all } = this.lanes;
    const { interrupts } = this.builder;
    const before = this.saved;
    const lanes = all.map((lane, id) => {
      const state = before?.lanes[id];
      const isCurrent = lane.lossesSeen === (this.lossesOfCpu[lane.lastCpu + 1] ?? 0);
      if (state !== undefined && isUntouched(lane, this.stacks[id]!, state, interrupts, isCurrent))
        return state;
      return saveLane(lane, interrupts, isCurrent);
    });
    this.stacks = all.map(({ stack }) => stack);
    this.saved = {
      lanes,
      keys: this.lanes.save(before?.keys),
      laneOfCpu: Array.from(this.laneOfCpu, (lane) => lane?.id ?? -1),
      pidOfCpu: Array.from(this.pidOfCpu, (pid) => pid ?? -1),
      lastIndex: this.lastIndex,
      lost: this.lostLines > 0,
    };
    return this.saved;
  }

  /** Goes on with what was saved. Losses count from there on: only whether there are new ones matters. */
  load(saved: SavedLanes): void {
    const lanes = saved.lanes.map((state, id) => loadLane(state, id, this.builder.interrupts));
    this.lanes.load(lanes, saved.keys);
    saved.laneOfCpu.forEach((id, index) => {
      if (id >= 0) this.laneOfCpu[index] = lanes[id];
      else this.laneOfCpu.length = index + 1;
    });
    this.pidOfCpu.push(...saved.pidOfCpu);
    this.lastIndex = saved.lastIndex;
    this.lostLines = saved.lost ? 1 : 0;
    this.saved = saved;
    this.stacks = lanes.map(({ stack }) => stack);
  }

  /** The cpus that were met since this was asked last, by cpu + 1. */
  takeCpus(): number[] {
    const met = Object.keys(this.cpuSeen).map(Number);
    this.cpuSeen.length = 0;
    return met;
  }

  /** Makes these the cpus that are printed, by cpu + 1. */
  setCpus(indexes: Iterable<number>): void {
    this.cpuSeen.length = 0;
    for (const index of indexes) this.cpuSeen[index] = true;
  }

  /** The cpus that are printed, ascending. */
  get cpus(): number[] {
    return Object.keys(this.cpuSeen)
      .map((index) => Number(index) - 1)
      .filter((cpu) => cpu >= 0);
  }

  /** A text ends: what is open stays open for ever, and nothing is known of what the cpus run. */
  endText(): void {
    this.takeBack();
    for (const lane of this.lanes.all) this.builder.endLane(lane);
    this.laneOfCpu.length = 0;
    this.lastIndex = 0;
    this.lanes.forgetCpus();
  }

  /** The lane of a line: by its task column, else by the last context switch on its cpu, else the cpu's own. */
  laneOf(cpu: number, pid: number, bytes: Uint8Array, commFrom: number, commTo: number): Lane {
    const index = cpu + 1;
    let lane = this.laneOfCpu[index];
    if (lane === undefined || (pid < 0 ? cpu < 0 : this.pidOfCpu[index] !== pid)) {
      lane = this.findLane(cpu, pid, bytes, commFrom, commTo);
    }
    // What ran on the cpu before, what ran on none, and the lane on another cpu.
    this.takeBack(index);
    this.takeBack(0);
    if (lane.lentTo >= 0) this.takeBack(lane.lentTo);
    if (this.lostLines !== 0) this.dropAfterLoss(lane, cpu >= 0 ? cpu : lane.lastCpu);
    if (cpu >= 0) this.lastIndex = index;
    lane.lastCpu = cpu >= 0 ? cpu : lane.lastCpu;
    return lane;
  }

  /** The lane that runs on `cpu`, as far as that is known. */
  running(cpu: number): Lane | undefined {
    return this.laneOfCpu[cpu + 1];
  }

  /** Others have read lines; the last of them ran on `cpu`, -1 where none is printed. */
  sawCpu(cpu: number): void {
    if (cpu >= 0) this.lastIndex = cpu + 1;
  }

  /** The lane of a line of another task than the line before on its cpu, or without a cpu. */
  private findLane(cpu: number, pid: number, bytes: Uint8Array, commFrom: number, commTo: number): Lane {
    const index = cpu + 1;
    const known = this.laneOfCpu[index];
    const last = this.laneOfCpu[this.lastIndex] ?? known;
    if (cpu < 0 && pid < 0 && last !== undefined) return last;
    if (known === undefined) this.cpuSeen[index] = true;
    const comm = pid >= 0 ? decode(bytes, commFrom, commTo) : '';
    let lane: Lane;
    if (pid < 0) lane = this.lanes.ofUnknown(cpu, this.builder.lineCount);
    // A stream in which the task column was switched on: without a switch it is the task that ran before.
    else if (known !== undefined && isUnnamed(known)) lane = this.nameLane(known, pid, cpu, comm);
    else lane = this.lanes.ofTask(pid, cpu);
    if (pid >= 0) this.setComm(lane, comm);
    this.laneOfCpu[index] = lane;
    this.pidOfCpu[index] = pid;
    return lane;
  }

  /** Notes the name that a line of the task prints: a task that runs another program has another from then on. */
  noteComm(lane: Lane, bytes: Uint8Array, from: number, to: number): void {
    const { comm } = lane;
    let same = to - from === comm.length;
    for (let at = from; same && at < to; at++) same = bytes[at] === comm.charCodeAt(at - from);
    if (!same) this.setComm(lane, decode(bytes, from, to));
  }

  private setComm(lane: Lane, comm: string): void {
    // The tracer remembers few names; `<...>` stands for a forgotten one.
    if (comm === lane.comm || (comm === '<...>' && lane.comm !== '')) return;
    if (lane.comm !== '') (lane.earlierComms ??= new Set()).add(lane.comm);
    lane.comm = comm;
  }

  /** ` 0)  bash-1  =>  sh-2 `: another task runs on that cpu from here on. */
  switchTask(bytes: Uint8Array, f: LineFields): void {
    const index = f.cpu + 1;
    this.takeBack(index);
    this.takeBack(0);
    // Without a cpu column the lines before the first switch are taken for those of its cpu.
    const before = this.laneOfCpu[index] ?? (this.lastIndex === 0 ? this.laneOfCpu[0] : undefined);
    this.cpuSeen[index] = true;
    if (before !== undefined && isUnnamed(before) && f.pid >= 0) {
      this.nameLane(before, f.pid, f.cpu, decode(bytes, f.commStart, f.commEnd));
    }
    if (f.nextPid < 0) {
      this.lanes.forgetCpu(f.cpu);
      this.laneOfCpu[index] = undefined;
      return;
    }
    const count = this.lanes.all.length;
    const lane = this.lanes.ofTask(f.nextPid, f.cpu);
    if (lane.lentTo >= 0) this.takeBack(lane.lentTo);
    if (this.lanes.all.length > count) this.lanes.begin(lane, this.builder.lineCount);
    this.setComm(lane, decode(bytes, f.nextCommStart, f.nextCommEnd));
    this.laneOfCpu[index] = lane;
    this.lastIndex = index;
    this.pidOfCpu[index] = f.nextPid;
  }

  /** Tells which task an unnamed lane is, and gives the lane with which that task goes on. */
  private nameLane(lane: Lane, pid: number, cpu: number, comm: string): Lane {
    this.takeBack();
    const known = this.lanes.nameUnknown(lane, pid, cpu);
    this.setComm(known ?? lane, comm);
    if (known === undefined) return lane;
    if (known.id < lane.id) this.builder.continueLane(known, lane);
    else this.builder.continueLane(lane, known);
    return known;
  }

  /** `CPU:2 [LOST 1234 EVENTS]`: nothing that was open on that cpu can be trusted to be open still. */
  loseEvents(bytes: Uint8Array, f: LineFields): void {
    this.takeBack();
    const from = skipSpaces(bytes, f.start, f.end) + 4;
    const to = skipDigits(bytes, from, Math.min(f.end, from + 6));
    const index = to > from ? parseDecimal(bytes, from, to) + 1 : 0;
    this.lostLines++;
    this.lossesOfCpu[0] = (this.lossesOfCpu[0] ?? 0) + 1;
    if (index > 0) this.lossesOfCpu[index] = (this.lossesOfCpu[index] ?? 0) + 1;
  }

  /** Calls that `lane` had open on a cpu that has lost events since then are no longer known to be open. */
  private dropAfterLoss(lane: Lane, cpu: number): void {
    if (lane.lossesSeen !== (this.lossesOfCpu[lane.lastCpu + 1] ?? 0)) this.builder.loseLane(lane);
    lane.lossesSeen = this.lossesOfCpu[cpu + 1] ?? 0;
  }
}

/** Whether nothing has said yet which task the lane is. */
function isUnnamed(lane: Lane): boolean {
  return lane.pid < 0 && lane.sameAs < 0;
}
