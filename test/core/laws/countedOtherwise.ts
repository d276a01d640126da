/** Recordings in which a function's calls are not what count.py counts, and why. This list can only become shorter. */
export const COUNTED_OTHERWISE: readonly { readonly why: string; readonly files: readonly string[] }[] = [
  {
    why: 'Of a task whose name is `}` or `/* x */` count.py takes the name, behind the first bar, for the body.',
    files: [
      'options/6.1-x86_64/odd-comm.proc-nocpu-noduration.trace.gz',
      'options/7.3-x86_64-fulltrace/odd-comm.proc-nocpu-noduration.trace.gz',
    ],
  },
  {
    why: 'count.py takes the line `# 1837.709 us |  foo();`, which begins with an overhead mark, for a header.',
    files: ['options/7.3-x86_64/same-buffer.nocpu.trace.gz'],
  },
  {
    why: "Console dumps have printk's time before each line: a later issue.",
    files: [
      'options/6.1-arm64/console.sysrq-z.trace.gz',
      'options/6.1-x86_64/console.sysrq-z.trace.gz',
      'options/7.3-x86_64-fulltrace/console.sysrq-z.trace.gz',
      'options/7.3-x86_64/console.sysrq-z.trace.gz',
    ],
  },
  {
    why: 'trace-cmd report -l, -O fgraph:depth and --ts-diff change the prefix or the end of a line: a later issue.',
    files: [
      'options/6.1-x86_64/trace-cmd-3.1.report.all.depth.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.1.report.all.l-latency.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.1.report.all.tailprint-depth-l.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.1.report.all.ts-diff.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.1.report.events.l-latency.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.4.report.all.tailprint-l.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.4.report.events.l-t.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.all.depth.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.all.l-latency.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.all.tailprint-depth-l.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.all.ts-diff.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.events.l-latency.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.all.tailprint-l.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.events.l-t.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.1.report.all.depth.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.1.report.all.l-latency.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.1.report.all.tailprint-depth-l.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.1.report.all.ts-diff.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.1.report.events.l-latency.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.4.report.all.tailprint-l.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.4.report.events.l-t.trace.gz',
    ],
  },
  {
    why: 'trace-cmd 3.4 prints return addresses in a form of its own: a later issue.',
    files: [
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.all.default.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.events.default.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.features.default.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.features.tailprint.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.one-task-depth4.default.trace.gz',
    ],
  },
];
