import { countedName, isCounted } from '../model/counted';
import { InterruptTest } from '../filter/interruptTest';
import { directCaller } from '../model/directCaller';
import { isCallKind, LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';
import type { Trace } from '../model/trace';
import { decode } from '../text/utf16';
import { hasInterruptFlag } from '../parse/interruptFlag';
import type { LineFields } from '../parse/lineFields';
import { timeNs } from '../parse/printedTime';
import type { TraceText } from '../parse/traceText';
import { interruptCalls, schedulerCalls, type CallTest } from './stolenTime';

/**
 * One call as the command `calls` prints it: what the text says, `null` for what it does not say. Lines count from 1,
 * times are integer nanoseconds.
 */
export interface CallRow {
  /** Line of the entry or leaf; null where only the exit is in the text. */
  readonly line: number | null;
  /** Line of the exit, that of the leaf itself; null where the exit is not in the text. */
  readonly exitLine: number | null;
  /** The function without module and offset; null for a bare exit without its entry. */
  readonly name: string | null;
  readonly module: string | null;
  /** Nesting as printed, 0 for a top-level call. */
  readonly depth: number;
  /** The cpu on which the call began, as far as that is in the text. */
  readonly cpu: number | null;
  readonly pid: number | null;
  /** The task's name as printed at that time, at most 7 bytes of it in the kernel's own text. */
  readonly comm: string | null;
  /** The printed time of the entry. Which clock that is, the text does not say. */
  readonly startNs: number | null;
  readonly durationNs: number | null;
  /** Duration less that of the direct callees; never negative; null as soon as one of these is unknown. */
  readonly selfNs: number | null;
  /** Line of the caller's entry; null at the top and where the caller's entry is not in the text. */
  readonly parentLine: number | null;
  /** The text between the parentheses. */
  readonly args: string | null;
  /** The return value as printed: `0x0`, `-22`. */
  readonly ret: string | null;
  /** The return address as printed: `caller+0x1b/0x60`. */
  readonly retaddr: string | null;
  /** Whether the call is part of an interrupt. */
  readonly irq: boolean;
  /** Time within the call, in whatever it called, that the task was not on a cpu: in `schedule` and its kin. */
  readonly offCpuNs: number | null;
  /** Time within the call that interrupts took. */
  readonly irqNs: number | null;
}

/**
 * All calls of a trace that was parsed with `keepSelf`, in the order in which they first appear in the text; of those
 * that filters leave. Names are those they count as.
 */
export function* callRows(text: TraceText): Generator<CallRow> {
  const { lines } = text;
  const context = new Context(text);
  const times = {
    offCpuNs: timesWithin(text, schedulerCalls(text.trace, lines)),
    irqNs: timesWithin(text, interruptCalls(text.trace, lines)),
  };
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (kind === LineKind.Banner) context.see(line, text.read(line));
    else if (isCallKind(kind) && kind !== LineKind.Exit) {
      const row = rowOf(text, line, context, times);
      if (isCounted(text.trace, line)) yield row;
    }
  }
}

function rowOf(text: TraceText, line: number, context: Context, times: StolenTimes): CallRow {
  const { lines, trace } = text;
  const f = text.read(line);
  const kind = lines.kind(line);
  const orphan = kind === LineKind.OrphanExit;
  const printed = lines.name(line);
  const name = countedName(trace, printed);
  const exit = lines.exitLine(line);
  const start = orphan ? NaN : timeNs(f);
  const { pid, comm } = context.taskOf(line, f);
  const caller = directCaller(trace, lines, line);
  const slice = (from: number, to: number): string | null => (from < 0 ? null : text.slice(f, from, to));
  const row = {
    line: orphan ? null : line + 1,
    exitLine: exit < 0 ? null : exit + 1,
    name: name < 0 ? null : trace.names.text(name),
    module:
      slice(f.moduleStart, f.moduleEnd) ?? (f.nameStart >= 0 ? moduleOfAddress(trace, f, printed) : null),
    depth: trace.wideIndentation ? lines.depth(line) >> 1 : f.depth >= 0 ? f.depth : lines.depth(line),
    cpu: f.cpu < 0 ? null : f.cpu,
    pid,
    comm,
    startNs: known(start),
    durationNs: known(lines.durationNs(line)),
    selfNs: known(lines.selfNs(line)),
    parentLine: caller < 0 ? null : caller + 1,
    args: slice(f.argsStart, f.argsEnd),
    ret: slice(f.retStart, f.retEnd),
    retaddr: slice(f.retaddrStart, f.retaddrEnd),
    irq: context.isInterrupt(line, f),
    offCpuNs: orphan ? null : known(times.offCpuNs[line]!),
    irqNs: orphan ? null : known(times.irqNs[line]!),
  };
  if (kind !== LineKind.Entry || exit < 0 || !trace.source.columns.has('returnValue')) return row;
  const end = text.read(exit);
  return { ...row, ret: end.retStart < 0 ? null : text.slice(end, end.retStart, end.retEnd) };
}

