import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alignCalls, type Alignment, type AlignedRow } from '../../../server/src/core/compare/alignCalls';
import { alignSequences, WINDOW, type Pair } from '../../../server/src/core/compare/alignSequences';
import { alignedListings } from '../../../server/src/core/present/alignedListing';
import type { TraceText } from '../../../server/src/core/parse/traceText';
import { readRecording, samples } from '../../support/material';
import { drawWithSelf, parseWithSelf, wholeForest } from '../../support/trees';

const order = (a: number, b: number): number => a - b;
const likeness = (a: number, b: number): number => (a === b ? 2 : a % 10 === b % 10 ? 1 : 0);

function align(left: readonly number[], right: readonly number[]): Pair[] {
  return alignSequences(left, right, likeness, 2, order);
}

/** The best sum by trying everything. */
function bestSum(left: readonly number[], right: readonly number[]): number {
  const [a, ...restLeft] = left;
  const [b, ...restRight] = right;
  if (a === undefined || b === undefined) return 0;
  const like = likeness(a, b);
  return Math.max(
    bestSum(restLeft, right),
    bestSum(left, restRight),
    like > 0 ? like + bestSum(restLeft, restRight) : 0,
  );
}

function sumOf(pairs: readonly Pair[], left: readonly number[], right: readonly number[]): number {
  return pairs.reduce((sum, [a, b]) => sum + likeness(left[a]!, right[b]!), 0);
}

function assertAscending(pairs: readonly Pair[]): void {
  for (let at = 1; at < pairs.length; at++)
    assert.ok(pairs[at]![0] > pairs[at - 1]![0] && pairs[at]![1] > pairs[at - 1]![1]);
}

describe('aligned sequences', () => {
  const few = fc.array(fc.constantFrom(1, 2, 3, 11, 12, 21), { maxLength: 6 });
  const more = fc.array(fc.nat(40), { maxLength: 60 });

  it('have the best sum there is', () => {
    fc.assert(
      fc.property(few, few, (left, right) => {
        const pairs = align(left, right);
        assertAscending(pairs);
        assert.equal(sumOf(pairs, left, right), bestSum(left, right));
      }),
    );
  });

  it('are mirrored where sides are swapped', () => {
    fc.assert(
      fc.property(more, more, (left, right) => {
        assert.deepEqual(
          align(right, left).map(([b, a]) => [a, b]),
          align(left, right),
        );
      }),
    );
  });

  it('of long sequences are found window by window', () => {
    const left = Array.from({ length: 20 * WINDOW }, (_, at) => at);
    // Every seventh is missing, and something else comes in between.
    const right = left.flatMap((value) => (value % 7 === 0 ? [] : value % 5 === 0 ? [-1.5, value] : [value]));
    const pairs = alignSequences(left, right, (a, b) => (a === b ? 2 : 0), 2, order);
    assertAscending(pairs);
    assert.equal(pairs.length, left.filter((value) => value % 7 !== 0).length);
  });

  it('of long sequences with nothing in common end', () => {
    const left = Array.from({ length: 10 * WINDOW }, (_, at) => at);
    const right = left.map((value) => -1 - value);
    assert.deepEqual(
      alignSequences(left, right, (a, b) => (a === b ? 2 : 0), 2, order),
      [],
    );
  });
});

const A = `
 0)               |  send() {
 0)   1.000 us    |    fget();
 0)               |    sock() {
 0)   1.000 us    |      copy();
 0)   1.000 us    |      tcp();
 0)   3.000 us    |    }
 0)   1.000 us    |    fput();
 0) + 10.000 us   |  }
`;
const B = `
 0)               |  send() {
 0)   1.000 us    |    fget();
 0)               |    tun() {
 0)   1.000 us    |      net();
 0)   1.000 us    |    }
 0)               |    sock() {
 0)   1.000 us    |      copy();
 0)   1.000 us    |      copy();
 0)   3.000 us    |    }
 0)   1.000 us    |    fput();
 0)   1.000 us    |    fput();
 0) + 10.000 us   |  }
`;

function show({ change, depth, name, left, right }: AlignedRow): string {
  const side = (calls: typeof left): string =>
    calls === undefined ? '-' : `${calls.line + 1}x${calls.count}`;
  return `${change} ${depth} ${name} ${side(left)} ${side(right)}`;
}

function between(left: TraceText, right: TraceText, a = 0, b = 0): Alignment {
  return alignCalls({ trace: left.trace, line: a }, { trace: right.trace, line: b });
}

const MIRRORED = { same: 'same', changed: 'changed', onlyLeft: 'onlyRight', onlyRight: 'onlyLeft' } as const;

