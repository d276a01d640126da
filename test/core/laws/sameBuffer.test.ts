/**
 * Files that print one stopped ring buffer with different options hold the same calls. What is compared with the first
 * file of a group, whose columns tell tasks and cpus:
 *
 * - `calls`: every call in order, with depth, direct caller (by its place among the calls), whether its exit is there, and
 *   where both files have the column: name, module, cpu, pid, comm, start, duration, self time, arguments, return value,
 *   return address. Of the exits without entry some have a name in one file only: the printer's choice.
 * - `names`: only entries and leaves, with name, depth and a leaf's duration. These files have neither a task column nor
 *   the cpus that switches are printed for, so nothing tells which lines belong together.
 * - `tasks`: the calls of all tasks but the idle ones. Without the cpu the idle tasks, all of pid 0, cannot be told apart.
 * - `shown`: the calls that the first file does not print between interrupt arrows, with name, depth and duration. Self
 *   times are others, because the interrupts are not in the text.
 *
 * - `beginning`: as `calls`, for reports that are cut after 450 KB: the first 70 % of the calls that the shorter one has,
 *   without exits and what comes with them where one file lacks them, without flags (comm of `-l`: 8 bytes), and times in
 *   microseconds. Not between versions of trace-cmd, which take other pairs of events for leaves.
 * - `beginningNames`: names and depths of these only. `-N` prints no leaves, `-R` of 3.4 no names of modules.
 *
 * `irq` is compared nowhere: latency flags tell interrupts that other columns do not.
 */
import assert from 'node:assert/strict';
import type { CallRow } from '../../../server/src/core/analyse/callRows';
import { callsOf } from '../../support/calls';
import { options, readRecording, reportMissing } from '../../support/material';

type Comparison = 'calls' | 'names' | 'tasks' | 'shown' | 'beginning' | 'beginningNames';

interface Group {
  readonly first: string;
  readonly others: Readonly<Record<string, Comparison>>;
}

