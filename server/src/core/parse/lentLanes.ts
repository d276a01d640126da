import type { FunctionStats } from '../model/functionStats';
import type { Lane } from '../model/lanes';
import { keptLane } from '../model/lineTable';
import type { NameTable } from '../model/nameTable';
import type { CallBuilder } from './callBuilder';
import type { Clock } from './clock';
import { setInterrupt } from './interruptPlacer';
import { MAX_DEPTH, MAX_TASK_BYTES, Slot, SLOT_COUNT, type SimdMemory } from './simdMemory';
import type { SimdNames } from './simdNames';

/** Columns of so many tasks are remembered. */
const MAX_COLUMNS = 65_536;

/** What the lanes, their open calls and their times go back to. */
export interface Lender {
  readonly builder: CallBuilder;
  readonly clock: Clock;
  readonly names: NameTable;
  readonly stats: FunctionStats;
}

/**
 * The lanes that run on the cpus while WebAssembly counts for them: their stacks and open calls are there. Whoever wants
 * to look at a lane takes it back first.
 */
export class LentLanes {
  /** Whose they are; undefined between two texts. */
  lender: Lender | undefined;
  /** How many there are. */
  count = 0;
  /** By cpu + 1. */
  private readonly lanes: (Lane | undefined)[] = [];
  /** The column of the task that a lane was lent with last, by its id: it is lent again before a line of it is read. */
  private readonly columns: (Uint8Array | undefined)[] = [];

  constructor(
    private readonly memory: SimdMemory,
    private readonly names: SimdNames,
  ) {}

  /** The lane that is on loan in `slot`, a cpu + 1: there is one. */
  laneIn(slot: number): Lane {
    return this.lanes[slot]!;
  }

  /**
   * Takes a lane on loan that has just run on `cpu` (-1: none is printed), in the task of the column [from, to) of
   * `bytes`, which is empty where there is none. It stays where it is if there is anything to watch about it, or no room.
   */
  lend(lane: Lane, cpu: number, bytes: Uint8Array, from: number, to: number): void {
    const { builder, clock, names, stats } = this.lender!;
    const { interrupt, stack } = lane;
    const length = to - from;
    if (lane.arrow || builder.watchSteps) return;
    if (cpu + 1 >= SLOT_COUNT || stack.size >= MAX_DEPTH || length > MAX_TASK_BYTES) return;
    const { callsBox, calleesBox, doubles, ints, slots, wasm } = this.memory;
    stack.copyTo(callsBox, calleesBox);
    for (let unknown; (unknown = wasm.open(cpu + 1, stack.size)) >= 0;) {
      const name = stack.nameAt(unknown);
      if (!this.names.hasAddress(name, names, builder.isInterrupt[name] === 1)) return;
    }
    stack.addTo(stats.open, -1);
    const slot = slots[cpu + 1]!;
    ints[slot + Slot.LENT] = 1;
    ints[slot + Slot.LAST_LINE] = lane.lastLine;
    ints[slot + Slot.TASK_LENGTH] = length;
    doubles[(slot + Slot.LAST_TIME) >> 1] = clock.lastOf(cpu);
    ints[slot + Slot.INTERRUPT_DEPTH] = interrupt?.depth ?? -1;
    ints[slot + Slot.INTERRUPT_SHIFT] = interrupt?.shift ?? 0;
    ints[slot + Slot.BEGINS] = isBeginning(lane) ? 1 : 0;
    ints[slot + Slot.DOUBTFUL_DEPTH] = builder.interrupts.doubtfulDepth(lane);
    ints[slot + Slot.IS_SIMPLE] =
      interrupt !== undefined && interrupt.outer === undefined && interrupt.shift >= 0 ? 1 : 0;
    ints[slot + Slot.HAS_CHANGED] = 0;
    ints[slot + Slot.LANE] = keptLane(lane.id);
    this.setColumn(lane.id, 4 * slot + Slot.TASK_BYTE, bytes, from, to);
    this.lanes[cpu + 1] = lane;
    lane.lentTo = cpu + 1;
    this.count++;
  }

  /** Writes the column of a task to `at` in the memory, and remembers it. */
  private setColumn(id: number, at: number, bytes: Uint8Array, from: number, to: number): void {
    const { bytes: own } = this.memory;
    const length = to - from;
    for (let index = 0; index < length; index++) own[at + index] = bytes[from + index]!;
    const known = this.columns[id];
    if (bytes === known || id >= MAX_COLUMNS) return;
    if (known?.length === length && known.every((byte, index) => byte === own[at + index])) return;
    this.columns[id] = own.slice(at, at + length);
  }

  /** The same at a switch to a lane that had been lent before, whose column is then known; not of one that was not. */
  lendAgain(lane: Lane, cpu: number): void {
    const column = this.columns[lane.id];
    if (column !== undefined && lane.lentTo < 0) this.lend(lane, cpu, column, 0, column.length);
  }

  /** Columns begin to stand elsewhere, or another text begins: nothing is on loan any more, nor lent again. */
  forgetColumns(): void {
    this.takeBackAll();
    this.columns.length = 0;
  }

  /** Gives back all lanes that are on loan. */
  takeBackAll(): void {
    for (let slot = 0; this.count > 0; slot++) this.takeBack(slot);
  }

  /** Brings all lanes that are on loan up to date: who only looks at them need not take them back. */
  show(): void {
    for (let index = 0, left = this.count; left > 0; index++) {
      const lane = this.lanes[index];
      if (lane === undefined) continue;
      left--;
      this.memory.wasm.open(index, this.closeCalls(lane, index));
    }
  }

  /** Gives back the lane that is on loan in `slot`, a cpu + 1, if there is one. */
  takeBack(index: number): void {
    const lane = this.lanes[index];
    if (lane === undefined) return;
    const { ints, slots } = this.memory;
    this.closeCalls(lane, index);
    lane.stack.addTo(this.lender!.stats.open, 1);
    lane.lentTo = -1;
    ints[slots[index]! + Slot.LENT] = 0;
    this.lanes[index] = undefined;
    this.count--;
  }

  /** Writes to its lane what a slot has of it, its open calls first, and the cpu's last time; gives how many calls. */
  private closeCalls(lane: Lane, index: number): number {
    const { callsBox, calleesBox, doubles, ints, slots, wasm } = this.memory;
    const slot = slots[index]!;
    const size = wasm.close(index);
    lane.stack.copyFrom(callsBox, calleesBox, size);
    lane.lastLine = ints[slot + Slot.LAST_LINE]!;
    if (ints[slot + Slot.HAS_CHANGED] !== 0)
      setInterrupt(lane, ints[slot + Slot.INTERRUPT_DEPTH]!, ints[slot + Slot.INTERRUPT_SHIFT]!);
    ints[slot + Slot.HAS_CHANGED] = 0;
    this.lender!.clock.setLast(index - 1, doubles[(slot + Slot.LAST_TIME) >> 1]!);
    return size;
  }

  /** The lane in a slot was told a call without caller, or an exit without entry: whether it asks for the next is to be seen again. */
  seeBeginning(index: number): void {
    const { ints, slots } = this.memory;
    ints[slots[index]! + Slot.BEGINS] = isBeginning(this.laneIn(index)) ? 1 : 0;
  }
}

/** Whether the lane may still turn out to go on with another's calls. */
function isBeginning({ beginning }: Lane): boolean {
  return beginning !== undefined && !beginning.over;
}
