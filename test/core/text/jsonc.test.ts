import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJsonc } from '../../../server/src/core/text/jsonc';

describe('JSON with comments', () => {
  it('may have comments, a comma behind the last element, a byte order mark', () => {
    assert.deepEqual(parseJsonc('\uFEFF// x\n{"a": [1, /* y */ 2,],}').value, { a: [1, 2] });
  });

  it('says where it is none', () => {
    assert.deepEqual(parseJsonc('{\n  "a" 1}').problems, [
      'it is no JSON: colon expected at line 2, column 7',
    ]);
    assert.match(parseJsonc('').problems.join(), /^it is no JSON: .+ at line 1, column 1$/);
  });

  it('is what JSON.parse reads of JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => assert.deepEqual(parseJsonc(text).value, JSON.parse(text) as unknown)),
    );
  });
});
