/**
 * Prints a forest as the kernel does (kernel/trace/trace_functions_graph.c, by the format specification, sections 1 to 5),
 * and says what must be read from it.
 */
import { inTimeOrder, type Call, type Forest, type Kept, type Occurrence, type Task } from './forest';
import {
  isIrqFlags,
  isLeaf,
  trimmed,
  Truth,
  Undecidable,
  type PrintedForest,
  type PrintedLine,
  type PrintedTask,
} from './truth';

export interface KernelOptions {
  /** funcgraph-abstime, or the column of latency tracers. */
  readonly time: 'none' | 'abstime' | 'reltime';
  readonly cpu: boolean;
  readonly proc: boolean;
  /** latency-format; `noBar` as before 5.1. */
  readonly latency: 'none' | 'bar' | 'noBar';
  readonly duration: boolean;
  readonly overhead: boolean;
  readonly irqs: boolean;
  readonly tail: boolean;
  readonly overrun: boolean;
  readonly args: boolean;
  /** ` = 0x0` of 6.5 to 6.12, ` ret=0x0` since. */
  readonly retval: 'none' | 'equals' | 'ret';
  readonly retaddr: boolean;
  readonly context: boolean;
  /** `trace` rather than `trace_pipe`. */
  readonly header: boolean;
  /** Where the kernel marks interrupts at all; before 4.5 without the closing arrow of a leaf. */
  readonly arrows: 'none' | 'both' | 'old';
  /** Digits of the highest possible cpu. */
  readonly cpuWidth: number;
  /** `[LOST 12 EVENTS]`, or without the number. */
  readonly lostCount: boolean;
}

const NAMED_DEPTHS = 50;
const COMM_BYTES = 7;
const TASK_WIDTH = 14;

/** What the printer keeps per cpu. */
interface CpuData {
  lastTask: Task | undefined;
  readonly entered: (string | undefined)[];
  depth: number;
  irqDepth: number;
  /** The task before the first banner: not known until then. */
  readonly unnamed: PrintedTask;
  banners: number;
}

function taskText({ pid, comm }: Task): string {
  return `${comm.slice(0, COMM_BYTES)}-${pid}`;
}

function centred(text: string): string {
  const spaces = Math.max(0, TASK_WIDTH - text.length);
  const before = Math.floor(spaces / 2);
  return ' '.repeat(before) + text + ' '.repeat(spaces - before);
}

/** Microseconds and nanoseconds in at most seven digits. */
export function durationText(ns: bigint): string {
  const whole = String(ns / 1000n);
  if (whole.length >= 7) return whole;
  return `${whole}.${String(ns % 1000n)
    .padStart(3, '0')
    .slice(0, 7 - whole.length)}`;
}

/** What a printed number means; null for a clock that ran backwards. */
export function printedNs(text: string): number | null {
  const [whole, fraction = ''] = text.split('.');
  const ns = BigInt(whole! + fraction.padEnd(3, '0'));
  return ns > 2n ** 63n ? null : Number(ns);
}

function overheadMark(ns: bigint): string {
  const marks: readonly (readonly [string, bigint])[] = [
    ['$', 1_000_000_000n],
    ['@', 100_000_000n],
    ['*', 10_000_000n],
    ['#', 1_000_000n],
    ['!', 100_000n],
    ['+', 10_000n],
  ];
  return marks.find(([, above]) => ns > above)?.[0] ?? ' ';
}

class KernelPrinter {
  private readonly lines: string[] = [];
  private readonly cpus: CpuData[];
  private readonly truth = new Truth();
  /** Tasks with lines on a cpu on which no banner had named anything before. */
  private readonly unnamed = new Set<Task>();
  private readonly startNs: number;

  constructor(
    private readonly forest: Forest,
    private readonly options: KernelOptions,
  ) {
    this.startNs = Math.min(...forest.cpus.map((buffer) => buffer[0]?.occurrence.ns ?? Infinity));
    this.cpus = forest.cpus.map(() => ({
      lastTask: undefined,
      entered: [],
      depth: -1,
      irqDepth: -1,
      unnamed: { pid: null, comm: null },
      banners: 0,
    }));
  }

