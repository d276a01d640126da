import assert from 'node:assert/strict';
import fc from 'fast-check';
import { accumulation } from '../../../server/src/core/statistics/accumulation';
import { chao1, chao2, expectedOverRuns, type Estimate } from '../../../server/src/core/statistics/richness';
import { spread } from '../../../server/src/core/statistics/spread';
import { slowExpectedOverRuns } from './reference';

/** As many counts as frequencies say: `{1: 31}` is 31 times 1. */
function counts(frequencies: Readonly<Record<number, number>>): number[] {
  return Object.entries(frequencies).flatMap(([count, times]) => Array<number>(times).fill(Number(count)));
}

function rounded(estimate: Estimate | undefined, digits: number): number[] | undefined {
  if (estimate === undefined) return undefined;
  return [estimate.value, estimate.low, estimate.high].map((value) => Number(value.toFixed(digits)));
}

describe('mean and deviation', () => {
  // NIST Statistical Reference Datasets, univariate: NumAcc1 to NumAcc4, whose values are certified.
  const alternating = (base: number): number[] => [
    base + 0.2,
    ...Array.from({ length: 1000 }, (_, i) => base + (i % 2 === 0 ? 0.1 : 0.3)),
  ];
  for (const [name, values, mean, sd] of [
    ['NumAcc1', [10_000_001, 10_000_003, 10_000_002], 10_000_002, 1],
    ['NumAcc2', alternating(1), 1.2, 0.1],
    ['NumAcc3', alternating(1_000_000), 1_000_000.2, 0.1],
    ['NumAcc4', alternating(10_000_000), 10_000_000.2, 0.1],
  ] as const) {
    it(`are those that NIST certifies for ${name}`, () => {
      const computed = spread(values);
      assert.ok(Math.abs(computed.mean - mean) <= 1e-15 * mean + 1e-8, String(computed.mean));
      assert.ok(Math.abs(computed.sd! - sd) <= 1e-7, String(computed.sd));
    });
  }

  it('are unknown of nothing, of one value, of what is unknown', () => {
    assert.deepEqual(spread([]), { mean: NaN, sd: undefined });
    assert.deepEqual(spread([5]), { mean: 5, sd: undefined });
    assert.deepEqual(spread([5, NaN, 6]), { mean: NaN, sd: undefined });
    assert.deepEqual(spread([5, 5]), { mean: 5, sd: 0 });
  });
});

describe('Chao1', () => {
  // SpadeR 0.1.1, ChaoSpecies(datatype = "abundance"), the row Chao1-bc, of the first plot of vegan's data set BCI
  // (Barro Colorado Island): n = 448, 93 species, f1 = 31, f2 = 18: 117.419 (103.114 to 151.960).
  it('is what SpadeR computes of trees', () => {
    const abundances = [...counts({ 1: 31, 2: 18 }), ...Array<number>(43).fill(8), 448 - 31 - 36 - 43 * 8];
    assert.deepEqual(rounded(chao1(abundances), 3), [117.419, 103.114, 151.96]);
  });

  // scikit-bio, skbio.diversity.alpha.chao1_ci, tests: "should match observed results from EstimateS": 4 (4 to 4.95).
  it('is what was seen where nothing was seen once; the interval is that of EstimateS', () => {
    assert.deepEqual(rounded(chao1([0, 2, 2, 4, 5, 0, 0]), 2), [4, 4, 4.95]);
    assert.equal(chao1([1, 3, 4])!.value, 3);
  });

  it('says nothing of nothing, and of what was seen once only', () => {
    assert.equal(chao1([]), undefined);
    assert.equal(chao1([0, 0]), undefined);
    assert.equal(chao1([1, 1, 1]), undefined);
  });

  it('is not below what was seen, and lies in its interval', () => {
    const abundances = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 });
    fc.assert(
      fc.property(abundances, (some) => {
        const estimate = chao1(some);
        if (estimate === undefined) return;
        assert.ok(some.filter((count) => count > 0).length <= estimate.low);
        assert.ok(estimate.low <= estimate.value && estimate.value <= estimate.high);
        assert.ok(Number.isFinite(estimate.high));
        assert.deepEqual(chao1([...some].sort()), estimate);
      }),
    );
  });
});

