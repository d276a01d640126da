import assert from 'node:assert/strict';
import fc from 'fast-check';
import { paperCategories } from '../../../server/src/core/classify/categories';
import {
  compareFunctions,
  similarity,
  type Comparison,
  type Difference,
  type SideCounts,
} from '../../../server/src/core/compare/compareFunctions';
import type { Trace } from '../../../server/src/core/model/trace';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { traceOf } from '../../support/drawing';
import { readRecording, samples } from '../../support/material';

const categories = paperCategories();

/** A trace with a leaf for each name. */
function traceOfNames(names: readonly string[]): Trace {
  return traceOf(names.map((name) => ` 0)   1.000 us    |  ${name}();\n`).join(''));
}

function mirrored(counts: SideCounts): SideCounts {
  const { left, right, both, onlyLeft, onlyRight } = counts;
  return { left: right, right: left, both, onlyLeft: onlyRight, onlyRight: onlyLeft };
}

const MIRRORED: Readonly<Record<Difference, Difference>> = {
  onlyLeft: 'onlyRight',
  onlyRight: 'onlyLeft',
  changed: 'changed',
  same: 'same',
};

/** The comparison as it must be when its sides are swapped. */
function mirror({ total, byCategory, functions }: Comparison): Comparison {
  return {
    total: mirrored(total),
    byCategory: byCategory.map(mirrored),
    functions: functions.map((f) => ({
      ...f,
      difference: MIRRORED[f.difference],
      left: f.right,
      right: f.left,
      leftLine: f.rightLine,
      rightLine: f.leftLine,
    })),
  };
}

describe('a comparison', () => {
  it('has the union of both sides by name, with calls and first lines', () => {
    const { total, byCategory, functions } = compareFunctions(
      traceOfNames(['kfree', 'tcp_ack', 'kfree']),
      traceOfNames(['schedule', 'kfree', 'kvm_exit']),
      categories,
    );
    assert.deepEqual(functions, [
      { name: 'kfree', category: 2, difference: 'changed', left: 2, right: 1, leftLine: 0, rightLine: 1 },
      {
        name: 'kvm_exit',
        category: 0,
        difference: 'onlyRight',
        left: 0,
        right: 1,
        leftLine: -1,
        rightLine: 2,
      },
      {
        name: 'schedule',
        category: 2,
        difference: 'onlyRight',
        left: 0,
        right: 1,
        leftLine: -1,
        rightLine: 0,
      },
      { name: 'tcp_ack', category: 1, difference: 'onlyLeft', left: 1, right: 0, leftLine: 1, rightLine: -1 },
    ]);
    assert.deepEqual(total, { left: 2, right: 3, both: 1, onlyLeft: 1, onlyRight: 2 });
    assert.deepEqual(byCategory, [
      { left: 0, right: 1, both: 0, onlyLeft: 0, onlyRight: 1 },
      { left: 1, right: 0, both: 0, onlyLeft: 1, onlyRight: 0 },
      { left: 1, right: 2, both: 1, onlyLeft: 0, onlyRight: 1 },
    ]);
  });

  it('does not count a function that is seen on exits only', () => {
    const left = traceOf(' 0)   1.000 us    |  } /* lost */\n 0)   1.000 us    |  a();\n');
    const { functions } = compareFunctions(left, traceOfNames(['lost']), categories);
    assert.deepEqual(
      functions.map(({ name, left: l, right, leftLine }) => [name, l, right, leftLine]),
      [
        ['a', 1, 0, 1],
        ['lost', 0, 1, -1],
      ],
    );
  });

  const names = fc.array(fc.constantFrom('kvm_a', 'tcp_b', 'c', 'd', 'e_ip', 'f', 'g', 'h'), {
    maxLength: 20,
  });

  it('mirrors every number when its sides are swapped', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        const [left, right] = [traceOfNames(a), traceOfNames(b)];
        assert.deepEqual(
          compareFunctions(right, left, categories),
          mirror(compareFunctions(left, right, categories)),
        );
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('has the counts of the sets that it compares', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        const { total } = compareFunctions(traceOfNames(a), traceOfNames(b), categories);
        const [left, right] = [new Set(a), new Set(b)];
        const both = [...left].filter((name) => right.has(name)).length;
        assert.deepEqual(total, {
          left: left.size,
          right: right.size,
          both,
          onlyLeft: left.size - both,
          onlyRight: right.size - both,
        });
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('finds no difference between a trace and itself, samples and names that are no UTF-8', () => {
    const broken = Buffer.from(
      ' 0)   1.000 us    |  a\u00c3();\n 0)   1.000 us    |  a\u00c4();\n',
      'latin1',
    );
    for (const bytes of [...samples.map(readRecording), broken]) {
      const trace = parseTrace(bytes, { keepLines: false });
      const { total, byCategory, functions } = compareFunctions(trace, trace, categories);
      for (const { onlyLeft, onlyRight, left, both } of [total, ...byCategory])
        assert.deepEqual([onlyLeft, onlyRight, left], [0, 0, both]);
      assert.ok(functions.length > 1);
      for (const f of functions)
        assert.deepEqual([f.difference, f.left, f.leftLine], ['same', f.right, f.rightLine]);
    }
  });

  it('measures similarity by the Jaccard index', () => {
    const counts = { left: 3, right: 4, both: 2, onlyLeft: 1, onlyRight: 2 };
    assert.equal(similarity(counts), 0.4);
    assert.equal(similarity({ left: 2, right: 2, both: 2, onlyLeft: 0, onlyRight: 0 }), 1);
    assert.equal(similarity({ left: 0, right: 0, both: 0, onlyLeft: 0, onlyRight: 0 }), undefined);
  });
});
