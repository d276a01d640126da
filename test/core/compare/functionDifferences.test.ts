import assert from 'node:assert/strict';
import fc from 'fast-check';
import { paperCategories } from '../../../server/src/core/classify/categories';
import type { Change, FunctionQuery, FunctionRow } from '../../../server/src/core/compare/differences';
import { ExpressionError } from '../../../server/src/core/compare/expression';
import { FunctionList } from '../../../server/src/core/compare/functionList';
import type { Scenarios } from '../../../server/src/core/compare/scenarios';
import { scenariosOf, traceOfCounts } from '../../support/comparison';
import { countCalls, counterMissing } from '../../support/counter';
import { readRecording, reportMissing, samples, scenarios as recordings } from '../../support/material';
import { slowAdjustedP, slowPermutationTest } from '../statistics/reference';

const QUERY: FunctionQuery = {
  selection: 'all',
  baseline: 0,
  target: 1,
  measure: 'calls',
  normalisation: 'none',
  sort: 'name',
  descending: false,
};

function rowsOf(scenarios: Scenarios, query: Partial<FunctionQuery> = {}): FunctionRow[] {
  const list = new FunctionList(scenarios, paperCategories(), { ...QUERY, ...query });
  return list.rows(0, list.length);
}

function namesOf(scenarios: Scenarios, query: Partial<FunctionQuery>): string {
  return rowsOf(scenarios, query)
    .map(({ name }) => name)
    .join(' ');
}

type Counts = Readonly<Record<string, number>>;

/** Two scenarios, A and B, of so many calls by run. */
function sides(a: readonly Counts[], b: readonly Counts[]): Scenarios {
  return scenariosOf([
    { name: 'A', runs: a.map(traceOfCounts) },
    { name: 'B', runs: b.map(traceOfCounts) },
  ]);
}

function near(actual: number, expected: number, what: string): void {
  const alike =
    Object.is(actual, expected) || Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
  assert.ok(alike, `${what}: ${actual} is not ${expected}`);
}

/** Functions called in none, one or all of the runs. */
const counts = fc.dictionary(
  fc.constantFrom('kvm_a', 'tcp_b', 'c', 'd', 'e'),
  fc.integer({ min: 1, max: 4 }),
  {
    maxKeys: 5,
    noNullPrototype: true,
  },
);
const runs = fc.array(counts, { minLength: 1, maxLength: 5 });
const normalisation = fc.constantFrom('none', 'share');

