/** What a report must say, found without it: names and lines by a regular expression, the rest by plain arithmetic. */

/** The rules of the paper, section 3, with the underscores that its typesetting lost. */
const PAPER_RULES = [
  ['virtualization', ['kvm', 'vmx', 'x86', 'vmcs', 'vcpu', 'emulator']],
  ['network', ['tcp', 'br_', 'skb', 'inet', 'ip', 'sock', 'napi', 'net', 'packet', 'sk_', 'tun']],
] as const;
export const CATEGORIES = ['virtualization', 'network', 'other'] as const;

/** Number of the paper's category. */
export function categoryOf(name: string): number {
  const index = PAPER_RULES.findIndex(([, patterns]) => patterns.some((pattern) => name.includes(pattern)));
  return index < 0 ? 2 : index;
}

/** What there is to count in a trace. */
export interface Counted {
  readonly calls: ReadonlyMap<string, number>;
  /** Calls at depth 0 by which a task enters the kernel, by name. */
  readonly crossings: ReadonlyMap<string, number>;
  /** Line of the first call, from 0, by name. */
  readonly firstLines: ReadonlyMap<string, number>;
  readonly lines: number;
}

/** At depth 0 of these recordings without being a way into the kernel: read through by hand. */
const NO_CROSSINGS: ReadonlySet<string> = new Set([
  'syscall_exit_to_user_mode_prepare',
  'exit_to_user_mode_prepare',
  'switch_mm_irqs_off',
  'finish_task_switch.isra.0',
]);

/**
 * Counts entries and leaves: a name and `()` behind a bar, then `;` or ` {`. In every layout the bar of the drawing is the only one
 * with a name behind it, and has exactly two blanks at depth 0.
 */
export function countText(text: string): Counted {
  const calls = new Map<string, number>();
  const crossings = new Map<string, number>();
  const firstLines = new Map<string, number>();
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  lines.forEach((line, number) => {
    const match = /\|( +)([A-Za-z_][\w.]*)(?: \[\w+\])?\(\)(?:;| \{)/.exec(line);
    if (match === null) return;
    const [, blanks = '', name = ''] = match;
    calls.set(name, (calls.get(name) ?? 0) + 1);
    if (blanks.length === 2 && !NO_CROSSINGS.has(name)) crossings.set(name, (crossings.get(name) ?? 0) + 1);
    if (!firstLines.has(name)) firstLines.set(name, number);
  });
  return { calls, crossings, firstLines, lines: lines.length };
}

/** Sums by category, the paper's. */
export function byCategory(values: Iterable<readonly [string, number]>): number[] {
  const sums = [0, 0, 0];
  for (const [name, value] of values) sums[categoryOf(name)]! += value;
  return sums;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

export function plainMean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** Sample standard deviation, from its definition. */
export function plainDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const mean = plainMean(values);
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

/** Names in any of the runs. */
export function unionOf(runs: readonly Counted[]): Set<string> {
  return new Set(runs.flatMap(({ calls }) => [...calls.keys()]));
}

/** Names in each of the runs. */
export function coreOf(runs: readonly Counted[]): Set<string> {
  return new Set([...unionOf(runs)].filter((name) => runs.every(({ calls }) => calls.has(name))));
}
