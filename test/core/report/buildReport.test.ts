import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileCategories, paperCategories } from '../../../server/src/core/classify/categories';
import { evaluate } from '../../../server/src/core/compare/expression';
import type { Scenarios } from '../../../server/src/core/compare/scenarios';
import type { Figure, Measure, Report } from '../../../server/src/core/report/report';
import {
  reportOf,
  scenariosOf,
  traceOfCounts,
  traceOfNames,
  type ScenarioText,
} from '../../support/comparison';

function figureOf(report: Report, measure: Measure): Figure {
  return report.figures.find((figure) => figure.measure === measure)!;
}

/** Totals of a measure, by scenario and run. */
function totals(report: Report, measure: Measure): (readonly number[])[] {
  return figureOf(report, measure).bars.map(({ total }) => total.value.runs);
}

/** All selections of a report, with the figures that they are behind: one for each run. */
function selectionsOf({
  figures,
  rules,
  membership,
  saturation,
}: Report): [string, readonly number[] | undefined][] {
  return [
    ...figures.flatMap(({ measure, bars }) =>
      bars.flatMap(({ total, parts }) =>
        [total, ...parts].map(({ selection, value }): [string, readonly number[] | undefined] => [
          selection,
          ['functions', 'interfaceWidth'].includes(measure) ? value.runs : undefined,
        ]),
      ),
    ),
    ...rules.flatMap(({ rows }) =>
      rows.flatMap(({ cells }) =>
        cells.map(({ selection, value }): [string, readonly number[]] => [selection, value.runs]),
      ),
    ),
    ...membership.map(({ selection, functions }): [string, readonly number[]] => [selection, [functions]]),
    ...saturation.map(({ onceSelection, once }): [string, readonly number[]] => [onceSelection, [once]]),
  ];
}

function size(selection: string, scenarios: Scenarios): number {
  return evaluate(selection, scenarios, paperCategories()).filter((member) => member === 1).length;
}

const NAMES = ['kvm_a', 'tcp_b', 'tcp_c', '__x64_sys_read', 'd', 'ip_e'];

