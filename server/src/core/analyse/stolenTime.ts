/** Which calls take time from those that they are part of: the task was off its cpu, or an interrupt had it. */
import type { LineTable } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';

/** Functions in which a task gives its cpu away and comes back later. kernel/sched/core.c, 2.6 to 7.3. */
const SCHEDULERS = [
  'schedule',
  '__schedule',
  'schedule_idle',
  'schedule_rtlock',
  'schedule_preempt_disabled',
  'preempt_schedule',
  'preempt_schedule_common',
  'preempt_schedule_irq',
  'preempt_schedule_notrace',
];

/** Says of the line of a call, from 0, whether it is such a one. */
export type CallTest = (line: number) => boolean;

/** Tells calls in which the task is off its cpu. */
export function schedulerCalls({ names }: Trace, lines: LineTable): CallTest {
  const ids = new Set<NameId>(SCHEDULERS.map((name) => names.find(name)));
  return (line) => {
    const name = lines.name(line);
    return name >= 0 && ids.has(name);
  };
}

/** Tells the functions of interrupts, by their names or by their place. */
export function interruptCalls({ interruptFunctions, unnamedInterrupts }: Trace, lines: LineTable): CallTest {
  return (line) => interruptFunctions[lines.name(line)] === 1 || unnamedInterrupts.has(line);
}
