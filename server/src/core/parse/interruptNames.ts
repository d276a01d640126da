import { matchesGlob } from '../text/glob';

/**
 * Functions with which an interrupt begins, or which it runs one behind the other on the interrupted task's stack.
 * `*` stands for anything. From the sources named; the older ones from traces of their time.
 */
export const INTERRUPT_FUNCTIONS: readonly string[] = [
  // x86, arch/x86/include/asm/idtentry.h, kernel/entry/common.c, kernel/softirq.c, 5.8 to 7.3
  'asm_sysvec_*',
  'asm_common_interrupt',
  'sysvec_*',
  '__sysvec_*',
  'common_interrupt',
  '__common_interrupt',
  'irq_enter',
  'irq_enter_rcu',
  'irq_exit',
  'irq_exit_rcu',
  '__irq_exit_rcu',
  'raw_irqentry_exit_cond_resched',
  'irqentry_exit_cond_resched',
  '__hrtimer_rearm_deferred',
  'exc_nmi',
  'asm_exc_nmi',
  // x86 before 5.8, arch/x86/include/asm/hw_irq.h
  'do_IRQ',
  'do_nmi',
  'smp_*interrupt',
  // arm64, arch/arm64/kernel/entry-common.c, drivers/irqchip, 2.6 to 7.3
  'gic_handle_irq',
  'do_interrupt_handler',
  'el0_irq',
  'el1_irq',
  'el0_interrupt',
  'el1_interrupt',
  'el?_irq_*',
  'el0t_64_irq_handler',
  'el1h_64_irq_handler',
  '__el0_irq_handler_common',
  'bcm2836_arm_irqchip_handle_irq',
  // other architectures
  'handle_IRQ',
  'handle_arch_irq',
  'generic_handle_arch_irq',
  '__handle_domain_irq',
  'handle_IPI',
  'riscv_intc_irq',
  'do_irq',
  'timer_interrupt',
  'do_ext_irq',
  'do_io_irq',
];

/** Tells the functions of interrupts by a list of names and patterns: `*` stands for anything, `?` for one character. */
export class InterruptNames {
  private readonly exact = new Set<string>();
  /** What a name has to begin with is asked first: a long trace has many names, and few of interrupts. */
  private readonly patterns: { readonly begin: string; readonly pattern: string }[] = [];

  constructor(readonly names: readonly string[] = INTERRUPT_FUNCTIONS) {
    for (const name of names) {
      const wild = name.search(/[*?]/);
      if (wild >= 0) this.patterns.push({ begin: name.slice(0, wild), pattern: name });
      else this.exact.add(name);
    }
  }

  /** A name of such a function begins with one of these. */
  get beginnings(): string[] {
    return [...this.exact, ...this.patterns.map(({ begin }) => begin)];
  }

  /** Whether `name` is the name of such a function. */
  has(name: string): boolean {
    if (this.exact.has(name)) return true;
    for (const { begin, pattern } of this.patterns)
      if (name.startsWith(begin) && matchesGlob(pattern, name)) return true;
    return false;
  }
}
