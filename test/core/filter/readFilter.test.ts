import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { canonicalFilter } from '../../../server/src/core/filter/canonical';
import { describeFilter } from '../../../server/src/core/filter/describe';
import { parseTime } from '../../../server/src/core/filter/parseTime';
import { FILTER_PRESETS } from '../../../server/src/core/filter/presets';
import { readFilter } from '../../../server/src/core/filter/readFilter';

describe('filters out of a file or a setting', () => {
  it('are none where nothing is set', () => {
    for (const value of [
      undefined,
      null,
      {},
      { withoutInterrupts: false, pids: [], minDepth: 0, preset: null },
    ])
      assert.deepEqual(readFilter(value), { filter: {}, problems: [] });
  });

  it('are a preset by its name, and what stands beside it', () => {
    assert.deepEqual(readFilter('paper').filter, { withoutInterrupts: true });
    assert.deepEqual(readFilter('nabla').filter, FILTER_PRESETS.nabla);
    assert.deepEqual(readFilter({ preset: 'paper', cpus: [1, 0, 1] }).filter, {
      withoutInterrupts: true,
      cpus: [0, 1],
    });
    assert.deepEqual(readFilter({ preset: 'paper', withoutInterrupts: false }).filter, {});
  });

  it('read times with their unit', () => {
    assert.deepEqual(readFilter({ fromNs: '12.5s', toNs: 13e9 }).filter, {
      fromNs: 12_500_000_000,
      toNs: 13e9,
    });
  });

  for (const [value, problem] of [
    ['napla', /^"napla" is no preset; there are: nabla, paper$/],
    [7, /^filters must be an object, or the name of a preset$/],
    [['paper'], /^filters must be an object/],
    [{ preset: 7 }, /^"preset" must be the name of a preset/],
    [{ preset: 'constructor' }, /^"constructor" is no preset/],
    [{ cpu: [1] }, /^"cpu" is no filter; there are: withoutInterrupts, /],
    [JSON.parse('{"__proto__": {"cpus": [1]}}'), /^"__proto__" is no filter/],
    [{ cpus: 1 }, /^"cpus" must be a list of whole numbers from 0 on; it is left out$/],
    [{ cpus: [-1] }, /^"cpus" must be/],
    [{ pids: ['12'] }, /^"pids" must be/],
    [{ pids: [1.5] }, /^"pids" must be/],
    [{ comms: [1] }, /^"comms" must be a list of names/],
    [{ minDepth: -1 }, /^"minDepth" must be a whole number/],
    [{ minDepth: '1' }, /^"minDepth" must be/],
    [{ withoutInterrupts: 'yes' }, /^"withoutInterrupts" must be true or false/],
    [{ fromNs: 'later' }, /^"fromNs" must be a number of nanoseconds, or a time/],
    [{ toNs: -1 }, /^"toNs" must be/],
    [{ fromNs: NaN }, /^"fromNs" must be/],
    [{ fromNs: 2, toNs: 2 }, /^the time window ends before it begins/],
  ] as const) {
    it(`name what is wrong with ${JSON.stringify(value)}`, () => {
      const { filter, problems } = readFilter(value);
      assert.deepEqual(filter, {});
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, problem);
    });
  }

  it('apply but for what is wrong', () => {
    const { filter, problems } = readFilter({ cpus: [0], pids: 'x', strictNesting: true });
    assert.deepEqual(filter, { strictNesting: true, cpus: [0] });
    assert.equal(problems.length, 1);
  });

  it('can be anything', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const { filter } = readFilter(value);
        assert.deepEqual(readFilter(filter), { filter, problems: [] });
        assert.equal(typeof describeFilter(filter), 'string');
      }),
    );
  });
});

describe('filters in words', () => {
  for (const [spec, text] of [
    [{}, 'no filters'],
    [{ minDepth: 0, pids: [] }, 'no filters'],
    [{ cpus: [1, 0], withoutInterrupts: true }, 'without interrupts, cpus 0, 1'],
    [{ pids: [12], comms: ['b', 'a'] }, 'pid 12, comms a, b'],
    [{ fromNs: 12_500_000_000, toNs: 13_000_000_001 }, 'from 12.5 s on, before 13.000000001 s'],
    [{ fromNs: 0, foldSuffixes: true }, 'from 0 s on, compiler suffixes folded'],
    [
      { fromFirstEntry: true, strictNesting: true, minDepth: 2 },
      'from the first entry on, only what nests, depth 2 or more',
    ],
    [{ withoutInterrupts: true, interruptFunctions: ['b*', 'a'] }, 'without interrupts (of a, b*)'],
    [{ comms: ['a\u001b[31m'] }, 'comm a\\u{1b}[31m'],
    [
      FILTER_PRESETS.nabla,
      'as nabla-measurements: without interrupts (of 5 names), from the first entry on (of 5 names), only what nests',
    ],
    [FILTER_PRESETS.paper, 'without interrupts'],
  ] as const) {
    it(text, () => assert.equal(describeFilter(spec), text));
  }

  it('are the same, however they are written', () => {
    assert.deepEqual(
      Object.keys(canonicalFilter({ foldSuffixes: true, cpus: [2, 1], withoutInterrupts: true })),
      ['withoutInterrupts', 'cpus', 'foldSuffixes'],
    );
  });
});

describe('a time', () => {
  for (const [text, ns] of [
    ['12.5s', 12_500_000_000],
    ['30.685096', 30_685_096_000],
    ['30', 30_000_000_000],
    ['1780.123456789', 1_780_123_456_789],
    ['300ms', 300_000_000],
    ['1.5 ms', 1_500_000],
    ['7us', 7000],
    ['7µs', 7000],
    ['10ns', 10],
    ['0', 0],
  ] as const) {
    it(`${text} is ${ns} ns`, () => assert.equal(parseTime(text), ns));
  }

  for (const text of ['', 'later', '-1', '1h', '1.s', '.5', '1e9', '1 2', '9'.repeat(400)])
    it(`${JSON.stringify(text.slice(0, 10))} is none`, () => assert.equal(parseTime(text), undefined));
});
