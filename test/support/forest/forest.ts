/**
 * A small kernel that runs random calls and knows what it did: tasks on cpus, context switches, migration, sleep, fork and
 * exit, interrupts, events, lost records. What it records is printed by kernelPrinter.ts and traceCmdPrinter.ts; the truth
 * about the calls is never read back from text.
 *
 * Strings hold one byte per character, as comms may be cut inside a character.
 */
import { randomNumbers } from '../random';

export interface Task {
  readonly pid: number;
  /** At most 15 bytes. */
  readonly comm: string;
}

/** A call as it happened. */
export interface Call {
  readonly task: Task;
  readonly name: string;
  readonly module: string | undefined;
  readonly depth: number;
  /** The call that made it, or that it interrupted. */
  readonly parent: Call | undefined;
  /** Lies in the kernel's section of interrupt entries: arrows, `nofuncgraph-irqs`. */
  readonly inIrqSection: boolean;
  /** An interrupt that came while a call was begun or ended, and is printed as if that call were open. */
  readonly tooDeep: boolean;
  /** Around an interrupt entry: whether it is a part of the interrupt is a matter of taste. */
  readonly aroundIrq: boolean;
  readonly args: string;
  readonly ret: string;
  readonly retaddr: string;
}

interface Recorded {
  readonly cpu: number;
  readonly task: Task;
  readonly ns: number;
  /** irqs off, need resched, context, preempt depth, migrate disabled. */
  readonly flags: string;
}

/** One record of a cpu's ring buffer. */
export type Occurrence = Recorded &
  (
    | { readonly type: 'entry'; readonly call: Call }
    | { readonly type: 'exit'; readonly call: Call; readonly durationNs: bigint }
    | { readonly type: 'event'; readonly name: string; readonly text: string }
  );

/** A record as it is left in the buffer: `losses` counts the gaps of its cpu up to it. */
export interface Kept {
  readonly occurrence: Occurrence;
  /** Records lost directly before this one; 0 where none. */
  readonly lost: number;
  readonly losses: number;
}

/** What a forest may hold. Which of it a text can tell depends on its columns. */
export interface Shape {
  readonly cpus: number;
  readonly tasks: number;
  /** The idle task of every cpu runs, too. */
  readonly idle: boolean;
  /** Tasks move between cpus while calls are open. Not together with `lossy` and `ragged`. */
  readonly migrating: boolean;
  /** Records in the middle are lost. */
  readonly lossy: boolean;
  /** Each cpu's buffer begins and ends at a time of its own. */
  readonly ragged: boolean;
  readonly irqs: boolean;
  /** Interrupts one level too deep, or at the depth of the call that has just been entered. */
  readonly oddIrqs: boolean;
  readonly oddComms: boolean;
  readonly events: boolean;
  readonly deep: boolean;
  /** Some clocks run backwards. */
  readonly backwards: boolean;
  readonly steps: number;
}

export interface Forest {
  readonly cpus: readonly (readonly Kept[])[];
}

const NAMES = [
  'do_sys_open', 'vfs_read', 'kfree', '__cond_resched', '_raw_spin_lock', 'mutex_lock', 'getname_flags.part.0',
  'slab_free.isra.0', 'alloc_from_pcs.constprop.0.isra.0', 'foo.isra.0.cold', '__x64_sys_read', 'SyS_read', '.ppc_dot',
  '_RNvCs1234_4core3fmt', 'f.llvm.1234567890', 'walk', 'walk_tree', 'lookup', '__do_softirq', 'us', 'xa_load',
]; // prettier-ignore
const MODULE_NAMES: readonly (readonly [string, string])[] = [
  ['ext4_sync_file', 'ext4'],
  ['vpoll_poll', 'vpoll'],
  ['bpf_prog_0123456789abcdef_x', 'bpf'],
  ['jbd2_journal_start', 'jbd2'],
];
const IRQ_NAMES = ['gic_handle_irq', 'sysvec_apic_timer_interrupt', 'sysvec_reschedule_ipi'];
const PLAIN_COMMS = [
  'bash',
  'ls',
  'kworker/0:1',
  'rcu_preempt',
  'open2',
  'systemd-journal',
  'cat',
  'ksoftirqd/1',
];
const ODD_COMMS = [
  '', '#sh', 'two words', 'x-99', '-dash-', '|', '|x', 'a|b', 'a | b', '=>', 'a => b', '12345', '{}', '}', '/* x */', 'us', '0.1 us',
  '1)', '0)', 'd..1.', 'a=b', '"q"', '\\n', ';', '();', 'x() {', 'é', '日本', 'ab日本', '<...>', '(a)', 'a:b', 'ETHER-1',
].map((comm) => Buffer.from(comm, 'utf8').toString('latin1')); // prettier-ignore
const ARGS = [
  '', '', 'a=0x1', 'filename=0x7fff4a902080, flags=0', 'type=2 [PIDTYPE_TGID]', 's=(STRUCT)[0x1:0x2], n=-1', 'x=?0x1, ...',
  'lock=0xff110001000323a0, flags=0x282', '0x1, (S)[0x1, ...]',
]; // prettier-ignore
const RETS = ['0x0', '0x1', '-22', '-4095', '0xff1100010070ac00', '0xffffffea', '0x282'];
const EVENTS: readonly (readonly [string, string])[] = [
  ['sched_waking', 'comm=kworker/0:1 pid=12 prio=120 target_cpu=000'],
  ['print', 'hello'],
  ['print', ''],
  ['print', ' '],
  ['print', 'ends */ here'],
  ['print', '} /* do_sys_open */'],
  ['print', 'a | b | 1.000 us    |  kfree();'],
  ['print', 'delay 5 us'],
  ['print', 'foo() {'],
  ['print', '==========>'],
  ['sys_read', 'fd: 3, buf: 0x7ffcaa112688, count: 0x80'],
];
const EVENTS_OF_SEVERAL_LINES = ['first\nsecond', 'first\n\nthird line', 'a */\nb', 'x {\n  y\n} z'];

