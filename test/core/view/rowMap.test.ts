import assert from 'node:assert/strict';
import { LineKind } from '../../../server/src/core/model/lineKind';
import type { LineTable } from '../../../server/src/core/model/lineTable';
import { callersOf } from '../../../server/src/core/view/callOfLine';
import { LineSet } from '../../../server/src/core/view/lineSet';
import { RowMap } from '../../../server/src/core/view/rowMap';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { bytesOf, traceOf } from '../../support/drawing';
import { readRecording, samples } from '../../support/material';
import { randomNumbers } from '../../support/random';
import { mixedText, slowCallers } from './support';

/** Rows by their definition: each line asks all the calls that it stands in. */
function slowRows(
  lines: LineTable,
  isClosed: (entry: number) => boolean,
  isShown: (line: number) => boolean,
) {
  return Array.from({ length: lines.length }, (_, line) => line).filter((line) => {
    const callers = slowCallers(lines, line);
    if (lines.kind(line) === LineKind.Exit) callers.shift();
    return isShown(line) && !callers.some(isClosed);
  });
}

function assertRows(map: RowMap, expected: readonly number[], lines: number, message: string): void {
  assert.equal(map.rows, expected.length, message);
  const rows = Array.from({ length: map.rows }, (_, row) => map.lineOf(row));
  assert.deepEqual(rows, expected, message);
  expected.forEach((line, row) => assert.equal(map.rowOf(line), row, message));
  const rowSet = new Set(expected);
  for (let line = 0; line < lines; line++) assert.equal(map.isRow(line), rowSet.has(line), message);
  assert.equal(map.lineOf(expected.length), -1);
  assert.equal(map.lineOf(-1), -1);
}

const texts = [
  { name: 'a mixed text', bytes: bytesOf(mixedText(700, 3)) },
  ...samples.map((sample) => ({ name: sample.name, bytes: readRecording(sample).subarray(0, 40_000) })),
];

describe('rows', () => {
  for (const { name, bytes } of texts) {
    it(`of ${name} are those that the definition gives, whatever is closed and filtered`, () => {
      const { lines } = parseTrace(bytes, { keepLines: true });
      const random = randomNumbers(11);
      const map = new RowMap(lines!);
      map.extend();
      const entries = [...Array(lines!.length).keys()].filter((line) => lines!.kind(line) === LineKind.Entry);
      let all = false;
      let others = new Set<number>();
      let shown: Set<number> | undefined;
      for (let step = 0; step < 25; step++) {
        const before = map.generation;
        const what = random(10);
        if (what < 5) {
          const entry = entries[random(entries.length)]!;
          map.setClosed(entry, all === others.has(entry));
          if (!others.delete(entry)) others.add(entry);
        } else if (what < 7) {
          all = random(2) === 0;
          others = new Set();
          map.setAll(all);
        } else if (what < 8) {
          const set = new LineSet();
          set.ensure(lines!.length);
          shown = new Set([...Array(lines!.length).keys()].filter(() => random(3) > 0));
          for (const line of shown) set.add(line);
          map.setShown(set);
        } else if (what < 9) {
          shown = undefined;
          map.setShown(undefined);
        } else map.refresh();
        const expected = slowRows(
          lines!,
          (entry) => all !== others.has(entry),
          (line) => shown === undefined || shown.has(line),
        );
        assertRows(map, expected, lines!.length, `step ${step}`);
        assert.ok(map.generation >= before);
      }
    });
  }

  it('of a text that grows are the same as of the whole', () => {
    const bytes = bytesOf(mixedText(600, 5));
    const whole = parseTrace(bytes, { keepLines: true }).lines!;
    // A table that grows: the lines of the whole up to a length.
    const growing = Object.create(whole) as LineTable;
    const map = new RowMap(growing);
    for (let length = 0; length <= whole.length; length += 97) {
      growing.length = Math.min(length, whole.length);
      map.extend();
      if (length === 97) map.setAll(true);
    }
    growing.length = whole.length;
    map.extend();
    assertRows(
      map,
      slowRows(
        whole,
        () => true,
        () => true,
      ),
      whole.length,
      'grown',
    );
  });

  it('keep nothing while nothing is left out, and are the lines', () => {
    const { lines } = traceOf(mixedText(200, 1));
    const map = new RowMap(lines!);
    map.extend();
    assertRows(map, [...Array(lines!.length).keys()], lines!.length, 'all');
    assert.equal(map.generation, 0);
  });

  const NESTED = `
 0)               |  a() {
 0)               |    b() {
 1)   1.000 us    |  other();
 0)   1.000 us    |      c();
 0)   2.000 us    |    }
 0)   5.000 us    |  }
 0)               |  open() {
 0)   1.000 us    |    d();
`;

  it('leave lines of other tasks where they are, and the exit', () => {
    const { lines } = traceOf(NESTED);
    const map = new RowMap(lines!);
    map.extend();
    map.setClosed(0, true);
    assertRows(map, [0, 2, 5, 6, 7], 8, 'a is closed');
    assert.deepEqual(map.hiddenLines([0]), [3]);
    assert.equal(map.rowOf(3), 0, 'a line that a closed call hides has its row');
    map.setClosed(6, true);
    assertRows(map, [0, 2, 5, 6], 8, 'a call without an exit, too');
    assert.deepEqual(map.hiddenLines([0, 6]), [3, 1]);
    map.setClosed(1, true);
    map.reveal(3);
    assertRows(map, [0, 1, 2, 3, 4, 5, 6], 8, 'what hides the line is open');
  });

  it('say which calls can be closed', () => {
    const { lines } = traceOf(NESTED);
    const map = new RowMap(lines!);
    map.extend();
    const foldable = [...Array(8).keys()].filter((line) => map.isFoldable(line));
    assert.deepEqual(foldable, [0, 1, 6]);
  });

  it('begin again with another table', () => {
    const map = new RowMap(traceOf(NESTED).lines!);
    map.extend();
    map.setAll(true);
    const { lines } = traceOf(mixedText(50, 2));
    map.reset(lines!);
    map.extend();
    assertRows(map, [...Array(lines!.length).keys()], lines!.length, 'reset');
  });
});

describe('callers of a line', () => {
  it('are the entries of the calls that it stands in, outermost first', () => {
    const { lines } = traceOf(mixedText(400, 9));
    for (let line = 0; line < lines!.length; line++)
      assert.deepEqual(callersOf(lines!, line), slowCallers(lines!, line).reverse(), `line ${line}`);
  });
});
