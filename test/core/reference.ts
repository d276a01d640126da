/**
 * A slow and simple second opinion on function_graph text with the kernel's usual columns: strings, regular expressions
 * and one object per call, written from the format's specification (section 5) and not from the parser. Only the list of
 * interrupts' functions is shared. It reads all lines first, as they are printed, and moves interrupts afterwards.
 */
import { InterruptNames } from '../../server/src/core/parse/interruptNames';

/** What the text says of one function; times in nanoseconds, undefined is unknown. */
export interface ReferenceRow {
  readonly name: string;
  readonly calls: number;
  readonly totalNs: number | undefined;
  readonly selfNs: number | undefined;
  readonly minNs: number | undefined;
  readonly maxNs: number | undefined;
}

interface Call {
  /** Undefined where neither the entry nor a named exit is in the text. */
  name: string | undefined;
  /** As printed. */
  readonly depth: number;
  caller: Call | undefined;
  callees: Call[];
  /** Whether its entry is in the text: then it counts. */
  readonly entered: boolean;
  /** Whether its exit is, or it is a leaf. */
  ended: boolean;
  ns: number | undefined;
  /** Whether an interrupt begins with it, or goes on with it. */
  interrupt: boolean;
  /** Whether an interrupt runs that is printed as deep as this call, right behind its entry. */
  interrupted: boolean;
}

/** Durations from 10 ms on are cut by up to 1 us. */
const CUT_DIGITS_NS = 1000;
const INTERRUPTS = new InterruptNames();

const TIME = '(?: *\\d+\\.\\d{6} \\|  )?';
const TASK = '(?: *(?:\\S.*)?-(?<pid>\\d+) +\\| )?';
const DURATION = ' *(?:[+!#*@$] )? *(?:(?<us>\\d+)(?:\\.(?<fraction>\\d{1,3}))? us)? *\\|  ';
const CALL = new RegExp(`^${TIME} *(?<cpu>\\d+)\\) ${TASK}${DURATION}(?<indent> *)(?<body>\\S.*)$`);
const ARROW = new RegExp(`^${TIME} *(?<cpu>\\d+)\\) ${TASK} *(?<arrow>=+>|<=+)(?: \\|)? *$`);
const BANNER = /^ *(?<cpu>\d+)\) +(?:.*\S)?-(?<from>\d+) +=> +.*-(?<to>\d+) *$/;
const LOST = /^CPU:(?<cpu>\d+) \[LOST (?:\d+ )?EVENTS\]$/;
const NAME = '[^\\s(]+';
const MODULE = '(?: \\[\\S+\\])?';
const RETURN = '(?: (?:ret)?= ?\\S+)?';
const BODY = new RegExp(
  `^(?:(?<entry>${NAME})${MODULE}\\(.*\\) \\{(?: /\\* <-.* \\*/)?` +
    `|(?<leaf>${NAME})${MODULE}\\(.*\\);(?: /\\*(?: <-.*?)?${RETURN} \\*/)?` +
    `|\\}(?: /\\* (?<exit>${NAME})${MODULE}${RETURN} \\*/)?)$`,
);

/** The name of a task as a key; each cpu has an idle task of its own, all with the pid 0. */
function taskKey(pid: string, cpu: string): string {
  return pid === '0' ? `idle ${cpu}` : `pid ${pid}`;
}

/** The task that runs on each cpu before the first banner there: the one that the banner says goes. */
function firstTasks(lines: readonly string[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const line of lines) {
    const banner = BANNER.exec(line)?.groups;
    if (banner && !first.has(banner['cpu']!))
      first.set(banner['cpu']!, taskKey(banner['from']!, banner['cpu']!));
  }
  return first;
}

/** What a task has open. The place of a call there is its depth, but for what interrupts push up by one. */
class Task {
  private open: Call[] = [];
  /** Printed depths of the interrupts between arrows; undefined before the first call of one. */
  private arrows: (number | undefined)[] = [];
  /** Where it ran last. */
  cpu = '';

  constructor(private readonly calls: Call[]) {}

  /** `==========>` */
  beginInterrupt(): void {
    this.arrows.push(undefined);
  }