const BEFORE_TEXT = 'ret_from_fork';

/** A task as the scheduler sees it. */
interface Runner {
  readonly task: Task;
  /** Bound to this cpu; -1 where it may run anywhere. */
  readonly cpu: number;
  readonly stack: Call[];
  readyAt: number;
  readonly idle: boolean;
}

class Simulation {
  readonly buffers: Occurrence[][];
  private readonly clocks: number[];
  private readonly current: Runner[] = [];
  private readonly idles: (Runner | undefined)[] = [];
  private readonly waiting: Runner[] = [];
  private readonly enteredAt = new Map<Call, number>();
  private nextPid: number;
  /** Of the record that is being made: `.`, `s`, `h`, `z`. */
  private context = '.';

  constructor(
    private readonly random: (below: number) => number,
    private readonly shape: Shape,
  ) {
    const start = 1e9 * [1, 24, 360, 12345, 1234567][random(5)]!;
    this.nextPid = [12, 939, 4190000][random(3)]!;
    this.buffers = Array.from({ length: shape.cpus }, () => []);
    this.clocks = Array.from({ length: shape.cpus }, (_, cpu) => start + cpu);
    for (let cpu = 0; cpu < shape.cpus; cpu++) {
      this.idles[cpu] = shape.idle
        ? { task: { pid: 0, comm: '<idle>' }, cpu, stack: [], readyAt: 0, idle: true }
        : undefined;
      this.current[cpu] = this.idles[cpu] ?? this.newRunner(cpu);
    }
    for (let made = 0; made < shape.tasks; made++) this.waiting.push(this.newRunner(random(shape.cpus)));
  }

  run(): void {
    for (let step = 0; step < this.shape.steps; step++) {
      const cpu = this.clocks.indexOf(Math.min(...this.clocks));
      this.step(cpu);
    }
  }

