/** What filters leave, against a slow count over the rows of `calls`, and what holds of any filters on any trace. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { callRows, type CallRow } from '../../../server/src/core/analyse/callRows';
import { applyFilter } from '../../../server/src/core/filter/applyFilter';
import { withoutSuffixes } from '../../../server/src/core/filter/suffixes';
import type { FilterSpec } from '../../../server/src/core/model/filterSpec';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { TraceText } from '../../../server/src/core/parse/traceText';
import { ENTRY_FUNCTIONS } from '../../../server/src/core/filter/entryFunctions';
import { drawCase, printCase } from '../../support/forest/cases';
import { options, readRecording, reportMissing, samples, type Recording } from '../../support/material';

/** A trace that is asked again and again, and its rows. */
interface Material {
  readonly name: string;
  readonly text: TraceText;
  readonly rows: readonly CallRow[];
}

function materialOf(name: string, bytes: Uint8Array): Material {
  const trace = parseTrace(bytes, { keepLines: true, keepSelf: true, keepContext: true });
  const text = new TraceText(bytes, trace);
  return { name, text, rows: [...callRows(text)] };
}

const FORESTS = 150;
const forests = Array.from({ length: FORESTS }, (_, seed) =>
  printCase(drawCase(seed + 1, seed % 4 === 0 ? 'traceCmd' : 'kernel', 300)),
)
  .filter((printed) => printed !== undefined)
  .map(({ bytes }, index) => materialOf(`forest ${index}`, bytes))
  // Too little of a trace may be none.
  .filter(({ text }) => text.trace.verdict.kind === 'graph');
const recordings = [...samples, ...options.filter((_, index) => index % 4 === 0)].map(
  (recording: Recording) => materialOf(recording.name, readRecording(recording)),
);

/** The line, from 0, by which a row is known in the tables. */
function lineOf({ line, exitLine }: CallRow): number {
  return (line ?? exitLine)! - 1;
}

function taskOf({ text: { trace, lines } }: Material, row: CallRow): number {
  return trace.lanes.byId(lines.lane(lineOf(row)))!.id;
}

/** The rows that filters leave, one filter after the other. */
function left(material: Material, spec: FilterSpec): CallRow[] {
  const { pids, comms, cpus, fromNs, toNs, minDepth } = spec;
  const begun = new Set<number>();
  // A task may have had several names: it is one of each.
  const named = new Set(
    material.rows
      .filter(({ comm }) => comm !== null && comms?.includes(comm))
      .map((row) => taskOf(material, row)),
  );
  return material.rows.filter((row) => {
    const task = taskOf(material, row);
    const entries = spec.entryFunctions ?? ENTRY_FUNCTIONS;
    if (row.line !== null && entries.some((entry) => row.name?.startsWith(entry))) begun.add(task);
    return (
      !(spec.withoutInterrupts && row.irq) &&
      !(spec.fromFirstEntry && !begun.has(task)) &&
      (pids === undefined || (row.pid !== null && pids.includes(row.pid))) &&
      (comms === undefined || named.has(task)) &&
      (cpus === undefined || (row.cpu !== null && cpus.includes(row.cpu))) &&
      (fromNs === undefined || (row.startNs !== null && row.startNs >= fromNs)) &&
      (toNs === undefined || (row.startNs !== null && row.startNs < toNs)) &&
      (minDepth === undefined || row.depth >= minDepth)
    );
  });
}

/** What is known of each function, added up from rows, by name. */
function numbersOf(
  { text: { lines } }: Material,
  rows: readonly CallRow[],
  name: (row: CallRow) => string,
): object {
  const byLine = new Map(rows.filter(({ line }) => line !== null).map((row) => [lineOf(row), row]));
  const numbers: Record<string, Record<string, number>> = {};
  for (const row of rows) {
    if (row.line === null || row.name === null) continue;
    const line = lineOf(row);
    const of = (numbers[name(row)] ??= {
      calls: 0,
      topLevel: 0,
      total: 0,
      self: 0,
      min: Infinity,
      max: -Infinity,
      first: line,
    });
    of['calls']!++;
    if (lines.depth(line) === 0) of['topLevel']!++;
    if (row.selfNs !== null) of['self']! += row.selfNs;
    if (row.durationNs === null) continue;
    of['min'] = Math.min(of['min']!, row.durationNs);
    of['max'] = Math.max(of['max']!, row.durationNs);
    let up = lines.caller(line);
    while (
      up >= 0 &&
      !(byLine.has(up) && byLine.get(up)!.name !== null && name(byLine.get(up)!) === name(row))
    )
      up = lines.caller(up);
    if (up < 0) of['total']! += row.durationNs;
  }
  return numbers;
}

