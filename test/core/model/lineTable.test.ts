import assert from 'node:assert/strict';
import { LineTable, MAX_KEPT_DEPTH, NO_LANE } from '../../../server/src/core/model/lineTable';
import { LineKind } from '../../../server/src/core/model/lineKind';

describe('the table of lines', () => {
  it('keeps what an entry, its callee and its exit have to do with each other', () => {
    const table = new LineTable();
    table.addCall(0, LineKind.Entry, 0, 3, 7, -1, NaN);
    table.addCall(20, LineKind.Leaf, 1, 3, 8, 0, 1234);
    assert.equal(table.exitLine(0), -1);
    assert.ok(Number.isNaN(table.durationNs(0)));
    table.addExit(40, 0, 3, 0, 5000, 5000);
    assert.deepEqual(
      [0, 1, 2].map((line) => ({
        kind: table.kind(line),
        offset: table.offset(line),
        depth: table.depth(line),
        lane: table.lane(line),
        name: table.name(line),
        call: table.callLine(line),
        caller: table.caller(line),
        exit: table.exitLine(line),
        ns: table.durationNs(line),
      })),
      [
        {
          kind: LineKind.Entry,
          offset: 0,
          depth: 0,
          lane: 3,
          name: 7,
          call: 0,
          caller: -1,
          exit: 2,
          ns: 5000,
        },
        {
          kind: LineKind.Leaf,
          offset: 20,
          depth: 1,
          lane: 3,
          name: 8,
          call: 1,
          caller: 0,
          exit: 1,
          ns: 1234,
        },
        {
          kind: LineKind.Exit,
          offset: 40,
          depth: 0,
          lane: 3,
          name: 7,
          call: 0,
          caller: -1,
          exit: 2,
          ns: 5000,
        },
      ],
    );
  });

  it('keeps every duration that 32 bits hold, and those that they do not', () => {
    const table = new LineTable();
    const durations = [
      0,
      1,
      0xfffffffd,
      0xfffffffe,
      0xffffffff,
      0x100000000,
      123_456_789_000,
      1e18 - 1000,
      NaN,
    ];
    for (const ns of durations) table.addCall(0, LineKind.Leaf, 0, 0, 0, -1, ns);
    assert.deepEqual(
      durations.map((_, line) => table.durationNs(line)),
      durations,
    );
    table.addCall(0, LineKind.Entry, 0, 0, 0, -1, NaN);
    table.addExit(0, 0, 0, table.length - 1, 0x1234567890, NaN);
    assert.equal(table.durationNs(table.length - 2), 0x1234567890);
  });

  it('keeps lines beyond a block, at positions beyond 4 GiB', () => {
    const table = new LineTable();
    const far = 5 * 2 ** 32;
    const at = (line: number): number => far + line * 100;
    for (let line = 0; line < 100_000; line++) table.add(at(line), LineKind.Comment, line % 100, line % 5);
    for (const line of [0, 32_767, 32_768, 65_535, 65_536, 99_999]) {
      assert.equal(table.offset(line), at(line));
      assert.equal(table.depth(line), line % 100);
      assert.equal(table.lane(line), line % 5);
    }
  });

  it('closes an entry of another block', () => {
    const table = new LineTable();
    table.addCall(0, LineKind.Entry, 0, 0, 1, -1, NaN);
    for (let line = 1; line < 40_000; line++) table.addCall(line, LineKind.Leaf, 1, 0, 2, 0, 1);
    table.addExit(40_000, 0, 0, 0, 77, 77);
    assert.equal(table.exitLine(0), 40_000);
    assert.equal(table.durationNs(0), 77);
    assert.equal(table.name(40_000), 1);
  });

  it('keeps what is too deep, or has no lane, at the edge', () => {
    const table = new LineTable();
    table.add(0, LineKind.Leaf, MAX_KEPT_DEPTH + 5, 70_000);
    table.add(0, LineKind.Leaf, -1, -1);
    assert.deepEqual(
      [table.kind(0), table.depth(0), table.lane(0)],
      [LineKind.Leaf, MAX_KEPT_DEPTH, NO_LANE],
    );
    assert.deepEqual([table.kind(1), table.depth(1), table.lane(1)], [LineKind.Leaf, 0, NO_LANE]);
  });
});
