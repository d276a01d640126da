/** The functions by which tasks enter the kernel: the width of its interface. */

/**
 * System calls: arch/x86/include/asm/syscall_wrapper.h (4.17 to 7.3), arch/arm64/include/asm/syscall_wrapper.h (4.19 on), and
 * include/linux/syscalls.h for all others. `__se_sys_*` and `__do_sys_*` are their callees, so no entries of their own…
 */
const SYSTEM_CALL =
  /^(?:(?:__(?:x64|ia32|ia32_compat|arm64|arm64_compat|riscv|riscv_compat|s390|s390x)_)?sys_|compat_sys_|(?:compat_)?SyS_)\w+$/;

/** …but where the call has no arguments: SYSCALL_DEFINE0 makes `__x64_sys_getpid` an alias of `__do_sys_getpid`. */
const WITHOUT_ARGUMENTS =
  /^__do_sys_(?:fork|getegid|geteuid|getgid|getpgrp|getpid|getppid|gettid|getuid|inotify_init|munlockall|pause|restart_syscall|rt_sigreturn|sched_yield|setsid|sgetmask|sigreturn|sync|vfork|vhangup)$/;

/** Drivers of screens, and of what switches a machine off, have the same beginning: no system call is called like that. */
const NO_SYSTEM_CALL = /^sys_(?:fillrect|copyarea|imageblit|off_\w+)$/;

/** Faults: arch/x86/include/asm/idtentry.h (5.8 on), arch/x86/mm/fault.c before, arch/arm64/mm/fault.c. */
const FAULT =
  /^(?:exc_(?:page_fault|general_protection|int3|debug|divide_error|invalid_op|alignment_check|device_not_available|overflow|bounds)|do_page_fault|do_mem_abort|do_sp_pc_abort|do_translation_fault)$/;

/** Why a guest left guest mode: svm_exit_handlers and kvm_vmx_exit_handlers of arch/x86/kvm, arch/arm64/kvm/handle_exit.c. */
const GUEST_EXIT =
  /^(?:\w+_interception|avic_(?:incomplete_ipi|unaccelerated_access)_interception|handle_(?:exception_nmi|external_interrupt|triple_fault|nmi_window|io|cr|dr|interrupt_window|invlpg|apic_access|apic_write|apic_eoi_induced|machine_check|task_switch|ept_violation|ept_misconfig|desc|preemption_timer|pml_full|bus_lock_vmexit|notify)|kvm_emulate_(?:cpuid|rdmsr|wrmsr|halt|hypercall|rdpmc|wbinvd|xsetbv)|kvm_handle_(?:wfx|guest_abort|guest_debug|sys_reg|cp15_32|cp15_64)|handle_(?:hvc|smc))$/;

/**
 * What stands at the top of a trace although nobody enters the kernel by it: the work before and behind a system call or an
 * interrupt, and the end of a context switch, whose callers cannot be traced. kernel/entry/common.c, include/linux/entry-common.h,
 * 5.8 to 7.3; arch/x86/entry/common.c before; arch/arm64/kernel/entry-common.c; kernel/sched/core.c.
 */
const AROUND_ENTRY =
  /^(?:syscall_(?:enter_from|exit_to)_user_mode\w*|(?:arch_)?(?:enter_from|exit_to)_user_mode\w*|irqentry_(?:enter|exit)\w*|prepare_exit_to_user\w*|syscall_(?:trace_enter|return_slowpath|slow_exit_work|exit_work)|do_notify_resume|(?:enter_from|exit_to)_kernel_mode|switch_mm\w*|finish_task_switch)(?:\.[\w.]+)?$/;

/** Whether a top-level call of this function is no way into the kernel, but what surrounds one. */
export function isAroundEntry(name: string): boolean {
  return AROUND_ENTRY.test(name);
}

/** Whether a function is one by which a task enters the kernel, as far as its name tells. */
export function isEntryFunction(name: string): boolean {
  if (NO_SYSTEM_CALL.test(name)) return false;
  return [SYSTEM_CALL, WITHOUT_ARGUMENTS, FAULT, GUEST_EXIT].some((names) => names.test(name));
}