  private chance(of100: number): boolean {
    return this.random(100) < of100;
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.random(from.length)]!;
  }

  private newRunner(cpu: number): Runner {
    const comm = this.pick(this.shape.oddComms && this.chance(60) ? ODD_COMMS : PLAIN_COMMS);
    const pid = (this.nextPid += 1 + this.random(7));
    const runner: Runner = {
      task: { pid, comm },
      cpu: this.shape.migrating && this.chance(70) ? -1 : cpu,
      stack: [],
      readyAt: 0,
      idle: false,
    };
    // A child begins in the middle of what its parent called: exits without entries.
    if (this.chance(30)) runner.stack.push(this.newCall(runner, BEFORE_TEXT, undefined));
    return runner;
  }

  /** Time passes on a cpu; no two records have the same time. */
  private tick(cpu: number, mayBeLong: boolean): number {
    const { cpus } = this.shape;
    const kind = this.random(1000);
    let ns = 40 + this.random(1500);
    if (kind < 60) ns += this.random(300_000);
    else if (kind < 70) ns += this.random(40_000_000);
    else if (mayBeLong && kind < 80) ns += 1e9 * (1 + this.random(4)) + this.random(1e9);
    else if (mayBeLong && kind < 81) ns += 1e9 * (9 + this.random(120));
    const clock = this.clocks[cpu]! + ns;
    return (this.clocks[cpu] = clock - (clock % cpus) + cpus + cpu);
  }

  private flags(): string {
    const off = this.context === '.' ? this.pick(['.', '.', 'd', 'D', 'b']) : this.pick(['d', 'D', '.']);
    const preempt = this.pick(['.', '.', '1', '2', 'a']);
    return `${off}${this.pick(['.', '.', '.', 'N', 'n', 'p'])}${this.context}${preempt}${this.pick(['.', '.', '1'])}`;
  }

  private newCall(runner: Runner, name: string, module: string | undefined, over: Partial<Call> = {}): Call {
    const parent = runner.stack.at(-1);
    const caller = parent?.name ?? 'do_syscall_64';
    const retaddr = `${caller}+0x${this.random(99)}/0x${100 + this.random(900)}`;
    return {
      task: runner.task,
      name,
      module,
      depth: parent === undefined ? 0 : parent.depth + 1,
      parent,
      inIrqSection: false,
      tooDeep: false,
      aroundIrq: false,
      args: this.pick(ARGS),
      ret: this.pick(RETS),
      retaddr: parent?.module === undefined ? retaddr : `${retaddr} [${parent.module}]`,
      ...over,
    };
  }

  private record(cpu: number, what: object, runner: Runner, mayBeLong = false): void {
    const ns = this.tick(cpu, mayBeLong);
    this.buffers[cpu]!.push({ cpu, task: runner.task, ns, flags: this.flags(), ...what } as Occurrence);
  }

  private enter(cpu: number, runner: Runner, call: Call): void {
    this.record(cpu, { type: 'entry', call }, runner);
    this.enteredAt.set(call, this.clocks[cpu]!);
    runner.stack.push(call);
  }

  private enterAny(cpu: number, runner: Runner): void {
    const parent = runner.stack.at(-1);
    if (parent !== undefined && !parent.inIrqSection && this.chance(12)) {
      return this.enter(cpu, runner, this.newCall(runner, parent.name, parent.module));
    }
    const [name, module] = this.chance(15) ? this.pick(MODULE_NAMES) : [this.pick(NAMES), undefined];
    this.enter(cpu, runner, this.newCall(runner, name, module));
  }

  private leave(cpu: number, runner: Runner): void {
    const call = runner.stack.pop()!;
    const entered = this.enteredAt.get(call);
    const now = this.tick(cpu, false);
    const lasted = entered === undefined ? BigInt(this.random(50_000_000)) : BigInt(now - entered);
    const backwards = this.shape.backwards && this.chance(2);
    const durationNs = backwards ? 2n ** 64n - 1n - BigInt(this.random(1_000_000)) : lasted;
    const what = { type: 'exit', call, durationNs, ns: now };
    this.buffers[cpu]!.push({ cpu, task: runner.task, flags: this.flags(), ...what } as Occurrence);
  }

  private event(cpu: number, runner: Runner): void {
    const several = this.chance(12);
    const [name, text] = several ? ['print', this.pick(EVENTS_OF_SEVERAL_LINES)] : this.pick(EVENTS);
    this.record(cpu, { type: 'event', name, text }, runner);
  }

  /** An interrupt: its handler, and some calls below it. `depth` is where it is printed. */
  private interrupt(cpu: number, runner: Runner, depth: number, wrapped: boolean, tooDeep = false): void {
    const outer = this.context;
    this.context = outer === 's' ? 'H' : this.pick(['h', 'h', 'h', 'z']);
    if (wrapped) {
      this.enter(
        cpu,
        runner,
        this.newCall(runner, 'do_interrupt_handler', undefined, { depth, aroundIrq: true }),
      );
    }
    const root = this.newCall(runner, this.pick(IRQ_NAMES), undefined, {
      depth: wrapped ? depth + 1 : depth,
      inIrqSection: true,
      tooDeep,
    });
    this.enter(cpu, runner, root);
    const floor = runner.stack.length;
    for (let left = this.random(9); left > 0; left--) {
      if (this.shape.events && this.chance(8)) this.event(cpu, runner);
      else if (runner.stack.length > floor && this.chance(50)) this.leave(cpu, runner);
      else this.enterAny(cpu, runner);
    }
    while (runner.stack.length >= floor) this.leave(cpu, runner);
    if (wrapped) this.leave(cpu, runner);
    this.context = outer;
  }

  private depthOf(runner: Runner): number {
    const top = runner.stack.at(-1);
    return top === undefined ? 0 : top.depth + 1;
  }

  private step(cpu: number): void {
    const runner = this.current[cpu]!;
    const { shape } = this;
    this.context = this.chance(10) ? 's' : '.';
    const what = this.random(100);
    const open = runner.stack.length;
    if (shape.irqs && what < 5) return this.anyInterrupt(cpu, runner);
    if (shape.events && what < 10) return this.event(cpu, runner);
    if (what < 17) return this.reschedule(cpu, runner);
    const deepest = shape.deep ? 70 : 9;
    const calls = shape.deep ? 62 : 50;
    if (open === 0 || (open < deepest && this.chance(calls))) {
      this.enterAny(cpu, runner);
      if (this.chance(45)) this.leave(cpu, runner);
    } else this.leave(cpu, runner);
  }

  private anyInterrupt(cpu: number, runner: Runner): void {
    const kind = this.shape.oddIrqs ? this.random(4) : 0;
    const depth = this.depthOf(runner);
    switch (kind) {
      case 0:
        return this.interrupt(cpu, runner, depth, this.chance(40));
      case 1: {
        // When a call was counted and its time taken, but it was not yet recorded.
        const began = this.clocks[cpu]!;
        this.interrupt(cpu, runner, depth + 1, false, true);
        this.enterAny(cpu, runner);
        this.enteredAt.set(runner.stack.at(-1)!, began);
        return;
      }
      case 2:
        // When the end of a call was recorded, but it was still counted.
        this.enterAny(cpu, runner);
        this.leave(cpu, runner);
        return this.interrupt(cpu, runner, depth + 1, false, true);
      default:
        // When a call was recorded, but not yet counted.
        this.enterAny(cpu, runner);
        return this.interrupt(cpu, runner, depth, false);
    }
  }

  /** The task sleeps, is preempted, ends or forks; another one may run. */
  private reschedule(cpu: number, runner: Runner): void {
    if (this.shape.tasks === 0) return;
    if (this.chance(8)) {
      this.waiting.push(this.newRunner(cpu));
      return;
    }
    const candidates = this.waiting.filter(
      (other) => (other.cpu < 0 || other.cpu === cpu) && other.readyAt <= this.clocks[cpu]!,
    );
    const idle = this.idles[cpu];
    if (idle !== undefined && idle !== runner) candidates.push(idle);
    if (candidates.length === 0) return;
    const next = this.pick(candidates);
    const ends = !runner.idle && this.waiting.length > 3 && this.chance(12);
    if (this.chance(75)) {
      this.enter(cpu, runner, this.newCall(runner, ends ? 'do_exit' : 'schedule', undefined));
      if (this.shape.events && this.chance(30)) {
        const text = `prev_comm=${runner.task.comm} ==> next_comm=${next.task.comm}`;
        this.record(cpu, { type: 'event', name: 'sched_switch', text }, runner);
      }
    }
    if (!next.idle) this.waiting.splice(this.waiting.indexOf(next), 1);
    if (!runner.idle && !ends) {
      runner.readyAt = this.clocks[cpu]!;
      this.waiting.push(runner);
    }
    this.current[cpu] = next;
    this.tick(cpu, true);
    if (next.stack.at(-1)?.name === 'schedule' && this.chance(85)) this.leave(cpu, next);
  }
}

