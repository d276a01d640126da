/** Texts that look like function_graph and are none (format specification, section 7), by what their lines show. */
const LOOKALIKES: readonly (readonly [what: string, line: RegExp])[] = [
  ['uftrace', /^# +DURATION +TID|^ *(?:\d+\.\d+ +[mun]?s )? *\[ *\d+\] *(?:\S+ +)?[|│]/],
  ['op-tee', /^ *Function graph for TA:|^ *(?:\d+\.\d+ us)? *[|│] +\d+ +[|│] +\w/],
  [
    'strace',
    /^ *(?:\[pid +\d+\] |\d+ +)?(?:[\d:.]+ )?\w+\(.*\) += -?(?:\d+|0x[\da-f]+|\?)(?: E[A-Z]+ \(.*\))? <\d+\.\d+>$/,
  ],
  ['trace-cmd profile', /^ *Event: \S+.* Total: \d+ Avg: \d+|^ *<stack> \d+ total:\d+/],
  [
    'histogram',
    /^ *\d+[KMG]? -> \d+[KMG]? +: \d+ +\|[*@ ]*\|?$|^[[(]\d+[KMG]?, *\d+[KMG]?\) +\d+ +\||^ *\d+ - \d+ +[munp]?s +\| +\d+ \|/,
  ],
  ['stack trace', /^ *(?:\[<[\da-f]{8,}>\] )?(?:\? )?[\w.$]+\+0x[\da-f]+\/0x[\da-f]+(?: \[\w+\])?$/],
  [
    'source code',
    /^(?:\t| {2,})?(?:static |int |void |return |if \(|else |for \(|while \(|#include |struct )|^\{$|;\s*\/\//,
  ],
  ['perf script', /^ +[\da-f]{8,16} [\w.$]+(?:\+0x[\da-f]+)? \(.*\)$/],
];

/** Lines of the kernel's other tracers: `callee <-caller` behind the task's columns. */
const FUNCTION_LINE =
  /^(?:function: +)?\S+ +<-+ ?\S+$|\d: +\S+ <-\S+$|us[ +!#*@$]?: +\S+ <-\S+$|function: +\S+ +<-+ ?\S+$/;

/** What the line is one of; undefined where it tells nothing. */
export function lookalikeOf(line: string): string | undefined {
  if (FUNCTION_LINE.test(line)) return 'function';
  return LOOKALIKES.find(([, pattern]) => pattern.test(line))?.[0];
}