describe('two calls side by side', () => {
  it('show what one called and the other did not', () => {
    const { rows, cut } = between(drawWithSelf(A), drawWithSelf(B));
    assert.deepEqual(rows.map(show), [
      'changed 0 send 1x1 1x1',
      'same 1 fget 2x1 2x1',
      'onlyRight 1 tun - 3x1',
      'onlyRight 2 net - 4x1',
      'changed 1 sock 3x1 6x1',
      'changed 2 copy 4x1 7x2',
      'onlyLeft 2 tcp 5x1 -',
      'changed 1 fput 7x1 10x2',
    ]);
    assert.equal(cut, false);
  });

  it('can be two of the same trace, chosen by any of their lines', () => {
    const text = drawWithSelf(A + A.slice(1));
    const { rows } = between(text, text, 7, 8);
    assert.ok(rows.every(({ change }) => change === 'same'));
    assert.deepEqual(rows.map(show)[0], 'same 0 send 1x1 9x1');
    assert.equal(rows.length, 6);
  });

  it('can be of different functions, and have no end', () => {
    const { rows } = between(drawWithSelf(A), drawWithSelf(' 0)               |  open() {\n 0)   1.000 us    |    fget();\n')); // prettier-ignore
    assert.deepEqual(rows.slice(0, 2).map(show), ['changed 0 send 1x1 1x1', 'same 1 fget 2x1 2x1']);
  });

  it('do not take in what another task did meanwhile', () => {
    const text = drawWithSelf(`
 0)               |  send() {
 1)   1.000 us    |  other();
 0)   1.000 us    |    fget();
 0) + 10.000 us   |  }
`);
    assert.deepEqual(between(text, text).rows.map(show), ['same 0 send 1x1 1x1', 'same 1 fget 3x1 3x1']);
  });

  it('leave out calls that are not counted', () => {
    const { trace } = drawWithSelf(A);
    const { rows } = alignCalls({ trace, line: 0, counts: (line) => line !== 2 }, { trace, line: 0 });
    assert.deepEqual(rows.map(({ change, name }) => `${change} ${name}`), [
      'changed send', 'same fget', 'onlyLeft copy', 'onlyLeft tcp', 'onlyRight sock', 'onlyRight copy', 'onlyRight tcp', 'same fput',
    ]); // prettier-ignore
  });

  it('are the same where they are the same, and mirrored where they are swapped', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
        const [left, right] = [a, b].map((seed) => parseWithSelf(wholeForest(seed, 60)));
        const firstCall = ({ trace }: TraceText): number =>
          trace.stats.firstLine.find((line) => line >= 0) ?? -1;
        const [l, r] = [firstCall(left!), firstCall(right!)];
        if (l < 0 || r < 0) return;
        assert.ok(between(left!, left!, l, l).rows.every(({ change }) => change === 'same'));
        const there = between(left!, right!, l, r).rows;
        const back = between(right!, left!, r, l).rows;
        const turned = back.map((row) => ({
          ...row,
          change: MIRRORED[row.change],
          left: row.right,
          right: row.left,
        }));
        // What only one side has stands first on the left: the order of those rows is the only thing that changes.
        const sorted = (rows: readonly AlignedRow[]): string[] => rows.map(({ name: _, ...row }) => JSON.stringify(row)).sort(); // prettier-ignore
        assert.deepEqual(sorted(turned), sorted(there));
      }),
      { numRuns: 100 },
    );
  });

  it('as listings have the same lines for what is on both sides, and no other', () => {
    const [socket, tap] = ['socket', 'tap'].map((name) =>
      parseWithSelf(readRecording(samples.find((sample) => sample.name.includes(name))!)),
    );
    for (const [left, right] of [
      [drawWithSelf(A), drawWithSelf(B)],
      [socket!, tap!],
    ] as const) {
      const lineOf = ({ trace }: TraceText): number =>
        trace.stats.firstLine[Math.max(trace.names.find('send'), 0)]!;
      const alignment = between(left, right, lineOf(left), lineOf(right));
      const listings = alignedListings(alignment, { left: 'send', right: 'other' });
      const lines = [listings.left, listings.right].map(({ text, targets }) => {
        const all = text.split('\n').slice(0, -1);
        assert.equal(all.length, targets.length);
        return all;
      });
      // Behind the titles, which name both signs.
      const [common, others] = lines.map((all) => all.slice(2).filter((line) => !/^[-+] /.test(line)));
      assert.ok(lines.every((all) => all[0]!.startsWith('- ') && all[1]!.startsWith('+ ')));
      assert.ok(!lines[0]!.slice(2).some((line) => line.startsWith('+ ')));
      assert.ok(!lines[1]!.slice(2).some((line) => line.startsWith('- ')));
      assert.deepEqual(common, others);
    }
  });

  it('say so where there is no difference', () => {
    const text = drawWithSelf(A);
    const { left } = alignedListings(between(text, text), { left: 'se\u202end', right: 'send' });
    assert.match(left.text, /^- se\\u\{202e\}nd\n\+ send\nNo difference: /);
  });
});