/** Cuts what a ring buffer would not hold any more, and what is lost in its middle. */
function keep(buffers: readonly Occurrence[][], shape: Shape, random: (below: number) => number): Forest {
  const times = buffers.flat().map(({ ns }) => ns).sort((a, b) => a - b); // prettier-ignore
  const commonFrom = times[random(Math.ceil(times.length / 3))] ?? 0;
  const commonTo = times[times.length - 1 - random(Math.ceil(times.length / 8))] ?? 0;
  const whole = random(4) === 0;
  const cpus = buffers.map((buffer) => {
    let kept = buffer;
    if (shape.ragged) {
      kept = buffer.slice(random(Math.ceil(buffer.length / 2)), buffer.length - random(4));
    } else if (!whole) kept = buffer.filter(({ ns }) => ns >= commonFrom && ns <= commonTo);
    let losses = 0;
    let lost = 0;
    return kept.flatMap((occurrence): Kept[] => {
      if (shape.lossy && (lost > 0 ? random(100) < 80 : random(100) < 4)) {
        lost++;
        return [];
      }
      if (lost > 0) losses++;
      const record = { occurrence, lost, losses };
      lost = 0;
      return [record];
    });
  });
  return { cpus };
}

/** The forest of a seed: the same in every run. */
export function growForest(seed: number, shape: Shape): Forest {
  const random = randomNumbers(seed);
  const simulation = new Simulation(random, shape);
  simulation.run();
  return keep(simulation.buffers, shape, random);
}

/** The interrupt entry that a call is, or below which it runs. */
export function irqRootOf(call: Call): Call | undefined {
  for (let at: Call | undefined = call; at !== undefined; at = at.parent) if (at.inIrqSection) return at;
  return undefined;
}

/** All records in the order in which a reader gets them: by time. */
export function inTimeOrder(forest: Forest): Kept[] {
  return forest.cpus.flat().sort((a, b) => a.occurrence.ns - b.occurrence.ns);
}
