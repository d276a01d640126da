import { codeSpan } from '../format/escape';
import { formatCount, formatDuration } from '../format/numbers';
import type { TraceText } from '../parse/traceText';
import { LineKind } from '../model/lineKind';
import { type LineFields } from '../parse/lineFields';
import type { FieldKind } from './fieldAt';

/** What a column other than the function means, as Markdown. */
export function explainField(text: TraceText, kind: FieldKind, line: number): string | undefined {
  const f = text.read(line);
  switch (kind) {
    case 'duration':
      return explainDuration(text, f);
    case 'mark':
      return explainMark(text.slice(f, f.mark, f.mark + 1));
    case 'task':
      // trace-cmd prints names in full; its cpu stands in brackets.
      return explainTask(text.slice(f, f.commStart, f.commEnd), f.pid, f.cpuStart >= 0 && f.cpuParen < 0);
    case 'nextTask':
      return `The task that runs on cpu ${f.cpu} from here on.\n\n${explainTask(text.slice(f, f.nextCommStart, f.nextCommEnd), f.nextPid, false)}`;
    case 'cpu':
      return `**CPU ${f.cpu}**: the processor that ran this. Lines of different cpus are interleaved by time; each task has its own nesting.`;
    case 'flags':
      return explainFlags(text.slice(f, f.flagsStart, f.flagsEnd));
    case 'time':
      return explainTime(text.slice(f, f.timeStart, f.timeEnd), f.kind);
    case 'relativeTime':
      return `**${codeSpan(text.slice(f, f.relativeStart, f.relativeEnd))}**: microseconds since the beginning of the buffer.`;
    case 'arrow':
      return text.slice(f, f.body, f.body + 1) === '='
        ? '**Interrupt begins**: what follows runs in an interrupt, on the stack of the task above.'
        : '**Interrupt ends**: the task goes on where it was interrupted.';
    case 'lost':
      return '**Events were lost**: the buffer was full before it was read. Calls that were open on this cpu have no end.';
    case 'name':
    case 'brace':
      return undefined;
  }
}

function explainDuration(text: TraceText, f: LineFields): string {
  const printed = codeSpan(text.slice(f, f.durationStart, f.durationEnd));
  if (Number.isNaN(f.durationNs))
    return `**${printed}**: no possible duration; the clock ran backwards. Counted as unknown.`;
  const of = f.kind === LineKind.Leaf ? 'this call' : 'the call that ends here';
  return `**${formatDuration(f.durationNs)}** (${formatCount(f.durationNs)} ns): how long ${of} took, with everything that it called and the time it slept.`;
}

/** trace_find_mark(), kernel/trace/trace_output.c, 6.1 and 7.3. Older kernels have fewer marks. */
const MARKS: Readonly<Record<string, string>> = {
  '+': '10 µs',
  '!': '100 µs',
  '#': '1 ms',
  '*': '10 ms',
  '@': '100 ms',
  $: '1 s',
};

function explainMark(mark: string): string {
  return `**${codeSpan(mark)}** marks a duration of more than ${MARKS[mark] ?? 'a limit'}. (\`+\` 10 µs, \`!\` 100 µs, \`#\` 1 ms, \`*\` 10 ms, \`@\` 100 ms, \`$\` 1 s; kernels before 4.4 have fewer marks.)`;
}

function explainTask(comm: string, pid: number, whole: boolean): string {
  if (pid === 0)
    return `**Idle task** ${codeSpan(comm)}: this cpu had nothing to do. Each cpu has its own, all with the pid 0.`;
  const name = comm === '<...>' ? 'a task whose name the tracer has forgotten' : `task ${codeSpan(comm)}`;
  const cut = whole ? '' : ' The tracer prints 7 characters of the name.';
  return `**${name}**, pid ${pid}: the thread that made this call.${cut}`;
}

function explainTime(time: string, kind: LineKind): string {
  const of =
    kind === LineKind.Exit || kind === LineKind.OrphanExit
      ? 'the end of the call'
      : kind === LineKind.Comment
        ? 'the event'
        : 'the beginning of the call';
  return `**${codeSpan(time)} s**: time of ${of}, in seconds of the trace's clock. (With the clocks \`counter\`, \`uptime\` and \`x86-tsc\` this is no time in seconds.)`;
}

/** trace_print_lat_fmt(), kernel/trace/trace_output.c, 6.1 to 7.3. */
const IRQS: Readonly<Record<string, string>> = {
  '.': 'interrupts on',
  d: 'interrupts off',
  D: 'interrupts and bottom halves off',
  b: 'bottom halves off',
  X: 'interrupt state not known',
};
const RESCHED: Readonly<Record<string, string>> = {
  '.': 'no reschedule needed',
  N: 'reschedule needed',
  n: 'reschedule needed (flag only)',
  p: 'reschedule needed (preempt count only)',
  l: 'lazy reschedule needed',
  b: 'reschedule needed, lazily and now',
  L: 'lazy reschedule and preempt count',
  B: 'all reschedule flags',
};
const CONTEXT: Readonly<Record<string, string>> = {
  '.': 'in task context',
  s: 'in a softirq',
  h: 'in a hard interrupt',
  H: 'in a hard interrupt within a softirq',
  z: 'in an NMI',
  Z: 'in an NMI within a hard interrupt',
};

function explainFlags(flags: string): string {
  const [irqs = '', resched = '', context = '', preempt = '', migrate = ''] = flags;
  const parts = [
    IRQS[irqs] ?? `interrupts: ${codeSpan(irqs)}`,
    RESCHED[resched] ?? `reschedule: ${codeSpan(resched)}`,
    CONTEXT[context] ?? `context: ${codeSpan(context)}`,
    preempt === '.' || preempt === '' ? 'preemptible' : `preemption disabled ${preempt}×`,
  ];
  if (migrate !== '') parts.push(migrate === '.' ? 'may migrate' : `migration disabled ${migrate}×`);
  return `**${codeSpan(flags)}**: ${parts.join(', ')}.`;
}
