/** The kernel's own text. Excerpts of recordings, and what the format specification says of older and newer kernels. */
import type { Format } from './format';

const on = (cpu: number): { cpu: number } => ({ cpu });

export const KERNEL_FORMATS: Readonly<Record<string, Format>> = {
  default: {
    text: `
# tracer: function_graph
#
# CPU  DURATION                  FUNCTION CALLS
# |     |   |                     |   |   |   |
 0)               |  __x64_sys_close() {
 0)   2.244 us    |    file_close_fd();
 11)   1.122 us    |    filp_flush();
 0)   8.793 us    |  }
`,
    calls: [
      [5, 8, '__x64_sys_close', 0, 8793, 6549, null, on(0)],
      [6, 6, 'file_close_fd', 1, 2244, 2244, 5, on(0)],
      [7, 7, 'filp_flush', 1, 1122, 1122, null, on(11)],
    ],
  },
  durations: {
    text: `
 0)   0.842 us    |  none();
 0) + 12.345 us   |  plus();
 0) ! 123.456 us  |  bang();
 0) # 1234.567 us |  hash();
 0) * 12345.67 us |  star();
 0) @ 119760.2 us |  at();
 0) $ 3594274 us  |  dollar();
 0) ! 1000131 us |  old();
 0) $ 123456789 us |  wide();
 0)   18446744073709551 us |  backwards();
`,
    calls: [
      [1, 1, 'none', 0, 842, 842, null, on(0)],
      [2, 2, 'plus', 0, 12_345, 12_345, null, on(0)],
      [3, 3, 'bang', 0, 123_456, 123_456, null, on(0)],
      [4, 4, 'hash', 0, 1_234_567, 1_234_567, null, on(0)],
      [5, 5, 'star', 0, 12_345_670, 12_345_670, null, on(0)],
      [6, 6, 'at', 0, 119_760_200, 119_760_200, null, on(0)],
      [7, 7, 'dollar', 0, 3_594_274_000, 3_594_274_000, null, on(0)],
      [8, 8, 'old', 0, 1_000_131_000, 1_000_131_000, null, on(0)],
      [9, 9, 'wide', 0, 123_456_789_000, 123_456_789_000, null, on(0)],
      [10, 10, 'backwards', 0, null, null, null, on(0)],
    ],
  },
  abstime: {
    text: `
   24.520774 |   0)               |  vfs_read() {
   24.520775 |   0)   0.781 us    |    rw_verify_area();
 12345.678901 |   1)   0.500 us    |  mutex_unlock();
   24.520781 |   0)   7.000 us    |  }
`,
    calls: [
      [1, 4, 'vfs_read', 0, 7000, 6219, null, { cpu: 0, startNs: 24_520_774_000 }],
      [2, 2, 'rw_verify_area', 1, 781, 781, 1, { cpu: 0, startNs: 24_520_775_000 }],
      [3, 3, 'mutex_unlock', 0, 500, 500, null, { cpu: 1, startNs: 12_345_678_901_000 }],
    ],
  },
  proc: {
    text: `
 0)    find-69     |   0.781 us    |  free_swap_cache();
 1)    <idle>-0    |               |  tick_nohz_idle_exit() {
 0)   <...>-1215   |   1.000 us    |  vfs_write();
 1)    <idle>-0    |   2.000 us    |  }
 0)  tokio-r-3604  |   1.000 us    |  sock_poll();
 1)  a | 0) -77    |   1.000 us    |  fput();
 0) kworker-1234567 |   1.000 us    |  process_one_work();
`,
    calls: [
      [1, 1, 'free_swap_cache', 0, 781, 781, null, { cpu: 0, pid: 69, comm: 'find' }],
      [2, 4, 'tick_nohz_idle_exit', 0, 2000, 2000, null, { cpu: 1, pid: 0, comm: '<idle>' }],
      [3, 3, 'vfs_write', 0, 1000, 1000, null, { cpu: 0, pid: 1215, comm: '<...>' }],
      [5, 5, 'sock_poll', 0, 1000, 1000, null, { cpu: 0, pid: 3604, comm: 'tokio-r' }],
      [6, 6, 'fput', 0, 1000, 1000, null, { cpu: 1, pid: 77, comm: 'a | 0)' }],
      [7, 7, 'process_one_work', 0, 1000, 1000, null, { cpu: 0, pid: 1234567, comm: 'kworker' }],
    ],
  },
  'latency-format': {
    text: `
# function_graph latency trace v1.1.5 on 6.12.0
 0)    find-69     |  ...1. |   0.781 us    |  free_swap_cache();
 0)    find-69     |  d.h3. |               |  ktime_get() {
 0)    find-69     |  d.h3. | + 12.000 us   |  }
 0)    find-69     |  dNZ4  |   0.500 us    |  nmi_handle();
`,
    calls: [
      [2, 2, 'free_swap_cache', 0, 781, 781, null, { cpu: 0, pid: 69, comm: 'find' }],
      [3, 4, 'ktime_get', 0, 12_000, 12_000, null, { cpu: 0, pid: 69, comm: 'find', irq: true }],
      [5, 5, 'nmi_handle', 0, 500, 500, null, { cpu: 0, pid: 69, comm: 'find', irq: true }],
    ],
  },
  'latency-format-old': {
    text: `
 0)    find-69     |  d..1              |  vfs_read() {
 0)    find-69     |  d..1  0.781 us    |    fsnotify();
 0)    find-69     |  d..1+ 12.000 us   |  }
`,
    calls: [
      [1, 3, 'vfs_read', 0, 12_000, 11_219, null, { cpu: 0, pid: 69, comm: 'find' }],
      [2, 2, 'fsnotify', 1, 781, 781, 1, { cpu: 0, pid: 69, comm: 'find' }],
    ],
  },
  'display-graph': {
    text: `
# tracer: irqsoff
#
#   REL TIME      CPU  TASK/PID       ||||     DURATION                  FUNCTION CALLS
#      |          |     |    |        ||||      |   |                     |   |   |   |
        0 us |   1)     sh-956     |  dN.1. |   0.000 us    |  irqentry_enter();
        5 us |   1)     sh-956     |  dN.2. |               |    irq_enter_rcu() {
        7 us |   1)     sh-956     |  dN.2. |   0.851 us    |      preempt_count_add();
       10 us |   1)     sh-956     |  dNh2. |   4.276 us    |    }
`,
    calls: [
      [5, 5, 'irqentry_enter', 0, 0, 0, null, { cpu: 1, pid: 956, comm: 'sh', startNs: 0 }],
      [
        6,
        8,
        'irq_enter_rcu',
        1,
        4276,
        3425,
        null,
        { cpu: 1, pid: 956, comm: 'sh', startNs: 5000, irq: true },
      ],
      [7, 7, 'preempt_count_add', 2, 851, 851, 6, { cpu: 1, pid: 956, comm: 'sh', startNs: 7000, irq: true }],
    ],
  },
  'nofuncgraph-cpu': {
    text: `
               |  vfs_read() {
  0.781 us    |    rw_verify_area();
# 1837.709 us |  }
   find-69     |               |  vfs_write() {
   find-69     | + 12.000 us   |  }
`,
    calls: [
      [1, 3, 'vfs_read', 0, 1_837_709, 1_836_928, null, { pid: 69, comm: 'find' }],
      [2, 2, 'rw_verify_area', 1, 781, 781, 1, { pid: 69, comm: 'find' }],
      [4, 5, 'vfs_write', 0, 12_000, 12_000, null, { pid: 69, comm: 'find' }],
    ],
  },
  'nofuncgraph-duration': {
    text: `
 0) vfs_read() {
 0)   rw_verify_area();
 0) }
   13.266968 |   ...1. | fput();
   find-69     |   free_swap_cache();
`,
    calls: [
      [1, 3, 'vfs_read', 0, null, null, null, on(0)],
      [2, 2, 'rw_verify_area', 1, null, null, 1, on(0)],
      [4, 4, 'fput', 0, null, null, null, { startNs: 13_266_968_000 }],
      [5, 5, 'free_swap_cache', 1, null, null, null, { pid: 69, comm: 'find' }],
    ],
  },
  'nocontext-info': {
    text: `
# tracer: function_graph
#
  } /* fput */
  vfs_read() {
    rw_verify_area();
  }
`,
    calls: [
      [null, 3, 'fput', 1, null, null, null],
      [4, 6, 'vfs_read', 1, null, null, null],
      [5, 5, 'rw_verify_area', 2, null, null, 4],
    ],
  },
  toggled: {
    text: `
 0)   1.000 us    |  vfs_read();
 0)     sh-12      |   1.000 us    |  vfs_write();
 0)     sh-12      |               |  vfs_open() {
 0)     sh-12      |   2.000 us    |  } /* vfs_open */
 0)   1.000 us    |  fput();
`,
    calls: [
      // No banner: the task that is named next is the one that ran before.
      [1, 1, 'vfs_read', 0, 1000, 1000, null, { cpu: 0, pid: 12, comm: 'sh' }],
      [2, 2, 'vfs_write', 0, 1000, 1000, null, { cpu: 0, pid: 12, comm: 'sh' }],
      [3, 4, 'vfs_open', 0, 2000, 2000, null, { cpu: 0, pid: 12, comm: 'sh' }],
      // A switch of tasks would have left a banner: it is still the same.
      [5, 5, 'fput', 0, 1000, 1000, null, { cpu: 0, pid: 12, comm: 'sh' }],
    ],
  },
  'several-traces': {
    text: `
# tracer: function_graph
#
 0)               |  vfs_read() {
# tracer: function_graph
#
 0)   1.000 us    |    fput();
 0)   9.000 us    |  }
`,
    calls: [
      [3, null, 'vfs_read', 0, null, null, null, on(0)],
      [6, 6, 'fput', 1, 1000, 1000, null, on(0)],
      [null, 7, null, 0, 9000, null, null, on(0)],
    ],
  },
  names: {
    text: `
 0)               |  ext4_sync_file [ext4]() {
 0)   1.000 us    |    free_to_pcs.isra.0.cold();
 0)   1.000 us    |    0xffffffffc0a81000();
 0)   1.000 us    |    .sys_read();
 0)   1.000 us    |    bpf_prog_6deef7357e7b4530_f [bpf]();
 0) + 13.000 us   |  } /* ext4_sync_file [ext4] */
 0)   1.000 us    |  } /* kmem_cache_free() */
`,
    calls: [
      [1, 6, 'ext4_sync_file', 0, 13_000, 9000, null, { cpu: 0, module: 'ext4' }],
      [2, 2, 'free_to_pcs.isra.0.cold', 1, 1000, 1000, 1, on(0)],
      [3, 3, '0xffffffffc0a81000', 1, 1000, 1000, 1, on(0)],
      [4, 4, '.sys_read', 1, 1000, 1000, 1, on(0)],
      [5, 5, 'bpf_prog_6deef7357e7b4530_f', 1, 1000, 1000, 1, { cpu: 0, module: 'bpf' }],
      [null, 7, 'kmem_cache_free', 0, 1000, null, null, on(0)],
    ],
  },
  'funcgraph-tail': {
    text: `
 0)               |  vfs_read() {
 0)               |    fsnotify() {
 0)   1.000 us    |    } /* fsnotify */
 0)   3.000 us    |  } /* vfs_read */
`,
    calls: [
      [1, 4, 'vfs_read', 0, 3000, 2000, null, on(0)],
      [2, 3, 'fsnotify', 1, 1000, 1000, 1, on(0)],
    ],
  },
  'cut-calls': {
    text: `
 0)   0.781 us    |    }
 0)   2.000 us    |  } /* vfs_read */
 0)               |  vfs_write() {
 0)               |    fsnotify() {
 0)   1.000 us    |  } /* vfs_open */
 0)               |  do_exit() {
 0)   1.000 us    |    fput();
`,
    calls: [
      [null, 1, null, 1, 781, null, null, on(0)],
      [null, 2, 'vfs_read', 0, 2000, null, null, on(0)],
      [3, null, 'vfs_write', 0, null, null, null, on(0)],
      [4, null, 'fsnotify', 1, null, null, 3, on(0)],
      [null, 5, 'vfs_open', 0, 1000, null, null, on(0)],
      [6, null, 'do_exit', 0, null, null, null, on(0)],
      [7, 7, 'fput', 1, 1000, 1000, 6, on(0)],
    ],
  },
  tracing_thresh: {
    text: `
 1) ! 260.593 us  |      } /* free_pages_and_swap_cache */
 1) ! 273.943 us  |    } /* tlb_batch_pages_flush */
 1) ! 313.152 us  |  } /* tlb_finish_mmu */
`,
    calls: [
      [null, 1, 'free_pages_and_swap_cache', 2, 260_593, null, null, on(1)],
      [null, 2, 'tlb_batch_pages_flush', 1, 273_943, null, null, on(1)],
      [null, 3, 'tlb_finish_mmu', 0, 313_152, null, null, on(1)],
    ],
  },
  'funcgraph-args': {
    text: `
 0)               |  vfs_read(file=0xffff8881538df980, count=0x1000) {
 0)   1.000 us    |    find_pid(type=2 [PIDTYPE_TGID], s=(FOO)[0x1:0x2], f=(x() {), ...);
 0)   9.000 us    |  }
`,
    calls: [
      [1, 3, 'vfs_read', 0, 9000, 8000, null, { cpu: 0, args: 'file=0xffff8881538df980, count=0x1000' }],
      [
        2,
        2,
        'find_pid',
        1,
        1000,
        1000,
        1,
        { cpu: 0, args: 'type=2 [PIDTYPE_TGID], s=(FOO)[0x1:0x2], f=(x() {), ...' },
      ],
    ],
  },
  'funcgraph-retval': {
    text: `
 0)               |  vfs_read() {
 0)   1.000 us    |    fsnotify(); /* = 0x0 */
 0)   9.000 us    |  } /* vfs_read = -22 */
 0)               |  vfs_write() {
 0)   1.000 us    |    fsnotify(); /* ret=0x1 */
 0)   9.000 us    |  } /* vfs_write ret=0xffffffea */
`,
    calls: [
      [1, 3, 'vfs_read', 0, 9000, 8000, null, { cpu: 0, ret: '-22' }],
      [2, 2, 'fsnotify', 1, 1000, 1000, 1, { cpu: 0, ret: '0x0' }],
      [4, 6, 'vfs_write', 0, 9000, 8000, null, { cpu: 0, ret: '0xffffffea' }],
      [5, 5, 'fsnotify', 1, 1000, 1000, 4, { cpu: 0, ret: '0x1' }],
    ],
  },
  'funcgraph-retaddr': {
    text: `
 0)               |  remove_vma(vma=0xff1100010070ac00) { /* <-tear_down_vmas+0x5c/0xd0 */
 0)   0.881 us    |    fput(f=0xff11); /* <-ext4_put+0x25/0x50 [ext4] ret=-22 */
 0)   5.127 us    |  } /* remove_vma ret=0x0 */
`,
    calls: [
      [
        1,
        3,
        'remove_vma',
        0,
        5127,
        4246,
        null,
        { cpu: 0, args: 'vma=0xff1100010070ac00', retaddr: 'tear_down_vmas+0x5c/0xd0', ret: '0x0' },
      ],
      [
        2,
        2,
        'fput',
        1,
        881,
        881,
        1,
        { cpu: 0, args: 'f=0xff11', retaddr: 'ext4_put+0x25/0x50 [ext4]', ret: '-22' },
      ],
    ],
  },
  'never-merged': {
    text: `
 0)               |  vfs_read() { /* A=ksys_read+0x1/0x2 */
 0)   1.000 us    |    fsnotify(); /* V=0x0 A=vfs_read+0x1/0x2 */
 0)   9.000 us    |  } /* vfs_read V=0x1 */
 0)               |  vfs_write() {
 0)   9.000 us    |  } /* ret=1 */
`,
    calls: [
      [1, 3, 'vfs_read', 0, 9000, 8000, null, { cpu: 0, retaddr: 'ksys_read+0x1/0x2', ret: '0x1' }],
      [2, 2, 'fsnotify', 1, 1000, 1000, 1, { cpu: 0, retaddr: 'vfs_read+0x1/0x2', ret: '0x0' }],
      [4, 5, 'vfs_write', 0, 9000, 9000, null, { cpu: 0, ret: '1' }],
    ],
  },
  events: {
    text: `
 0)               |  vfs_read() {
 0)               |  /* sched_waking: comm=kworker/0:1 pid=12 prio=120 target_cpu=000 */
 0)               |    /* a */ } | 5 us b() { */
 0)               |    /* first
second
} last */
 0)   9.000 us    |  }
`,
    calls: [[1, 7, 'vfs_read', 0, 9000, 9000, null, on(0)]],
  },
  arrows: {
    text: `
 1)               |  vfs_read() {
 1)   ==========> |
 1)               |    handle_my_irq() {
 1)   1.000 us    |      fput();
 1)   3.000 us    |    }
 1)   <========== |
 1)   9.000 us    |  }
`,
    calls: [
      [1, 7, 'vfs_read', 0, 9000, 6000, null, on(1)],
      [3, 5, 'handle_my_irq', 1, 3000, 2000, 1, { cpu: 1, irq: true }],
      [4, 4, 'fput', 2, 1000, 1000, 3, { cpu: 1, irq: true }],
    ],
  },
  interrupts: {
    text: `
 0)               |  vfs_read() {
 0)   1.000 us    |    fsnotify();
 0)               |      sysvec_apic_timer_interrupt() {
 0)   2.000 us    |      }
 0)   9.000 us    |  }
 0)               |  vfs_write() {
 0)               |  sysvec_reschedule_ipi() {
 0)   2.000 us    |  }
 0)   1.000 us    |    fsnotify();
 0)   9.000 us    |  }
`,
    calls: [
      [1, 5, 'vfs_read', 0, 9000, 6000, null, { cpu: 0, irqNs: 2000 }],
      [2, 2, 'fsnotify', 1, 1000, 1000, 1, on(0)],
      [3, 4, 'sysvec_apic_timer_interrupt', 2, 2000, 2000, 1, { cpu: 0, irq: true }],
      [6, 10, 'vfs_write', 0, 9000, 6000, null, { cpu: 0, irqNs: 2000 }],
      [7, 8, 'sysvec_reschedule_ipi', 0, 2000, 2000, 6, { cpu: 0, irq: true }],
      [9, 9, 'fsnotify', 1, 1000, 1000, 6, on(0)],
    ],
  },
  switches: {
    text: `
 0)               |  schedule() {
 ------------------------------------------
 0)   bash-3173    =>    <idle>-0   
 ------------------------------------------

 0)   1.000 us    |  fput();
 ------------------------------------------
 0)    <idle>-0    =>   bash-3173   
 ------------------------------------------

 0)   9.000 us    |  }
`,
    calls: [
      [1, 11, 'schedule', 0, 9000, 9000, null, { cpu: 0, pid: 3173, comm: 'bash' }],
      [6, 6, 'fput', 0, 1000, 1000, null, { cpu: 0, pid: 0, comm: '<idle>' }],
    ],
  },
  migration: {
    text: `
 0)     sh-12      |               |  vfs_read() {
 0)     sh-12      |               |    schedule() {
 0)    <idle>-0    |               |  do_idle() {
 1)    <idle>-0    |   1.000 us    |  fput();
 1)     sh-12      |   7.000 us    |    }
 1)     sh-12      |   9.000 us    |  }
`,
    calls: [
      [1, 6, 'vfs_read', 0, 9000, 2000, null, { cpu: 0, pid: 12, comm: 'sh', offCpuNs: 7000 }],
      [2, 5, 'schedule', 1, 7000, 7000, 1, { cpu: 0, pid: 12, comm: 'sh' }],
      [3, null, 'do_idle', 0, null, null, null, { cpu: 0, pid: 0, comm: '<idle>' }],
      [4, 4, 'fput', 0, 1000, 1000, null, { cpu: 1, pid: 0, comm: '<idle>' }],
    ],
  },
  'lost-events': {
    text: `
 0)               |  vfs_read() {
 1)               |  vfs_write() {
CPU:0 [LOST 12 EVENTS]
 0)   1.000 us    |    fput();
 0)   9.000 us    |  } /* vfs_read */
CPU:0 [LOST EVENTS]
 1)   2.000 us    |  }
`,
    calls: [
      [1, null, 'vfs_read', 0, null, null, null, on(0)],
      [2, 7, 'vfs_write', 0, 2000, 2000, null, on(1)],
      [4, 4, 'fput', 1, 1000, 1000, null, on(0)],
      [null, 5, 'vfs_read', 0, 9000, null, null, on(0)],
    ],
  },
  'other-lines': {
    text: `
# WARNING: FUNCTION TRACING IS CORRUPTED
 0)               |  vfs_read() {
 (Overruns: 0)
##### CPU 1 buffer started ####
[LINE TOO BIG]
            bash-939     [003] d..2.  1234.567890: <stack trace>
 => do_sys_open
 => entry_SYSCALL_64_after_hwframe
    bash-939       3d..2.  4672us : sys_read <-entry
 0)   9.000 us    |  }
`,
    calls: [[2, 10, 'vfs_read', 0, 9000, 9000, null, on(0)]],
  },
};
