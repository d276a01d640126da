/**
 * The published pipeline of nabla-measurements (runtest.bash, filters/*.c, ISC) written again as filters of text, from its
 * rules: nothing of the project's own reading of traces is used. Per pid, on the raw text of a trace with a column
 * TASK/PID.
 */

/** What the pipeline's programs keep of a line: the text behind the columns. */
type Body = string;

/** Where a top-level call begins, behind the last bar of the columns. */
const BASE = 2;
const STARTS = ['SyS', 'sys', 'do_syscall', 'kthread_should_stop', 'vcpu_enter_guest'];
const INTERRUPTS = [
  'smp_irq_work_interrupt',
  'smp_apic_timer_interrupt',
  'smp_reschedule_interrupt',
  'smp_call_function_single_interrupt',
  'do_softirq',
];

function indentation(body: Body): number {
  return body.search(/[^ ]/);
}

/** filter-start: from the first line on whose function begins so. */
function filterStart(bodies: readonly Body[]): Body[] {
  const first = bodies.findIndex((body) => STARTS.some((start) => body.trimStart().startsWith(start)));
  return first < 0 ? [] : bodies.slice(first);
}

/** filter-errors: only lines whose indentation is the expected one. */
function filterErrors(bodies: readonly Body[]): Body[] {
  let expected = BASE;
  return bodies.filter((body) => {
    const indent = indentation(body);
    if (body[indent] === '}') {
      if (indent !== expected - 2) return false;
      expected -= 2;
      return true;
    }
    if (indent !== expected) return false;
    if (body.endsWith('{')) expected += 2;
    return true;
  });
}

/** filter-interrupts: without what is as deep as an interrupt's line or deeper, up to and with the next that is as deep. */
function filterInterrupts(bodies: readonly Body[]): Body[] {
  const kept: Body[] = [];
  let filtering = -1;
  for (const body of bodies) {
    const indent = indentation(body);
    if (filtering < 0) {
      if (INTERRUPTS.some((name) => body.includes(name))) filtering = indent;
      else kept.push(body);
      continue;
    }
    const from = filtering;
    if (indent === from) filtering = -1;
    if (indent < from) kept.push(body);
  }
  return kept;
}

/** The lines of each pid without columns and switches; `bars`: how many bars end columns. */
function bodiesByPid(text: string, bars: number): Map<string, Body[]> {
  const byPid = new Map<string, Body[]>();
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line.includes('=>')) continue;
    const parts = line.split('|');
    const pid = /-(\d+)\s*$/.exec(parts[bars - 2] ?? '')?.[1];
    if (pid === undefined || parts.length <= bars) continue;
    const bodies = byPid.get(pid) ?? [];
    byPid.set(pid, bodies);
    bodies.push(parts.slice(bars).join('|'));
  }
  return byPid;
}

/** The functions that the pipeline lists for one or all of the tasks of a text, sorted. */
export function nablaFunctions(text: string, bars: number, only?: readonly number[]): string[] {
  const names = new Set<string>();
  for (const [pid, bodies] of bodiesByPid(text, bars)) {
    if (only !== undefined && !only.includes(Number(pid))) continue;
    for (const body of filterInterrupts(filterErrors(filterStart(bodies)))) {
      if (!body.includes('}')) names.add(body.split('(')[0]!.trim().split(' ')[0]!);
    }
  }
  return [...names].sort();
}
