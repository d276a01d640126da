import assert from 'node:assert/strict';
import type { IGrammar } from 'vscode-textmate';
import { loadGrammar, scoped, tokenize } from './support';

type Expected = [text: string, scope: string];

// One short word per thing on a line, so that the table below can be read.
const bar: Expected = ['|', 'punctuation.separator.column'];
const time = (s: string): Expected[] => [[s, 'constant.numeric.time'], bar];
const relative = (s: string): Expected[] => [[s, 'constant.numeric.time'], ['us', 'keyword.other.unit'], bar];
const cpu = (n: string): Expected[] => [
  [n, 'constant.numeric.cpu'],
  [')', 'punctuation.separator.cpu'],
];
const who = (comm: string, pid: string): Expected[] => [
  ...(comm === '' ? [] : ([[comm, 'variable.other.task']] satisfies Expected[])),
  ['-', 'punctuation.separator.pid'],
  [pid, 'constant.numeric.pid'],
];
const task = (comm: string, pid: string): Expected[] => [...who(comm, pid), bar];
const flagsOnly = (s: string): Expected => [s, 'storage.modifier.flags'];
const flags = (s: string): Expected[] => [flagsOnly(s), bar];
const markScopes: Record<string, string> = {
  '+': 'keyword.operator.overhead',
  '!': 'markup.changed.overhead',
  '#': 'markup.bold.overhead markup.deleted.overhead',
  '*': 'markup.bold.overhead markup.deleted.overhead',
  '@': 'markup.bold.overhead markup.deleted.overhead',
  $: 'markup.bold.overhead markup.deleted.overhead',
};
const took = (n: string, mark = ''): Expected[] => [
  ...(mark === '' ? [] : ([[mark, markScopes[mark] ?? '']] satisfies Expected[])),
  [n, 'constant.numeric.duration'],
  ['us', 'keyword.other.unit'],
  bar,
];
const virtualization = (s: string): Expected => [
  s,
  'entity.name.function.virtualization keyword.control.virtualization',
];
const network = (s: string): Expected => [s, 'entity.name.function.network entity.name.type.network'];
const other = (s: string): Expected => [s, 'entity.name.function.other'];
const empty: Expected = ['()', 'punctuation.section.arguments'];
const opening: Expected = ['(', 'punctuation.section.arguments.begin'];
const closing: Expected = [')', 'punctuation.section.arguments.end'];
const comma: Expected = [',', 'punctuation.separator.arguments'];
const begin: Expected = ['{', 'punctuation.section.block.begin'];
const end: Expected = ['}', 'punctuation.section.block.end'];
const semicolon: Expected = [';', 'punctuation.terminator'];
const assign: Expected = ['=', 'keyword.operator.assignment'];
const value = (s: string): Expected => [s, 'constant.numeric.value'];
const parameter = (s: string): Expected[] => [[s, 'variable.parameter'], assign];
const module_ = (s: string): Expected[] => [
  ['[', 'punctuation.definition.module.begin'],
  [s, 'string.unquoted.module'],
  [']', 'punctuation.definition.module.end'],
];
const inside = (comment: string, tokens: Expected[]): Expected[] => [
  ['/*', `comment.block.${comment} punctuation.definition.comment.begin`],
  ...tokens.map(([text, scope]): Expected => [text, `comment.block.${comment} ${scope}`]),
  ['*/', `comment.block.${comment} punctuation.definition.comment.end`],
];
const named = (...tokens: Expected[]): Expected[] => [end, ...inside('exit', tokens)];
const tail = (...tokens: Expected[]): Expected[] => inside('call', tokens);
const caller = (name: string, offset = ''): Expected[] => [
  ['<-', 'keyword.operator.caller'],
  [name, 'variable.other.caller'],
  ...(offset === '' ? [] : ([[offset, 'constant.numeric.offset']] satisfies Expected[])),
];
const returned = (s: string, word = 'ret'): Expected[] => [
  ...(word === '' ? [] : ([[word, 'keyword.other.return']] satisfies Expected[])),
  assign,
  [s, s.startsWith('-') ? 'constant.numeric.return.error' : 'constant.numeric.return'],
];
const depth = (s: string): Expected => [s, 'constant.numeric.depth'];
const event = (name: string, text: string): Expected[] => [
  ['/*', 'comment.block.event punctuation.definition.comment.begin'],
  ...(name === ''
    ? []
    : ([
        [name, 'comment.block.event storage.type.event'],
        [':', 'comment.block.event punctuation.separator.event'],
      ] satisfies Expected[])),
  ...(text === '' ? [] : ([[text, 'comment.block.event']] satisfies Expected[])),
  ['*/', 'comment.block.event punctuation.definition.comment.end'],
];
const header = (text: string): Expected[] => [
  ['#', 'comment.line.number-sign.header punctuation.definition.comment'],
  ...(text === '' ? [] : ([[text, 'comment.line.number-sign.header']] satisfies Expected[])),
];
const report = (comm: string, pid: string, n: string, f: string, at: string, name: string): Expected[] => [
  ...who(comm, pid),
  ['[', 'punctuation.definition.cpu.begin'],
  [n, 'constant.numeric.cpu'],
  [']', 'punctuation.definition.cpu.end'],
  ...(f === '' ? [] : [flagsOnly(f)]),
  [at, 'constant.numeric.time'],
  [':', 'punctuation.separator.time'],
  ...happening(name),
];
const happening = (name: string): Expected[] => [
  [name, 'storage.type.event'],
  [':', 'punctuation.separator.event'],
];
const prefix = (s: string): Expected => [s, 'comment.line.prefix'];
const arrowIn: Expected = ['==========>', 'keyword.other.interrupt'];
const arrowOut: Expected = ['<==========', 'keyword.other.interrupt'];