function known(ns: number): number | null {
  return Number.isNaN(ns) ? null : Math.round(ns);
}

/** A function that stands in the text as an address has the module that the symbols know. */
function moduleOfAddress(trace: Trace, f: LineFields, name: number): string | null {
  const printed = decode(f.bytes, f.nameStart, f.nameEnd);
  return name < 0 || printed === trace.names.text(name) ? null : (trace.names.module(name) ?? null);
}

/** By the line of a call's entry. */
interface StolenTimes {
  readonly offCpuNs: Float64Array;
  readonly irqNs: Float64Array;
}

/** What lines say of those behind them: who runs, and whether that is an interrupt. */
class Context {
  private readonly lines: LineTable;
  private readonly trace: Trace;
  private readonly commOfLane = new Map<number, string>();
  /** Without a cpu column, switches of several cpus do not tell which task a line is of. */
  private readonly mixed: boolean;
  private readonly interrupts: InterruptTest;

  constructor(private readonly text: TraceText) {
    this.lines = text.lines;
    this.trace = text.trace;
    this.interrupts = new InterruptTest(this.trace, this.lines);
    this.mixed = !this.trace.source.columns.has('cpu') && this.trace.cpus.length > 1;
  }

  /** Sees a context switch. */
  see(line: number, f: LineFields): void {
    this.commOfLane.set(this.lines.lane(line), this.text.slice(f, f.nextCommStart, f.nextCommEnd).trim());
  }

  taskOf(line: number, f: LineFields): { pid: number | null; comm: string | null } {
    if (f.pid >= 0) return { pid: f.pid, comm: this.text.slice(f, f.commStart, f.commEnd).trim() };
    const id = this.lines.lane(line);
    const lane = this.trace.lanes.byId(id);
    if (this.mixed || lane === undefined || lane.pid < 0) return { pid: null, comm: null };
    return { pid: lane.pid, comm: this.commOfLane.get(id) ?? lane.comm.trim() };
  }

  /** Whether the call of `line` is part of an interrupt. To be asked in order of lines. */
  isInterrupt(line: number, f: LineFields): boolean {
    const flagged = f.flagsStart >= 0 && hasInterruptFlag(f.bytes, f.flagsStart, f.flagsEnd);
    return this.interrupts.see(line, () => flagged);
  }
}

/**
 * Times within each call, by the line of its entry, that calls of one kind took: below it at any depth, and each only
 * where it is not within another of its kind. NaN as soon as one of them is unknown.
 */
function timesWithin({ lines }: TraceText, isOfKind: CallTest): Float64Array {
  const sums = new Float64Array(lines.length);
  const inside = new Uint8Array(lines.length);
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (!isCallKind(kind) || kind === LineKind.Exit) continue;
    const caller = lines.caller(line);
    const within = caller >= 0 && inside[caller] === 1;
    const is = isOfKind(line);
    if (is && !within && caller >= 0) sums[caller]! += lines.durationNs(line);
    if (is || within) inside[line] = 1;
  }
  // Callees stand behind their callers: from the end on, what a call holds is complete when it is added to its caller's.
  for (let line = lines.length - 1; line >= 0; line--) {
    if (sums[line] === 0 || lines.kind(line) !== LineKind.Entry) continue;
    const caller = lines.caller(line);
    if (caller >= 0) sums[caller]! += sums[line]!;
  }
  return sums;
}
