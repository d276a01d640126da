/**
 * The usual lines, read and counted by WebAssembly with SIMD: this side of server/wasm/simdLines.ts. It takes the lanes
 * that run on the cpus on loan (lentLanes.ts), and meets names (simdNames.ts). A line with anything odd about it is left to
 * the TypeScript, which can read them all: it is the reference, and what there is where WebAssembly is not.
 */
import { MAX_KEPT_DEPTH, type LineTable } from '../model/lineTable';
import { isCallKind, LineKind } from '../model/lineKind';
import type { ColumnName } from '../model/trace';
import type { CallBuilder } from './callBuilder';
import type { InterruptPlacer } from './interruptPlacer';
import type { Layout } from './layout';
import { LentLanes, type Lender } from './lentLanes';
import { Header, LOOSE_EXIT, SIMD_TEXT_BYTES, SimdMemory } from './simdMemory';
import { SimdNames } from './simdNames';

/** What the bits of Header.PRINTED stand for. */
const PRINTED_COLUMNS: readonly ColumnName[] = ['arguments', 'returnValue', 'returnAddress'];

/** Those that nobody uses: each has 32 MB of addresses, of which it uses few. */
const free: SimdLines[] = [];
const MAX_FREE = 2;

export class SimdLines {
  /** Where text goes that is to be read without being copied. */
  readonly text: Uint8Array<ArrayBuffer>;
  readonly names: SimdNames;
  /** The lanes that it counts for. */
  readonly lanes: LentLanes;
  /** The text that was copied: its bytes from `windowFrom` to `windowTo`. */
  private window: Uint8Array | undefined;
  private windowFrom = 0;
  private windowTo = 0;

  private constructor(private readonly memory: SimdMemory) {
    this.text = memory.text;
    this.names = new SimdNames(memory);
    this.lanes = new LentLanes(memory, this.names);
  }

  /** One for a text; undefined where there is no WebAssembly with SIMD. */
  static acquire(lender: Lender): SimdLines | undefined {
    const lines = free.pop() ?? SimdLines.create();
    if (lines !== undefined) lines.lanes.lender = lender;
    return lines;
  }

  private static create(): SimdLines | undefined {
    const memory = SimdMemory.create();
    return memory && new SimdLines(memory);
  }

  /** The text is over: gives everything back, and is free for another. */
  release(): void {
    this.giveBack();
    this.lanes.forgetColumns();
    this.lanes.lender = undefined;
    this.memory.wasm.reset();
    this.names.clear();
    this.window = undefined;
    if (free.length < MAX_FREE) free.push(this);
  }

  /** Gives back all lanes and adds what was counted to the statistics. */
  settle(): void {
    this.giveBack();
    this.memory.wasm.clearAllStats();
  }

  private giveBack(): void {
    this.lanes.takeBackAll();
    this.names.addStatsTo(this.lanes.lender!.stats);
  }

  /** Leaves all lines that print arguments or a return value, as somebody else has to see these. */
  passValues(): void {
    this.memory.header[Header.PASS_VALUES] = 1;
  }

  /** Where the columns stand, what keeps the lines, and whether a comment has not ended, which a call ends. */
  configure(layout: Layout, lines: LineTable | undefined, inComment: boolean): void {
    const { header } = this.memory;
    // Lanes were lent by what other columns say, and do not: the clock looks at times where they begin to be printed.
    if (!this.hasColumns(layout)) this.lanes.forgetColumns();
    header[Header.TIME_BAR] = layout.timeBar;
    header[Header.CPU_PAREN] = layout.cpuParen;
    header[Header.TASK_BAR] = layout.taskBar;
    header[Header.FLAGS_BAR] = layout.flagsBar;
    header[Header.BAR] = layout.bar;
    header[Header.KEEP_ROWS] = lines === undefined ? 0 : lines.hasContext || lines.hasSelf ? 2 : 1;
    header[Header.IN_COMMENT] = inComment ? 1 : 0;
  }

  private hasColumns({ bar, cpuParen, flagsBar, taskBar, timeBar }: Layout): boolean {
    const { header } = this.memory;
    return (
      header[Header.TIME_BAR] === timeBar &&
      header[Header.CPU_PAREN] === cpuParen &&
      header[Header.TASK_BAR] === taskBar &&
      header[Header.FLAGS_BAR] === flagsBar &&
      header[Header.BAR] === bar
    );
  }

  /**
   * Reads and counts lines of `bytes` from `at` on, up to `limit`, which is behind a newline; the first of them is number
   * `line`. Gives the position of the first line that is not read; what was read is told by the getters below.
   */
  run(bytes: Uint8Array, at: number, limit: number, line: number): number {
    const { header, textAt, wasm } = this.memory;
    header[Header.LINE] = line;
    this.names.meetFrom(this.lanes.lender!.names.length);
    if (bytes.buffer === this.text.buffer) {
      const base = bytes.byteOffset;
      return wasm.run(base + at, base + limit) - base;
    }
    if (this.window !== bytes || at < this.windowFrom || at >= this.windowTo) {
      if (!this.copy(bytes, at, limit)) return at;
    }
    const base = textAt - this.windowFrom;
    return wasm.run(base + at, base + Math.min(limit, this.windowTo)) - base;
  }

