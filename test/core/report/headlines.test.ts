import assert from 'node:assert/strict';
import { reportOf, scenariosOf, traceOfNames, type ScenarioText } from '../../support/comparison';

/** The headlines of scenarios whose runs are traces of these names. */
function headlines(list: Readonly<Record<string, readonly (readonly string[])[]>>): readonly string[] {
  const scenarios: ScenarioText[] = Object.entries(list).map(([name, runs]) => ({
    name,
    runs: runs.map(traceOfNames),
  }));
  return reportOf(scenariosOf(scenarios)).headlines;
}

/** So many names of the category `other`: `a0`, `a1`, …. */
function names(count: number, letter = 'a'): string[] {
  return Array.from({ length: count }, (_, i) => `${letter}${i}`);
}

const ONE_RUN = 'There is one run of each: what is chance and what is not, only several can tell.';

describe('headlines', () => {
  it('say by how much two single runs differ, by category, and that one run is little', () => {
    const a = [...names(6), 'tcp_a', 'tcp_b', 'tcp_c', 'kvm_a'];
    const b = [...names(6), 'tcp_a', 'kvm_a'];
    assert.deepEqual(headlines({ A: [a], B: [b] }), [
      'B reaches 20 % fewer functions than A (10 → 8); Network 3 → 1.',
      ONE_RUN,
    ]);
    assert.deepEqual(headlines({ B: [b], A: [a] }), [
      'A reaches 25 % more functions than B (8 → 10); Network 1 → 3.',
      ONE_RUN,
    ]);
  });

  it('name the rules that lose three quarters, and those that appear', () => {
    const a = [...names(6), 'tcp_a', 'tcp_b', 'tcp_c', 'tcp_d'];
    const b = [...names(6), 'tcp_a', 'tun_get', 'tun_put'];
    assert.deepEqual(headlines({ A: [a], B: [b] }), [
      'B reaches 10 % fewer functions than A (10 → 9); Network 4 → 3.',
      'By name, B has lost most of what A reaches with tcp (4 → 1), and newly reaches functions with tun (2).',
      ONE_RUN,
    ]);
  });

  it('do not speak of nothing per cent', () => {
    assert.equal(
      headlines({ A: [names(400)], B: [names(401)] })[0],
      'B reaches less than 1 % more functions than A (400 → 401); Other 400 → 401.',
    );
  });

  it('of equal numbers say whether the functions are the same', () => {
    assert.equal(headlines({ A: [names(5)], B: [names(5)] })[0], 'B and A reach the same functions (5).');
    assert.equal(headlines({ A: [['f']], B: [['f']] })[0], 'B and A reach the same functions (1).');
    assert.equal(
      headlines({ A: [['f', 'g', 'h']], B: [['f', 'g', 'tun_x']] })[0],
      'B reaches as many functions as A (3), but not the same ones: 1 only in A, 1 only in B; Network 0 → 1, Other 3 → 2.',
    );
    const three = [names(4), names(4), names(4)];
    assert.equal(headlines({ A: three, B: three })[0], 'B and A reach the same functions (4 ± 0).');
  });

  it('say that three runs that are apart are too few for a test', () => {
    const list = { A: [names(10), names(11), names(12)], B: [names(4), names(5), names(6)] };
    assert.deepEqual(headlines(list), [
      'B reaches 55 % fewer functions than A (11 ± 1 → 5 ± 1); Other 11 → 5; each run of B reaches fewer than each of A, but 3 and 3 runs are too few for a test.',
    ]);
  });

  it('say that runs which overlap cannot be told apart, and what the sets are all the same', () => {
    const list = { A: [names(10), names(12), names(14)], B: [names(11), names(13), names(18)] };
    // 12 ± 2; 14, deviations -3, -1, 4: √13 = 3.6. In any run: 14 and 18.
    assert.deepEqual(headlines(list), [
      'B and A cannot be told apart by how many functions they reach (12 ± 2 → 14 ± 3.6; their runs overlap); not the same ones: 0 only in A, 4 only in B.',
    ]);
    const swapped = { A: [names(10), names(14)], B: [names(14), names(12)] };
    assert.deepEqual(headlines(swapped), [
      'B and A cannot be told apart by how many functions they reach (12 ± 2.8 → 13 ± 1.4; their runs overlap); the functions are the same.',
    ]);
  });

  it('say what a test says of five runs and five', () => {
    const a = [10, 11, 12, 13, 14].map((count) => names(count));
    const b = [20, 21, 22, 23, 24].map((count) => names(count));
    // The most extreme of 252 splits, and its mirror: 2 / 252 = 0.0079.
    assert.deepEqual(headlines({ A: a, B: b }), [
      'B reaches 83 % more functions than A (12 ± 1.6 → 22 ± 1.6); Other 12 → 22; the runs support it (p 0.008).',
    ]);
    const c = [9, 12, 13, 14, 15].map((count) => names(count));
    // Means 12 and 12.6: of all 252 splits as many are at least as far apart as are counted below.
    const splits = chosenSums([10, 11, 12, 13, 14, 9, 12, 13, 14, 15]);
    const p = splits.filter((sum) => Math.abs(sum - 61.5) >= 1.5).length / 252;
    assert.equal(splits.length, 252);
    assert.deepEqual(headlines({ A: a, C: c }), [
      `C and A cannot be told apart by how many functions they reach (12 ± 1.6 → 13 ± 2.3; p ${p.toFixed(2)}); not the same ones: 0 only in A, 1 only in C.`,
    ]);
  });

  it('do not name rules whose runs overlap', () => {
    const with4 = [...names(6), 'tcp_a', 'tcp_b', 'tcp_c', 'tcp_d'];
    const list = { A: [with4, names(6)], B: [names(5), names(4)] };
    assert.ok(headlines(list).every((sentence) => !sentence.startsWith('By name')));
  });

  it('compare one run with several without a test', () => {
    const list = { A: [names(10)], B: [names(4), names(5), names(6)] };
    assert.deepEqual(headlines(list), [
      'B reaches 50 % fewer functions than A (10 → 5 ± 1); Other 10 → 5; each run of B reaches fewer than each of A, but 1 and 3 runs are too few for a test.',
    ]);
  });

  it('say where there is nothing', () => {
    assert.equal(headlines({ A: [names(3)], B: [[]] })[0], 'B reaches no function, A 3.');
    assert.equal(headlines({ A: [[]], B: [names(3)] })[0], 'B reaches 3 functions, A none.');
    assert.equal(headlines({ A: [[]], B: [[]] })[0], 'Neither B nor A reaches any function.');
    assert.deepEqual(headlines({ A: [names(3)], B: [] }), ['B has no run: nothing can be said of it.']);
    assert.deepEqual(headlines({ A: [], B: [names(3)] }), ['A has no run: nothing can be said of it.']);
    assert.deepEqual(headlines({ A: [names(3)] }), []);
  });

  it('compare each scenario with the baseline', () => {
    const scenarios = scenariosOf(
      [3, 4, 5].map((count) => ({ name: `with${count}`, runs: [traceOfNames(names(count))] })),
    );
    assert.deepEqual(reportOf(scenarios, { baseline: 1 }).headlines, [
      'with3 reaches 25 % fewer functions than with4 (4 → 3); Other 4 → 3.',
      'with5 reaches 25 % more functions than with4 (4 → 5); Other 4 → 5.',
      ONE_RUN,
    ]);
  });

  it('write out what is hostile in names of scenarios', () => {
    const [sentence] = headlines({ 'A\u001b[2J': [names(3)], '\u202eB\n': [names(2)] });
    assert.equal(
      sentence,
      '\\u{202e}B\\u{a} reaches 33 % fewer functions than A\\u{1b}[2J (3 → 2); Other 3 → 2.',
    );
  });
});

/** The sums of all choices of five of the ten values. */
function chosenSums(values: readonly number[]): number[] {
  return Array.from({ length: 1024 }, (_, bits) => values.filter((__, i) => (bits >> i) & 1))
    .filter(({ length }) => length === 5)
    .map((five) => five.reduce((a, b) => a + b));
}
