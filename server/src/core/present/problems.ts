/** How a trace's problems are said: one sentence each, what it means for the numbers, and what helps. */
import { formatCount, formatPlural } from '../format/numbers';
import type { Problem, ProblemCode } from '../model/problems';
import type { Trace } from '../model/trace';

export type Severity = 'warning' | 'information';

/** A problem as a person reads it. */
export interface ProblemReport {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly count: number;
  /** Line, from 0; -1 where it is a matter of the whole trace. */
  readonly line: number;
  readonly message: string;
  /** A shell command for the next recording, which avoids the problem. */
  readonly remedy: Remedy | undefined;
}

export interface Remedy {
  readonly title: string;
  readonly command: string;
}

interface Kind {
  readonly severity: Severity;
  readonly say: (count: number) => string;
  readonly remedy?: Remedy;
}

const TRACING = '/sys/kernel/tracing';

const KINDS: Readonly<Record<ProblemCode, Kind>> = {
  corrupted: {
    severity: 'warning',
    say: () => 'The kernel says that this trace is corrupted: function events may be missing.',
  },
  lostEvents: {
    severity: 'warning',
    say: (count) =>
      `Events were lost in ${formatPlural(count, 'place')}: calls are missing, and those open there have no end.`,
    remedy: { title: 'a larger buffer', command: `echo 65536 > ${TRACING}/buffer_size_kb` },
  },
  linesTooBig: {
    severity: 'warning',
    say: (count) =>
      `${formatPlural(count, 'line')} did not fit the kernel's buffer: what ${count === 1 ? 'it' : 'they'} said is missing.`,
  },
  mixedTasks: {
    severity: 'warning',
    say: () =>
      'Nothing in this trace tells the tasks of a cpu apart: calls of different tasks may be taken for nested.',
    remedy: { title: 'the task column', command: `echo 1 > ${TRACING}/options/funcgraph-proc` },
  },
  mixedCpus: {
    severity: 'warning',
    say: (count) =>
      `Lines of ${formatCount(count)} cpus are mixed and no column says which: calls of different cpus may be taken for nested.`,
    remedy: { title: 'the cpu column', command: `echo 1 > ${TRACING}/options/funcgraph-cpu` },
  },
  clockNotTime: {
    severity: 'warning',
    say: () =>
      'The time column does not pass as the durations do: its clock counts something else than nanoseconds.',
    remedy: { title: 'a clock that is time', command: `echo local > ${TRACING}/trace_clock` },
  },
  timeBackwards: {
    severity: 'warning',
    say: (count) =>
      `Time goes back in ${formatPlural(count, 'place')}: lines are missing, moved, or of several traces.`,
  },
  impossibleDurations: {
    severity: 'warning',
    say: (count) =>
      `${formatPlural(count, 'duration')} cannot be, since the clock ran backwards: counted as unknown.`,
  },
  depthGuessed: {
    severity: 'warning',
    say: (count) =>
      `The indentation of ${formatPlural(count, 'line')} is lost: the nesting is guessed from braces.`,
  },
  addresses: {
    severity: 'warning',
    say: (count) =>
      `${formatPlural(count, 'function')} ${count === 1 ? 'stands' : 'stand'} in this trace as ${count === 1 ? 'an address' : 'addresses'}: a symbol file tells the names.`,
  },
  exitsOnly: {
    severity: 'information',
    say: () =>
      'Only exits were recorded (tracing_thresh): shorter calls are missing, and a call stands behind those it made.',
    remedy: { title: 'all calls', command: `echo 0 > ${TRACING}/tracing_thresh` },
  },
  lostEntries: {
    severity: 'information',
    say: (count) =>
      `${formatPlural(count, 'exit')} without entry: of calls that began before what is in the text.`,
  },
  lostExits: {
    severity: 'information',
    say: (count) =>
      `${formatPlural(count, 'entry', 'entries')} without exit: of calls whose durations are unknown.`,
  },
  openCalls: {
    severity: 'information',
    say: (count) => `${formatPlural(count, 'call')} had not returned when the trace ended.`,
  },
  depthJumps: {
    severity: 'information',
    say: (count) =>
      `${formatPlural(count, 'call')} ${count === 1 ? 'stands' : 'stand'} deeper than right below an open call: a caller is missing.`,
  },
  longCallees: {
    severity: 'information',
    say: (count) =>
      `${formatPlural(count, 'call')} took less time than what was called there: the self time counts as 0.`,
  },
  interrupts: {
    severity: 'information',
    say: (count) =>
      `${formatPlural(count, 'call')} ${be(count)} part of interrupts, not of what the task asked for.`,
    remedy: { title: 'no interrupts', command: `echo 0 > ${TRACING}/options/funcgraph-irqs` },
  },
  wideIndentation: {
    severity: 'information',
    say: () =>
      'Levels are indented by four blanks here, not by two as the kernel does: read as one level each.',
  },
  repairedLines: {
    severity: 'information',
    say: (count) =>
      `${formatPlural(count, 'line')} ${count === 1 ? 'was' : 'were'} changed after printing (quoting, prefixes, tabs, escapes): read as printed.`,
  },
  wrappedLines: {
    severity: 'information',
    say: (count) => `${formatPlural(count, 'line')} ${count === 1 ? 'was' : 'were'} cut in two: read as one.`,
  },
  severalTraces: {
    severity: 'information',
    say: (count) => `${formatPlural(count + 1, 'trace')} stand here one behind the other: counted together.`,
  },
  unreadLines: {
    severity: 'information',
    say: (count) =>
      `${formatPlural(count, 'line')} could not be read: nothing of ${count === 1 ? 'it' : 'them'} is counted.`,
  },
};

/** All problems of a trace, warnings first, then by line. */
export function reportProblems(trace: Trace): ProblemReport[] {
  const reports = trace.problems.map(reportProblem);
  return reports.sort((a, b) => rank(a) - rank(b) || a.line - b.line);
}

function rank({ severity }: ProblemReport): number {
  return severity === 'warning' ? 0 : 1;
}

function reportProblem({ code, count, firstLine }: Problem): ProblemReport {
  const { severity, say, remedy } = KINDS[code];
  return { code, severity, count, line: firstLine, message: say(count), remedy };
}

function be(count: number): string {
  return count === 1 ? 'is' : 'are';
}
