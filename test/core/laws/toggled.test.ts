/**
 * Options that are switched while a stream is read change the columns from one line to the next, and nothing else. The
 * files same-buffer.* print one buffer with different options: a stream is made of them, so many lines of one, so many of
 * the next.
 */
import assert from 'node:assert/strict';
import type { CallRow } from '../../../server/src/core/analyse/callRows';
import { callsOf } from '../../support/calls';
import { options, readRecording, reportMissing } from '../../support/material';

const FOLDERS = ['6.1-arm64', '6.1-x86_64', '7.3-x86_64', '7.3-x86_64-fulltrace'];

/** Every cpu and every task is known from the lines or from the switches between them: then calls are the same. */
const TOLD_APART = [
  ['default', 'proc'],
  ['default', 'abstime', 'tail'],
  ['default', 'noduration', 'proc'],
  ['default', 'latency', 'latency-proc', 'nooverhead'],
  ['default', 'proc', 'abstime', 'nooverhead', 'tail', 'noduration', 'abstime-proc-tail', 'latency-proc'],
];
/** Without cpus, lines of both are mixed: entries and leaves are all there still. */
const MIXED = [
  ['default', 'nocpu'],
  ['default', 'bare'],
  ['default', 'proc-nocpu-noduration', 'nocpu', 'abstime', 'bare'],
];
const RUNS = [7, 50, 300];

/** The lines behind the header: the same number of lines in each of the files. */
function bodyOf(folder: string, option: string): string[] | undefined {
  const found = options.find(({ name }) => name === `options/${folder}/same-buffer.${option}.trace.gz`);
  if (found === undefined) return undefined;
  return Buffer.from(readRecording(found))
    .toString('latin1')
    .split('\n')
    .filter((line) => !line.startsWith('#') || line.includes(' us '));
}

function toggle(bodies: readonly string[][], run: number): Buffer {
  const lines = bodies[0]!.map((_, at) => bodies[Math.floor(at / run) % bodies.length]![at]!);
  return Buffer.from(lines.join('\n'), 'latin1');
}

/** Where an interrupt goes, its duration and those around it tell. */
function nesting({ line, exitLine, name, depth, parentLine, pid, irq }: CallRow, timed: boolean): object {
  const parent = irq && !timed ? null : parentLine;
  return { line, exitLine, name: line === null ? null : name, depth, parent, pid };
}

function names(rows: readonly CallRow[]): string[] {
  return rows.filter(({ line }) => line !== null).map(({ line, name }) => `${line} ${name}`);
}

describe('options that are switched in the middle of a stream', function () {
  this.timeout(120_000);
  const folders = FOLDERS.filter((folder) => bodyOf(folder, 'default') !== undefined);

  before(() => reportMissing('streams made of recordings', folders.length === 0));

  for (const folder of folders) {
    const whole = (): CallRow[] => callsOf(Buffer.from(bodyOf(folder, 'default')!.join('\n'), 'latin1'));

    it(`leave the calls as they are: ${folder}`, () => {
      for (const mix of TOLD_APART) {
        const timed = !mix.includes('noduration');
        const expected = whole().map((row) => nesting(row, timed));
        for (const run of RUNS) {
          const rows = callsOf(
            toggle(
              mix.map((option) => bodyOf(folder, option)!),
              run,
            ),
          );
          assert.deepEqual(
            rows.map((row) => nesting(row, timed)),
            expected,
            `${mix.join(', ')}, ${run} lines each`,
          );
        }
      }
    });

    it(`hide no entry and no leaf without cpus: ${folder}`, () => {
      const expected = names(whole());
      for (const mix of MIXED) {
        for (const run of RUNS) {
          // One call without columns between lines with columns is somebody's remark.
          if (run < 20 && mix.includes('bare')) continue;
          const rows = callsOf(
            toggle(
              mix.map((option) => bodyOf(folder, option)!),
              run,
            ),
          );
          assert.deepEqual(names(rows), expected, `${mix.join(', ')}, ${run} lines each`);
        }
      }
    });
  }
});
