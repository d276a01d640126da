/** Which forests are printed with which options: drawn from a seed, so that the text tells what is asked of it. */
import { randomNumbers } from '../random';
import { growForest, type Shape } from './forest';
import { printAsKernel, type KernelOptions } from './kernelPrinter';
import { printAsTraceCmd, type TraceCmdOptions } from './traceCmdPrinter';
import { Undecidable, type PrintedForest } from './truth';

/** A forest and how it is printed. */
export interface ForestCase {
  readonly seed: number;
  readonly shape: Shape;
  readonly print: { readonly kernel: KernelOptions } | { readonly traceCmd: TraceCmdOptions };
}

type Random = (below: number) => number;

function chance(random: Random, of100: number): boolean {
  return random(100) < of100;
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)]!;
}

function drawKernelOptions(random: Random): KernelOptions {
  const reltime = chance(random, 6);
  const duration = chance(random, 85);
  const generation = pick(random, ['before 6.5', 'before 6.13', 'newest', 'newest']);
  const newest = generation === 'newest';
  const latency = pick(random, ['none', 'none', 'none', 'bar', 'noBar'] as const);
  return {
    time: reltime ? 'reltime' : pick(random, ['none', 'abstime']),
    cpu: reltime || chance(random, 85),
    proc: chance(random, 45),
    // Before 5.1 nothing stands between the flags and the body of a line without duration.
    latency: latency === 'noBar' && (!duration || reltime) ? 'bar' : latency,
    duration,
    overhead: chance(random, 85),
    irqs: chance(random, 80),
    tail: chance(random, 30),
    overrun: chance(random, 10),
    args: newest && chance(random, 50),
    retval: generation === 'before 6.5' || chance(random, 50) ? 'none' : newest ? 'ret' : 'equals',
    retaddr: newest && chance(random, 50),
    context: chance(random, 95),
    header: chance(random, 70),
    arrows: pick(random, ['none', 'both', 'both', 'old']),
    cpuWidth: pick(random, [1, 1, 2, 3]),
    lostCount: chance(random, 60),
  };
}

function drawTraceCmdOptions(random: Random): TraceCmdOptions {
  const body = pick(random, [
    'graph',
    'graph',
    'graph',
    'graph',
    'noPlugins',
    'raw',
    'rawWithAddresses',
  ] as const);
  return {
    body,
    latency: body !== 'rawWithAddresses' && chance(random, 30),
    flags: chance(random, 50),
    difference: chance(random, 15),
    nanoseconds: chance(random, 40),
    tail: chance(random, 30),
    depth: chance(random, 30),
    retval: chance(random, 30),
    args: chance(random, 30),
    retaddr: chance(random, 30),
  };
}

/** A forest whose tasks these columns can tell. */
function drawShape(random: Random, cpuKnown: boolean, taskKnown: boolean, steps: number): Shape {
  const severalTasks = cpuKnown || taskKnown;
  const migrating = severalTasks && chance(random, 35);
  return {
    cpus: severalTasks ? pick(random, [1, 2, 2, 3, 4]) : 1,
    tasks: severalTasks ? random(7) : 0,
    idle: cpuKnown && chance(random, 50),
    migrating,
    lossy: cpuKnown && !migrating && chance(random, 30),
    ragged: !migrating && chance(random, 40),
    irqs: chance(random, 60),
    oddIrqs: chance(random, 40),
    oddComms: chance(random, 40),
    events: chance(random, 50),
    deep: chance(random, 8),
    backwards: chance(random, 10),
    steps,
  };
}

/** The case of a seed, of the kernel's text or of trace-cmd's. */
export function drawCase(seed: number, from: 'kernel' | 'traceCmd', steps: number): ForestCase {
  const random = randomNumbers(seed);
  if (from === 'traceCmd') {
    const traceCmd = drawTraceCmdOptions(random);
    return { seed, shape: drawShape(random, true, true, steps), print: { traceCmd } };
  }
  const kernel = drawKernelOptions(random);
  const { context, cpu, proc } = kernel;
  return { seed, shape: drawShape(random, context && cpu, context && proc, steps), print: { kernel } };
}

/** The text and the rows of a case; undefined where the text cannot tell. */
export function printCase({ seed, shape, print }: ForestCase): PrintedForest | undefined {
  const forest = growForest(seed, shape);
  try {
    return 'kernel' in print ? printAsKernel(forest, print.kernel) : printAsTraceCmd(forest, print.traceCmd);
  } catch (error) {
    if (error instanceof Undecidable) return undefined;
    throw error;
  }
}

/** The same case with less in it, as long as it still `fails`. */
export function smallest(failing: ForestCase, fails: (smaller: ForestCase) => boolean): ForestCase {
  let best = failing;
  const attempt = (shape: Shape): void => {
    const smaller = { ...best, shape };
    if (fails(smaller)) best = smaller;
  };
  const fewest = (): void => {
    for (let steps = 1; steps < best.shape.steps; steps++) {
      const smaller = { ...best, shape: { ...best.shape, steps } };
      if (fails(smaller)) best = smaller;
    }
  };
  fewest();
  for (const [name, value] of Object.entries(best.shape)) {
    if (value === true) attempt({ ...best.shape, [name]: false });
  }
  for (let cpus = 1; cpus < best.shape.cpus; cpus++) attempt({ ...best.shape, cpus });
  for (let tasks = 0; tasks < best.shape.tasks; tasks++) attempt({ ...best.shape, tasks });
  fewest();
  return best;
}
