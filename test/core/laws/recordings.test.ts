/** Laws that hold for every real trace. Each recording is read once, and every law is asked of it. */
import assert from 'node:assert/strict';
import type { Trace } from '../../../server/src/core/model/trace';
import { Feeder, parseTrace } from '../../../server/src/core/parse/feeder';
import { countCalls, counterMissing } from '../../support/counter';
import {
  options,
  readRecording,
  reportMissing,
  samples,
  scenarios,
  type Recording,
} from '../../support/material';
import { assertNesting } from '../../support/nesting';
import { randomNumbers } from '../../support/random';
import { assertSameNumbers, assertSameTrace } from '../../support/sameTrace';
import { COUNTED_OTHERWISE } from './countedOtherwise';

/** The trace of `bytes` fed in chunks of 1 to `largest` bytes. */
function parseInChunks(bytes: Uint8Array, largest: number, seed: number): Trace {
  const random = randomNumbers(seed);
  const feeder = new Feeder({ keepLines: true });
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random(largest);
    feeder.push(bytes.subarray(at, at + size));
    at += size;
  }
  return feeder.finish();
}

function callsByName({ names, stats }: Trace): Map<string, number> {
  const calls = new Map<string, number>();
  for (let id = 0; id < names.length; id++) {
    if (stats.calls[id]! > 0) calls.set(names.text(id), stats.calls[id]!);
  }
  return calls;
}

describe('every recording', function () {
  this.timeout(120_000);
  const recordings: readonly Recording[] = [...samples, ...scenarios, ...options];
  const counted =
    counterMissing === undefined
      ? countCalls(recordings.map(({ path }) => path))
      : Promise.resolve(undefined);

  before(() => {
    reportMissing('scenario and option recordings', scenarios.length + options.length === 0);
    if (counterMissing !== undefined)
      console.log(`    left out: comparison with count.py (${counterMissing})`);
  });

  it('has the four samples among them', () => {
    assert.deepEqual(
      samples.map(({ name }) => name),
      ['kvm', 'qemu', 'socket', 'tap'].map((name) => `samples/${name}.trace`),
    );
  });

  const groups = new Map<string, Recording[]>();
  for (const recording of recordings) {
    const group = recording.name.split('/').slice(0, -1).join('/');
    groups.set(group, [...(groups.get(group) ?? []), recording]);
  }
  for (const [group, members] of groups) {
    it(`reads the same fast, plainly, in chunks and without lines, and nests: ${group}`, () => {
      for (const [number, recording] of members.entries()) {
        const bytes = readRecording(recording);
        const trace = parseTrace(bytes, { keepLines: true });
        assertNesting(trace, recording.name);
        assertSameTrace(
          trace,
          parseTrace(bytes, { keepLines: true, simd: 'never' }),
          `${recording.name}: with and without WebAssembly`,
        );
        assertSameTrace(
          trace,
          parseTrace(bytes, { keepLines: true, plain: true }),
          `${recording.name}: fast, plain`,
        );
        assertSameNumbers(parseTrace(bytes, { keepLines: false }), trace, `${recording.name}: without lines`);
        assertSameTrace(parseInChunks(bytes, 60_000, number), trace, `${recording.name}: chunks`);
        const beginning = bytes.subarray(0, 6000);
        assertSameTrace(
          parseInChunks(beginning, 7, number),
          parseTrace(beginning, { keepLines: true }),
          `${recording.name}: tiny chunks`,
        );
      }
    });
  }

  it('has the calls of each function that count.py counts', async function () {
    const expected = await counted;
    if (expected === undefined) return this.skip();
    const present = new Set(recordings.map(({ name }) => name));
    const known = new Set(
      COUNTED_OTHERWISE.flatMap(({ files }) => files).filter((name) => present.has(name)),
    );
    recordings.forEach((recording, index) => {
      const { name } = recording;
      const ours = callsByName(parseTrace(readRecording(recording), { keepLines: false }));
      if (known.has(name))
        assert.notDeepEqual(ours, expected[index], `${name} no longer differs: take it out`);
      else assert.deepEqual(ours, expected[index], name);
    });
  });
});
