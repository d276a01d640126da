import type { FilterSpec } from '../model/filterSpec';

/** Filters by name. */
export const FILTER_PRESETS = {
  /**
   * The filters of github.com/nabla-containers/nabla-measurements (ISC): filter-start, filter-errors, filter-interrupts,
   * per task. Their names are kept literal, those of x86 kernels before 5.8, so that numbers compare.
   */
  nabla: {
    withoutInterrupts: true,
    interruptFunctions: [
      '*do_softirq*',
      '*smp_apic_timer_interrupt*',
      '*smp_call_function_single_interrupt*',
      '*smp_irq_work_interrupt*',
      '*smp_reschedule_interrupt*',
    ],
    fromFirstEntry: true,
    entryFunctions: ['SyS', 'do_syscall', 'kthread_should_stop', 'sys', 'vcpu_enter_guest'],
    strictNesting: true,
  },
  /** The conditions of "Say Goodbye to Virtualization for a Safer Cloud" (HotCloud'18): interrupts ignored. */
  paper: { withoutInterrupts: true },
} as const satisfies Record<string, FilterSpec>;

/** Name of a preset. */
export type FilterPreset = keyof typeof FILTER_PRESETS;

/** The names of all presets. */
export const PRESET_NAMES = Object.keys(FILTER_PRESETS) as readonly FilterPreset[];

/** The preset of this name; undefined where there is none. */
export function filterPreset(name: string): FilterSpec | undefined {
  return Object.hasOwn(FILTER_PRESETS, name) ? FILTER_PRESETS[name as FilterPreset] : undefined;
}