/** The same out of the tables. */
function tableNumbers({ names, stats }: ReturnType<typeof applyFilter>): object {
  const numbers: Record<string, object> = {};
  for (let id = 0; id < names.length; id++) {
    if (!(stats.calls[id]! > 0)) continue;
    numbers[names.text(id)] = {
      calls: stats.calls[id],
      topLevel: stats.topLevel[id],
      total: stats.totalNs[id],
      self: stats.selfNs[id],
      min: stats.minNs[id],
      max: stats.maxNs[id],
      first: stats.firstLine[id],
    };
  }
  return numbers;
}

function unique(rows: readonly CallRow[]): number {
  return new Set(rows.filter(({ line, name }) => line !== null && name !== null).map(({ name }) => name))
    .size;
}

/** Filters that take each call by itself, of what the trace has: few of all there could be leave nothing. */
function specsOf({ rows }: Material): fc.Arbitrary<FilterSpec> {
  const some = <T>(values: readonly (T | null)[]): fc.Arbitrary<T[]> => {
    const known = [...new Set(values)].filter((value) => value !== null);
    return known.length === 0 ? fc.constant([]) : fc.subarray(known, { minLength: 1 });
  };
  const times = rows.flatMap(({ startNs }) => (startNs === null ? [] : [startNs]));
  const time = times.length === 0 ? fc.constant(5) : fc.constantFrom(...times).map((ns) => ns + (ns % 3) - 1);
  return fc.record(
    {
      withoutInterrupts: fc.boolean(),
      fromFirstEntry: fc.boolean(),
      entryFunctions: some(rows.map(({ name }) => name && name.slice(0, 5))),
      pids: some(rows.map(({ pid }) => pid)),
      comms: some(rows.map(({ comm }) => comm)),
      cpus: some(rows.map(({ cpu }) => cpu)),
      fromNs: time,
      toNs: time,
      minDepth: fc.nat(6),
    },
    { requiredKeys: [] },
  );
}

/** Without the keys that switch nothing on. */
function meaning(spec: FilterSpec): FilterSpec {
  const lists = Object.entries(spec).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(lists);
}

function countedLines({ counted }: ReturnType<typeof applyFilter>): number[] {
  return [...counted!.keys()].filter((line) => counted![line] === 1);
}

