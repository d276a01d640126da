import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CallPaths } from '../../../server/src/core/analyse/callPaths';
import { buildCallTree } from '../../../server/src/core/analyse/callTree';
import { TreeDifference, type DifferenceNode } from '../../../server/src/core/compare/treeDifference';
import type { Trace } from '../../../server/src/core/model/trace';
import { drawWithSelf, parseWithSelf, wholeForest } from '../../support/trees';

const A = `
 0)               |  read() {
 0)   1.000 us    |    lock();
 0)               |    old() {
 0)   0.250 us    |      deep();
 0)   1.000 us    |    }
 0) + 10.000 us   |  }
 0)   1.000 us    |  same();
 0)   1.000 us    |  fewer();
 0)   1.000 us    |  fewer();
`;
const B = `
 0)               |  read() {
 0)   1.000 us    |    lock();
 0)   1.000 us    |    lock();
 0)   1.000 us    |    lock();
 0)               |    new() {
 0) + 90.000 us   |    }
 0) ! 100.000 us  |  }
 0)   1.000 us    |  same();
 0)   1.000 us    |  fewer();
`;

function difference(left: readonly Trace[], right: readonly Trace[]): TreeDifference {
  const paths = new CallPaths();
  const [a, b] = [left, right].map((traces) =>
    buildCallTree(
      traces.map((trace) => ({ trace })),
      { paths },
    ),
  );
  return new TreeDifference({ name: 'a', tree: a! }, { name: 'b', tree: b! });
}

/** All nodes, depth first, children in order. */
function all(of: TreeDifference, order: 'calls' | 'time' = 'calls'): DifferenceNode[] {
  const found: DifferenceNode[] = [];
  const open = [0];
  while (open.length > 0) {
    const node = open.pop()!;
    if (node > 0) found.push(of.describe(node));
    const { nodes } = of.children(node, order, 0, Infinity);
    open.push(...nodes.map((child) => child.node).reverse());
  }
  return found;
}

function show({ name, change, left, right, changedBelow }: DifferenceNode): string {
  const side = (of: typeof left): string => `${of.calls}/${of.subtreeCalls}/${of.totalNs}`;
  return `${name}: ${change}, ${side(left)} ${side(right)}, ${changedBelow}`;
}

describe('the difference of two call trees', () => {
  it('has each path once, the biggest change first, with what vanished', () => {
    const of = difference([drawWithSelf(A).trace], [drawWithSelf(B).trace]);
    assert.deepEqual(all(of).map(show), [
      'read: same, 1/4/10000 1/5/100000, 4',
      // As many calls as of what follows, but more time.
      'lock: more, 1/1/1000 3/3/3000, 0',
      'old: gone, 1/2/1000 0/0/NaN, 1',
      'deep: gone, 1/1/250 0/0/NaN, 0',
      'new: new, 0/0/NaN 1/1/90000, 0',
      'fewer: fewer, 2/2/2000 1/1/1000, 0',
      'same: same, 1/1/1000 1/1/1000, 0',
    ]);
    assert.deepEqual(
      all(of, 'time').map(({ name }) => name),
      ['read', 'new', 'lock', 'old', 'deep', 'fewer', 'same'],
    );
    assert.deepEqual(show(of.root), ': same, 0/7/NaN 0/7/NaN, 5'.replace(': same', `${of.root.name}: same`));
  });

  it('knows where a path is on each side', () => {
    const of = difference([drawWithSelf(A).trace], [drawWithSelf(B).trace]);
    const places = new Map(all(of).map(({ name, left, right }) => [name, [left.first, right.first]]));
    assert.deepEqual(places.get('fewer'), [
      { trace: 0, line: 7 },
      { trace: 0, line: 8 },
    ]);
    assert.deepEqual(places.get('old'), [{ trace: 0, line: 2 }, undefined]);
  });

  it('compares means where a side has several traces', () => {
    const one = drawWithSelf(' 0)   1.000 us    |  f();\n').trace;
    const two = drawWithSelf(
      ' 0)   1.000 us    |  f();\n 0)   3.000 us    |  f();\n 0)   1.000 us    |  g();\n',
    ).trace;
    assert.deepEqual(all(difference([one], [one, one, one])).map(show), ['f: same, 1/1/1000 1/1/1000, 0']);
    assert.deepEqual(all(difference([one], [one, two])).map(show), [
      'f: more, 1/1/1000 1.5/1.5/2500, 0',
      'g: new, 0/0/NaN 0.5/0.5/500, 0',
    ]);
  });

  it('gives windows of what is below a node', () => {
    const of = difference([drawWithSelf(A).trace], [drawWithSelf(B).trace]);
    const { total, nodes } = of.children(0, 'calls', 1, 1);
    assert.deepEqual([total, nodes.map(({ name }) => name)], [3, ['fewer']]);
    assert.throws(() => of.children(999_999, 'calls', 0, 1), /there is no node/);
  });

  it('says of calls without a caller in the text what they are as a whole', () => {
    const lost = drawWithSelf(' 0)   1.000 us    |    f();\n').trace;
    const [node] = all(difference([lost], [drawWithSelf(A).trace]));
    assert.equal(node?.name, 'read');
    const label = all(difference([lost], [drawWithSelf(A).trace])).find(({ name }) => name.startsWith('('));
    assert.equal(label?.change, 'gone');
  });

  it('is none where a trace is compared with itself', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const { trace } = parseWithSelf(wholeForest(seed, 80));
        const of = difference([trace], [trace, trace]);
        assert.equal(of.root.changedBelow, 0);
        for (const node of all(of)) {
          assert.equal(node.change, 'same');
          assert.deepEqual(node.left, { ...node.right, first: node.left.first });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('mirrors everything where its sides are swapped', () => {
    const mirrored = { new: 'gone', gone: 'new', more: 'fewer', fewer: 'more', same: 'same' } as const;
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
        const [left, right] = [a, b].map((seed) => parseWithSelf(wholeForest(seed, 60)).trace);
        for (const order of ['calls', 'time'] as const) {
          const there = all(difference([left!], [right!]), order);
          const back = all(difference([right!], [left!]), order);
          const turned = there.map(({ node: _, ...rest }) => ({
            ...rest,
            change: mirrored[rest.change],
            left: rest.right,
            right: rest.left,
          }));
          assert.deepEqual(
            back.map(({ node: _, ...rest }) => rest),
            turned,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('adds up: a subtree has its own calls and those below', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
        const [left, right] = [a, b].map((seed) => parseWithSelf(wholeForest(seed, 60)).trace);
        const of = difference([left!], [right!]);
        assert.equal(of.root.left.subtreeCalls, left!.calls);
        assert.equal(of.root.right.subtreeCalls, right!.calls);
        for (const { node, left: l, right: r, changedBelow } of [of.root, ...all(of)]) {
          const below = of.children(node, 'calls', 0, Infinity).nodes;
          const sum = (get: (child: DifferenceNode) => number): number =>
            below.reduce((total, child) => total + get(child), 0);
          assert.equal(l.subtreeCalls, l.calls + sum((child) => child.left.subtreeCalls));
          assert.equal(r.subtreeCalls, r.calls + sum((child) => child.right.subtreeCalls));
          assert.equal(
            changedBelow,
            sum((child) => child.changedBelow + (child.change === 'same' ? 0 : 1)),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('refuses trees of different paths', () => {
    const [a, b] = [A, B].map((drawing) => buildCallTree([drawWithSelf(drawing)]));
    assert.throws(() => new TreeDifference({ name: 'a', tree: a! }, { name: 'b', tree: b! }), /share/);
  });
});