describe('the differences of functions', () => {
  it('are new, gone, more, fewer or none, with means, by hand', () => {
    const scenarios = sides(
      [
        { more: 1, fewer: 4, same: 2, gone: 1, tcp_sometimes: 1 },
        { more: 2, fewer: 2, same: 2, gone: 3 },
      ],
      [{ more: 6, fewer: 2, same: 2, kvm_new: 8, tcp_sometimes: 2 }],
    );
    assert.deepEqual(
      rowsOf(scenarios).map(({ name, category, change, inRuns, values, difference, relative }) => [
        name,
        category,
        change,
        inRuns.join(),
        values.join(),
        difference,
        relative,
      ]),
      [
        ['fewer', 2, 'fewer', '2,1', '3,2', -1, -1 / 3],
        ['gone', 2, 'gone', '2,0', '2,0', -2, -1],
        ['kvm_new', 0, 'new', '0,1', '0,8', 8, Infinity],
        ['more', 2, 'more', '2,1', '1.5,6', 4.5, 3],
        ['same', 2, 'same', '2,1', '2,2', 0, 0],
        ['tcp_sometimes', 1, 'more', '1,1', '0.5,2', 1.5, 3],
      ],
    );
  });

  it('are by membership in every run where sets are of every run', () => {
    const list = [
      { name: 'A', runs: [{ f: 1, g: 1 }, { f: 1 }].map(traceOfCounts) },
      { name: 'B', runs: [{ f: 1, g: 1 }, { g: 1 }].map(traceOfCounts) },
    ];
    const changes = (mode: 'any' | 'every'): string[] =>
      rowsOf(scenariosOf(list, mode)).map(({ name, change }) => `${name} ${change}`);
    assert.deepEqual(changes('any'), ['f fewer', 'g more']);
    assert.deepEqual(changes('every'), ['f gone', 'g new']);
  });

  describe('of recordings of different length', () => {
    const timed = (...lines: readonly (readonly [name: string, us: number])[]): string =>
      lines.map(([name, us]) => ` 0)   ${us.toFixed(3)} us    |  ${name}();\n`).join('');
    const scenarios = scenariosOf([
      { name: 'A', runs: [timed(['f', 1], ['f', 3], ['g', 4])], requests: 2 },
      { name: 'B', runs: [timed(['f', 1], ['g', 1], ['g', 1], ['g', 1], ['g', 1])], requests: 4 },
      { name: 'C', runs: [timed(['f', 1])] },
    ]);
    for (const [how, measure, expected] of [
      ['none', 'calls', ['f 2,1 -1', 'g 1,4 3']],
      ['perRequest', 'calls', ['f 1,0.25 -0.75', 'g 0.5,1 0.5']],
      ['share', 'calls', [`f ${2 / 3},0.2 ${0.2 - 2 / 3}`, `g ${1 / 3},0.8 ${0.8 - 1 / 3}`]],
      ['none', 'totalNs', ['f 4000,1000 -3000', 'g 4000,4000 0']],
      ['perRequest', 'selfNs', ['f 2000,250 -1750', 'g 2000,1000 -1000']],
      // Of 8 and of 5 µs.
      ['share', 'selfNs', ['f 0.5,0.2 -0.3', `g 0.5,0.8 ${0.8 - 0.5}`]],
    ] as const) {
      it(`are normalised: ${how} of ${measure}`, () => {
        const rows = rowsOf(scenarios, { measure, normalisation: how });
        assert.deepEqual(
          rows.map(({ name, values, difference }) => `${name} ${values.slice(0, 2).join()} ${difference}`),
          expected,
        );
      });
    }

    it('are not known per request where nobody said how many there were', () => {
      const [f, g] = rowsOf(scenarios, { target: 2, normalisation: 'perRequest' });
      assert.deepEqual([f!.values[2], f!.difference, f!.relative], [NaN, NaN, NaN]);
      // What is not called is not called, however often one asks.
      assert.deepEqual([g!.change, g!.values[2]], ['gone', 0]);
    });
  });

  describe('of unknown times', () => {
    const scenarios = scenariosOf([
      { name: 'A', runs: [traceOfCounts({ f: 1, g: 2, h: 3 })] },
      {
        name: 'B',
        runs: ['# tracer: function_graph\n 0)  f();\n 0)  f();\n 0)  g();\n 0)  g();\n 0)  new();\n'],
      },
    ]);

    it('are unknown, and what changed is told by calls', () => {
      const rows = rowsOf(scenarios, { measure: 'totalNs' });
      assert.deepEqual(
        rows.map(({ name, change, values, difference, relative, effect, p, support }) => [
          name,
          change,
          values.join(),
          ...[difference, relative, effect, p].map(String),
          support,
        ]),
        [
          ['f', 'more', '1000,NaN', 'NaN', 'NaN', 'NaN', 'NaN', 'tooFewRuns'],
          ['g', 'same', '2000,NaN', 'NaN', 'NaN', 'NaN', 'NaN', 'tooFewRuns'],
          ['h', 'gone', '3000,0', '-3000', '-1', '-1', '1', 'tooFewRuns'],
          ['new', 'new', '0,NaN', 'NaN', 'NaN', 'NaN', 'NaN', 'tooFewRuns'],
        ],
      );
    });

    for (const sort of ['difference', 'relative', 'p', { scenario: 1 }] as const) {
      it(`stand last, either way, sorted by ${JSON.stringify(sort)}`, () => {
        for (const descending of [false, true])
          assert.equal(namesOf(scenarios, { measure: 'selfNs', sort, descending }), 'h f g new');
      });
    }

    it('are no more than any minimum', () => {
      assert.equal(namesOf(scenarios, { measure: 'totalNs', minimum: 1 }), 'h');
    });
  });

  it('between a scenario and itself are none', () => {
    const check = (scenarios: Scenarios, query: Partial<FunctionQuery>): void => {
      for (const { name, change, difference, relative, support, p, effect, values } of rowsOf(
        scenarios,
        query,
      )) {
        assert.notEqual(support, 'real', name);
        assert.equal(change, 'same', name);
        const known = !values.some(Number.isNaN);
        assert.deepEqual(
          [difference, relative, p, effect],
          known ? [0, 0, 1, 0] : [NaN, NaN, NaN, NaN],
          name,
        );
      }
    };
    for (const measure of ['calls', 'totalNs', 'selfNs'] as const) {
      for (const sample of samples) {
        const bytes = readRecording(sample);
        check(scenariosOf(['A', 'B'].map((name) => ({ name, runs: [bytes] }))), { measure });
        check(scenariosOf([{ name: 'A', runs: [bytes] }]), { measure, target: 0, normalisation: 'share' });
      }
    }
    fc.assert(
      fc.property(runs, normalisation, (all, how) => check(sides(all, all), { normalisation: how })),
      { numRuns: 100, seed: 5 },
    );
  });

  it('are mirrored when the sides are swapped', () => {
    const mirror: Readonly<Record<Change, Change>> = {
      new: 'gone',
      gone: 'new',
      more: 'fewer',
      fewer: 'more',
      same: 'same',
    };
    fc.assert(
      fc.property(runs, runs, normalisation, fc.constantFrom('calls', 'totalNs'), (a, b, how, measure) => {
        const query = { normalisation: how, measure } as const;
        const rows = rowsOf(sides(a, b), query);
        const swapped = rowsOf(sides(b, a), query);
        const back = rowsOf(sides(a, b), { ...query, baseline: 1, target: 0 });
        assert.deepEqual(
          back.map((row) => ({ ...row, values: row.values.toReversed(), inRuns: row.inRuns.toReversed() })),
          swapped,
        );
        rows.forEach((row, i) => {
          const other = swapped[i]!;
          assert.deepEqual([other.name, other.change], [row.name, mirror[row.change]]);
          assert.equal(other.difference + 0, -row.difference + 0);
          assert.equal(other.effect + 0, -row.effect + 0);
          assert.deepEqual([other.p, other.support], [row.p, row.support]);
          assert.deepEqual(other.values, row.values.toReversed());
          assert.deepEqual(other.inRuns, row.inRuns.toReversed());
          // (b − a) / a and (a − b) / b.
          near((1 + row.relative) * (1 + other.relative) || 1, 1, row.name);
        });
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  it('are tested exactly, and corrected for the number of functions', () => {
    fc.assert(
      fc.property(runs, runs, (a, b) => {
        const rows = rowsOf(sides(a, b));
        const values = rows.map(({ name }) => [a, b].map((side) => side.map((run) => run[name] ?? 0)));
        const ps = values.map(([before, after]) => slowPermutationTest(before!, after!));
        slowAdjustedP(ps).forEach((p, i) => near(rows[i]!.p, p, rows[i]!.name));
        values.forEach(([before, after], i) => {
          const pairs = after!.flatMap((y) => before!.map((x) => Math.sign(y - x)));
          near(rows[i]!.effect, pairs.reduce((x, y) => x + y, 0) / pairs.length, 'effect');
        });
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('are real or noise where runs are enough', () => {
    const a = [10, 11, 12, 13, 14];
    const b = [20, 21, 22, 23, 24];
    const five = (real: readonly number[]): Counts[] =>
      real.map((count, i) => ({ real: count, noise: a[(i * 2) % 5]! }));
    assert.deepEqual(
      rowsOf(sides(five(a), five(b))).map(({ name, support, p, effect }) => [name, support, p, effect]),
      [
        ['noise', 'noise', 1, 0],
        // 2 of 252 splits, of two tests.
        ['real', 'real', (2 * 2) / 252, 1],
      ],
    );
    assert.equal(rowsOf(sides(five(a).slice(0, 3), five(b).slice(0, 3)))[1]!.support, 'tooFewRuns');
  });

  reportMissing('differences between recordings', recordings.length === 0);
  it('equal what count.py counts in the recordings', async function () {
    if (recordings.length === 0 || counterMissing !== undefined) this.skip();
    const names = ['socket', 'tap', 'qemu', 'kvm'];
    const files = names.map((name) => recordings.filter((one) => one.name.startsWith(`scenarios/${name}.`)));
    const counted = await countCalls(files.flat().map(({ path }) => path));
    const callsOf = files.map((own, i) => own.map((_, run) => counted[i * 3 + run]!));
    assert.deepEqual(
      files.map(({ length }) => length),
      [3, 3, 3, 3],
    );
    const scenarios = scenariosOf(names.map((name, i) => ({ name, runs: files[i]!.map(readRecording) })));
    for (const [baseline, target, how] of [
      [0, 1, 'none'],
      [2, 3, 'share'],
    ] as const) {
      const rows = rowsOf(scenarios, { baseline, target, normalisation: how });
      const all = [...new Set(counted.flatMap((calls) => [...calls.keys()]))].sort();
      assert.deepEqual(
        rows.map(({ name }) => name),
        all,
      );
      for (const { name, inRuns, values, change, difference, relative } of rows) {
        const calls = callsOf.map((side) => side.map((run) => run.get(name) ?? 0));
        const of = callsOf.map((side) =>
          side.map((run) => (how === 'none' ? 1 : [...run.values()].reduce((x, y) => x + y))),
        );
        const means = calls.map((side, i) =>
          side.reduce((mean, count, run) => mean + count / of[i]![run]! / 3, 0),
        );
        assert.deepEqual(
          inRuns,
          calls.map((side) => side.filter((count) => count > 0).length),
        );
        values.forEach((value, i) => near(value, means[i]!, name));
        const [before, after] = [means[baseline]!, means[target]!];
        near(difference, after - before, name);
        const expected: Change =
          before === 0 && after > 0
            ? 'new'
            : after === 0 && before > 0
              ? 'gone'
              : after - before > 1e-12
                ? 'more'
                : before - after > 1e-12
                  ? 'fewer'
                  : 'same';
        assert.equal(change, expected, name);
        near(relative, after === before ? 0 : after / before - 1, name);
      }
    }
  });
});

describe('a list of functions', () => {
  const scenarios = sides(
    [{ tcp_b: 1, a: 5, c: 3, vfs_Read: 1, kvm_x: 2 }],
    [{ tcp_b: 2, c: 3, kvm_x: 1, vfs_Read: 9, tcp_new: 7 }],
  );

  for (const [what, query, expected] of [
    ['part of the name, any case', { text: 'READ' }, 'vfs_Read'],
    ['no text', { text: '' }, 'a c kvm_x tcp_b tcp_new vfs_Read'],
    ['a category', { category: 1 }, 'tcp_b tcp_new'],
    ['changes', { changes: ['new', 'gone'] }, 'a tcp_new'],
    ['no change', { changes: [] }, ''],
    ['a least difference, either way', { minimum: 5 }, 'a tcp_new vfs_Read'],
    ['a selection', { selection: 'A - B' }, 'a'],
    ['all of these', { selection: 'B', category: 1, minimum: 2, text: 'n' }, 'tcp_new'],
  ] as const) {
    it(`is limited to ${what}`, () => assert.equal(namesOf(scenarios, query), expected));
  }

  for (const [sort, expected, descending] of [
    ['name', 'a c kvm_x tcp_b tcp_new vfs_Read', 'vfs_Read tcp_new tcp_b kvm_x c a'],
    ['category', 'kvm_x tcp_b tcp_new a c vfs_Read', 'a c vfs_Read tcp_b tcp_new kvm_x'],
    ['change', 'tcp_new a tcp_b vfs_Read kvm_x c', 'c kvm_x tcp_b vfs_Read a tcp_new'],
    ['difference', 'c kvm_x tcp_b a tcp_new vfs_Read', 'vfs_Read tcp_new a kvm_x tcp_b c'],
    ['relative', 'c kvm_x a tcp_b vfs_Read tcp_new', 'tcp_new vfs_Read a tcp_b kvm_x c'],
    ['p', 'a c kvm_x tcp_b tcp_new vfs_Read', 'a c kvm_x tcp_b tcp_new vfs_Read'],
    [{ scenario: 0 }, 'tcp_new tcp_b vfs_Read kvm_x c a', 'a c kvm_x tcp_b vfs_Read tcp_new'],
  ] as const) {
    it(`is sorted by ${JSON.stringify(sort)}, equal ones by name`, () => {
      assert.equal(namesOf(scenarios, { sort }), expected);
      assert.equal(namesOf(scenarios, { sort, descending: true }), descending);
    });
  }

  it('gives a window of its rows', () => {
    const list = new FunctionList(scenarios, paperCategories(), QUERY);
    assert.equal(list.length, 6);
    const names = (from: number, count: number): string =>
      list
        .rows(from, count)
        .map(({ name }) => name)
        .join(' ');
    assert.deepEqual(
      [names(0, 2), names(4, 9), names(6, 1), names(0, 0)],
      ['a c', 'tcp_new vfs_Read', '', ''],
    );
  });

  it('says what is wrong with its selection', () => {
    assert.throws(() => rowsOf(scenarios, { selection: 'A -' }), ExpressionError);
  });

  it('tests two thousand functions of ten runs and ten exactly', () => {
    const many = (seed: number): Counts[] =>
      Array.from({ length: 10 }, (_, run) =>
        Object.fromEntries(
          Array.from({ length: 2000 }, (__, f) => [`f${f}`, 1 + ((f * 31 + run * 17 * seed) % 11)]),
        ),
      );
    const rows = rowsOf(sides(many(1), many(5)), { sort: 'p' });
    assert.equal(rows.length, 2000);
    assert.ok(rows.every(({ p }) => p > 0 && p <= 1));
  });
});