const cases: readonly (readonly [kind: string, line: string, expected: Expected[]])[] = [
  // Headers
  [
    'tracer',
    '# tracer: function_graph',
    [
      ['#', 'comment.line.number-sign.header punctuation.definition.comment'],
      ['tracer:', 'comment.line.number-sign.header'],
      ['function_graph', 'comment.line.number-sign.header constant.language.tracer'],
    ],
  ],
  [
    'tracer, indented, of a latency tracer',
    '  # tracer: irqsoff',
    [
      ['#', 'comment.line.number-sign.header punctuation.definition.comment'],
      ['tracer:', 'comment.line.number-sign.header'],
      ['irqsoff', 'comment.line.number-sign.header constant.language.tracer'],
    ],
  ],
  ['lone #', '#', header('')],
  [
    'columns, words',
    '# CPU  DURATION                  FUNCTION CALLS',
    header('CPU  DURATION                  FUNCTION CALLS'),
  ],
  [
    'columns, bars',
    '# |     |   |                     |   |   |   |',
    header('|     |   |                     |   |   |   |'),
  ],
  ['latency banner', '#    | task: -0 (uid:0 nice:0)', header('| task: -0 (uid:0 nice:0)')],
  ['latency legend', '#                / _----=> need-resched    ', header('/ _----=> need-resched')],

  // Default columns, all generations
  ['entry', ' 0)               |  sys_open() {', [...cpu('0'), bar, other('sys_open'), empty, begin]],
  [
    'leaf',
    ' 0)   1.382 us    |          __might_sleep();',
    [...cpu('0'), ...took('1.382'), other('__might_sleep'), empty, semicolon],
  ],
  ['exit', ' 11) + 49.370 us   |    }', [...cpu('11'), ...took('49.370', '+'), end]],
  ['mark !', ' 0) ! 136.277 us  |  }', [...cpu('0'), ...took('136.277', '!'), end]],
  ['mark #', ' 0) # 1837.709 us |  }', [...cpu('0'), ...took('1837.709', '#'), end]],
  ['mark *', ' 0) * 10144.45 us |  }', [...cpu('0'), ...took('10144.45', '*'), end]],
  ['mark @', ' 0) @ 619047.3 us |  }', [...cpu('0'), ...took('619047.3', '@'), end]],
  ['mark $', ' 0) $ 2683437 us  |  }', [...cpu('0'), ...took('2683437', '$'), end]],
  ['no decimals, no mark (3.x)', ' 1)   1000131 us |      }', [...cpu('1'), ...took('1000131'), end]],
  [
    'clock went backwards',
    ' 0)   18446744073709551 us |  }',
    [...cpu('0'), ...took('18446744073709551'), end],
  ],
  ['# as mark in column 0', '# 1837.709 us |  }', [...took('1837.709', '#'), end]],
  ['$ as mark in column 0', '$ 3594274 us  |  }', [...took('3594274', '$'), end]],
  ['+ as mark in column 0', '+ 12.3 us |  }', [...took('12.3', '+'), end]],
  [
    'named exit',
    ' 0)   0.842 us    |  } /* update_rq_clock */',
    [...cpu('0'), ...took('0.842'), ...named(other('update_rq_clock'))],
  ],
  [
    'named exit, network, module',
    ' 1) + 64.486 us   |  } /* virtnet_poll [virtio_net] */',
    [...cpu('1'), ...took('64.486', '+'), ...named(network('virtnet_poll'), ...module_('virtio_net'))],
  ],
  [
    'named exit, module is not the category',
    ' 1) + 64.486 us   |  } /* decode_operand [kvm] */',
    [...cpu('1'), ...took('64.486', '+'), ...named(other('decode_operand'), ...module_('kvm'))],
  ],
  [
    'named exit with parentheses (kernel documentation)',
    ' 0)   1.757 us    |        } /* kmem_cache_free() */',
    [
      ...cpu('0'),
      ...took('1.757'),
      end,
      ['/*', 'comment.block.exit punctuation.definition.comment.begin'],
      ['kmem_cache_free', 'comment.block.exit entity.name.function.other'],
      ['()', 'comment.block.exit'],
      ['*/', 'comment.block.exit punctuation.definition.comment.end'],
    ],
  ],
  [
    'exit with semicolon',
    ' 0)   1.7 us |  }; /* vmx_vcpu_run */',
    [...cpu('0'), ...took('1.7'), end, semicolon, ...inside('exit', [virtualization('vmx_vcpu_run')])],
  ],

  // Names and categories
  [
    'module',
    ' 1) ! 106.765 us  |      ext4_xattr_create_cache [ext4]();',
    [
      ...cpu('1'),
      ...took('106.765', '!'),
      other('ext4_xattr_create_cache'),
      ...module_('ext4'),
      empty,
      semicolon,
    ],
  ],
  [
    'virtualization before network',
    ' 1)               |  kvm_skb_thing [tun]() {',
    [...cpu('1'), bar, virtualization('kvm_skb_thing'), ...module_('tun'), empty, begin],
  ],
  [
    'network inside a word',
    ' 1)   0.4 us    |  pick_task_fair();',
    [...cpu('1'), ...took('0.4'), network('pick_task_fair'), empty, semicolon],
  ],
  [
    'suffixes',
    ' 1)               |  link_path_walk.part.0.constprop.0() {',
    [...cpu('1'), bar, other('link_path_walk.part.0.constprop.0'), empty, begin],
  ],
  ['leading dot', ' 1)               |  .LPFE3175() {', [...cpu('1'), bar, other('.LPFE3175'), empty, begin]],
  [
    'address',
    ' 1)   0.1 us    |  0xffffffffc0a81000();',
    [...cpu('1'), ...took('0.1'), other('0xffffffffc0a81000'), empty, semicolon],
  ],
  [
    'offset behind the name',
    ' 1)   0.1 us    |  foo+0x1b/0x60();',
    [...cpu('1'), ...took('0.1'), other('foo'), ['+0x1b/0x60', 'constant.numeric.offset'], empty, semicolon],
  ],
  [
    'BPF program',
    ' 1)   0.1 us    |  bpf_prog_6deef7357e7b4530_sd_fw_ingress [bpf]();',
    [
      ...cpu('1'),
      ...took('0.1'),
      other('bpf_prog_6deef7357e7b4530_sd_fw_ingress'),
      ...module_('bpf'),
      empty,
      semicolon,
    ],
  ],

  // Arguments (6.15+), return values, return addresses
  [
    'arguments, all kinds',
    ' 0)   0.5 us    |  f(a=0x1, n=-1, type=2 [PIDTYPE_TGID], pte=(STRUCT)[0x1:0x2], ...);',
    [
      ...cpu('0'),
      ...took('0.5'),
      other('f'),
      opening,
      ...parameter('a'),
      value('0x1'),
      comma,
      ...parameter('n'),
      value('-1'),
      comma,
      ...parameter('type'),
      value('2'),
      ['PIDTYPE_TGID', 'variable.other.enummember'],
      comma,
      ...parameter('pte'),
      ['STRUCT', 'storage.type'],
      value('0x1'),
      value('0x2'),
      comma,
      closing,
      semicolon,
    ],
  ],
  [
    'an argument says nothing about the category',
    ' 0)               |  fput(skb=0x1) {',
    [...cpu('0'), bar, other('fput'), opening, ...parameter('skb'), value('0x1'), closing, begin],
  ],
  [
    'cut in the arguments',
    ' 2)   1.0 us    |  unlock(lock=0xffff88807da2b10',
    [...cpu('2'), ...took('1.0'), other('unlock'), opening, ...parameter('lock'), value('0xffff88807da2b10')],
  ],
  [
    'return value of a leaf, 6.5',
    ' 1)   0.380 us    |  sched_rt_can_attach(); /* = 0x0 */',
    [
      ...cpu('1'),
      ...took('0.380'),
      other('sched_rt_can_attach'),
      empty,
      semicolon,
      ...tail(...returned('0x0', '')),
    ],
  ],
  [
    'return value of an exit, 6.5',
    ' 1)   7.143 us    |  } /* cgroup_migrate = -22 */',
    [...cpu('1'), ...took('7.143'), ...named(other('cgroup_migrate'), ...returned('-22', ''))],
  ],
  [
    'return value of a leaf, 6.13',
    ' 1)   0.4 us    |  kfree_skb(); /* ret=-2 */',
    [...cpu('1'), ...took('0.4'), network('kfree_skb'), empty, semicolon, ...tail(...returned('-2'))],
  ],
  [
    'return value of an exit, 6.13',
    ' 1)   7.143 us    |  } /* slab_free.isra.0 ret=0xffffffffffffffea */',
    [...cpu('1'), ...took('7.143'), ...named(other('slab_free.isra.0'), ...returned('0xffffffffffffffea'))],
  ],
  [
    'return value without a name (RFC)',
    ' 2)   3.103 us    |      } /* ret=1 */',
    [...cpu('2'), ...took('3.103'), ...named(...returned('1'))],
  ],
  [
    'return address of an entry',
    ' 0)               |  down_read() { /* <-n_tty_write+0xa3/0x540 */',
    [...cpu('0'), bar, other('down_read'), empty, begin, ...tail(...caller('n_tty_write', '+0xa3/0x540'))],
  ],
  [
    'everything behind a leaf',
    ' 0)   1.442 us    |  foo(); /* <-kvm_bar+0x10/0x40 [kvm] ret=-22 */',
    [
      ...cpu('0'),
      ...took('1.442'),
      other('foo'),
      empty,
      semicolon,
      ...tail(...caller('kvm_bar', '+0x10/0x40'), ...module_('kvm'), ...returned('-22')),
    ],
  ],
  [
    'address of the caller',
    ' 0)   1.4 us    |  foo(); /* <-bar+0x10/0x40 <ffffffff81234567> */',
    [
      ...cpu('0'),
      ...took('1.4'),
      other('foo'),
      empty,
      semicolon,
      ...tail(
        ...caller('bar', '+0x10/0x40'),
        ['<', 'punctuation.definition.address.begin'],
        ['ffffffff81234567', 'constant.numeric.address'],
        ['>', 'punctuation.definition.address.end'],
      ),
    ],
  ],
  [
    'an author wrote behind the call',
    ' 4) open2-3801782  |               |  do_sys_openat2() {        #https://a.b/open.c(x)',
    [
      ...cpu('4'),
      ...task('open2', '3801782'),
      bar,
      other('do_sys_openat2'),
      empty,
      begin,
      ['#https://a.b/open.c(x)', 'comment.line.remark'],
    ],
  ],

  // Events
  [
    'event',
    ' 0)               |  /* sched_wakeup: comm=sh pid=114 */',
    [...cpu('0'), bar, ...event('sched_wakeup', 'comm=sh pid=114')],
  ],
  [
    'marker that looks like a line and holds a function',
    ' 1)               |  /*  0)   1.234 us    |  tcp_fake(); */',
    [...cpu('1'), bar, ...event('', '0)   1.234 us    |  tcp_fake();')],
  ],
  [
    'marker with */ inside',
    ' 1)               |  /* a } b */ { */',
    [...cpu('1'), bar, ...event('', 'a } b */ {')],
  ],
  ['empty marker', ' 1)               |  /*  */', [...cpu('1'), bar, ...event('', '')]],
  [
    'marker that goes on',
    ' 1)               |  /* line1 {',
    [
      ...cpu('1'),
      bar,
      ['/*', 'comment.block.event punctuation.definition.comment.begin'],
      ['line1 {', 'comment.block.event'],
    ],
  ],

  // Structure
  ['interrupt begins', ' 0)   ==========> |', [...cpu('0'), arrowIn, bar]],
  ['interrupt ends', ' 0)   <========== |', [...cpu('0'), arrowOut, bar]],
  ['interrupt, no columns', '  ==========> |', [arrowIn, bar]],
  [
    'interrupt with all columns',
    '   11.135695 |   0)   rcu_sch-14   |  d.h.. |   ==========> |',
    [...time('11.135695'), ...cpu('0'), ...task('rcu_sch', '14'), ...flags('d.h..'), arrowIn, bar],
  ],
  [
    'rule of the banner',
    ' ------------------------------------------',
    [['------------------------------------------', 'comment.line.rule']],
  ],
  [
    'task switch',
    ' 0)   bash-3173    =>    <idle>-0   ',
    [...cpu('0'), ...who('bash', '3173'), ['=>', 'keyword.operator.switch'], ...who('<idle>', '0')],
  ],
  [
    'task switch, odd names',
    ' 0)    };-586      =>  /* x */-592  ',
    [...cpu('0'), ...who('};', '586'), ['=>', 'keyword.operator.switch'], ...who('/* x */', '592')],
  ],
  [
    'lost events',
    'CPU:2 [LOST 123 EVENTS]',
    [
      ['CPU:', 'keyword.other.cpu'],
      ['2', 'constant.numeric.cpu'],
      ['[LOST', 'markup.deleted.lost'],
      ['123', 'markup.deleted.lost constant.numeric.lost'],
      ['EVENTS]', 'markup.deleted.lost'],
    ],
  ],
  [
    'dropped events (trace-cmd)',
    'CPU:1 [EVENTS DROPPED]',
    [
      ['CPU:', 'keyword.other.cpu'],
      ['1', 'constant.numeric.cpu'],
      ['[EVENTS DROPPED]', 'markup.deleted.lost'],
    ],
  ],
  ['line too big', '[LINE TOO BIG]', [['[LINE TOO BIG]', 'markup.deleted.lost']]],
  [
    'buffer started',
    '##### CPU 1 buffer started ####',
    [
      ['##### CPU', 'comment.line.buffer-started'],
      ['1', 'comment.line.buffer-started constant.numeric.cpu'],
      ['buffer started ####', 'comment.line.buffer-started'],
    ],
  ],
  [
    'stack line',
    ' => tcp_v4_rcv',
    [
      ['=>', 'keyword.operator.stack'],
      ['tcp_v4_rcv', 'variable.other.stack'],
    ],
  ],
  [
    'stack line in full',
    ' => foo+0x12/0x34 [ext4] <ffffffff81234567>',
    [
      ['=>', 'keyword.operator.stack'],
      ['foo', 'variable.other.stack'],
      ['+0x12/0x34', 'constant.numeric.offset'],
      ...module_('ext4'),
      ['ffffffff81234567', 'constant.numeric.address'],
    ],
  ],
  [
    'overrun',
    ' (Overruns: 0)',
    [
      ['(Overruns:', 'comment.line.overrun'],
      ['0', 'comment.line.overrun constant.numeric.overrun'],
      [')', 'comment.line.overrun'],
    ],
  ],
  [
    'stack trace in an ordinary line',
    '          <idle>-0       [000] dNh2.    12.362070: <stack trace>',
    [
      ...report('<idle>', '0', '000', 'dNh2.', '12.362070', '').slice(0, -2),
      ['<stack trace>', 'storage.type.event'],
    ],
  ],
  [
    'stack trace in a latency line',
    ' taskset-1066      1dN.5.  133us+: <stack trace>',
    [
      ...who('taskset', '1066'),
      ['1', 'constant.numeric.cpu'],
      flagsOnly('dN.5.'),
      ['133', 'constant.numeric.time'],
      ['us', 'keyword.other.unit'],
      ['+', 'keyword.operator.overhead'],
      [':', 'punctuation.separator.time'],
      ['<stack trace>', 'storage.type.event'],
    ],
  ],

  // Odd tasks
  [
    'kworker, 15 wide',
    ' 0) kworker-1234567 |   0.530 us    |  __cond_resched();',
    [...cpu('0'), ...task('kworker', '1234567'), ...took('0.530'), other('__cond_resched'), empty, semicolon],
  ],
  [
    'task without a name',
    ' 0)      -588      | + 68.634 us   |  ret_from_fork();',
    [...cpu('0'), ...task('', '588'), ...took('68.634', '+'), other('ret_from_fork'), empty, semicolon],
  ],
  [
    'task that looks like columns',
    ' 0)   5.0 us -603  |   1.0 us    |  foo();',
    [...cpu('0'), ...task('5.0 us', '603'), ...took('1.0'), other('foo'), empty, semicolon],
  ],
  [
    'task that looks like a comment, no cpu',
    '   /* x */-189   | foo();',
    [...task('/* x */', '189'), other('foo'), empty, semicolon],
  ],
  ['task called #', '   #-599     | } /* foo */', [...task('#', '599'), ...named(other('foo'))]],
  [
    'task called |',
    ' 0)     |-581      |               |  foo() {',
    [...cpu('0'), ...task('|', '581'), bar, other('foo'), empty, begin],
  ],
  ['negative pid', ' 0)  <XXX>--1   |               |  }', [...cpu('0'), ...task('<XXX>-', '1'), bar, end]],

  // Latency tracers, old latency format
  [
    'relative time',
    '        5 us |   1)     sh-956     |  dN.2. |               |    irq_enter_rcu() {',
    [
      ...relative('5'),
      ...cpu('1'),
      ...task('sh', '956'),
      ...flags('dN.2.'),
      bar,
      other('irq_enter_rcu'),
      empty,
      begin,
    ],
  ],
  [
    'flags without a bar (before 5.1)',
    ' 0)  d..1   0.5 us    |  foo();',
    [...cpu('0'), flagsOnly('d..1'), ...took('0.5'), other('foo'), empty, semicolon],
  ],

  // trace-cmd report
  [
    'trace-cmd entry',
    '          <idle>-0     [000] 157412.933969: funcgraph_entry:                  |  do_IRQ() {',
    [
      ...report('<idle>', '0', '000', '', '157412.933969', 'funcgraph_entry'),
      bar,
      other('do_IRQ'),
      empty,
      begin,
    ],
  ],
  [
    'trace-cmd leaf with flags',
    '             cat-43792 [006] d..1. 147894.472399: funcgraph_entry:      + 36.358 us |  sock_poll();',
    [
      ...report('cat', '43792', '006', 'd..1.', '147894.472399', 'funcgraph_entry'),
      ...took('36.358', '+'),
      network('sock_poll'),
      empty,
      semicolon,
    ],
  ],
  [
    'trace-cmd exit, name, depth and return value',
    ' <...>-1136215 [006] ..... 1724848.377497: funcgraph_exit:  ! 5.059 us   | } /* vfs_write */ (2) (ret=-5)',
    [
      ...report('<...>', '1136215', '006', '.....', '1724848.377497', 'funcgraph_exit'),
      ...took('5.059', '!'),
      ...named(other('vfs_write')),
      depth('2'),
      ...returned('-5'),
    ],
  ],
  [
    'trace-cmd return address before the brace, no task',
    ' fgraph_retaddr_entry:              |    tick_irq_enter(ts=0x1) /* <-irq_enter_rcu */ {',
    [
      ...happening('fgraph_retaddr_entry'),
      bar,
      other('tick_irq_enter'),
      opening,
      ...parameter('ts'),
      value('0x1'),
      closing,
      ...tail(...caller('irq_enter_rcu')),
      begin,
    ],
  ],
  [
    'trace-cmd raw registers, return value',
    ' a-1 [006] ..... 1.5: funcgraph_entry:  1.0 us |  getname(7fff4a902080, 0); /* <-do_open */ (ret=0x1)',
    [
      ...report('a', '1', '006', '.....', '1.5', 'funcgraph_entry'),
      ...took('1.0'),
      other('getname'),
      opening,
      value('7fff4a902080'),
      comma,
      value('0'),
      closing,
      semicolon,
      ...tail(...caller('do_open')),
      ...returned('0x1'),
    ],
  ],
  [
    'trace-cmd latency format, nanoseconds',
    'trace-cm-1165    1d..3.   238.378356148: funcgraph_entry:        0.821 us   |    preempt_count_add(); (6)',
    [
      ...who('trace-cm', '1165'),
      ['1', 'constant.numeric.cpu'],
      flagsOnly('d..3.'),
      ['238.378356148', 'constant.numeric.time'],
      [':', 'punctuation.separator.time'],
      ...happening('funcgraph_entry'),
      ...took('0.821'),
      other('preempt_count_add'),
      empty,
      semicolon,
      depth('6'),
    ],
  ],
  [
    'trace-cmd difference of time',
    '       trace-cmd-1165  [001]   238.378358: (+2)     funcgraph_exit:         2.544 us   |            }',
    [
      ...report('trace-cmd', '1165', '001', '', '238.378358', '').slice(0, -2),
      ['(+2)', 'constant.numeric.time.difference'],
      ...happening('funcgraph_exit'),
      ...took('2.544'),
      end,
    ],
  ],
  [
    'trace-cmd raw record',
    ' usleep-334   [001]-0x25   224.530307: funcgraph_exit:   func=tcp_ack (0xffff81) depth=9 overrun=0',
    [
      ...report('usleep', '334', '001', '-0x25', '224.530307', 'funcgraph_exit'),
      ...parameter('func'),
      network('tcp_ack'),
      value('0xffff81'),
      ...parameter('depth'),
      value('9'),
      ...parameter('overrun'),
      value('0'),
    ],
  ],
  [
    'trace-cmd without plugins',
    ' cat-1191  [000]   257.118919: fgraph_retaddr_entry: --> update_rq_clock (5) <- __schedule',
    [
      ...report('cat', '1191', '000', '', '257.118919', 'fgraph_retaddr_entry'),
      ['-->', 'keyword.operator.call'],
      other('update_rq_clock'),
      value('5'),
      ['<-', 'keyword.operator.caller'],
      ['__schedule', 'variable.other.caller'],
    ],
  ],
  [
    'another event in a report',
    '  kworker/u13:0-199   [003] ..s1.   270.784819: softirq_entry:        vec=7 [action=SCHED]',
    report('kworker/u13:0', '199', '003', '..s1.', '270.784819', 'softirq_entry'),
  ],
  ['head of a report', 'cpus=8', [['cpus', 'keyword.other.cpu'], assign, ['8', 'constant.numeric.cpus']]],

  // Outer prefixes
  [
    'console',
    '[   31.181721]  0)   1.088 us    |                  psi_flags_change();',
    [prefix('[   31.181721]'), ...cpu('0'), ...took('1.088'), other('psi_flags_change'), empty, semicolon],
  ],
  [
    'console, lost events',
    '[   31.180574] CPU:0 [LOST EVENTS]',
    [
      prefix('[   31.180574]'),
      ['CPU:', 'keyword.other.cpu'],
      ['0', 'constant.numeric.cpu'],
      ['[LOST EVENTS]', 'markup.deleted.lost'],
    ],
  ],
  [
    'quoted mail',
    '> >  0)               |  pm_runtime_work() {',
    [prefix('> >'), ...cpu('0'), bar, other('pm_runtime_work'), empty, begin],
  ],
  [
    'quoted diff',
    '> > +   4)   4.666 us    |  v4l2_m2m_next_buf [v4l2_mem2mem]();',
    [
      prefix('> > +'),
      ...cpu('4'),
      ...took('4.666'),
      other('v4l2_m2m_next_buf'),
      ...module_('v4l2_mem2mem'),
      empty,
      semicolon,
    ],
  ],
  [
    'quoted header',
    '> # CPU  DURATION                  FUNCTION CALLS',
    [prefix('>'), ...header('CPU  DURATION                  FUNCTION CALLS')],
  ],
  [
    'quoted task switch',
    '>  0)   bash-3173    =>    <idle>-0   ',
    [
      prefix('>'),
      ...cpu('0'),
      ...who('bash', '3173'),
      ['=>', 'keyword.operator.switch'],
      ...who('<idle>', '0'),
    ],
  ],
  [
    'quoted trace-cmd, depth and return value',
    '>> trace-cmd-1165  [001] d..3.   238.378358: funcgraph_entry:   0.821 us   |    tcp_add(); (3) (ret=0x0)',
    [
      prefix('>>'),
      ...report('trace-cmd', '1165', '001', 'd..3.', '238.378358', 'funcgraph_entry'),
      ...took('0.821'),
      network('tcp_add'),
      empty,
      semicolon,
      depth('3'),
      ...returned('0x0'),
    ],
  ],
  [
    'quoted trace-cmd, latency format',
    '> trace-cm-1165    1d..3. 238.378356: funcgraph_exit:  ! 100.821 us   |    } /* foo */ (6) (ret=-22)',
    [
      prefix('>'),
      ...who('trace-cm', '1165'),
      ['1', 'constant.numeric.cpu'],
      flagsOnly('d..3.'),
      ['238.378356', 'constant.numeric.time'],
      [':', 'punctuation.separator.time'],
      ...happening('funcgraph_exit'),
      ...took('100.821', '!'),
      ...named(other('foo')),
      depth('6'),
      ...returned('-22'),
    ],
  ],
  [
    'quoted trace-cmd, raw',
    '> sh-1  [001]   238.378358: funcgraph_exit:  func=0xffffffff8123bf90 calltime=0x12 rettime=0x15 depth=0',
    [
      prefix('>'),
      ...report('sh', '1', '001', '', '238.378358', 'funcgraph_exit'),
      ...parameter('func'),
      other('0xffffffff8123bf90'),
      ...parameter('calltime'),
      value('0x12'),
      ...parameter('rettime'),
      value('0x15'),
      ...parameter('depth'),
      value('0'),
    ],
  ],
  [
    'cut in two by a mail program: the first half',
    '  sh-1  [001]   238.378358: funcgraph_entry:      #',
    report('sh', '1', '001', '', '238.378358', 'funcgraph_entry'),
  ],
  [
    'cut in two by a mail program: the second half',
    '6219.500 us |  name();',
    [...took('6219.500'), other('name'), empty, semicolon],
  ],
  ['quoted with bars', '| |  0)   0.5 us    |    tcp_x();', [bar]],
  ['syslog', 'Oct  3 12:00:00 host kernel: [   12.345690]  0)               |  do_exit() {', []],
  [
    'columns collapsed',
    '0) * 16934.96 us | btrfs_check_rw_degradable [btrfs]();',
    [
      ...cpu('0'),
      ...took('16934.96', '*'),
      other('btrfs_check_rw_degradable'),
      ...module_('btrfs'),
      empty,
      semicolon,
    ],
  ],

  // No columns at all, and prose
  ['bare entry', '                raw_spin_rq_unlock() {', [other('raw_spin_rq_unlock'), empty, begin]],
  ['bare exit', '  } /* vmx_handle_exit */', named(virtualization('vmx_handle_exit'))],
  ['bare event', '        /* sched_switch: prev_comm=a */', event('sched_switch', 'prev_comm=a')],
  ['prose', 'Hides that exit_to_user_mode_prepare() migrated (twice) here.', []],
  ['prompt', 'root@black:/sys/kernel/debug/tracing# cat trace', []],
  ['blank', '   ', []],
];

