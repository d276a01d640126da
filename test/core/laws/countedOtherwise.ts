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
    why: "The traced command's output stands within the line `get_symbol_offset();`: count.py takes its end, `set();`, for a call.",
    files: ['options/7.3-x86_64/perf-ftrace.G-vfs_read.trace.gz'],
  },
  {
    why: 'trace-cmd report -R and -N draw nothing, and trace-cmd 3.1 draws no entries with return addresses: count.py does not know these records.',
    files: [
      'options/6.1-x86_64/trace-cmd-3.1.report.all.N-noplugins.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.1.report.all.R-raw.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.1.report.events.R-raw.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.4.report.all.N-noplugins.trace.gz',
      'options/6.1-x86_64/trace-cmd-3.4.report.all.R-raw.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.1.report.all.N-noplugins.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.1.report.all.R-raw.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.1.report.events.R-raw.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.1.report.features.R-raw.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.4.report.all.N-noplugins.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.4.report.all.R-raw.trace.gz',
      'options/7.3-x86_64/trace-cmd-3.4.report.features.R-raw.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.all.N-noplugins.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.all.R-raw.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.events.R-raw.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.features.R-raw.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.all.N-noplugins.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.all.R-raw.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.4.report.features.R-raw.trace.gz',
      'options/7.3-x86_64-fulltrace/trace-cmd-3.1.report.features.default.trace.gz',
    ],
  },
];
