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

  describe('with blocks that are full says the same of each line as plain records', () => {
    const BLOCK_LINES = 32_768;
    /** What a test has written of a line. */
    interface Plain {
      offset: number;
      kind: LineKind;
      depth: number;
      lane: number;
      name: number;
      caller: number;
      /** Of an entry, or -1. */
      exit: number;
      ns: number;
      /** Of an exit. */
      entry: number;
    }

    /** Writes lines at random to a table and to plain records; `many`: how many lanes, names and wide durations there are. */
    class Writer {
      readonly table = new LineTable();
      readonly plain: Plain[] = [];
      private seed = 7;

      /** A number below `end`, the same ones each time. */
      below(end: number): number {
        this.seed = (this.seed * 48_271) % 0x7fffffff;
        return this.seed % end;
      }

      call(kind: LineKind, caller: number, ns: number, name: number, lane: number, gap = 60): void {
        const offset = (this.plain.at(-1)?.offset ?? -gap) + gap;
        this.table.addCall(offset, kind, 3, lane, name, caller, ns);
        this.plain.push({ offset, kind, depth: 3, lane, name, caller, exit: -1, ns, entry: -1 });
      }

      exit(entry: number, ns: number): void {
        const { lane, offset } = this.plain.at(-1)!;
        this.table.addExit(offset + 60, 3, lane, entry, ns, NaN);
        const kind = LineKind.Exit;
        this.plain.push({
          offset: offset + 60,
          kind,
          depth: 3,
          lane,
          name: -1,
          caller: -1,
          exit: -1,
          ns,
          entry,
        });
        this.plain[entry]!.exit = this.plain.length - 1;
      }

      pair(entry: number, exit: number): void {
        this.table.pair(entry, exit, NaN);
        Object.assign(this.plain[exit]!, { kind: LineKind.Exit, entry });
        this.plain[entry]!.exit = exit;
      }

      setCaller(line: number, caller: number): void {
        this.table.setCaller(line, caller);
        this.plain[line]!.caller = caller;
      }

      check(): void {
        const { plain, table } = this;
        assert.equal(table.length, plain.length);
        for (const [line, own] of plain.entries()) {
          const at = own.kind === LineKind.Exit ? own.entry : line;
          const call = plain[at]!;
          const exit = call.kind === LineKind.Entry ? call.exit : at;
          const found = [
            table.offset(line),
            table.kind(line),
            table.depth(line),
            table.lane(line),
            table.callLine(line),
            table.name(line),
            table.caller(line),
            table.exitLine(line),
            table.durationNs(line),
          ];
          const ns = exit < 0 ? NaN : plain[exit]!.ns;
          const wanted = [own.offset, own.kind, own.depth, own.lane, at, call.name, call.caller, exit, ns];
          if (!wanted.every((value, index) => Object.is(value, found[index])))
            assert.deepEqual(found, wanted, `line ${line}`);
        }
      }
    }

    const KINDS = [LineKind.Entry, LineKind.Leaf, LineKind.OrphanExit];
    const LENGTHS = [0, 1, 0xfffd, 0xfffe, 0xffff, 0x10000, 0xfffffffd, 0xfffffffe, 0xffffffff, 5e12, NaN];

    /** Lines of which one in `odd` names others far away, has another lane or a long duration. */
    function fill(writer: Writer, lines: number, odd: number): void {
      const open: number[] = [];
      while (writer.plain.length < lines) {
        const line = writer.plain.length;
        const isOdd = writer.below(odd) === 0;
        const ns = isOdd ? LENGTHS[writer.below(LENGTHS.length)]! : writer.below(60_000);
        if (open.length > 0 && writer.below(3) === 0) {
          const [entry] = open.splice(isOdd ? 0 : open.length - 1, 1);
          writer.exit(entry!, ns);
          continue;
        }
        const kind = KINDS[writer.below(KINDS.length)]!;
        const far = writer.below(line + 1) - 1;
        const caller = isOdd ? far : line - 1 - writer.below(Math.min(line + 1, 100));
        const name = isOdd
          ? [-1, 0, 0xfffd, 0xfffe, 0xffff, 1_000_000][writer.below(6)]!
          : writer.below(3000);
        if (kind === LineKind.Entry) open.push(line);
        const lane = isOdd ? writer.below(0x10000) : writer.below(5);
        writer.call(kind, caller, kind === LineKind.Entry ? NaN : ns, name, lane);
      }
    }

    for (const odd of [1, 4, 30, 200, 100_000]) {
      it(`where one line in ${odd} is odd`, () => {
        const writer = new Writer();
        fill(writer, 3 * BLOCK_LINES + 100, odd);
        writer.check();
      });
    }

    // All of them are more than a block keeps in a list, one in a hundred are not.
    for (const every of [1, 100]) {
      const far = 3 * BLOCK_LINES;

      it(`where lines of full blocks get a caller far away, one in ${every}`, () => {
        const writer = new Writer();
        fill(writer, 5 * BLOCK_LINES, 200);
        for (let line = far; line < writer.plain.length; line += every)
          if (writer.plain[line]!.entry < 0) writer.setCaller(line, line % 7 === 0 ? -1 : line % 50);
        writer.check();
      });

      it(`where calls of full blocks end far away, one in ${every}`, () => {
        const writer = new Writer();
        for (let line = 0; line < far; line++) writer.call(LineKind.Entry, line - 1, NaN, line % 9, 1);
        for (let line = 0; line < BLOCK_LINES; line += every) writer.exit(line, line);
        writer.check();
      });

      it(`where exits of full blocks turn out to end a call far away, one in ${every}`, () => {
        const writer = new Writer();
        for (let line = 0; line < far; line++) writer.call(LineKind.Entry, -1, NaN, line % 9, 1);
        for (let line = 0; line < 2 * BLOCK_LINES; line++) writer.call(LineKind.OrphanExit, -1, line, 5, 1);
        for (let line = 0; line < BLOCK_LINES; line += every) writer.pair(line, far + line);
        writer.check();
      });
    }

    for (const lanes of [256, 257]) {
      it(`with ${lanes} lanes in each`, () => {
        const writer = new Writer();
        for (let line = 0; line < 2 * BLOCK_LINES; line++)
          writer.call(LineKind.Leaf, -1, line, line, 1000 + (line % lanes));
        writer.check();
      });
    }

    it('where lines are longer than a group has room for', () => {
      const writer = new Writer();
      for (let line = 0; line < 2 * BLOCK_LINES; line++)
        writer.call(LineKind.Leaf, -1, line, line, 0, line % 1000 === 0 ? 70_000 : 40);
      writer.check();
    });
  });
});
