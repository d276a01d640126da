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

/** How many calls of a name the one has more than the other, of the names where they differ. */
function countDifferences(ours: ReadonlyMap<string, number>, theirs: ReadonlyMap<string, number>): object {
  const differences: Record<string, number> = {};
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const difference = (ours.get(name) ?? 0) - (theirs.get(name) ?? 0);
    if (difference !== 0) differences[name] = difference;
  }
  return differences;
}

describe('every recording', function () {
  this.timeout(120_000);
  const recordings: readonly Recording[] = [...samples, ...scenarios, ...options];
  const counted =
    counterMissing === undefined ? countCalls(recordings.map(({ path }) => path)) : Promise.resolve(undefined);
  const calls = new Map<string, ReadonlyMap<string, number>>();

  before(() => {
    reportMissing('scenario and option recordings', scenarios.length + options.length === 0);
    if (counterMissing !== undefined) console.log(`    left out: comparison with count.py (${counterMissing})`);
  });

  it('has a material to test on', () => {
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
        calls.set(recording.name, callsByName(trace));
        assertNesting(trace, recording.name);
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
    const differing: Record<string, object> = {};
    recordings.forEach(({ name }, index) => {
      const differences = countDifferences(calls.get(name)!, expected[index]!);
      if (Object.keys(differences).length > 0) differing[name] = differences;
    });
    if (process.env['SHOW']) console.log(JSON.stringify(differing, (k,v)=> (typeof v==='object'&&v!==null&&Object.keys(v).length>6 && typeof Object.values(v)[0]==='number')? `${Object.keys(v).length}: ${JSON.stringify(Object.fromEntries(Object.entries(v).slice(0,3)))}`: v, 1));
    const known = COUNTED_OTHERWISE.flatMap(({ files }) => files);
    const present = new Set(recordings.map(({ name }) => name));
    assert.deepEqual(Object.keys(differing).sort(), known.filter((name) => present.has(name)).sort());
  });
});
