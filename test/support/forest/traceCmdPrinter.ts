/** Prints a forest as `trace-cmd report` does (format specification, section 6.2), and says what must be read from it. */
import { inTimeOrder, type Call, type Forest, type Kept, type Occurrence } from './forest';
import { printedNs } from './kernelPrinter';
import { isIrqFlags, isLeaf, trimmed, Truth, type PrintedForest, type PrintedLine } from './truth';

export interface TraceCmdOptions {
  /** The graph; `-N`, arrows without a graph; `-R`, fields, in 3.4 with addresses. */
  readonly body: 'graph' | 'noPlugins' | 'raw' | 'rawWithAddresses';
  /** `-l`: short names, the cpu before the flags. */
  readonly latency: boolean;
  /** Flags behind `[001]`, as trace-cmd 3.2 and later print them. */
  readonly flags: boolean;
  /** `-t`: nanoseconds. */
  readonly nanoseconds: boolean;
  /** `--ts-diff` */
  readonly difference: boolean;
  /** `-O fgraph:tailprint` */
  readonly tail: boolean;
  /** `-O fgraph:depth` */
  readonly depth: boolean;
  readonly retval: boolean;
  readonly args: boolean;
  readonly retaddr: boolean;
}

const NAME_WIDTH = 22;
const DIFFERENCE_WIDTH = 9;

/** Microseconds with three decimals, none from one second up. */
function durationText(ns: bigint): string {
  const whole = String(ns / 1000n);
  return whole.length >= 7 ? whole : `${whole}.${String(ns % 1000n).padStart(3, '0')}`;
}

function overheadMark(ns: bigint): string {
  if (ns > 1_000_000_000n) return '$';
  if (ns > 1_000_000n) return '#';
  if (ns > 100_000n) return '!';
  return ns > 10_000n ? '+' : ' ';
}

class TraceCmdPrinter {
  private readonly lines: string[] = [];
  private readonly truth = new Truth();
  private lastNs: number | undefined;

  constructor(
    private readonly forest: Forest,
    private readonly options: TraceCmdOptions,
  ) {}

  print(): PrintedForest {
    this.lines.push(`cpus=${this.forest.cpus.length}`);
    const records = inTimeOrder(this.forest);
    for (let at = 0; at < records.length; at++) {
      const record = records[at]!;
      const { occurrence, lost } = record;
      if (lost > 0) this.lines.push(`CPU:${occurrence.cpu} [${lost} EVENTS DROPPED]`);
      if (occurrence.type === 'event') this.printEvent(occurrence);
      else if (occurrence.type === 'exit') this.printExit(occurrence, record.losses);
      else if (this.isLeafHere(record, records[at + 1])) {
        const exit = records[++at]!.occurrence as Occurrence & { type: 'exit' };
        this.printBegin(occurrence, record.losses, exit.durationNs);
      } else this.printBegin(occurrence, record.losses, undefined);
    }
    return {
      bytes: Buffer.from(this.lines.map((line) => `${line}\n`).join(''), 'latin1'),
      rows: this.truth.rows(),
    };
  }

  /** The next event of all cpus is the exit, and on the same one. */
  private isLeafHere(record: Kept, next: Kept | undefined): boolean {
    if (this.options.body !== 'graph') return false;
    return next?.occurrence.cpu === record.occurrence.cpu && isLeaf(record, next);
  }

