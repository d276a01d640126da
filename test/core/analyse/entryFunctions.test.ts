import assert from 'node:assert/strict';
import { isEntryFunction } from '../../../server/src/core/analyse/entryFunctions';

describe('the functions by which tasks enter the kernel', () => {
  // Names as kernels print them; where they stand in the source is said beside them.
  for (const [what, names] of [
    [
      'system calls of x86, arm64, riscv, s390 (syscall_wrapper.h of each)',
      '__x64_sys_read __ia32_sys_read __ia32_compat_sys_ioctl __arm64_sys_openat __arm64_compat_sys_fcntl64 __riscv_sys_mmap __s390x_sys_brk __s390_sys_brk',
    ],
    [
      'system calls before 4.17, and of others (include/linux/syscalls.h)',
      'sys_read SyS_write compat_SyS_ioctl compat_sys_ioctl sys_recvfrom',
    ],
    [
      'system calls without arguments, which print another name (SYSCALL_DEFINE0)',
      '__do_sys_getpid __do_sys_sched_yield __do_sys_fork __do_sys_rt_sigreturn',
    ],
    ['faults', 'exc_page_fault do_page_fault exc_general_protection do_mem_abort'],
    [
      'exits from a guest on AMD (svm_exit_handlers)',
      'npf_interception msr_interception avic_incomplete_ipi_interception interrupt_window_interception',
    ],
    [
      'exits from a guest on Intel (kvm_vmx_exit_handlers) and arm64',
      'handle_ept_violation handle_io handle_external_interrupt kvm_emulate_halt kvm_emulate_wrmsr kvm_handle_guest_abort handle_hvc',
    ],
  ] as const) {
    it(`are ${what}`, () => {
      for (const name of names.split(' ')) assert.ok(isEntryFunction(name), name);
    });
  }

  it('are none of those that only sound like it', () => {
    const callees =
      '__se_sys_read __do_sys_openat2 ksys_read do_sys_poll __sys_accept4 x64_sys_call do_syscall_64 el0_svc syscall_exit_to_user_mode_prepare';
    const others =
      'handle_mm_fault __handle_mm_fault handle_softirqs br_handle_frame kvm_mmu_page_fault x86_emulate_insn kvm_emulate_instruction exit_to_user_mode_prepare irq_enter_rcu sys_ my_sys_read __x64_sys_';
    // Drivers of screens (drivers/video/fbdev/core), and what runs when the machine goes off (kernel/reboot.c).
    const drivers = 'sys_fillrect sys_copyarea sys_imageblit sys_off_notify';
    for (const name of `${callees} ${others} ${drivers}`.split(' ')) assert.ok(!isEntryFunction(name), name);
  });

  it('are looked for in bounded time', () => {
    assert.ok(!isEntryFunction(`${'interception_'.repeat(100_000)}x!`));
    assert.ok(isEntryFunction(`${'a'.repeat(1_000_000)}_interception`));
  });
});