describe('Chao2', () => {
  // SpadeR 0.1.1, ChaoSpecies(datatype = "incidence_freq"), the row Chao2-bc: 15 species in 16 samples, Q1 to Q3 = 9, 4, 1 and
  // one in 10, 30 incidences: 21.750 (16.492 to 45.544).
  it('is what SpadeR computes of insects in traps', () => {
    assert.deepEqual(rounded(chao2(counts({ 1: 9, 2: 4, 3: 1, 10: 1 }), 16), 3), [21.75, 16.492, 45.544]);
  });

  // The same of 40 traps, Q1 = 6, Q2 = 0, others in 5, 7, 8, 9: the row Chao2, whose form without duplicates is the bias-corrected
  // one: 24.625 (13.217 to 76.490).
  it('is what SpadeR computes where nothing is in two samples', () => {
    assert.deepEqual(
      rounded(chao2(counts({ 1: 6, 5: 1, 7: 1, 8: 1, 9: 1 }), 40), 3),
      [24.625, 13.217, 76.49],
    );
  });

  it('is all that was seen where each run has the same', () => {
    const { value, low, high } = chao2(counts({ 3: 100 }), 3)!;
    assert.deepEqual([value, low], [100, 100]);
    assert.ok(high > 100 && high < 115);
  });

  it('says nothing of one run, and of runs that share nothing', () => {
    assert.equal(chao2([1, 1, 1], 1), undefined);
    assert.equal(chao2([1, 1, 1], 3), undefined);
    assert.equal(chao2([], 3), undefined);
  });
});

describe('what is expected over runs', () => {
  // iNEXT, introductory vignette, data set spider, Girdled: 168 individuals of 26 species; 84 have 18.912 (rarefaction, q = 0).
  // To draw individuals from species is to draw runs from functions.
  it('is the rarefaction that iNEXT prints for spiders', () => {
    const girdled = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, ...counts({ 2: 4, 1: 12 })];
    const expected = expectedOverRuns(girdled, 168);
    assert.equal(expected[84 - 1]!.toFixed(3), '18.912');
    assert.equal(expected[0]!.toFixed(3), '1.000');
    assert.equal(expected[168 - 1], 26);
  });

  it('is the mean over all choices of runs; it grows, less and less, to the union', () => {
    const runs = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(runs, (lists) => {
        const sets = lists.map((list) => new Set(list));
        const union = new Set(lists.flat());
        const incidences = [...union].map((name) => sets.filter((set) => set.has(name)).length);
        const expected = expectedOverRuns(incidences, sets.length);
        slowExpectedOverRuns(sets).forEach((slow, k) => assert.ok(Math.abs(slow - expected[k]!) < 1e-9));
        assert.equal(expected.at(-1), union.size);
        const steps = expected.map((value, k) => value - (expected[k - 1] ?? 0));
        steps.forEach((step, k) => assert.ok(step >= -1e-9 && step <= (steps[k - 1] ?? Infinity) + 1e-9));
      }),
    );
  });
});

describe('accumulation over a trace', () => {
  it('has each first call of a short one, and its end', () => {
    assert.deepEqual(accumulation([0, 3, 4], 10), [
      { line: 0, functions: 1 },
      { line: 3, functions: 2 },
      { line: 4, functions: 3 },
      { line: 10, functions: 3 },
    ]);
    assert.deepEqual(accumulation([5], 5), [{ line: 5, functions: 1 }]);
    assert.deepEqual(accumulation([], 5), []);
  });

  it('makes one step of several on one line', () => {
    assert.deepEqual(accumulation([2, 2, 2], 2), [{ line: 2, functions: 3 }]);
  });

  it('keeps the first and the last of a long one, its points on the curve, and none far from it', () => {
    const lines = fc
      .uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 400 })
      .map((some) => some.sort((a, b) => a - b));
    fc.assert(
      fc.property(lines, fc.integer({ min: 3, max: 50 }), fc.nat(100), (first, most, after) => {
        const points = accumulation(first, first.at(-1)! + after, most);
        assert.ok(points.length <= most);
        assert.deepEqual(points[0], { line: first[0], functions: 1 });
        assert.deepEqual(points.at(-1), { line: first.at(-1)! + after, functions: first.length });
        points.forEach(({ line, functions }, i) => {
          assert.equal(functions, first.filter((other) => other <= line).length);
          const before = points[i - 1];
          if (before === undefined) return;
          assert.ok(before.line < line && before.functions <= functions);
          assert.ok(functions - before.functions <= Math.ceil((first.length - 1) / Math.max(1, most - 2)));
        });
      }),
    );
  });
});
