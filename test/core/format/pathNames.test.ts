import assert from 'node:assert/strict';
import { distinctNames } from '../../../server/src/core/format/pathNames';

describe('names for paths', () => {
  for (const [paths, names] of [
    [['/t/a.trace'], ['a.trace']],
    [
      ['/t/a.trace', '/t/b.trace'],
      ['a.trace', 'b.trace'],
    ],
    [
      ['/one/run/t.trace', '/two/run/t.trace', '/c/x.trace'],
      ['one/run/t.trace', 'two/run/t.trace', 'x.trace'],
    ],
    [
      ['t.trace', 'x/t.trace'],
      ['t.trace', 'x/t.trace'],
    ],
    [
      ['/t/same.trace', '/t/same.trace'],
      ['t/same.trace', 't/same.trace'],
    ],
    [
      ['C:\\one\\t.trace', 'C:\\two\\t.trace'],
      ['one/t.trace', 'two/t.trace'],
    ],
    [[], []],
  ] as const) {
    it(`are ${names.join(' and ') || 'none'}`, () => assert.deepEqual(distinctNames(paths), names));
  }
});
