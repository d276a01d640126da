/** What is kept of each line for filters, against each line read again; and that keeping it changes nothing else. */
import assert from 'node:assert/strict';
import type { Trace } from '../../../server/src/core/model/trace';
import { isCallKind } from '../../../server/src/core/model/lineKind';
import { Feeder, parseTrace } from '../../../server/src/core/parse/feeder';
import { hasInterruptFlag } from '../../../server/src/core/parse/interruptFlag';
import { timeNs } from '../../../server/src/core/parse/printedTime';
import { TraceText } from '../../../server/src/core/parse/traceText';
import { drawCase, printCase } from '../../support/forest/cases';
import { options, readRecording, reportMissing, samples } from '../../support/material';

const FORESTS = 300;

function inChunks(bytes: Uint8Array): Trace {
  const feeder = new Feeder({ keepLines: true, keepContext: true });
  for (let at = 0; at < bytes.length; at += 777) feeder.push(bytes.subarray(at, at + 777));
  return feeder.finish();
}

function assertContext(name: string, bytes: Uint8Array): number {
  const trace = parseTrace(bytes, { keepLines: true, keepContext: true });
  const others = [
    parseTrace(bytes, { keepLines: true, keepContext: true, plain: true }).lines!,
    parseTrace(bytes, { keepLines: true, keepContext: true, simd: 'always' }).lines!,
    inChunks(bytes).lines!,
  ];
  const text = new TraceText(bytes, trace);
  const { lines } = trace;
  let calls = 0;
  for (let line = 0; line < lines!.length; line++) {
    if (!isCallKind(lines!.kind(line))) continue;
    calls++;
    const f = text.read(line);
    const expected = [
      f.cpu,
      timeNs(f),
      f.depth < 0 ? lines!.depth(line) : f.depth,
      f.flagsStart >= 0 && hasInterruptFlag(f.bytes, f.flagsStart, f.flagsEnd),
      f.nameStart >= 0,
    ];
    for (const of of [lines!, ...others]) {
      const found = [
        of.cpu(line),
        of.timeNs(line),
        of.printedDepth(line),
        of.inInterrupt(line),
        of.isNamed(line),
      ];
      if (found.every((value, column) => Object.is(value, expected[column]))) continue;
      assert.deepEqual(found, expected, `${name}: line ${line + 1}`);
    }
  }
  return calls;
}

describe('the columns that filters ask for', function () {
  this.timeout(120_000);
  reportMissing('the recordings', options.length === 0);

  it('are those of each line of every recording, whoever reads it', () => {
    // The larger ones are many lines of the same kinds.
    const recordings = [...samples.filter(({ name }) => /socket|tap/.test(name)), ...options];
    const MOST_BYTES = 1_000_000;
    for (const recording of recordings)
      assertContext(recording.name, readRecording(recording).subarray(0, MOST_BYTES));
  });

  it('are those of each line of random forests', () => {
    let calls = 0;
    for (let seed = 1; seed <= FORESTS; seed++) {
      const printed = printCase(drawCase(seed, seed % 4 === 0 ? 'traceCmd' : 'kernel', 120));
      if (printed !== undefined) calls += assertContext(`forest ${seed}`, printed.bytes);
    }
    assert.ok(calls > 10 * FORESTS, `${calls} calls`);
  });

  for (const [flags, is] of [
    ['d..1.', false],
    ['d.h1.', true],
    ['d.H1.', true],
    ['..z..', true],
    ['..Z..', true],
    ['d.s1.', false],
    ['h....', false],
    ['  d.h1.  ', true],
    ['...h..', true],
    ['....h.', false],
    ['.........h', false],
    ['', false],
  ] as const) {
    it(`the flags ${flags} are ${is ? '' : 'not '}an interrupt's`, () => {
      const bytes = new TextEncoder().encode(flags);
      assert.equal(hasInterruptFlag(bytes, 0, bytes.length), is);
    });
  }
});