describe('a report of scenarios', () => {
  it('leads from each figure to as many functions as it says, whatever the scenarios are called', () => {
    const run = fc.subarray(NAMES);
    const scenario = fc.record({
      name: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('all', 'run', 'a - b', '"', '\\')),
      runs: fc.array(run, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(scenario, { minLength: 1, maxLength: 4, selector: ({ name }) => name }),
        (list) => {
          const scenarios = scenariosOf(
            list.map(({ name, runs }) => ({ name, runs: runs.map(traceOfNames) })),
          );
          for (const [selection, figures] of selectionsOf(reportOf(scenarios))) {
            const functions = size(selection, scenarios);
            if (figures?.length === 1) assert.equal(functions, figures[0], selection);
            // Those of any run: at least as many as in one, at most as many as in all.
            else if (figures !== undefined) {
              assert.ok(functions >= Math.max(...figures), selection);
              assert.ok(functions <= figures.reduce((a, b) => a + b), selection);
            }
          }
        },
      ),
      { numRuns: 100, seed: 8 },
    );
  });

  it('knows times where they are printed, and only there', () => {
    const untimed = '# tracer: function_graph\n 0)  f();\n 0)  tcp_g();\n';
    // The first call never returns: what is known of the others counts.
    const open = ' 0)               |  kvm_open() {\n 0)   2.000 us    |    f();\n';
    const report = reportOf(
      scenariosOf([
        { name: 'timed', runs: [traceOfCounts({ f: 3 })] },
        { name: 'untimed', runs: [untimed] },
        { name: 'both', runs: [untimed, traceOfCounts({ f: 3 })] },
        { name: 'open', runs: [open] },
        { name: 'empty', runs: [''] },
      ]),
    );
    for (const measure of ['totalNs', 'selfNs'] as const) {
      assert.deepEqual(totals(report, measure), [[3000], [NaN], [NaN, 3000], [2000], [0]]);
      const means = figureOf(report, measure).bars.map(({ parts }) => parts.map(({ value }) => value.mean));
      assert.deepEqual(means, [
        [0, 0, 3000],
        [NaN, NaN, NaN],
        [NaN, NaN, NaN],
        [0, 0, 2000],
        [0, 0, 0],
      ]);
    }
    assert.deepEqual(totals(report, 'calls'), [[3], [2], [2, 3], [2], [0]]);
  });

  it('divides calls and times, and nothing else, as is asked for', () => {
    const list: ScenarioText[] = [
      { name: 'A', runs: [traceOfCounts({ f: 6, tcp_g: 2 })], requests: 4 },
      { name: 'B', runs: [traceOfCounts({ f: 1 })] },
    ];
    const per = (normalisation: 'none' | 'perRequest' | 'share'): number[][] => {
      const report = reportOf(scenariosOf(list), { normalisation });
      assert.equal(report.normalisation, normalisation);
      return (['functions', 'crossings', 'calls', 'totalNs', 'selfNs'] as const).map((measure) =>
        totals(report, measure).flat(),
      );
    };
    assert.deepEqual(per('none'), [
      [2, 1],
      [8, 1],
      [8, 1],
      [8000, 1000],
      [8000, 1000],
    ]);
    assert.deepEqual(per('perRequest'), [
      [2, 1],
      [8, 1],
      [2, NaN],
      [2000, NaN],
      [2000, NaN],
    ]);
    assert.deepEqual(per('share'), [
      [2, 1],
      [8, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it('shows measurements as they were given, in the order in which they are first named', () => {
    const f = traceOfCounts({ f: 1 });
    const report = reportOf(
      scenariosOf([
        { name: 'A', runs: [f], measurements: { throughput: 1000, loss: '9 %' } },
        { name: 'B', runs: [f] },
        { name: 'C', runs: [f], measurements: { toString: 3, throughput: 0 } },
      ]),
    );
    assert.deepEqual(report.measurements, {
      rows: [
        { name: 'throughput', cells: [1000, undefined, 0] },
        { name: 'loss', cells: ['9 %', undefined, undefined] },
        { name: 'toString', cells: [undefined, undefined, 3] },
      ],
    });
    assert.equal(reportOf(scenariosOf([{ name: 'A', runs: [f] }])).measurements, undefined);
  });

  it('puts what went wrong before its own warnings, and keeps what it is given', () => {
    const report = reportOf(
      scenariosOf([
        { name: 'A', runs: [traceOfCounts({ f: 1 })] },
        { name: 'B', runs: ['CPU:0 [LOST 5 EVENTS]\n'] },
      ]),
      {
        title: 'Figure 4',
        baseline: 1,
        warnings: ['x.trace cannot be read.'],
      },
    );
    assert.deepEqual(report.warnings, [
      'x.trace cannot be read.',
      'In B events were lost while recording: functions may be missing.',
    ]);
    assert.deepEqual(
      [report.title, report.baseline, report.reclassified, report.weights],
      ['Figure 4', 1, undefined, []],
    );
    assert.deepEqual(
      report.categories.map(({ id }) => id),
      ['virtualization', 'network', 'other'],
    );
    assert.deepEqual(
      report.scenarios.map(({ runs }) =>
        runs.map(({ name, source, sha256, filterSteps }) => [name, source, sha256, filterSteps]),
      ),
      [
        [['A.1.trace', '/traces/A.1.trace', undefined, []]],
        [['B.1.trace', '/traces/B.1.trace', undefined, []]],
      ],
    );
  });

  it('works without scenarios, runs or functions', () => {
    assert.deepEqual(reportOf(scenariosOf([])).membership, []);
    const report = reportOf(
      scenariosOf([
        { name: 'no run', runs: [] },
        { name: 'no function', runs: [''] },
      ]),
    );
    assert.deepEqual(
      report.scenarios.map(({ union, core }) => [union, core]),
      [
        [0, 0],
        [0, 0],
      ],
    );
    assert.deepEqual(report.headlines, ['no run has no run: nothing can be said of it.']);
    assert.deepEqual(totals(report, 'functions'), [[], [0]]);
    assert.ok(Number.isNaN(figureOf(report, 'functions').bars[0]!.total.value.mean));
    assert.deepEqual(
      report.saturation.map(({ sentence, curves, expected }) => [sentence, curves, expected]),
      [
        [
          'no run: 0 seen, 0 called only once (0.0 %); too little to estimate how many there are',
          [],
          undefined,
        ],
        [
          'no function: 0 seen, 0 called only once (0.0 %); too little to estimate how many there are',
          [[]],
          undefined,
        ],
      ],
    );
  });

  it('says how many functions there may be, by hand, and writes out names', () => {
    // Chao1 of 4 functions, 9 calls, two called once, one twice: 4 + (8 / 9) · 2 · 1 / (2 · 2) = 4.44.
    const one = reportOf(
      scenariosOf([{ name: 'A\u001b', runs: [traceOfCounts({ a: 1, b: 1, c: 2, d: 5 })] }]),
    ).saturation[0]!;
    assert.match(
      one.sentence,
      /^A\\u\{1b\}: 4 seen, about 4 expected \(4 to \d+; from one run, rather too many\), 2 called only once \(50\.0 %\)$/,
    );
    assert.ok(Math.abs(one.expected!.value - (4 + 4 / 9)) < 1e-12);
    // Chao2 of 5 functions in three runs, three of them in one, one in two: 5 + (2 / 3) · 3 · 2 / (2 · 2) = 6.
    const runs = [
      { a: 1, b: 1, c: 1 },
      { a: 1, b: 1, d: 2 },
      { a: 1, e: 1 },
    ].map(traceOfCounts);
    const three = reportOf(scenariosOf([{ name: 'A', runs }])).saturation[0]!;
    assert.ok(Math.abs(three.expected!.value - 6) < 1e-12);
    assert.match(
      three.sentence,
      /^A: 5 seen in 3 runs, about 6 expected \(5 to \d+\), 2 called only once \(40\.0 %\)$/,
    );
    // (3 + 3 + 2) / 3; ab|c|d, abc|e, abd|e: (4 + 4 + 4) / 3.
    assert.deepEqual(
      three.overRuns.map((mean) => mean.toFixed(6)),
      ['2.666667', '4.000000', '5.000000'],
    );
  });

  it('has a row for each of few rules, and of many only for those that match a function', () => {
    const patterns = Array.from({ length: 51 }, (_, i) => `f${i}_`);
    const rowsOf = (count: number): string[] => {
      const rules = [{ id: 'x', label: 'X', patterns: patterns.slice(0, count) }];
      const { categories } = compileCategories(rules, '');
      const report = reportOf(scenariosOf([{ name: 'A', runs: [traceOfNames(['f7_a', 'f7_b', 'g'])] }]), {
        categories,
      });
      return report.rules.flatMap(({ rows }) =>
        rows.map(({ pattern, cells }) => `${pattern} ${cells[0]!.value.mean}`),
      );
    };
    assert.deepEqual(
      rowsOf(50),
      patterns.slice(0, 50).map((pattern) => `${pattern} ${pattern === 'f7_' ? 2 : 0}`),
    );
    assert.deepEqual(rowsOf(51), ['f7_ 2']);
  });

  it('works with fifty scenarios of three runs', () => {
    // Scenario s has the functions 0 … 99 + s, the last of them in its third run only.
    const scenarios = scenariosOf(
      Array.from({ length: 50 }, (_, s) => ({
        name: `scenario ${s}`,
        runs: [0, 0, 1].map((more) =>
          traceOfNames(Array.from({ length: 99 + s + more }, (__, f) => `f${f}`)),
        ),
      })),
    );
    const report = reportOf(scenarios);
    report.scenarios.forEach(({ union, core }, s) => assert.deepEqual([union, core], [100 + s, 99 + s]));
    // All have the first hundred; then each function is in one scenario less.
    assert.deepEqual(
      report.membership.map(({ scenarios: inside, functions }) => [inside.length, functions]),
      [[50, 100], ...Array.from({ length: 49 }, (_, i) => [49 - i, 1])],
    );
    for (const { selection, functions } of report.membership)
      assert.equal(size(selection, scenarios), functions);
    assert.equal(report.headlines.length, 49);
  });
});