describe('filters', function () {
  this.timeout(240_000);
  reportMissing('the recordings of options', options.length === 0);

  for (const [what, materials, runs] of [
    ['recordings', recordings, 12],
    ['random forests', forests, 12],
  ] as const) {
    describe(`on ${what}`, () => {
      const each = (runsEach: number, check: (material: Material, spec: FilterSpec) => void): void => {
        for (const material of materials) {
          fc.assert(
            fc.property(specsOf(material), (spec) => check(material, meaning(spec))),
            { numRuns: runsEach, seed: 7 },
          );
        }
      };

      it('leave what a slow count leaves', () => {
        let taken = 0;
        each(runs, (material, spec) => {
          const view = applyFilter(material.text.trace, spec);
          if (view === material.text.trace) return;
          const rows = left(material, spec);
          const { lines } = material.text;
          const found = countedLines(view).filter((line) => lines.callLine(line) === line);
          assert.deepEqual(found, rows.map(lineOf), material.name);
          assert.deepEqual(
            tableNumbers(view),
            numbersOf(material, rows, ({ name }) => name!),
            material.name,
          );
          assert.equal(view.calls, rows.filter(({ line }) => line !== null).length);
          assert.equal(view.orphanExits, rows.filter(({ line }) => line === null).length);
          assert.equal(view.tasks, new Set(rows.map((row) => taskOf(material, row))).size);
          taken += view.calls;
        });
        assert.ok(taken > 1000, 'filters that leave something');
      });

      it('say what they took away, in all', () => {
        each(runs, ({ text: { trace }, rows }, spec) => {
          const view = applyFilter(trace, spec);
          const steps = view.filter?.steps ?? [];
          const sum = (of: (step: (typeof steps)[number]) => number): number =>
            steps.reduce((total, step) => total + of(step), 0);
          assert.equal(
            sum(({ calls }) => calls),
            trace.calls - view.calls,
          );
          const functions = [...view.stats.calls.subarray(0, view.names.length)].filter(
            (calls) => calls > 0,
          ).length;
          assert.equal(
            sum((step) => step.functions),
            unique(rows) - functions,
          );
        });
      });

      it('leave the same, whatever their order', () => {
        each(4, ({ text: { trace } }, spec) => {
          const view = applyFilter(trace, spec);
          if (view === trace) return;
          const { entryFunctions, ...others } = spec;
          const alone = Object.entries(others).map(([key, value]) =>
            applyFilter(trace, {
              [key]: value,
              ...(key === 'fromFirstEntry' && entryFunctions && { entryFunctions }),
            }),
          );
          const all = alone.filter((one) => one !== trace);
          assert.deepEqual(
            countedLines(view),
            [...view.counted!.keys()].filter(
              (line) => trace.lines!.kind(line) && all.every(({ counted }) => counted![line] === 1),
            ),
          );
        });
      });

      it('leave less, the more there are', () => {
        each(4, ({ text: { trace } }, spec) => {
          const keys = Object.keys(spec).filter((key) => key !== 'entryFunctions') as (keyof FilterSpec)[];
          const fewer = { ...spec };
          delete (fewer as Record<string, unknown>)[keys[0] ?? ''];
          const [more, less] = [applyFilter(trace, fewer), applyFilter(trace, spec)];
          if (less === trace || more === trace) return;
          for (const line of countedLines(less)) assert.equal(more.counted![line], 1);
        });
      });

      it('are nothing where none is on', () => {
        for (const { text } of materials) {
          for (const spec of [{}, { withoutInterrupts: false, minDepth: 0, pids: [], entryFunctions: ['x'] }])
            assert.equal(applyFilter(text.trace, spec), text.trace);
        }
      });

      it('count as the parser does where they take everything', () => {
        let whole = 0;
        for (const { name, text, rows } of materials) {
          const cpus = [...new Set(rows.flatMap(({ cpu }) => (cpu === null ? [] : [cpu])))];
          if (cpus.length === 0 || rows.some(({ cpu }) => cpu === null)) continue;
          whole++;
          const { trace } = text;
          const view = applyFilter(trace, { cpus });
          // An interrupt that is moved out of a call was judged to be recursion in it before: by the parser alone.
          if (trace.movedInterrupts.size === 0)
            assert.deepEqual(tableNumbers(view), tableNumbers(trace), name);
          assert.deepEqual([view.calls, view.orphanExits], [trace.calls, trace.orphanExits]);
          for (const column of [
            'calls',
            'topLevel',
            'firstLine',
            'orphanExits',
            'timed',
            'sumNs',
            'selfTimed',
            'selfNs',
          ] as const) {
            const of = ({ stats, names }: typeof trace): unknown => stats[column].slice(0, names.length);
            assert.deepEqual(of(view), of(trace), `${name}: ${column}`);
          }
        }
        assert.ok(whole > materials.length / 3);
      });

      it('add up to everything, cpu by cpu', () => {
        for (const { text, rows } of materials) {
          const known = rows.filter(({ line, cpu }) => line !== null && cpu !== null);
          const cpus = [...new Set(known.map(({ cpu }) => cpu!))];
          const calls = cpus.map((cpu) => applyFilter(text.trace, { cpus: [cpu] }).calls);
          assert.equal(
            calls.reduce((sum, one) => sum + one, 0),
            known.length,
          );
        }
      });

      it('fold names as if they had been printed so', () => {
        for (const material of materials) {
          const view = applyFilter(material.text.trace, { foldSuffixes: true });
          const rows = material.rows.filter(({ line }) => line !== null);
          assert.deepEqual(
            tableNumbers(view),
            numbersOf(material, rows, ({ name }) => withoutSuffixes(name!)),
            material.name,
          );
        }
      });
    });
  }
});
