/** What other programs print. Excerpts of recordings, or after the sources that the format specification names. */
import type { Format } from './format';

const RCU = { cpu: 1, pid: 13, comm: 'rcu_preempt' };
const REPORT = 'trace-cmd report';

export const PRODUCER_FORMATS: Readonly<Record<string, Format>> = {
  trace_pipe: {
    text: `
 0)   0.731 us    |    } /* preempt_count_add */
 0)               |    _raw_spin_unlock() {
 0)   0.952 us    |      preempt_count_sub();
 0)   3.175 us    |    }
`,
    calls: [
      [null, 1, 'preempt_count_add', 1, 731, null, null, { cpu: 0 }],
      [2, 4, '_raw_spin_unlock', 1, 3175, 2223, null, { cpu: 0 }],
      [3, 3, 'preempt_count_sub', 2, 952, 952, 2, { cpu: 0 }],
    ],
  },
  'trace-cmd': {
    producer: REPORT,
    text: `
cpus=2
CPU:1 [509 EVENTS DROPPED]
     rcu_preempt-13    [001]   238.378270: funcgraph_exit:         2.984 us   |    }
     rcu_preempt-13    [001]   238.378271: funcgraph_entry:                   |    update_curr() {
          <idle>-0     [000]   238.378272: sched_wakeup:         sh:12 [120] CPU:001
     rcu_preempt-13    [001] d..3.   238.378273: funcgraph_entry:        0.791 us   |      update_se [mod]();
     rcu_preempt-13    [001]   238.378277: funcgraph_exit:       + 33813.703 us |    }
CPU:1 [SUBBUFFER START]
`,
    calls: [
      [null, 3, null, 1, 2984, null, null, RCU],
      [4, 7, 'update_curr', 1, 33_813_703, 33_812_912, null, { ...RCU, startNs: 238_378_271_000 }],
      [6, 6, 'update_se', 2, 791, 791, 4, { ...RCU, startNs: 238_378_273_000, module: 'mod' }],
    ],
  },
  'trace-cmd-l': {
    producer: REPORT,
    text: `
rcu_pree-13      1d..3.   238.378271: funcgraph_entry:                   |  update_curr() {
rcu_pree-13      1d.h3.   238.378273: funcgraph_entry:        0.791 us   |    update_se();
rcu_pree-13      1d..3.   238.378277: funcgraph_exit:       + 10.987 us  |  }
`,
    calls: [
      [1, 3, 'update_curr', 0, 10_987, 10_196, null, { ...RCU, comm: 'rcu_pree', startNs: 238_378_271_000 }],
      [2, 2, 'update_se', 1, 791, 791, 1, { ...RCU, comm: 'rcu_pree', startNs: 238_378_273_000, irq: true }],
    ],
  },
  'trace-cmd-t': {
    producer: REPORT,
    text: `
     rcu_preempt-13    [001]   238.378271170: funcgraph_entry:        0.831 us   |  update_se();
     rcu_preempt-13    [001]   238.378273: (+2)     funcgraph_entry:        0.791 us   |  update_curr();
     rcu_preempt-13    [001]   238378275: funcgraph_entry:        1.162 us   |  fput();
`,
    calls: [
      [1, 1, 'update_se', 0, 831, 831, null, { ...RCU, startNs: 238_378_271_170 }],
      [2, 2, 'update_curr', 0, 791, 791, null, { ...RCU, startNs: 238_378_273_000 }],
      [3, 3, 'fput', 0, 1162, 1162, null, RCU],
    ],
  },
  'trace-cmd-O': {
    producer: REPORT,
    text: `
     rcu_preempt-13    [001]   238.378278: funcgraph_entry:                   |        set_next_task_fair() { (3)
     rcu_preempt-13    [001]   238.378279: funcgraph_entry:        0.911 us   |          __dequeue_entity(); (4)
     rcu_preempt-13    [001]   238.378280: funcgraph_exit:         2.984 us   |        } /* set_next_task_fair */ (3)
`,
    calls: [
      [1, 3, 'set_next_task_fair', 3, 2984, 2073, null, { ...RCU, startNs: 238_378_278_000 }],
      [2, 2, '__dequeue_entity', 4, 911, 911, 1, { ...RCU, startNs: 238_378_279_000 }],
    ],
  },
  'trace-cmd-3.4': {
    producer: REPORT,
    text: `
     rcu_preempt-13    [001] d..3.     1.000001: fgraph_retaddr_entry:              |  update_curr(ff11, 0) /* <-pick_task_fair */ {
     rcu_preempt-13    [001] d..3.     1.000002: fgraph_retaddr_entry:   0.891 us   |    update_se(ff12); /* <-update_curr */ (ret=0x0)
     rcu_preempt-13    [001] d..3.     1.000003: funcgraph_exit:         2.694 us   |  } (ret=-22)
     rcu_preempt-13    [001] d..3.     1.000004: funcgraph_entry:        0.500 us   |  ffffffffc0123456();
     rcu_preempt-13    [001] d..3.     1.000005: funcgraph_entry:                   |  ) {
`,
    calls: [
      [
        1,
        3,
        'update_curr',
        0,
        2694,
        1803,
        null,
        { ...RCU, startNs: 1_000_001_000, args: 'ff11, 0', retaddr: 'pick_task_fair', ret: '-22' },
      ],
      [
        2,
        2,
        'update_se',
        1,
        891,
        891,
        1,
        { ...RCU, startNs: 1_000_002_000, args: 'ff12', retaddr: 'update_curr', ret: '0x0' },
      ],
      [4, 4, 'ffffffffc0123456', 0, 500, 500, null, { ...RCU, startNs: 1_000_004_000 }],
      [5, null, null, 0, null, null, null, { ...RCU, startNs: 1_000_005_000 }],
    ],
  },
  'trace-cmd-R': {
    producer: REPORT,
    text: `
             cat-1191  [000]-0x25   257.118919: fgraph_retaddr_entry:  func=update_se (0xffffffff810a4d64) depth=5 retaddr=__schedule (0xffffffff8166f086) args=ARRAY[]
             cat-1191  [000]-0x25   257.118920: funcgraph_exit:        func=update_se (0xffffffff810a4d64) retval=2 depth=5 overrun=0 calltime=0x3bdd7b544e rettime=0x3bdd7b5ba9
          usleep-334   [001]   224.530309: funcgraph_entry:       func=__cond_resched depth=8
          usleep-334   [001]   224.530309: funcgraph_exit:        func=__cond_resched depth=8 overrun=0 calltime=34470c9d42 rettime=34470c9fd8
`,
    calls: [
      // 0x3bdd7b5ba9 - 0x3bdd7b544e = 0x75b; 0x34470c9fd8 - 0x34470c9d42 = 0x296.
      [
        1,
        2,
        'update_se',
        5,
        1883,
        1883,
        null,
        { cpu: 0, pid: 1191, comm: 'cat', startNs: 257_118_919_000, retaddr: '__schedule', ret: '2' },
      ],
      [
        3,
        4,
        '__cond_resched',
        8,
        662,
        662,
        null,
        { cpu: 1, pid: 334, comm: 'usleep', startNs: 224_530_309_000 },
      ],
    ],
  },
  'trace-cmd-N': {
    producer: REPORT,
    text: `
     rcu_preempt-13    [001] d..3.   238.378271: funcgraph_entry:      --> update_se (4) <- update_curr
     rcu_preempt-13    [001] d..3.   238.378272: funcgraph_exit:       <-- update_se (4) (start: 378073c0c7  end: 378073c406) over: 4 retval: 0
`,
    calls: [
      // 0xc406 - 0xc0c7 = 0x33f.
      [
        1,
        2,
        'update_se',
        4,
        831,
        831,
        null,
        { ...RCU, startNs: 238_378_271_000, retaddr: 'update_curr', ret: '0' },
      ],
    ],
  },
  symbols: {
    producer: REPORT,
    symbols: `
ffffffff81234560 T vfs_read
ffffffff81234680 t fsnotify
ffffffffc0123000 t ext4_sync_file\t[ext4]
`,
    text: `
     rcu_preempt-13    [001]     1.000001: funcgraph_entry:       func=0xffffffff81234560 depth=0
     rcu_preempt-13    [001]     1.000002: funcgraph_entry:       func=0xffffffffc0123456 depth=1
     rcu_preempt-13    [001]     1.000003: funcgraph_exit:        func=0xffffffffc0123456 depth=1 overrun=0 calltime=0x100 rettime=0x200
     rcu_preempt-13    [001]     1.000004: funcgraph_entry:        0.500 us   |    ffffffff81234684();
`,
    calls: [
      [1, null, 'vfs_read', 0, null, null, null, { ...RCU, startNs: 1_000_001_000 }],
      [2, 3, 'ext4_sync_file', 1, 256, 256, 1, { ...RCU, startNs: 1_000_002_000, module: 'ext4' }],
      [4, 4, 'fsnotify', 1, 500, 500, 1, { ...RCU, startNs: 1_000_004_000 }],
    ],
  },
  'perf-ftrace': {
    producer: 'perf ftrace',
    text: `
function_graph tracer is used
# tracer: function_graph
#
  283.223406 |   0)   perf-1215    |  ...1. | ! 103.226 us  |      } /* vfs_write */
  283.223580 |   0)   perf-1215    |  ...1. |               |      __cond_resched();
`,
    calls: [
      [null, 4, 'vfs_write', 2, 103_226, null, null, { cpu: 0, pid: 1215, comm: 'perf' }],
      [
        5,
        5,
        '__cond_resched',
        2,
        null,
        null,
        null,
        { cpu: 0, pid: 1215, comm: 'perf', startNs: 283_223_580_000 },
      ],
    ],
  },
  'perf-tools': {
    producer: 'perf-tools funcgraph',
    text: `
Tracing "vfs_read"... Ctrl-C to end.
 1)               |  vfs_read() {
 1)   1.000 us    |    rw_verify_area();
 1) 1000131 us |  }
Ending tracing...
`,
    calls: [
      [2, 4, 'vfs_read', 0, 1_000_131_000, 1_000_130_000, null, { cpu: 1 }],
      [3, 3, 'rw_verify_area', 1, 1000, 1000, 2, { cpu: 1 }],
    ],
  },
  console: {
    producer: 'console dump',
    text: `
[  287.088147] Dumping ftrace buffer:
[  287.088196] ---------------------------------
[  287.088383] CPU:1 [LOST 168216 EVENTS]
[  287.088383]  1)   0.791 us    |        } /* __rcu_read_unlock */
[  287.088676]  1)               |        rcu_core_si() {
<0>[  287.088677][    T1]  1)   1.542 us    |          note_gp_changes();
Jan  2 03:04:05 host kernel: [  287.088678]  1)   9.000 us    |        }
[  287.088999] ---------------------------------
`,
    calls: [
      [null, 4, '__rcu_read_unlock', 3, 791, null, null, { cpu: 1 }],
      [5, 7, 'rcu_core_si', 3, 9000, 7458, null, { cpu: 1 }],
      [6, 6, 'note_gp_changes', 4, 1542, 1542, 5, { cpu: 1 }],
    ],
  },
  kdb: {
    producer: 'console dump',
    text: `
Dumping ftrace buffer:
---------------------------------
 0)               |  do_exit() {
 0)   0.123 us    |    fput();
---------------------------------
`,
    calls: [
      [3, null, 'do_exit', 0, null, null, null, { cpu: 0 }],
      [4, 4, 'fput', 1, 123, 123, 3, { cpu: 0 }],
    ],
  },
};
