import { visible } from '../format/escape';
import type { Verdict } from '../model/trace';

/** What the texts are that look alike, as the reader of a sentence would say it. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  uftrace: 'the output of uftrace, which traces programs',
  'op-tee': "OP-TEE's function graph of a trusted application",
  strace: 'the output of strace: system calls of one process',
  'trace-cmd profile': 'the output of "trace-cmd profile"',
  histogram: 'a histogram, as "perf ftrace latency" and bpf tools print it',
  'stack trace': 'stack traces',
  'source code': 'source code',
  'perf script': 'the output of "perf script"',
};

/** Why a text is no function_graph trace, and what to do; undefined where it is one. One sentence, without the file. */
export function describeVerdict(verdict: Verdict): string | undefined {
  switch (verdict.kind) {
    case 'graph':
      return undefined;
    case 'empty':
      return 'The file is empty: there is no trace in it. Was tracing switched on (tracing_on)?';
    case 'binary':
      return 'The file is binary, not the text of a trace. A trace.dat of trace-cmd becomes text with "trace-cmd report".';
    case 'otherTracer':
      return `This is text of the tracer "${visible(verdict.tracer).slice(0, 40)}", not of function_graph. Record with current_tracer set to function_graph.`;
    case 'lookalike':
      return `This looks like ${LOOKALIKES[verdict.what] ?? `the output of ${verdict.what}`}, not like function_graph. Record with current_tracer set to function_graph.`;
    case 'notGraph':
      return 'This is no function_graph trace: no line looks like a call, such as " 0)   1.234 us    |  schedule();".';
  }
}
