/** A cpu's own file holds what the file of all cpus has of that cpu. */
import assert from 'node:assert/strict';
import type { CallRow } from '../../../server/src/core/analyse/callRows';
import { callsOf } from '../../support/calls';
import { options, readRecording, reportMissing } from '../../support/material';

/** A cpu's file, and the whole one with the same columns. */
const PAIRS: readonly (readonly [ofCpu: string, cpu: number, whole: string])[] = [
  ['same-buffer.percpu0', 0, 'same-buffer.default'],
  ['same-buffer.percpu1', 1, 'same-buffer.default'],
  ['same-buffer.percpu1-proc', 1, 'same-buffer.proc'],
  ['same-buffer.percpu0', 0, 'same-buffer.proc'],
  ['same-buffer.percpu1', 1, 'same-buffer.proc'],
];

/** Entries and leaves. An exit of a task that came from another cpu has its entry in the whole file only. */
function sequence(rows: readonly CallRow[], durationOf: (row: CallRow) => number | null): string[] {
  return rows
    .filter(({ line }) => line !== null)
    .map((row) => [row.name, row.depth, durationOf(row)].join(' '));
}

describe('the file of one cpu', function () {
  this.timeout(60_000);
  const folders = [...new Set(options.map(({ name }) => name.split('/')[1]!))];

  if (options.length === 0) {
    it('has recordings', function () {
      reportMissing('files of one cpu', true);
      this.skip();
    });
  }

  for (const folder of folders) {
    for (const [stem, cpu, wholeStem] of PAIRS) {
      const find = (name: string) =>
        options.find((file) => file.name === `options/${folder}/${name}.trace.gz`);
      const own = find(stem);
      const whole = find(wholeStem);
      if (own === undefined || whole === undefined) continue;
      it(`has that cpu's calls of the file of all: ${folder}/${stem}, ${wholeStem}`, () => {
        const bytes = readRecording(whole);
        const lines = Buffer.from(bytes).toString('latin1').split('\n');
        const onCpu = (line: number | null): boolean =>
          line !== null && lines[line - 1]!.trimStart().startsWith(`${cpu})`);
        const all = callsOf(bytes);
        const ofCpu = callsOf(readRecording(own));
        assert.ok(ofCpu.every((row) => row.cpu === cpu));
        // A call that ended on another cpu has no exit in the file of its own.
        assert.deepEqual(
          sequence(ofCpu, ({ durationNs }) => durationNs),
          sequence(
            all.filter((row) => row.cpu === cpu),
            ({ durationNs, exitLine }) => (onCpu(exitLine) ? durationNs : null),
          ),
        );
        const exits = (rows: readonly CallRow[], has: (line: number | null) => boolean): number[] =>
          rows
            .filter(({ exitLine }) => has(exitLine))
            .sort((a, b) => a.exitLine! - b.exitLine!)
            .map(({ durationNs }) => durationNs!);
        assert.deepEqual(
          exits(ofCpu, (line) => line !== null),
          exits(all, onCpu),
        );
      });
    }
  }
});