  print(): PrintedForest {
    if (this.options.header) this.printHeader();
    const next = new Map<Kept, Kept | undefined>();
    for (const buffer of this.forest.cpus) {
      buffer.forEach((record, index) => next.set(record, buffer[index + 1]));
    }
    const merged = new Set<Kept>();
    for (const record of inTimeOrder(this.forest)) {
      if (merged.has(record)) continue;
      const { occurrence, lost } = record;
      if (lost > 0) {
        const count = this.options.lostCount ? `${lost} ` : '';
        this.lines.push(`CPU:${occurrence.cpu} [LOST ${count}EVENTS]`);
      }
      if (occurrence.type === 'event') this.printEvent(occurrence);
      else if (occurrence.type === 'exit') this.printExit(occurrence, record.losses);
      else if (!this.hidesEntry(occurrence.cpu, occurrence.call)) {
        const after = next.get(record);
        if (isLeaf(record, after)) {
          merged.add(after!);
          this.printLeaf(occurrence, after!.occurrence as Occurrence & { type: 'exit' }, record.losses);
        } else this.printEntry(occurrence, record.losses);
      }
    }
    this.refuseUndecidable();
    return {
      bytes: Buffer.from(this.lines.map((line) => `${line}\n`).join(''), 'latin1'),
      rows: this.truth.rows(),
    };
  }

  // ---- lines of calls ----------------------------------------------------------------------------------------------

  private printEntry(at: Occurrence & { type: 'entry' }, losses: number): void {
    const { call, cpu } = at;
    const data = this.cpus[cpu]!;
    if (call.depth < NAMED_DEPTHS) data.entered[call.depth] = symbol(call);
    data.depth = call.depth;
    this.printPrologue(at);
    this.printArrow(at, call, '==========>');
    const comment = this.options.retaddr ? ` /* <-${call.retaddr} */` : '';
    this.pushCall(at, '', call.depth, `${symbol(call)}(${this.args(call)}) {${comment}`);
    this.truth.begin(call, this.lineOf(at, losses, call, null, null), false);
  }

  private printLeaf(
    at: Occurrence & { type: 'entry' },
    exit: Occurrence & { type: 'exit' },
    losses: number,
  ): void {
    const { options } = this;
    const { call, cpu } = at;
    const data = this.cpus[cpu]!;
    if (call.depth < NAMED_DEPTHS) data.entered[call.depth] = undefined;
    data.depth = call.depth - 1;
    this.printPrologue(at);
    this.printArrow(at, call, '==========>');
    const words = [];
    if (options.retaddr) words.push(`<-${call.retaddr}`);
    if (options.retval !== 'none') words.push(options.retval === 'ret' ? `ret=${call.ret}` : `= ${call.ret}`);
    const comment = words.length > 0 ? ` /* ${words.join(' ')} */` : '';
    this.pushCall(
      at,
      this.durationColumn(exit.durationNs),
      call.depth,
      `${symbol(call)}(${this.args(call)});${comment}`,
    );
    const ret = options.retval === 'none' ? null : call.ret;
    this.truth.begin(call, this.lineOf(at, losses, call, this.printedDuration(exit.durationNs), ret), true);
    if (options.arrows === 'both') this.printArrow(at, call, '<==========');
  }

  private printExit(at: Occurrence & { type: 'exit' }, losses: number): void {
    const { options } = this;
    const { call, cpu } = at;
    const data = this.cpus[cpu]!;
    if (this.hidesExit(data, call)) return;
    let matches = true;
    if (call.depth < NAMED_DEPTHS) {
      matches = data.entered[call.depth] === symbol(call);
      data.entered[call.depth] = undefined;
    }
    data.depth = call.depth - 1;
    this.printPrologue(at);
    let body = '}';
    const named = !matches || options.tail || options.retval !== 'none';
    if (options.retval !== 'none') {
      body = `} /* ${symbol(call)} ${options.retval === 'ret' ? 'ret=' : '= '}${call.ret} */`;
    } else if (named) body = `} /* ${symbol(call)} */`;
    this.pushCall(at, this.durationColumn(at.durationNs), call.depth, body);
    const ret = options.retval === 'none' ? null : call.ret;
    const line = this.lineOf(at, losses, call, this.printedDuration(at.durationNs), ret);
    this.truth.end(call, named ? line : { ...line, name: null, module: null });
    if (options.overrun) this.lines.push(' (Overruns: 0)');
    this.printArrow(at, call, '<==========');
  }

  private args(call: Call): string {
    return this.options.args ? call.args : '';
  }

