import assert from 'node:assert/strict';
import { contentOfCall } from '../../../server/src/core/analyse/callContent';
import { CallEdges, edgesOf } from '../../../server/src/core/analyse/callEdges';
import { topLevelCalls } from '../../../server/src/core/analyse/calls';
import { paperCategories } from '../../../server/src/core/classify/categories';
import { LineKind } from '../../../server/src/core/model/lineKind';
import type { LineTable } from '../../../server/src/core/model/lineTable';
import { traceOf } from '../../support/drawing';
import { randomNumbers } from '../../support/random';

/** Calls of so many functions, each of some others, in groups that end; and some that do not. */
function many(functions: number, calls: number, seed: number): string {
  const next = randomNumbers(seed);
  const lines: string[] = [];
  let depth = 0;
  for (let call = 0; call < calls; call++) {
    const indent = '  '.repeat(depth);
    const name = `f${next(functions)}`;
    if (next(10) < 4 && depth < 8) {
      lines.push(` 0)               |  ${indent}${name}() {`);
      depth++;
    } else lines.push(` 0)   0.100 us    |  ${indent}${name}();`);
    while (depth > 0 && next(20) < 9) {
      depth--;
      lines.push(` 0)   1.000 us    |  ${'  '.repeat(depth)}}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The same by a look at every call, for each function anew. */
function slowNeighbours(
  lines: LineTable,
  id: number,
): { callers: object; callees: object; topLevel: number } {
  const callers = new Map<number, number>();
  const callees = new Map<number, number>();
  let topLevel = 0;
  for (let line = 0; line < lines.length; line++) {
    if (lines.kind(line) !== LineKind.Entry && lines.kind(line) !== LineKind.Leaf) continue;
    const caller = lines.caller(line);
    const name = lines.name(line);
    const by = caller < 0 ? -1 : lines.name(caller);
    if (name === id && by < 0) topLevel++;
    if (name === id && by >= 0) callers.set(by, (callers.get(by) ?? 0) + 1);
    if (by === id) callees.set(name, (callees.get(name) ?? 0) + 1);
  }
  const sorted = (counts: Map<number, number>): object =>
    [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([key, count]) => ({ id: key, count }));
  return { callers: sorted(callers), callees: sorted(callees), topLevel };
}

describe('edges of a trace', () => {
  for (const functions of [1, 7, 300]) {
    it(`are those that a look at every call finds: ${functions} functions`, () => {
      const { lines, names } = traceOf(many(functions, 20_000, functions));
      const edges = new CallEdges(lines!);
      // In pieces, and past the first table, which holds 2,048 pairs.
      while (edges.advance(777));
      for (let id = 0; id < names.length; id += Math.ceil(names.length / 20))
        assert.deepEqual(edges.of(id), slowNeighbours(lines!, id));
    });
  }

  it('are complete, however far they were made before they were asked', () => {
    const { lines } = traceOf(many(7, 2000, 5));
    const edges = new CallEdges(lines!);
    assert.equal(edges.advance(10), true);
    assert.deepEqual(edges.of(3), slowNeighbours(lines!, 3));
    assert.equal(edges.advance(10), false);
  });

  it('are made once per trace', () => {
    const trace = traceOf(many(3, 50, 1));
    assert.equal(edgesOf(trace, trace.lines!), edgesOf(trace, trace.lines!));
    const other = traceOf(many(3, 50, 1));
    assert.notEqual(edgesOf(trace, trace.lines!), edgesOf(other, other.lines!));
  });
});

describe('the content of a long call', () => {
  it('is that of its lines, each time, and by the rules of the time', () => {
    const leaves = [
      ' 0)   0.100 us    |    tcp_a();',
      ' 0)   0.100 us    |    kvm_b();',
      ' 0)   0.100 us    |    c();',
    ];
    const inside = Array.from({ length: 30_000 }, (_, at) => leaves[at % 3]!);
    const trace = traceOf(
      [' 0)               |  top() {', ...inside, ' 0)   9.000 us    |  }', ''].join('\n'),
    );
    const lines = trace.lines!;
    const [entry] = topLevelCalls(lines, 1);
    const paper = paperCategories().column(trace.names);
    for (let time = 0; time < 2; time++) {
      const content = contentOfCall(trace, lines, paper, entry!, 3);
      assert.deepEqual(content, { byCategory: [1, 1, 2], calls: 30_001, durationNs: 9000 });
    }
    const none = new Uint8Array(trace.names.length);
    assert.deepEqual(contentOfCall(trace, lines, none, entry!, 1).byCategory, [4]);
  });
});
