import assert from 'node:assert/strict';
import { Feeder, parseTrace } from '../../../server/src/core/parse/feeder';
import type { Trace } from '../../../server/src/core/model/trace';
import { bytesOf } from '../../support/drawing';
import { assertSameTrace } from '../../support/sameTrace';

const LINE = ' 0)   1.000 us    |  a();\n';

function feed(bytes: Uint8Array, chunk: number): Trace {
  const feeder = new Feeder({ keepLines: true });
  for (let at = 0; at < bytes.length; at += chunk) feeder.push(bytes.subarray(at, at + chunk));
  return feeder.finish();
}

describe('feeding a text in chunks', () => {
  it('gives nothing for nothing', () => {
    const { verdict, lineCount } = new Feeder({ keepLines: true }).finish();
    assert.deepEqual({ verdict, lineCount }, { verdict: { kind: 'empty' }, lineCount: 0 });
  });

  it('makes a line of the bytes of many chunks', () => {
    const bytes = bytesOf(`\ufeff${LINE.repeat(3)} 0)   2.000 us    |  b`);
    for (const chunk of [1, 2, 3, 7, 1000]) {
      assertSameTrace(feed(bytes, chunk), parseTrace(bytes, { keepLines: true }), `chunks of ${chunk}`);
    }
  });

  /** A line of `length` bytes, its line break not counted. */
  const longLine = (length: number): string =>
    `${LINE.slice(0, -3)}${'x'.repeat(length - LINE.length + 1)});`;

  for (const [what, length] of [
    ['just below', (1 << 20) - 1],
    ['of exactly', 1 << 20],
    ['just above', (1 << 20) + 1],
    ['of three times', 3 << 20],
  ] as const) {
    it(`reads a line ${what} 1 MiB as an editor that has it whole`, () => {
      const line = longLine(length);
      assert.equal(line.length, length);
      for (const text of [`${LINE}${line}\n${LINE}`, `${line}\n`, line, `${LINE}${line}`]) {
        const whole = parseTrace(bytesOf(text), { keepLines: true });
        const ours = length < 1 << 20 ? 1 : 0;
        assert.equal(whole.calls, text.split(LINE).length - 1 + ours);
        assert.equal(whole.unreadLines, 1 - ours);
        for (const chunk of [65_536, 1 << 20, 5 << 20])
          assertSameTrace(feed(bytesOf(text), chunk), whole, `chunks of ${chunk}`);
      }
    });
  }

  it('sees the zeros behind the first megabyte of a line', () => {
    const bytes = bytesOf(`${'x'.repeat(1_100_000)}\u0000\n`);
    assert.equal(feed(bytes, 65_536).verdict.kind, 'binary');
    assert.equal(parseTrace(bytes, { keepLines: true }).verdict.kind, 'binary');
  });

  it('never gives an empty space to fill', () => {
    const feeder = new Feeder({ keepLines: false });
    for (let i = 0; i < 40; i++) {
      const space = feeder.space();
      assert.ok(space.length > 0);
      const count = Math.min(space.length, 100_000);
      space.fill(0x78, 0, count);
      feeder.commit(count);
    }
    const { lineCount, unreadLines } = feeder.finish();
    assert.deepEqual({ lineCount, unreadLines }, { lineCount: 1, unreadLines: 1 });
  });
});