const GROUPS: readonly Group[] = [
  {
    first: 'same-buffer.proc',
    others: {
      'same-buffer.default': 'calls',
      'same-buffer.abstime': 'calls',
      'same-buffer.noduration': 'calls',
      'same-buffer.nooverhead': 'calls',
      'same-buffer.tail': 'calls',
      'same-buffer.abstime-proc-tail': 'calls',
      'same-buffer.latency': 'calls',
      'same-buffer.latency-proc': 'calls',
      'same-buffer.latency-verbose': 'calls',
      'same-buffer.latency-abstime-proc-tail': 'calls',
      'same-buffer.overrun': 'calls',
      'same-buffer.nocpu': 'names',
      'same-buffer.bare': 'names',
      'same-buffer.nocontext': 'names',
      'same-buffer.latency-nocpu-noduration-abstime': 'names',
      'same-buffer.proc-nocpu-noduration': 'tasks',
      'same-buffer.irqs-hidden': 'shown',
    },
  },
  {
    first: 'events.proc-abstime',
    others: {
      'events.default': 'calls',
      'events.latency-abstime-tail': 'calls',
      'events.nocpu-noduration': 'names',
    },
  },
  {
    first: 'events.markers-tail-proc',
    others: {
      'events.markers': 'calls',
      'events.markers-latency-abstime': 'calls',
      'events.markers-nocpu-noduration-abstime': 'names',
    },
  },
  { first: 'small-buffer.overrun-proc', others: { 'small-buffer.overrun': 'calls' } },
  { first: 'limit.max_graph_depth2-tail-proc', others: { 'limit.max_graph_depth2': 'calls' } },
  {
    first: 'limit.tracing_thresh100-tail-proc-abstime',
    others: { 'limit.tracing_thresh100': 'calls', 'limit.tracing_thresh100-latency': 'calls' },
  },
  {
    first: 'odd-comm.proc',
    others: {
      'odd-comm.default': 'calls',
      'odd-comm.latency-abstime-proc-tail': 'calls',
      'odd-comm.proc-nocpu-noduration': 'tasks',
    },
  },
  {
    first: 'sleep.migration-proc',
    others: { 'sleep.migration': 'calls', 'sleep.migration-tail': 'calls' },
  },
  {
    first: 'clock.counter-abstime',
    others: { 'clock.counter-tail': 'calls', 'clock.counter-latency-abstime': 'calls' },
  },
  {
    first: 'clock.x86-tsc-abstime',
    others: { 'clock.x86-tsc-tail': 'calls', 'clock.x86-tsc-latency-abstime': 'calls' },
  },
  { first: 'modules.ext4-jbd2-loop-proc-tail', others: { 'modules.ext4-jbd2-loop': 'calls' } },
  {
    first: 'features.recorded-all-printed-all-tail-proc-abstime',
    others: {
      'features.recorded-all-printed-none': 'calls',
      'features.recorded-all-printed-args': 'calls',
      'features.recorded-all-printed-retval': 'calls',
      'features.recorded-all-printed-retaddr': 'calls',
      'features.recorded-all-printed-all': 'calls',
      'features.recorded-all-printed-all-tail': 'calls',
      'features.recorded-all-printed-all-latency': 'calls',
      'features.recorded-all-printed-all-nocpu-noduration': 'names',
    },
  },
  {
    first: 'features.recorded-all-printed-all-retvalhex-tail-proc',
    others: { 'features.recorded-all-printed-all-retvalhex': 'calls' },
  },
  {
    first: 'features.only-args-tail-proc',
    others: { 'features.only-args': 'calls', 'features.only-args-printed-off': 'calls' },
  },
  {
    first: 'features.only-retval-tail-proc',
    others: { 'features.only-retval': 'calls', 'features.only-retval-printed-off': 'calls' },
  },
  {
    first: 'features.only-retaddr-tail-proc',
    others: { 'features.only-retaddr': 'calls', 'features.only-retaddr-printed-off': 'calls' },
  },
  {
    first: 'trace-cmd-3.1.report.all.tailprint',
    others: {
      'trace-cmd-3.1.report.all.default': 'beginning',
      'trace-cmd-3.1.report.all.t': 'beginning',
      'trace-cmd-3.1.report.all.depth': 'beginning',
      'trace-cmd-3.1.report.all.l-latency': 'beginning',
      'trace-cmd-3.1.report.all.tailprint-depth-l': 'beginning',
      'trace-cmd-3.1.report.all.ts-diff': 'beginning',
      'trace-cmd-3.1.report.all.filter': 'beginning',
      'trace-cmd-3.1.report.all.N-noplugins': 'beginningNames',
      'trace-cmd-3.1.report.all.R-raw': 'beginningNames',
    },
  },
  {
    first: 'trace-cmd-3.1.report.events.t-tailprint',
    others: {
      'trace-cmd-3.1.report.events.default': 'beginning',
      'trace-cmd-3.1.report.events.l-latency': 'beginning',
      'trace-cmd-3.1.report.events.full-ts': 'beginning',
      'trace-cmd-3.1.report.events.R-raw': 'beginningNames',
    },
  },
  {
    first: 'trace-cmd-3.4.report.all.tailprint-l',
    others: {
      'trace-cmd-3.4.report.all.default': 'beginning',
      'trace-cmd-3.4.report.all.N-noplugins': 'beginningNames',
      'trace-cmd-3.4.report.all.R-raw': 'beginningNames',
    },
  },
  {
    first: 'trace-cmd-3.4.report.events.l-t',
    others: { 'trace-cmd-3.4.report.events.default': 'beginning' },
  },
  {
    first: 'trace-cmd-3.4.report.features.tailprint',
    others: {
      'trace-cmd-3.4.report.features.default': 'beginning',
      'trace-cmd-3.4.report.features.R-raw': 'beginningNames',
    },
  },
];

const FOLDERS = [...new Set(options.map(({ name }) => name.split('/')[1]!))];
const COLUMNS = [
  'name', 'module', 'cpu', 'pid', 'comm', 'startNs', 'durationNs', 'selfNs', 'args', 'ret', 'retaddr',
  'offCpuNs', 'irqNs',
] as const; // prettier-ignore

/** A call without what numbers its lines: headers, banners and overruns move these. */
function withoutLines(rows: readonly CallRow[]) {
  const placeOf = new Map(rows.map(({ line }, place) => [line, place]));
  return rows.map((row) => {
    const { line, exitLine, parentLine } = row;
    return {
      ...row,
      line: line !== null,
      exitLine: exitLine !== null,
      parentLine: parentLine === null ? -1 : placeOf.get(parentLine)!,
    };
  });
}

/** What a line says itself: where both files have the column, a line of one that lacks it is a line misread. */
const SAID_BY_LINE: readonly (typeof COLUMNS)[number][] = [
  'module',
  'durationNs',
  'startNs',
  'args',
  'ret',
  'retaddr',
];

function columnsOf(rows: readonly CallRow[]): ReadonlySet<string> {
  return new Set(SAID_BY_LINE.filter((column) => rows.some((row) => row[column] !== null)));
}