  /** `<==========` */
  endInterrupt(): void {
    const depth = this.arrows.pop();
    for (const call of this.open) if (call.depth === depth) call.interrupted = false;
  }

  enter(depth: number, name: string): Call {
    const begins = this.arrows.length > 0 && this.arrows.at(-1) === undefined;
    if (begins) this.arrows[this.arrows.length - 1] = depth;
    const interrupt = this.arrows.at(-1) === depth || INTERRUPTS.has(name);
    let place = this.placeOf(depth, interrupt);
    const top = this.open.at(-1);
    const isBehind = top?.entered && (begins || !top.interrupt) && top.callees.length === 0;
    if (interrupt && isBehind && place === this.open.length - 1) {
      top.interrupted = true;
      place++;
    }
    this.leaveFrom(place);
    while (this.open.length < place) this.push(undefined, this.open.length, false);
    const call = this.push(name, depth, true);
    call.interrupt = interrupt;
    return call;
  }

  leaf(depth: number, name: string, ns: number | undefined): void {
    this.end(this.enter(depth, name), ns);
  }

  exit(depth: number, name: string | undefined, ns: number | undefined): void {
    const place = this.placeOf(depth);
    this.leaveFrom(place + 1);
    const open = this.open[place];
    if (open?.entered && name !== undefined && name !== open.name) this.leaveFrom(place);
    while (this.open.length <= place) this.push(undefined, this.open.length, false);
    const call = this.open[place]!;
    call.name ??= name;
    this.end(call, ns);
  }

  /** Events are lost where it ran last: nothing of it is known to be open still. */
  lose(): void {
    this.open = [];
    this.arrows = [];
  }

  /** The place of a line: an exit, or a call, of which is said whether it is one with which interrupts begin or go on. */
  private placeOf(depth: number, interrupt?: boolean): number {
    let place = depth;
    for (const [at, call] of this.open.entries()) {
      if (!call.interrupted) continue;
      const within = depth >= call.depth && this.open.length > at + 1;
      if (depth === call.depth && interrupt !== undefined ? interrupt : within) place++;
      else call.interrupted = false;
    }
    return place;
  }

  private end(call: Call, ns: number | undefined): void {
    call.ns = ns;
    call.ended = true;
    this.leaveFrom(this.open.indexOf(call));
  }

  /** A line at a depth says that all deeper calls are over. */
  private leaveFrom(place: number): void {
    this.open.length = Math.min(this.open.length, place);
  }

  private push(name: string | undefined, depth: number, entered: boolean): Call {
    const caller = this.open.at(-1);
    const call: Call = {
      name,
      depth,
      caller,
      callees: [],
      entered,
      ended: false,
      ns: undefined,
      interrupt: false,
      interrupted: false,
    };
    caller?.callees.push(call);
    this.open.push(call);
    this.calls.push(call);
    return call;
  }
}

/** All calls of the text, as they are printed. */
function printedCalls(text: string): Call[] {
  const lines = text.split('\n');
  const running = firstTasks(lines);
  const tasks = new Map<string, Task>();
  const calls: Call[] = [];
  const taskOf = (key: string): Task => {
    let task = tasks.get(key);
    if (task === undefined) tasks.set(key, (task = new Task(calls)));
    return task;
  };
  for (const line of lines) {
    const banner = BANNER.exec(line)?.groups;
    if (banner) {
      const { cpu, to } = banner as Record<string, string>;
      running.set(cpu!, taskKey(to!, cpu!));
      continue;
    }
    const lost = LOST.exec(line)?.groups;
    if (lost) for (const task of tasks.values()) if (task.cpu === lost['cpu']) task.lose();
    const columns = (CALL.exec(line) ?? ARROW.exec(line))?.groups;
    if (!columns) continue;
    const { cpu, pid, us, fraction = '', arrow } = columns as Record<string, string | undefined>;
    const task = taskOf(pid === undefined ? (running.get(cpu!) ?? `cpu ${cpu}`) : taskKey(pid, cpu!));
    task.cpu = cpu!;
    if (arrow !== undefined) {
      if (arrow.endsWith('>')) task.beginInterrupt();
      else task.endInterrupt();
      continue;
    }
    const body = BODY.exec(columns['body']!)?.groups;
    if (!body) continue;
    const depth = columns['indent']!.length / 2;
    const ns = us === undefined ? undefined : Number(us + fraction.padEnd(3, '0'));
    const { entry, leaf, exit } = body;
    if (entry !== undefined) task.enter(depth, entry);
    else if (leaf !== undefined) task.leaf(depth, leaf, ns);
    else task.exit(depth, exit, ns);
  }
  return calls;
}