  private printBegin(
    at: Occurrence & { type: 'entry' },
    losses: number,
    durationNs: bigint | undefined,
  ): void {
    const { call } = at;
    const { options } = this;
    const leaf = durationNs !== undefined;
    const event = options.retaddr ? 'fgraph_retaddr_entry' : 'funcgraph_entry';
    if (options.body === 'graph') {
      const caller = options.retaddr ? ` /* <-${callerOf(call)} */` : '';
      const body = `${call.name}(${this.args(call)})${leaf ? `;${caller}` : `${caller} {`}`;
      const ret = leaf && options.retval ? ` (ret=${call.ret})` : '';
      this.pushGraph(at, event, durationNs, call.depth, body + ret);
    } else if (options.body === 'noPlugins') {
      const caller = options.retaddr ? ` <- ${callerOf(call)}` : '';
      this.push(at, event, `--> ${call.name} (${call.depth})${caller}`);
    } else {
      const caller = options.retaddr ? ` retaddr=${this.withAddress(callerOf(call))} args=ARRAY[]` : '';
      this.push(at, event, `${this.rawName(call)} depth=${call.depth}${caller}`);
    }
    this.truth.begin(call, this.lineOf(at, losses, call, durationNs), leaf);
  }

  private printExit(at: Occurrence & { type: 'exit' }, losses: number): void {
    const { call, durationNs } = at;
    const { body, tail, retval } = this.options;
    const began = 0x34470c8d72n;
    const [from, to] = [began, BigInt.asUintN(64, began + durationNs)].map((time) => time.toString(16)); // prettier-ignore
    if (body === 'graph') {
      const text = `}${tail ? ` /* ${call.name} */` : ''}${retval ? ` (ret=${call.ret})` : ''}`;
      this.pushGraph(at, 'funcgraph_exit', durationNs, call.depth, text);
    } else if (body === 'noPlugins') {
      const ret = retval ? ' retval: 0' : '';
      const text = `<-- ${call.name} (${call.depth}) (start: ${from}  end: ${to}) over: ${call.depth}${ret}`;
      this.push(at, 'funcgraph_exit', text);
    } else {
      const hex = retval ? '0x' : '';
      const times = `calltime=${hex}${from} rettime=${hex}${to}`;
      const ret = retval ? ' retval=0' : '';
      this.push(at, 'funcgraph_exit', `${this.rawName(call)}${ret} depth=${call.depth} overrun=0 ${times}`);
    }
    const line = this.lineOf(at, losses, call, durationNs);
    this.truth.end(call, tail || body !== 'graph' ? line : { ...line, name: null });
  }

  private rawName({ name }: Call): string {
    return ` func=${this.withAddress(name)}`;
  }

  private withAddress(name: string): string {
    return this.options.body === 'rawWithAddresses' ? `${name} (0xffffffff8f1594a0)` : name;
  }

  private printEvent(at: Occurrence & { type: 'event' }): void {
    this.push(at, at.name, at.text);
  }

  private push(at: Occurrence, event: string, text: string): void {
    this.lines.push(...`${this.prefix(at)}${`${event}:`.padEnd(NAME_WIDTH)}${text}`.split('\n'));
  }

  private pushGraph(
    at: Occurrence,
    event: string,
    ns: bigint | undefined,
    depth: number,
    body: string,
  ): void {
    let column = ' '.repeat(13);
    if (ns !== undefined) {
      const number = durationText(ns);
      column = `${overheadMark(ns)} ${number} us ${' '.repeat(Math.max(0, 7 - number.length))}`;
    }
    const depthNote = this.options.depth ? ` (${depth})` : '';
    this.push(at, event, `${column}|  ${' '.repeat(2 * depth)}${body}${depthNote}`);
  }

  private prefix({ task, cpu, flags, ns }: Occurrence): string {
    const { options } = this;
    const pid = String(task.pid).padEnd(5);
    const shownNs = this.shownNs(ns);
    const fraction = String(shownNs % 1e9).padStart(9, '0');
    const seconds = String(Math.floor(shownNs / 1e9)).padStart(5);
    const time = `${seconds}.${options.nanoseconds ? fraction : fraction.slice(0, 6)}: ${this.difference(shownNs)}`;
    if (options.latency)
      return `${this.comm(task.comm).padStart(8)}-${pid} ${String(cpu).padStart(3)}${flags} ${time}`;
    const addresses = options.body === 'rawWithAddresses' ? '-0x25 ' : ' ';
    const shown = options.flags && options.body !== 'rawWithAddresses' ? ` ${flags}` : '';
    return `${task.comm.padStart(16)}-${pid} [${String(cpu).padStart(3, '0')}]${shown}${addresses}${time}`;
  }

  /** Microseconds since the line before. */
  private difference(shownNs: number): string {
    if (!this.options.difference) return '';
    const last = this.lastNs;
    this.lastNs = shownNs;
    const text = last === undefined ? '' : `(+${Math.floor((shownNs - last) / 1000)})`;
    return text.padEnd(DIFFERENCE_WIDTH);
  }

  /** Microseconds are rounded, not cut. */
  private shownNs(ns: number): number {
    return this.options.nanoseconds ? ns : Math.round(ns / 1000) * 1000;
  }

  private comm(comm: string): string {
    return this.options.latency ? comm.slice(0, 8) : comm;
  }

  /** Without type information six bare numbers. */
  private args(call: Call): string {
    return this.options.args && call.args !== '' ? '7fff4a902080, 0, 2cc, 1, ffffffff, 0' : '';
  }

  private printedDuration(ns: bigint | undefined): number | null {
    if (ns === undefined) return null;
    if (this.options.body === 'graph') return printedNs(durationText(ns));
    return ns > 2n ** 63n ? null : Number(ns);
  }

  private lineOf(at: Occurrence, losses: number, call: Call, durationNs: bigint | undefined): PrintedLine {
    const { options } = this;
    const graph = options.body === 'graph';
    const raw = options.body === 'rawWithAddresses';
    return {
      line: this.lines.length,
      cpu: at.cpu,
      task: { pid: at.task.pid, comm: trimmed(this.comm(at.task.comm)) },
      startNs: this.shownNs(at.ns),
      durationNs: this.printedDuration(durationNs),
      irqFlag: options.latency || (options.flags && !raw) ? isIrqFlags(at.flags) : undefined,
      losses,
      name: call.name,
      module: null,
      args: (graph && this.args(call)) || null,
      ret: options.retval ? (graph ? call.ret : undefined) : null,
      retaddr: options.retaddr ? (graph ? callerOf(call) : undefined) : null,
    };
  }
}

/** trace-cmd prints the caller without its offset. */
function callerOf({ retaddr }: Call): string {
  return retaddr.slice(0, retaddr.indexOf('+'));
}

export function printAsTraceCmd(forest: Forest, options: TraceCmdOptions): PrintedForest {
  return new TraceCmdPrinter(forest, options).print();
}
