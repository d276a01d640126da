import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adjustedP } from '../../../server/src/core/statistics/adjustedP';
import { cliffsDelta } from '../../../server/src/core/statistics/effectSize';
import { MAX_SPLITS, permutationTest } from '../../../server/src/core/statistics/permutationTest';
import { rankSumTest } from '../../../server/src/core/statistics/rankSumTest';
import { supportOf } from '../../../server/src/core/statistics/support';
import { slowAdjustedP, slowPermutationTest, slowRankTest } from './reference';

function near(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

/** Few different values, so that ties are common. */
const sample = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 });
const measured = fc.array(
  fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000),
  { minLength: 1, maxLength: 5 },
);

describe('the permutation test', () => {
  // P. Good, Permutation Tests, 2nd ed. 2000, section 1.1: cells of labelled cultures, one side is 1 of 20.
  it('gives what its textbook example has', () => {
    const { p, smallestP, permutations, method } = permutationTest([121, 118, 110], [34, 12, 22]);
    near(p, 2 / 20);
    assert.deepEqual(
      { smallestP, permutations, method },
      { smallestP: 0.1, permutations: 20, method: 'means' },
    );
  });

  // B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, table 2.1 (survival of mice, days); the exact p is what
  // scipy.stats.permutation_test says of all 11,440 splits, for the absolute difference of means.
  it('gives what scipy does for the mice of Efron and Tibshirani', () => {
    const treated = [94, 197, 16, 38, 99, 141, 23];
    const control = [52, 104, 146, 10, 51, 30, 40, 27, 46];
    const { p, permutations } = permutationTest(treated, control);
    near(p, 0.2783216783216783);
    assert.equal(permutations, 11_440);
  });

  it('is that of a slow twin', () => {
    fc.assert(
      fc.property(fc.oneof(sample, measured), fc.oneof(sample, measured), (a, b) =>
        near(permutationTest(a, b).p, slowPermutationTest(a, b)),
      ),
    );
  });

  it('is that of a slow twin for as many values as are looked at one by one', () => {
    const many = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 7, maxLength: 8 });
    fc.assert(
      fc.property(many, many, (a, b) => near(permutationTest(a, b).p, slowPermutationTest(a, b))),
      { numRuns: 10 },
    );
  });

  it('counts by hand for one value against many, which no halving may turn into more', () => {
    // Of the values 0 to 1000 only 0 and 1000 are as far from the mean as 1000.
    const many = Array.from({ length: 1000 }, (_, i) => i);
    for (const { p, permutations } of [permutationTest([1000], many), permutationTest(many, [1000])]) {
      near(p, 2 / 1001);
      assert.equal(permutations, 1001);
    }
    // Two of 0, …, 0, 1, 1: both ones, in 1 of C(402, 2) ways.
    const zeros = Array<number>(400).fill(0);
    near(permutationTest([1, 1], zeros).p, 1 / 80_601);
    near(permutationTest(zeros, [1, 1]).p, 1 / 80_601);
  });

  it('is the same for both orders, shifted and scaled, and 1 for equal samples', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const { p } = permutationTest(a, b);
        near(permutationTest(b, a).p, p);
        near(permutationTest([...a].reverse(), [...b].reverse()).p, p);
        // Thirds are rounded: what was a tie must stay one.
        const changed = (values: number[]): number[] => values.map((value) => value / 3 + 1000.1);
        near(permutationTest(changed(a), changed(b)).p, p);
        assert.equal(permutationTest(a, a).p, 1);
      }),
    );
  });

  it('can give its smallest p, and none below', () => {
    for (const [n, m] of [
      [3, 3],
      [3, 4],
      [2, 5],
      [1, 4],
      [5, 5],
    ] as const) {
      // Each value outweighs all before it: no two sums are alike.
      const values = Array.from({ length: n + m }, (_, i) => 4 ** i);
      const { p, smallestP } = permutationTest(values.slice(m), values.slice(0, m));
      near(p, smallestP);
    }
    fc.assert(
      fc.property(measured, measured, (a, b) => {
        const { p, smallestP } = permutationTest(a, b);
        assert.ok(p >= smallestP - 1e-12 && p <= 1);
      }),
    );
  });

  it('leaves out what is unknown, and says nothing of an empty sample', () => {
    assert.deepEqual(permutationTest([1, NaN, 2], [5, Infinity, 6]), permutationTest([1, 2], [5, 6]));
    const { p, smallestP } = permutationTest([NaN], [1, 2]);
    assert.ok(Number.isNaN(p));
    assert.equal(smallestP, 1);
  });

  it('becomes the rank-sum test where splits are too many', () => {
    const a = Array.from({ length: 11 }, (_, i) => i * i);
    const b = Array.from({ length: 11 }, (_, i) => i * 3);
    const { p, permutations, method, smallestP } = permutationTest(a, b);
    assert.equal(permutations, 705_432);
    assert.ok(permutations > MAX_SPLITS);
    assert.equal(method, 'ranks');
    assert.equal(smallestP, 2 / 705_432);
    assert.equal(p, rankSumTest(a, b).p);
    assert.equal(permutationTest(Array<number>(11).fill(7), Array<number>(11).fill(7)).p, 1);
  });

  it('does not end in numbers that are too large', () => {
    const many = Array.from({ length: 2000 }, (_, i) => i);
    const { p, permutations, smallestP } = permutationTest(many, many);
    assert.deepEqual({ p, permutations, smallestP }, { p: 1, permutations: Infinity, smallestP: 0 });
  });
});