/** All calls of the text, each interrupt below the call that it has interrupted. */
function callsOf(text: string): Call[] {
  const calls = printedCalls(text);
  for (const call of calls) if (call.caller === undefined) settle(call);
  return calls;
}

/**
 * Moves the interrupts that are printed below `call`, and gives what stands in its place among its caller's callees: the
 * call, and the interrupts that came when it had ended, as it was shorter than its callees.
 */
function settle(call: Call): Call[] {
  const printed = call.callees;
  const settled = printed.map(settle);
  call.callees = settled.flatMap((calls, at) => {
    const callee = printed[at]!;
    const isTooDeep = call.entered && !callee.entered && callee.callees[0]?.interrupt;
    return isTooDeep ? placeGroup(callee, printed[at + 1]) : calls;
  });
  const calleesNs = timeOf(call.callees);
  if (call.ns === undefined || calleesNs === undefined) return [call];
  const excess = calleesNs - call.ns - CUT_DIGITS_NS;
  const interrupts = call.callees.filter(({ interrupt }) => interrupt);
  if (excess <= 0 || timeOf(interrupts)! < excess) return [call];
  call.callees = call.callees.filter(({ interrupt }) => !interrupt);
  for (const interrupt of interrupts) interrupt.caller = call.caller;
  return [call, ...interrupts];
}

/**
 * An interrupt is printed one level too deep, as if there was a call around it, of which the text has at most the exit.
 * Gives what is really there: if it came when a call was about to be recorded, it is part of that call's own time.
 */
function placeGroup(around: Call, behind: Call | undefined): Call[] {
  const group = around.callees;
  const ns = timeOf(group);
  const own = (call: Call): number => call.ns! - timeOf(call.callees)!;
  for (const call of group) call.interrupt = true;
  if (around.ended) {
    if (around.ns! >= ns!) return [around];
    around.callees = [];
    return [around, ...moved(group, around.caller)];
  }
  if (behind !== undefined && own(behind) >= ns!) return [];
  return moved(group, around.caller);
}

function moved(calls: Call[], caller: Call | undefined): Call[] {
  for (const call of calls) call.caller = caller;
  return calls;
}

/** How long the calls took; undefined where that of one is not known. */
function timeOf(calls: readonly Call[]): number | undefined {
  return calls.reduce<number | undefined>(
    (total, { ns }) => (total === undefined || ns === undefined ? undefined : total + ns),
    0,
  );
}

function isWithinItself(call: Call): boolean {
  for (let up = call.caller; up !== undefined; up = up.caller) {
    if (up.entered && up.name === call.name) return true;
  }
  return false;
}

/** Its duration less that of its direct callees; unknown where one of these is. Cut digits never make it negative. */
function selfTime(call: Call): number | undefined {
  const calleesNs = timeOf(call.callees);
  return call.ns === undefined || calleesNs === undefined ? undefined : Math.max(call.ns - calleesNs, 0);
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0);
}

/** The functions of the text by name: number of calls, and times. */
export function referenceRows(text: string): Map<string, ReferenceRow> {
  const byName = new Map<string, Call[]>();
  for (const call of callsOf(text)) {
    if (!call.entered) continue;
    const calls = byName.get(call.name!);
    if (calls === undefined) byName.set(call.name!, [call]);
    else calls.push(call);
  }
  const rows = new Map<string, ReferenceRow>();
  for (const [name, calls] of byName) {
    const times = calls.map(({ ns }) => ns).filter((ns) => ns !== undefined);
    rows.set(name, {
      name,
      calls: calls.length,
      totalNs: sum(calls.filter((call) => !isWithinItself(call)).map(({ ns }) => ns)),
      selfNs: sum(calls.map(selfTime)),
      minNs: times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b)),
      maxNs: times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b)),
    });
  }
  return rows;
}
