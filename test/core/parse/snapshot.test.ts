/** What is known of a text while it is read is what its beginning alone gives, but that nothing has ended. */
import assert from 'node:assert/strict';
import type { Trace } from '../../../server/src/core/model/trace';
import { Feeder, parseTrace } from '../../../server/src/core/parse/feeder';
import { bytesOf } from '../../support/drawing';
import { options, readRecording, samples } from '../../support/material';
import { mixedText } from '../view/support';

/** What the end of a text does not change. */
function numbersOf({
  calls,
  cpus,
  kinds,
  lanes,
  lostLines,
  names,
  problems,
  stats,
  tasks,
  verdict,
}: Trace): object {
  const functions = Array.from({ length: names.length }, (_, id) => [
    names.text(id),
    stats.calls[id],
    stats.timed[id],
    stats.sumNs[id],
    stats.totalNs[id],
    stats.selfNs[id],
    stats.minNs[id],
    stats.maxNs[id],
    stats.firstLine[id],
    stats.orphanExits[id],
  ]);
  return {
    ...{ calls, cpus, kinds, lostLines, tasks, verdict, functions },
    lanes: lanes.all.map(({ comm, cpu, pid, sameAs }) => ({ comm, cpu, pid, sameAs })),
    problems: problems.filter(({ code }) => code !== 'openCalls' && code !== 'clockNotTime'),
  };
}

describe('a text that is still being read', () => {
  const texts: [string, Uint8Array][] = [
    ['a mixed text', bytesOf(mixedText(3000, 31))],
    ...[...samples, ...options.slice(0, 8)].map((recording): [string, Uint8Array] => [
      recording.name,
      readRecording(recording),
    ]),
  ];
  for (const [name, bytes] of texts) {
    for (const keepLines of [true, false]) {
      it(`has the numbers of its beginning: ${name}${keepLines ? '' : ', without lines'}`, () => {
        const feeder = new Feeder({ keepLines });
        const step = Math.ceil(bytes.length / 5) + 1;
        for (let at = 0; at < bytes.length; at += step) {
          feeder.push(bytes.subarray(at, at + step));
          const now = numbersOf(feeder.snapshot());
          assert.deepEqual(numbersOf(feeder.snapshot()), now, 'to ask changes nothing');
          const lineCount = feeder.snapshot().lineCount;
          const beginning = parseTrace(bytes.subarray(0, feeder.position), { keepLines });
          // Lines that the next may complete are not known yet.
          if (lineCount === beginning.lineCount)
            assert.deepEqual(now, numbersOf(beginning), `to byte ${at + step}`);
          else assert.ok(lineCount < beginning.lineCount && beginning.lineCount - lineCount < 20);
        }
        assert.deepEqual(numbersOf(feeder.finish()), numbersOf(parseTrace(bytes, { keepLines })));
      });
    }
  }
});
