import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildCallTree } from '../../../server/src/core/analyse/callTree';
import { shortestChains } from '../../../server/src/core/analyse/shortestChain';
import { CallPaths } from '../../../server/src/core/analyse/callPaths';
import type { TraceText } from '../../../server/src/core/parse/traceText';
import { applyFilter } from '../../../server/src/core/filter/applyFilter';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { callTreeListing } from '../../../server/src/core/present/callTreeListing';
import { bytesOf } from '../../support/drawing';
import { readRecording, samples } from '../../support/material';
import {
  drawWithSelf,
  forestText,
  parseWithSelf,
  pathsOf,
  pathsOfRows,
  rowsOfText,
} from '../../support/trees';

/** Two calls of `read`, a tail of something that began earlier, recursion. */
const DRAWING = `
 0)   0.500 us    |      late();
 0)   9.000 us    |  }
 0)               |  read() {
 0)   1.000 us    |    lock();
 0)               |    walk() {
 0)               |      walk() {
 0)   0.250 us    |        lock();
 0)   1.250 us    |      }
 0)   2.250 us    |    }
 0) + 10.000 us   |  }
 0)               |  read() {
 0)   2.000 us    |    lock();
`;

function describe_(text: TraceText, ...more: readonly TraceText[]): string[] {
  const tree = buildCallTree([text, ...more].map(({ trace }) => ({ trace })));
  return [...pathsOf(tree)].map(
    ([path, { calls, totalNs, selfNs, line }]) => `${line} ${path}: ${calls}, ${totalNs}, ${selfNs}`,
  );
}

describe('the call tree', () => {
  it('merges calls by path; what is not known is not 0', () => {
    assert.deepEqual(describe_(drawWithSelf(DRAWING)), [
      '1 (caller not in the text) > late: 1, 500, 500',
      '3 read: 2, 10000, 6750',
      '4 read > lock: 2, 3000, 3000',
      '5 read > walk: 1, 2250, 1000',
      '6 read > walk > walk: 1, 1250, 1000',
      '7 read > walk > walk > lock: 1, 250, 250',
    ]);
  });

  it('says of a path none of whose calls has a known time that it is not known', () => {
    assert.deepEqual(describe_(drawWithSelf(' 0)               |  open() {\n')), ['1 open: 1, -, -']);
  });

  it('merges several traces, by name, and knows the first line in each', () => {
    const a = drawWithSelf(' 0)   1.000 us    |  fget();\n 0)   1.000 us    |  fput();\n');
    const b = drawWithSelf(' 0)   2.000 us    |  fput();\n 0)   4.000 us    |  fput();\n');
    const tree = buildCallTree([a, b].map(({ trace }) => ({ trace })));
    assert.equal(tree.traces, 2);
    const first = pathsOf(tree, 0);
    const second = pathsOf(tree, 1);
    assert.deepEqual(first.get('fput'), { calls: 3, totalNs: 7000, selfNs: 7000, line: 2 });
    assert.equal(second.get('fput')?.line, 1);
    assert.equal(second.get('fget')?.line, 0);
    const node = tree.paths.child(0, tree.paths.names.find('fput'));
    assert.deepEqual(tree.firstCallAt(node), { trace: 0, line: 1 });
  });

  it('gives the same path the same node in trees that share their paths', () => {
    const paths = new CallPaths();
    const drawn = [' 0)   1.000 us    |  fget();\n', ' 0)   1.000 us    |  fput();\n'].map(drawWithSelf);
    const [a, b] = drawn.map(({ trace }) => buildCallTree([{ trace }], { paths }));
    assert.equal(paths.length, 3);
    assert.deepEqual([a!.callsAt(1), a!.callsAt(2), b!.callsAt(1), b!.callsAt(2)], [1, 0, 0, 1]);
  });

  it('keeps tasks apart where it is asked to', () => {
    const { trace } = drawWithSelf(`
 0)  bash-12      |   1.000 us    |  fput();
 0)  cat-13       |   1.000 us    |  fput();
 0)  bash-12      |   1.000 us    |  fput();
`);
    const tree = buildCallTree([{ trace }], { byTask: true });
    assert.deepEqual(
      [...pathsOf(tree)].map(([path, { calls }]) => `${path}: ${calls}`),
      ['bash-12 > fput: 2', 'cat-13 > fput: 1'],
    );
  });

  it('does not take a function for a label that is called alike', () => {
    const paths = new CallPaths();
    const name = '(caller not in the text)';
    const function_ = paths.names.intern(new TextEncoder().encode(name), 0, name.length, 1);
    assert.notEqual(paths.child(0, function_), paths.child(0, paths.label(name)));
  });

  it('hangs what a call called that is not counted on its nearest counted caller', () => {
    const { trace } = drawWithSelf(DRAWING);
    // Without both calls of walk, and without the second read.
    const tree = buildCallTree([{ trace, counts: (line) => ![4, 5, 10].includes(line) }]);
    assert.deepEqual(
      [...pathsOf(tree)].map(([path, { calls }]) => `${path}: ${calls}`),
      ['(caller not in the text) > late: 1', 'read: 1', 'read > lock: 2', 'lock: 1'],
    );
  });

  it('has the calls that filters left, by the names that they count as', () => {
    const bytes = bytesOf(
      ' 0)               |  read() {\n 0)   1.000 us    |    copy.isra.0();\n 0)   9.000 us    |  }\n',
    );
    const parsed = parseTrace(bytes, { keepLines: true, keepSelf: true, keepContext: true });
    const deep = applyFilter(parsed, { minDepth: 1, foldSuffixes: true });
    assert.deepEqual([...pathsOf(buildCallTree([{ trace: deep }])).keys()], ['copy']);
    assert.deepEqual(shortestChains(deep)(deep.names.find('copy')), [1]);
    const { text } = callTreeListing(deep, undefined, { show: new Set() });
    assert.equal(text, 'Filtered: depth 1 or more, compiler suffixes folded\n== task\n  copy\n');
  });

  it('hangs an interrupt that was moved on the call that it came in', () => {
    // The interrupt is printed in fget, which was too short for it.
    const { trace } = drawWithSelf(`
 0)               |  open() {
 0)               |    fget() {
 0)   ==========> |
 0)   5.000 us    |      sysvec_apic_timer_interrupt();
 0)   <========== |
 0)   1.000 us    |    }
 0)   9.000 us    |  }
`);
    assert.ok(trace.movedInterrupts.has(3));
    assert.ok(pathsOf(buildCallTree([{ trace }])).has('open > sysvec_apic_timer_interrupt'));
  });

  it('is as deep as the text', () => {
    const depth = 300;
    const text = Array.from({ length: depth }, (_, at) => ` 0)               |  ${'  '.repeat(at)}f() {\n`);
    const { trace } = drawWithSelf(text.join(''));
    const tree = buildCallTree([{ trace }]);
    assert.equal(tree.paths.length, depth + 1);
    assert.equal(tree.paths.pathTo(depth).length, depth);
  });

  for (const sample of samples) {
    it(`is that of a slow reference: ${sample.name}`, () => {
      const text = parseWithSelf(readRecording(sample));
      assert.deepEqual(pathsOf(buildCallTree([text])), pathsOfRows(rowsOfText(text), { oneTask: true }));
    });
  }

  it('is that of a slow reference: random forests', function () {
    this.timeout(120_000);
    let compared = 0;
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 5, max: 200 }), (seed, steps) => {
        const bytes = forestText(seed, steps);
        if (bytes === undefined) return;
        compared++;
        const text = parseWithSelf(bytes);
        const rows = rowsOfText(text);
        if (rows.some(({ line, name }) => line !== null && name === null)) return;
        assert.deepEqual(pathsOf(buildCallTree([text])), pathsOfRows(rows));
        // And without some calls.
        const isKept = (line: number): boolean => (line * 7919) % 5 !== 0;
        const some = buildCallTree([{ trace: text.trace, counts: isKept }]);
        const keep = (row: { line: number | null }): boolean => isKept(row.line! - 1);
        assert.deepEqual(pathsOf(some), pathsOfRows(rows, { keep }));
      }),
      { numRuns: 300 },
    );
    assert.ok(compared > 150, `${compared} forests`);
  });
});

