import assert from 'node:assert/strict';
import {
  combinationName,
  formatDifference,
  formatRelative,
  formatSpread,
  formatSupport,
  formatValue,
} from '../../../server/src/core/render/words';
import { made, spread } from './fixture';

describe('numbers of a report', () => {
  for (const [text, unit, ...runs] of [
    ['491', 'count', 491],
    // 403, 469, 484: the socket runs of the recordings; deviation by hand: sqrt((49² + 17² + 32²) / 2).
    ['452.0 ± 43.1', 'count', 403, 469, 484],
    ['12.0 ± 0.0', 'count', 12, 12],
    ['0', 'count', 0, 0, 0],
    ['0', 'ns', 0, 0],
    ['1,500 ± 707', 'count', 1000, 2000],
    ['15.0 % ± 7.1 %', 'share', 0.1, 0.2],
    ['1.500 ms ± 707.1 µs', 'ns', 1_000_000, 2_000_000],
    ['–', 'count', NaN, 3],
    ['–', 'ns', NaN],
    ['–', 'count', Infinity],
  ] as const)
    it(`${runs.join(', ')} in ${unit} as ${text}`, () =>
      assert.equal(formatSpread(unit, spread(...runs)), text));

  it('of no runs are unknown', () =>
    assert.equal(formatSpread('count', { mean: NaN, sd: undefined, runs: [] }), '–'));

  for (const [text, value] of [
    ['1,234,567', 1234567],
    ['1,234.5', 1234.5],
    ['−3', -3],
    ['0.0', -0.01],
    ['–', -Infinity],
  ] as const)
    it(`${value} as ${text}`, () => assert.equal(formatValue('count', value), text));

  it('differences have a sign', () => {
    assert.deepEqual(
      [3, -3, 0, NaN].map((value) => formatDifference('count', value)),
      ['+3', '−3', '0', '–'],
    );
    assert.equal(formatDifference('ns', -1500), '−1.500 µs');
  });

  for (const [text, relative] of [
    ['+50.0 %', 0.5],
    ['−100.0 %', -1],
    ['0.0 %', 0],
    ['× 2.0', 1],
    ['× 26.1', 25.1],
    ['from 0', Infinity],
    ['–', NaN],
  ] as const)
    it(`relative ${relative} as ${text}`, () => assert.equal(formatRelative(relative), text));

  it('support names its p, and says where there is none', () => {
    assert.equal(formatSupport({ support: 'real', p: 0.0312 }), 'real (p 0.031)');
    assert.equal(formatSupport({ support: 'noise', p: 0.4 }), 'noise (p 0.4)');
    assert.equal(formatSupport({ support: 'real', p: 0.00001 }), 'real (p < 0.001)');
    assert.equal(formatSupport({ support: 'tooFewRuns', p: NaN }), 'too few runs');
  });

  it('combinations are named by what is shorter', () => {
    const report = made({ names: ['a', 'b', 'c', 'd'] });
    const name = (...scenarios: number[]) =>
      combinationName({ scenarios, functions: 1, byCategory: [], selection: '' }, report);
    assert.deepEqual(
      [name(0), name(0, 1), name(0, 2, 3), name(0, 1, 2, 3), name()],
      ['only a', 'a, b', 'all but b', 'all 4', ''],
    );
  });
});