/** All calls, as far as both files have the columns. */
function assertSameCalls(actual: readonly CallRow[], expected: readonly CallRow[], file: string): void {
  const first = withoutLines(expected);
  const inActual = columnsOf(actual);
  const inBoth = new Set([...columnsOf(expected)].filter((column) => inActual.has(column)));
  for (const [place, row] of withoutLines(actual).entries()) {
    const { irq, ...wanted } = { ...first[place]! };
    const { irq: _, ...found } = { ...row };
    // Which call an interrupt belongs to can show in durations only.
    if (irq && row.durationNs === null) found.parentLine = wanted.parentLine;
    for (const column of COLUMNS) {
      // A comm with a newline in it splits its line: no cpu, and a comm as far as it is readable.
      const split = column === 'comm' && row.cpu !== expected[place]?.cpu;
      const missing = !inBoth.has(column) && (found[column] === null || wanted[column] === null);
      if (split || missing) Object.assign(found, { [column]: wanted[column] });
    }
    assert.deepEqual(
      found,
      wanted,
      `${file}: call ${place}, line ${actual[place]!.line ?? actual[place]!.exitLine}`,
    );
  }
  assert.equal(actual.length, expected.length, file);
}

function namesOf(rows: readonly CallRow[], durations: boolean): string[] {
  return rows
    .filter(({ line }) => line !== null)
    .map(({ name, depth, line, exitLine, durationNs }) =>
      [name, depth, ...(durations && line === exitLine ? [durationNs] : [])].join(' '),
    );
}

/** The first calls of a report that is cut. What ends behind the cut has no exit in one of the files. */
function beginningOf(rows: readonly CallRow[], calls: number): CallRow[] {
  return rows.slice(0, calls).map((row) => ({
    ...row,
    exitLine: null,
    comm: row.comm?.slice(0, 8) ?? null,
    startNs: null,
  }));
}

function ofTasks(rows: readonly CallRow[]): CallRow[] {
  return rows.filter(({ pid }) => pid !== 0);
}

/** Lines, from 1, that are printed between the arrows of an interrupt on the same cpu. */
function linesOfInterrupts(text: string): Set<number> {
  const inside = new Set<number>();
  const interrupted = new Set<string>();
  for (const [index, line] of text.split('\n').entries()) {
    const cpu = /^ *(\d+)\) /.exec(line)?.[1];
    if (cpu === undefined) continue;
    if (/ ==========> \|$/.test(line)) interrupted.add(cpu);
    else if (/ <========== \|$/.test(line)) interrupted.delete(cpu);
    else if (interrupted.has(cpu)) inside.add(index + 1);
  }
  return inside;
}

function assertSame(comparison: Comparison, found: Uint8Array, first: Uint8Array, file: string): void {
  const actual = callsOf(found);
  const expected = callsOf(first);
  assert.ok(actual.length > 0 || expected.length === 0, file);
  switch (comparison) {
    case 'calls':
      return assertSameCalls(actual, expected, file);
    case 'names': {
      const durations = actual.some(({ durationNs }) => durationNs !== null);
      return assert.deepEqual(namesOf(actual, durations), namesOf(expected, durations), file);
    }
    case 'tasks':
      return assertSameCalls(ofTasks(actual), ofTasks(expected), file);
    case 'beginning': {
      const calls = Math.floor(0.7 * Math.min(actual.length, expected.length));
      return assertSameCalls(beginningOf(actual, calls), beginningOf(expected, calls), file);
    }
    case 'beginningNames': {
      const calls = Math.floor(0.7 * Math.min(actual.length, expected.length));
      const list = (rows: readonly CallRow[]): string[] => namesOf(rows, false).slice(0, calls);
      return assert.deepEqual(list(actual), list(expected), file);
    }
    case 'shown': {
      const hidden = linesOfInterrupts(Buffer.from(first).toString('latin1'));
      const shown = expected.filter(({ line, exitLine }) => !hidden.has((line ?? exitLine)!));
      const list = (rows: readonly CallRow[]): string[] =>
        rows.map(({ line, name, depth, durationNs }) => [line !== null, name, depth, durationNs].join(' '));
      return assert.deepEqual(list(actual), list(shown), file);
    }
  }
}

describe('the same buffer printed with other options', function () {
  this.timeout(120_000);

  if (options.length === 0) {
    it('has recordings', function () {
      reportMissing('files of the same buffer', true);
      this.skip();
    });
  }

  for (const folder of FOLDERS) {
    const find = (stem: string) => options.find(({ name }) => name === `options/${folder}/${stem}.trace.gz`);
    for (const { first, others } of GROUPS) {
      const reference = find(first);
      if (reference === undefined) continue;
      it(`has the same calls: ${folder}/${first.replace(/[.-][^.]*$/, '')} (${first})`, () => {
        const bytes = readRecording(reference);
        for (const [stem, comparison] of Object.entries(others)) {
          const other = find(stem);
          if (other === undefined) continue;
          const text = readRecording(other);
          assertSame(comparison, text, bytes, other.name);
        }
      });
    }
  }
});