  private pushCall(at: Occurrence, duration: string, depth: number, body: string): void {
    const column = this.hasDuration ? duration || `${' '.repeat(14)}|  ` : '';
    this.lines.push(this.prefix(at, true) + column + ' '.repeat(2 * depth) + body);
  }

  private lineOf(
    at: Occurrence,
    losses: number,
    call: Call,
    durationNs: number | null,
    ret: string | null,
  ): PrintedLine {
    const { options } = this;
    const { context } = options;
    const relativeUs = Math.floor((at.ns - this.startNs) / 1000);
    const startNs = { none: null, abstime: at.ns - (at.ns % 1000), reltime: relativeUs * 1000 }[options.time];
    return {
      line: this.lines.length,
      cpu: context && options.cpu ? at.cpu : null,
      task: this.printedTask(at),
      startNs: context ? startNs : null,
      durationNs,
      irqFlag: context && options.latency !== 'none' ? isIrqFlags(at.flags) : undefined,
      losses,
      name: call.name,
      module: call.module ?? null,
      args: this.args(call) === '' ? null : call.args,
      ret,
      retaddr: options.retaddr ? call.retaddr : null,
    };
  }

  private printedTask({ cpu, task }: Occurrence): PrintedTask {
    const { context, proc, cpu: cpuColumn } = this.options;
    const named = { pid: task.pid, comm: trimmed(task.comm.slice(0, COMM_BYTES)) };
    if (context && proc) return named;
    if (!context || !cpuColumn) return { pid: null, comm: null };
    const data = this.cpus[cpu]!;
    return data.banners > 0 ? named : data.unnamed;
  }

  private printedDuration(ns: bigint): number | null {
    return this.hasDuration ? printedNs(durationText(ns)) : null;
  }

  // ---- columns -----------------------------------------------------------------------------------------------------

  private get hasDuration(): boolean {
    return this.options.duration && this.options.context;
  }

  private prefix({ ns, cpu, task, flags }: Occurrence, withFlags: boolean): string {
    const { options } = this;
    if (!options.context) return '';
    let text = '';
    if (options.time === 'abstime') {
      const us = String(Math.floor((ns % 1e9) / 1000)).padStart(6, '0');
      text += `${String(Math.floor(ns / 1e9)).padStart(5)}.${us} |  `;
    } else if (options.time === 'reltime') {
      text += `${String(Math.floor((ns - this.startNs) / 1000)).padStart(9)} us |  `;
    }
    if (options.cpu) text += this.cpuColumn(cpu);
    if (options.proc) text += `${centred(taskText(task))} | `;
    if (options.latency === 'bar') text += ` ${flags} | `;
    else if (options.latency === 'noBar' && withFlags) text += ` ${flags.slice(0, 4)}`;
    return text;
  }

  private cpuColumn(cpu: number): string {
    return ` ${String(cpu).padStart(this.options.cpuWidth)}) `;
  }

  private durationColumn(ns: bigint): string {
    const number = durationText(ns);
    const mark = this.options.overhead ? overheadMark(ns) : ' ';
    return `${mark} ${number} us ${' '.repeat(Math.max(0, 8 - number.length))}|  `;
  }

  // ---- lines between -------------------------------------------------------------------------------------------------

  /** The banner of a context switch, where the task is another one than on the cpu's last line. */
  private printPrologue({ cpu, task }: Occurrence): void {
    const data = this.cpus[cpu]!;
    const last = data.lastTask;
    data.lastTask = task;
    if (last === undefined || last.pid === task.pid) {
      if (data.banners === 0) this.unnamed.add(task);
      return;
    }
    if (data.banners++ === 0) {
      data.unnamed.pid = last.pid;
      data.unnamed.comm = trimmed(last.comm.slice(0, COMM_BYTES));
    }
    const rule = ` ${'-'.repeat(42)}`;
    this.lines.push(
      rule,
      `${this.cpuColumn(cpu)}${centred(taskText(last))} => ${centred(taskText(task))}`,
      rule,
      '',
    );
  }

  private printArrow(at: Occurrence, call: Call, arrow: string): void {
    const { irqs, arrows } = this.options;
    if (!call.inIrqSection || !irqs || arrows === 'none') return;
    const fill = this.hasDuration ? ['  ', ' |'] : ['', ''];
    this.lines.push(this.prefix(at, false) + fill[0]! + arrow + fill[1]!);
  }