describe('grammar: one line of each kind', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar('source.ftrace');
  });

  for (const [kind, line, expected] of cases) {
    it(kind, () => {
      const { tokens, state } = tokenize(grammar, line);
      assert.deepEqual(scoped(tokens), expected, line);
      assert.equal(state.depth, 1, 'the line must not change the next one');
    });
  }
});

describe('grammar: every combination of columns', () => {
  // Written as the kernel prints them: see the format's §1. Old kernels have no bar behind the flags.
  type Column = readonly [text: string, expected: Expected[]];
  const none: Column = ['', []];
  const times: Column[] = [none, ['  360.774522 |  ', time('360.774522')]];
  const cpus: Column[] = [none, [' 0) ', cpu('0')]];
  const tasks: Column[] = [none, ['   <idle>-0     | ', task('<idle>', '0')]];
  const latencies: Column[] = [none, [' dNh4. | ', flags('dNh4.')], [' d.h2 ', [flagsOnly('d.h2')]]];
  const blank: Column = ['              |  ', [bar]];
  const durations: Column[] = [none, blank, ['# 1837.709 us |  ', took('1837.709', '#')]];
  const bodies: Column[] = [
    ['  do_sys_open() {', [other('do_sys_open'), empty, begin]],
    [
      '  skb_put [ext4](a=0x1);',
      [network('skb_put'), ...module_('ext4'), opening, ...parameter('a'), value('0x1'), closing, semicolon],
    ],
    ['  }', [end]],
    ['  } /* kvm_exit */', named(virtualization('kvm_exit'))],
    ['  /* sched_switch: a=b */', event('sched_switch', 'a=b')],
  ];

  it('colours prefix and body alike', async () => {
    const grammar = await loadGrammar('source.ftrace');
    let combinations = 0;
    for (const t of times) {
      for (const c of cpus) {
        for (const p of tasks) {
          for (const l of latencies) {
            for (const d of durations) {
              for (const b of bodies) {
                const columns = [t, c, p, l, d, b];
                const line = columns.map(([text]) => text).join('');
                const expected = columns.flatMap(([, tokens]) => tokens);
                assert.deepEqual(scoped(tokenize(grammar, line).tokens), expected, line);
                combinations++;
              }
            }
          }
        }
      }
    }
    assert.equal(combinations, 2 * 2 * 2 * 3 * 3 * 5);
  });
});
