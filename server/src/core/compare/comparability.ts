/** Why the numbers of two recordings may differ for other reasons than what was recorded. */
import { visible } from '../format/escape';
import { formatCount } from '../format/numbers';
import type { ProblemCode } from '../model/problems';
import type { ColumnName } from '../model/trace';
import type { Run } from './run';
import type { Scenarios } from './scenarios';

/** One recording longer than another by more than this: counts of calls say little. */
const MUCH_LONGER = 10;

/** Problems of a recording that make it miss functions or calls. */
const INCOMPLETE: Readonly<Partial<Record<ProblemCode, string>>> = {
  lostEvents: 'events were lost while recording',
  exitsOnly: 'only the exits of slow calls were recorded (tracing_thresh)',
  linesTooBig: 'the kernel left out lines that were too long',
  corrupted: 'the kernel says that its tracing is corrupted',
};

/** Columns without which something of a comparison is unknown. */
const WANTED: readonly { readonly column: ColumnName; readonly lost: string }[] = [
  { column: 'duration', lost: 'times of its functions are unknown' },
  { column: 'cpu', lost: 'calls of different cpus cannot be told apart' },
];

/** Functions that kernels of one architecture have. */
const ARCHITECTURES: readonly (readonly [name: string, functions: RegExp])[] = [
  [
    'x86',
    /^__(?:x64|ia32)_sys_|^x64_sys_call$|^do_syscall_64$|^sysvec_|^x86_|_apic_|^lapic_|^native_|_ldt$|_fpregs?_|^nmi_uaccess_okay$/,
  ],
  [
    'arm64',
    /^__arm64_sys_|^(?:do_)?el[01][ht]?_|^invoke_syscall|^gic_handle_irq$|^arch_counter_|^(?:__(?:get|put)_cpu_)?fpsimd_|^mte_|^cpu_do_switch_mm$/,
  ],
  ['riscv', /^__riscv_sys_|^riscv_|^do_trap_ecall/],
  ['s390', /^__s390x?_sys_|^do_ext_irq$|^__do_syscall_s390/],
];

/** Sentences about what makes the traces of a comparison hard to compare; none where nothing does. */
export function comparabilityWarnings(scenarios: Scenarios): string[] {
  const { list } = scenarios;
  const architectures = architecturesOf(scenarios);
  const runs = list.flatMap(({ name, runs: all }) =>
    all.map((run) => ({ run, label: all.length > 1 ? `${name} (${run.name})` : name })),
  );
  const labels = (where: (run: Run) => boolean): string =>
    listed(runs.filter(({ run }) => where(run)).map(({ label }) => visible(label)));
  const warnings: string[] = [];
  const differing = (what: string, of: (run: Run) => string | undefined): void => {
    const values = [...new Set(runs.flatMap(({ run }) => of(run) ?? []))].sort();
    if (values.length < 2) return;
    const sides = values.map((value) => `${visible(value)}: ${labels((run) => of(run) === value)}`);
    warnings.push(`${what} differ: ${sides.join('; ')}.`);
  };
  differing('Kernels', (run) => run.printedBy.kernel);
  differing('Architectures, told by names of functions,', (run) => architectureOf(run, architectures));
  differing('Tracers', (run) => run.printedBy.tracer);
  for (const { column, lost } of WANTED) {
    const lacks = (run: Run): boolean => run.calls > 0 && !run.printedBy.columns.has(column);
    if (!runs.some(({ run }) => run.printedBy.columns.has(column))) continue;
    const which = labels(lacks);
    if (which !== '') warnings.push(`There is no ${column} column in ${which}: ${lost}.`);
  }
  for (const [code, what] of Object.entries(INCOMPLETE)) {
    const which = labels((run) => run.problems.has(code as ProblemCode));
    if (which !== '') warnings.push(`In ${which} ${what}: functions may be missing.`);
  }
  const recorded = list.filter(({ runs: all }) => all.some((run) => run.calls > 0));
  if (recorded.length < 2) return warnings;
  const lengths = recorded.map(({ name, runs: all }) => ({
    name: visible(name),
    calls: all.reduce((sum, run) => sum + run.calls, 0) / all.length,
  }));
  const longest = lengths.reduce((a, b) => (b.calls > a.calls ? b : a));
  const shortest = lengths.reduce((a, b) => (b.calls < a.calls ? b : a));
  if (longest.calls > MUCH_LONGER * shortest.calls) {
    const times = formatCount(Math.round(longest.calls / shortest.calls));
    warnings.push(
      `${longest.name} has ${times} times as many calls as ${shortest.name}: compare numbers of calls and times by request or by share, and see below whether ${shortest.name} was recorded for long enough.`,
    );
  }
  return warnings;
}

/** Most labels that a sentence names. */
const MAX_LABELS = 6;

function listed(labels: readonly string[]): string {
  const more = labels.length - MAX_LABELS;
  return more > 0 ? `${labels.slice(0, MAX_LABELS).join(', ')} and ${more} more` : labels.join(', ');
}

/** The architecture that most functions speak of; undefined where none does. */
function architectureOf({ functions }: Run, architectures: Int8Array): string | undefined {
  const counts = ARCHITECTURES.map(() => 0);
  for (const id of functions.reached()) if (architectures[id]! >= 0) counts[architectures[id]!]!++;
  const most = Math.max(...counts);
  return most === 0 ? undefined : ARCHITECTURES[counts.indexOf(most)]![0];
}

/** By FunctionId: the architecture that its name speaks of, by its place in ARCHITECTURES; -1 for most. */
function architecturesOf({ names }: Scenarios): Int8Array {
  return Int8Array.from({ length: names.length }, (_, id) => {
    const name = names.text(id);
    return ARCHITECTURES.findIndex(([, own]) => own.test(name));
  });
}