  private printEvent(at: Occurrence & { type: 'event' }): void {
    this.printPrologue(at);
    const { depth } = this.cpus[at.cpu]!;
    const column = this.hasDuration ? `${' '.repeat(14)}|  ` : '';
    const indent = depth > 0 ? ' '.repeat(2 * (depth + 1)) : '';
    const text = at.name === 'print' ? at.text : `${at.name}: ${at.text}`;
    const comment = `${this.prefix(at, true)}${column}${indent}/* ${text} */`;
    this.lines.push(...comment.split('\n'));
  }

  /** nofuncgraph-irqs: everything from an interrupt's entry to its exit is left out. */
  private hidesEntry(cpu: number, call: Call): boolean {
    if (this.options.irqs) return false;
    const data = this.cpus[cpu]!;
    if (data.irqDepth >= 0) return true;
    if (!call.inIrqSection || this.options.arrows === 'none') return false;
    data.irqDepth = call.depth;
    return true;
  }

  private hidesExit(data: CpuData, call: Call): boolean {
    if (this.options.irqs || data.irqDepth < 0) return false;
    if (data.irqDepth >= call.depth) data.irqDepth = -1;
    return true;
  }

  private printHeader(): void {
    const { options } = this;
    const tracer = options.time === 'reltime' ? 'irqsoff' : 'function_graph';
    this.lines.push(`# tracer: ${tracer}`, '#');
    if (!options.context) return;
    const latency = options.latency !== 'none';
    if (latency) {
      this.lines.push(`# ${tracer} latency trace v1.1.5 on 6.12.0`, `# ${'-'.repeat(68)}`);
      this.lines.push('# latency: 0 us, #42/42, CPU#0 | (M:preempt VP:0, KP:0, SP:0 HP:0 #P:8)');
      this.lines.push('#    -----------------', '#    | task: -0 (uid:0 nice:0 policy:0 rt_prio:0)');
      this.lines.push('#    -----------------', '#');
    }
    const bars = options.latency === 'bar' ? '||||   ' : '||||';
    const cells: readonly (readonly [boolean, string, string])[] = [
      [options.time === 'abstime', '     TIME       ', '      |         '],
      [options.time === 'reltime', '   REL TIME     ', '      |         '],
      [options.cpu, ' CPU', ' |  '],
      [options.proc, '  TASK/PID       ', '   |    |        '],
      [latency, bars, bars],
      [options.duration, '  DURATION   ', '   |   |      '],
      [true, `${' '.repeat(15)}FUNCTION CALLS`, `${' '.repeat(15)}|   |   |   |`],
    ];
    const shown = cells.filter(([is]) => is);
    this.lines.push(
      `#${shown.map(([, first]) => first).join('')}`,
      `#${shown.map(([, , second]) => second).join('')}`,
    );
  }

  /**
   * Without a task column a task is the same on several cpus only where banners name it on each; and before its lines,
   * for what reads once.
   */
  private refuseUndecidable(): void {
    const { proc, cpu, context } = this.options;
    const records = this.forest.cpus.flat().map(({ occurrence }) => occurrence);
    const losses = this.forest.cpus.flat().some(({ lost }) => lost > 0);
    if (losses && !(cpu && context)) throw new Undecidable('which calls a loss ends');
    const looksLikeCpu = records.some(({ task }) => /^\d+\)/.test(task.comm));
    if (looksLikeCpu && proc && !cpu && !this.options.header)
      throw new Undecidable('`0)` may be a cpu or a comm');
    if (context && proc) {
      const idles = new Set(records.filter(({ task }) => task.pid === 0).map(({ task }) => task));
      if (!cpu && idles.size > 1) throw new Undecidable('idle tasks of several cpus without the cpu');
    } else if (!cpu || !context) {
      if (new Set(records.map(({ task }) => task)).size > 1) throw new Undecidable('tasks without columns');
    } else {
      const firstCpu = new Map<Task, number>();
      for (const { task, cpu: at } of records) {
        const first = firstCpu.get(task) ?? at;
        firstCpu.set(task, first);
        if (first !== at && this.unnamed.has(task))
          throw new Undecidable('a task on several cpus, named later');
      }
    }
  }
}

function symbol({ name, module }: Call): string {
  return module === undefined ? name : `${name} [${module}]`;
}

/** The text of a forest and its rows; throws Undecidable where these columns cannot tell. */
export function printAsKernel(forest: Forest, options: KernelOptions): PrintedForest {
  return new KernelPrinter(forest, options).print();
}