  /** Copies as many whole lines as there is room for. */
  private copy(bytes: Uint8Array, at: number, limit: number): boolean {
    let to = limit;
    if (to - at > SIMD_TEXT_BYTES) {
      to = bytes.lastIndexOf(0x0a, at + SIMD_TEXT_BYTES - 1) + 1;
      if (to <= at) return false;
    }
    this.text.set(bytes.subarray(at, to));
    this.window = bytes;
    this.windowFrom = at;
    this.windowTo = to;
    return true;
  }

  /** The bytes of the next text to be read may be others in the same array. */
  forgetText(): void {
    this.window = undefined;
  }

  /** Number of the line behind those that were read. */
  get line(): number {
    return this.memory.header[Header.LINE]!;
  }
  /** Lines that were read, by kind; exits with a name are among the exits. */
  get entries(): number {
    return this.memory.header[Header.ENTRIES]!;
  }
  get leaves(): number {
    return this.memory.header[Header.LEAVES]!;
  }
  get exits(): number {
    return this.memory.header[Header.EXITS]!;
  }
  get namedExits(): number {
    return this.memory.header[Header.NAMED_EXITS]!;
  }
  /** Those with a cpu or a duration. */
  get strong(): number {
    return this.memory.header[Header.STRONG]!;
  }
  /** Blank lines, and the rules around context switches. */
  get blanks(): number {
    return this.memory.header[Header.BLANKS]!;
  }
  get rules(): number {
    return this.memory.header[Header.RULES]!;
  }
  /** Calls within interrupts, and the line of the first of them; -1 where there is none. */
  get interruptCalls(): number {
    return this.memory.header[Header.INTERRUPT_CALLS]!;
  }
  get firstInterrupt(): number {
    return this.memory.header[Header.FIRST_INTERRUPT]!;
  }
  /** What lines have printed beside calls. */
  get printed(): readonly ColumnName[] {
    const printed = this.memory.header[Header.PRINTED]!;
    return printed === 0 ? [] : PRINTED_COLUMNS.filter((_, bit) => ((printed >> bit) & 1) !== 0);
  }
  /** Whether any line had an overhead mark. */
  get marked(): boolean {
    return this.memory.header[Header.MARKED] !== 0;
  }
  /** The cpu of the last line; -1 where it has none. */
  get lastCpu(): number {
    return this.memory.header[Header.LAST_SLOT]! - 1;
  }

  /** Tells `interrupts` which of their outermost functions have ended in the lines that were read. */
  takeEnds(interrupts: InterruptPlacer): void {
    const { doubles, header, ints, wasm } = this.memory;
    const count = header[Header.END_COUNT]!;
    for (let index = 0, at = wasm.endsAt() >> 2; index < count; index++, at += 8)
      interrupts.remember(
        this.lanes.laneIn(ints[at]!),
        ints[at + 2]!,
        ints[at + 1]!,
        doubles[(at + 4) >> 1]!,
      );
    header[Header.END_COUNT] = 0;
  }

  /** Tells `builder` one by one, in order, what has no entry or caller in the text. */
  takeLoose(builder: CallBuilder): void {
    const { doubles, header, ints, wasm } = this.memory;
    const count = header[Header.LOOSE_COUNT]!;
    for (let index = 0, at = wasm.looseAt() >> 2; index < count; index++, at += 16) {
      const slot = ints[at]! & ~LOOSE_EXIT;
      const line = ints[at + 1]!;
      const depth = ints[at + 2]!;
      const caller = ints[at + 3]!;
      const lane = this.lanes.laneIn(slot);
      if (slot === ints[at]) builder.seeCall(lane, line, depth, caller);
      else {
        const ns = doubles[(at + 4) >> 1]!;
        const calleesNs = doubles[(at + 6) >> 1]!;
        builder.loseEntry(lane, { line, depth, name: ints[at + 8]!, ns, calleesNs }, caller);
      }
      this.lanes.seeBeginning(slot);
    }
    header[Header.LOOSE_COUNT] = 0;
  }

  /** Appends the records of the lines that were read to `lines`; `base` is the position in the text of `bytes`. */
  takeRows(lines: LineTable, bytes: Uint8Array, base: number): void {
    const { exitPairs, header, rows, textAt } = this.memory;
    const count = header[Header.ROW_COUNT]!;
    const first = lines.length;
    const window = bytes.buffer === this.text.buffer ? textAt - bytes.byteOffset : this.windowFrom;
    lines.appendRows(rows, count, base + window);
    for (let exit = 0; exit < header[Header.EXIT_COUNT]!; exit++)
      lines.setExit(exitPairs[2 * exit]!, exitPairs[2 * exit + 1]!);
    if (lines.hasContext || lines.hasSelf) this.takeContext(lines, first, count);
  }

  /** The same of what filters and call trees ask for. */
  private takeContext(lines: LineTable, first: number, count: number): void {
    const { cpu, printed, selfNs, shape, timeNs } = this.memory.rows;
    for (let row = 0; row < count; row++) {
      const kind = shape[row]! & 0xf;
      if (!isCallKind(kind as LineKind)) continue;
      if (kind === LineKind.Exit) lines.setSelf(first + row, selfNs[row]!);
      const named = printed[row]! >>> 31 === 1;
      lines.setContext(cpu[row]!, timeNs[row]!, printed[row]! & MAX_KEPT_DEPTH, false, named, first + row);
    }
  }
}
