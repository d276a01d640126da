/**
 * A slow and simple second opinion on function_graph text with the kernel's usual columns: strings, regular expressions
 * and one object per call, written from the format's specification (section 5) and not from the parser.
 */

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
  readonly depth: number;
  readonly caller: Call | undefined;
  readonly callees: Call[];
  /** Whether its entry is in the text: then it counts. */
  readonly entered: boolean;
  ns: number | undefined;
}

const TIME = '(?: *\\d+\\.\\d{6} \\|  )?';
const TASK = '(?: *(?:\\S.*)?-(?<pid>\\d+) +\\| )?';
const DURATION = ' *(?:[+!#*@$] )? *(?:(?<us>\\d+)(?:\\.(?<fraction>\\d{1,3}))? us)? *\\|  ';
const CALL = new RegExp(`^${TIME} *(?<cpu>\\d+)\\) ${TASK}${DURATION}(?<indent> *)(?<body>\\S.*)$`);
const BANNER = /^ *(?<cpu>\d+)\) +(?:.*\S)?-(?<from>\d+) +=> +.*-(?<to>\d+) *$/;
const BODY =
  /^(?:(?<entry>[^\s(]+)(?: \[\S+\])?\(\) \{|(?<leaf>[^\s(]+)(?: \[\S+\])?\(\);|\}(?: \/\* (?<exit>\S+)(?: \[\S+\])? \*\/)?)$/;

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

class Task {
  private readonly open: Call[] = [];

  constructor(private readonly calls: Call[]) {}

  enter(depth: number, name: string | undefined, entered: boolean): Call {
    this.leaveDeeperThan(depth - 1);
    while (this.open.length < depth) this.push(undefined, false);
    return this.push(name, entered);
  }

  exit(depth: number, name: string | undefined, ns: number | undefined): void {
    this.leaveDeeperThan(depth);
    let call = this.open[depth];
    const belongs = call !== undefined && (!call.entered || name === undefined || name === call.name);
    if (!belongs) call = this.enter(depth, name, false);
    call!.ns = ns;
    call!.name ??= name;
    this.leaveDeeperThan(depth - 1);
  }

  /** A line at a depth says that all deeper calls are over. */
  leaveDeeperThan(depth: number): void {
    this.open.length = Math.min(this.open.length, depth + 1);
  }

  private push(name: string | undefined, entered: boolean): Call {
    const caller = this.open.at(-1);
    const call: Call = { name, depth: this.open.length, caller, callees: [], entered, ns: undefined };
    caller?.callees.push(call);
    this.open.push(call);
    this.calls.push(call);
    return call;
  }
}

/** All calls of the text. */
function callsOf(text: string): Call[] {
  const lines = text.split('\n');
  const running = firstTasks(lines);
  const tasks = new Map<string, Task>();
  const calls: Call[] = [];
  for (const line of lines) {
    const banner = BANNER.exec(line)?.groups;
    if (banner) {
      running.set(banner['cpu']!, taskKey(banner['to']!, banner['cpu']!));
      continue;
    }
    const columns = CALL.exec(line)?.groups;
    const body = columns && BODY.exec(columns['body']!)?.groups;
    if (!columns || !body) continue;
    const { cpu, pid, us, fraction = '' } = columns as Record<string, string | undefined>;
    const key = pid === undefined ? (running.get(cpu!) ?? `cpu ${cpu}`) : taskKey(pid, cpu!);
    let task = tasks.get(key);
    if (task === undefined) tasks.set(key, (task = new Task(calls)));
    const depth = columns['indent']!.length / 2;
    const ns = us === undefined ? undefined : Number(us + fraction.padEnd(3, '0'));
    if (body['entry'] !== undefined) task.enter(depth, body['entry'], true);
    else if (body['leaf'] !== undefined) {
      task.enter(depth, body['leaf'], true).ns = ns;
      task.leaveDeeperThan(depth - 1);
    } else task.exit(depth, body['exit'], ns);
  }
  return calls;
}

function isWithinItself(call: Call): boolean {
  for (let up = call.caller; up !== undefined; up = up.caller) {
    if (up.entered && up.name === call.name) return true;
  }
  return false;
}

/** Its duration less that of its direct callees; unknown where one of these is. Cut digits never make it negative. */
function selfTime(call: Call): number | undefined {
  let ns = call.ns;
  for (const callee of call.callees) {
    if (ns === undefined || callee.ns === undefined) return undefined;
    ns -= callee.ns;
  }
  return ns === undefined ? undefined : Math.max(ns, 0);
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