describe('the shortest chain of callers', () => {
  function chain(drawing: string, name: string, counts?: (line: number) => boolean): number[] {
    const { trace } = drawWithSelf(drawing);
    return shortestChains(trace, counts)(trace.names.find(name)).map((line) => line + 1);
  }

  it('leads from a top-level call to the function', () => {
    assert.deepEqual(chain(DRAWING, 'lock'), [3, 4]);
    assert.deepEqual(chain(DRAWING, 'walk'), [3, 5]);
    assert.deepEqual(chain(DRAWING, 'read'), [3]);
  });

  it('is the shortest, wherever it stands, and the earliest of those', () => {
    const drawing = `
 0)               |  a() {
 0)               |    b() {
 0)   1.000 us    |      f();
 0)   1.000 us    |    }
 0)   1.000 us    |    f();
 0)   1.000 us    |    f();
 0)   1.000 us    |  }
`;
    assert.deepEqual(chain(drawing, 'f'), [1, 5]);
    assert.deepEqual(
      chain(drawing, 'f', (line) => line !== 0),
      [5],
    );
    assert.deepEqual(
      chain(drawing, 'f', (line) => ![4, 5].includes(line)),
      [1, 2, 3],
    );
  });

  it('begins at the top, even where one without its beginning is shorter; that counts where there is no other', () => {
    assert.deepEqual(chain(' 0)   1.000 us    |    f();\n 0)               |  a() {\n 0)   1.000 us    |    f();\n', 'f'), [2, 3]); // prettier-ignore
    assert.deepEqual(chain(DRAWING, 'late'), [1]);
  });

  it('is empty for what was not called', () => {
    assert.deepEqual(chain(DRAWING, 'no_such'), []);
  });
});
