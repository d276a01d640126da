import assert from 'node:assert/strict';
import { LineSet } from '../../../server/src/core/view/lineSet';
import { randomNumbers } from '../../support/random';

const LINES = 5000;

/** Everything that a set answers, against a plain array. */
function assertSame(set: LineSet, is: readonly boolean[], places: readonly number[]): void {
  const members = is.flatMap((has, line) => (has ? [line] : []));
  for (const place of places) {
    const before = members.filter((line) => line < place);
    assert.equal(set.countBefore(place), before.length, `before ${place}`);
    assert.equal(set.previous(place), before.at(-1) ?? -1, `previous of ${place}`);
    assert.equal(set.next(place, LINES), members.find((line) => line >= place) ?? -1, `next of ${place}`);
    assert.equal(set.at(place, LINES), members[place] ?? -1, `number ${place}`);
    if (place < LINES) assert.equal(set.has(place), is[place], `has ${place}`);
  }
}

describe('a set of lines', () => {
  it('answers as an array does, while it changes', () => {
    const random = randomNumbers(7);
    const set = new LineSet();
    set.ensure(LINES);
    const is = new Array<boolean>(LINES).fill(false);
    for (let round = 0; round < 60; round++) {
      const from = random(LINES);
      const to = Math.min(LINES, from + random(round % 3 === 0 ? 3000 : 40));
      const adds = random(3) > 0;
      if (adds && round % 2 === 0) set.addAll(from, to);
      for (let line = from; line < to; line++) {
        is[line] = adds;
        if (!adds || round % 2 === 1) set.set(line, adds);
      }
      assertSame(set, is, [0, from, to, random(LINES), random(LINES), LINES]);
    }
  });

  it('grows, and keeps what is in it', () => {
    const set = new LineSet();
    for (let line = 0; line < 100_000; line += 1000) {
      set.ensure(line + 1);
      set.add(line);
    }
    assert.equal(set.countBefore(100_000), 100);
    assert.equal(set.at(99, 100_000), 99_000);
    assert.equal(set.at(100, 100_000), -1);
  });

  it('is empty where it was never used', () => {
    const set = new LineSet();
    assert.equal(set.countBefore(1_000_000), 0);
    assert.equal(set.next(0, 1_000_000), -1);
    assert.equal(set.previous(1_000_000), -1);
    assert.equal(set.has(12_345_678), false);
  });

  it('takes 32 lines at once', () => {
    const set = new LineSet();
    set.ensure(96);
    set.setWord(32, 0x80000001);
    assert.deepEqual([set.at(0, 96), set.at(1, 96), set.at(2, 96)], [32, 63, -1]);
  });
});