describe('the rank-sum test', () => {
  // The example of R's wilcox.test: M. Hollander, D. Wolfe, 1973, p. 69: permeability of the placenta at term and earlier;
  // W = 35, one-sided p = 0.1272.
  const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
  const earlier = [1.15, 0.88, 0.9, 0.74, 1.21];

  it('gives what the textbook and R have', () => {
    const { p, method } = rankSumTest(term, earlier);
    near(p, 2 * 0.1272, 0.0001);
    assert.equal(method, 'ranks');
  });

  it('is the permutation test of ranks', () => {
    const rank = (value: number): number => [...term, ...earlier].filter((other) => other <= value).length;
    near(rankSumTest(term, earlier).p, permutationTest(term.map(rank), earlier.map(rank)).p);
  });

  it('is that of a slow twin, with ties', () => {
    fc.assert(fc.property(sample, sample, (a, b) => near(rankSumTest(a, b).p, slowRankTest(a, b))));
  });

  // scipy.stats.mannwhitneyu(range(0, 60, 2), range(7, 42), method='asymptotic').
  it('is approximated for many values as scipy does', () => {
    const a = Array.from({ length: 30 }, (_, i) => 2 * i);
    const b = Array.from({ length: 35 }, (_, i) => i + 7);
    const { p, method } = rankSumTest(a, b);
    assert.equal(method, 'normal');
    near(p, 0.2521889993344233, 1e-5);
  });
});

describe('Cliff’s delta', () => {
  // N. Cliff, Dominance statistics, Psychological Bulletin 114 (1993): P(x > y) − P(x < y), counted by hand.
  it('counts pairs', () => {
    assert.equal(cliffsDelta([1, 2, 3], [4, 5, 6]), -1);
    assert.equal(cliffsDelta([4, 5, 6], [1, 2, 3]), 1);
    assert.equal(cliffsDelta([1, 3], [2, 3]), -2 / 4 + 1 / 4);
    assert.equal(cliffsDelta([5, 5], [5]), 0);
  });

  it('changes its sign with the sides, and leaves out what is unknown', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        near(cliffsDelta(a, b), -cliffsDelta(b, a));
        near(cliffsDelta([...a, NaN], b), cliffsDelta(a, b));
      }),
    );
    assert.ok(Number.isNaN(cliffsDelta([], [1])));
  });
});

describe('adjusted p-values', () => {
  // Y. Benjamini, Y. Hochberg, J. R. Statist. Soc. B 57 (1995), section 3.2: 15 hypotheses on thrombolysis; adjusted as in the
  // documentation of scipy.stats.false_discovery_control.
  const ps = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1.0,
  ];
  const expected = [
    0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486, 0.58118182,
    0.714875, 0.75323077, 0.81321429, 1.0,
  ];

  it('are those of the paper’s example: four of fifteen are significant', () => {
    const adjusted = [...adjustedP(Float64Array.from(ps))];
    adjusted.forEach((p, i) => near(p, expected[i]!, 5e-9));
    assert.equal(adjusted.filter((p) => p <= 0.05).length, 4);
  });

  it('do not count what was not tested', () => {
    const some = adjustedP(Float64Array.from([NaN, ...ps, NaN]));
    assert.deepEqual([...some.slice(1, -1)], [...adjustedP(Float64Array.from(ps))]);
    assert.ok(Number.isNaN(some[0]!) && Number.isNaN(some.at(-1)!));
    assert.equal(adjustedP(new Float64Array()).length, 0);
  });

  it('are those of a slow twin, not below p, in the order of p, whatever the order', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(values, (some) => {
        const adjusted = adjustedP(Float64Array.from(some));
        const slow = slowAdjustedP(some);
        some.forEach((p, i) => {
          near(adjusted[i]!, slow[i]!);
          assert.ok(adjusted[i]! >= p && adjusted[i]! <= 1);
          some.forEach((q, j) => assert.ok(p > q || adjusted[i]! <= adjusted[j]!));
        });
        assert.deepEqual([...adjustedP(Float64Array.from(some).reverse())].reverse(), [...adjusted]);
      }),
    );
  });
});

describe('what runs support', () => {
  it('is nothing with three runs against three, and something with four', () => {
    const three = permutationTest([9, 8, 7], [1, 2, 3]);
    assert.equal(supportOf(three.p, three.smallestP), 'tooFewRuns');
    const four = permutationTest([9, 8, 7, 6], [1, 2, 3, 4]);
    assert.equal(supportOf(four.p, four.smallestP), 'real');
    assert.equal(supportOf(0.06, four.smallestP), 'noise');
    assert.equal(supportOf(0.05, four.smallestP), 'real');
  });

  it('is not known without a test', () => {
    const { p, smallestP } = permutationTest([], [1, 2]);
    assert.equal(supportOf(p, smallestP), 'tooFewRuns');
  });
});
