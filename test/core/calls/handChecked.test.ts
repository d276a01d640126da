/**
 * Calls that somebody read off real recordings line by line, without a program, chosen for being hard. A field that the
 * text leaves open is not listed.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CallRow } from '../../../server/src/core/analyse/callRows';
import { callsOf } from '../../support/calls';
import { readRecording, reportMissing } from '../../support/material';
import { repositoryRoot, sharedFolder } from '../../support/repository';

interface Expected {
  /** A recording, `options/6.1-arm64/sleep.long.trace.gz`, or an excerpt beside the lists. */
  readonly file: string;
  /** What makes the call hard. */
  readonly why: string;
  readonly call: Partial<CallRow> & Pick<CallRow, 'line' | 'exitLine'>;
}

const folder = path.join(repositoryRoot, 'test', 'core', 'calls', 'hand');
const traces = path.join(sharedFolder, 'traces');
const kinds = fs
  .readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort();

/** The row that begins on a line; that of an orphan exit by the line of the exit. */
const placeOf = ({ line, exitLine }: Pick<CallRow, 'line' | 'exitLine'>): string =>
  line === null ? `exit ${exitLine}` : `line ${line}`;

/** Of `row`, what `expected` speaks of. */
function select(row: CallRow, expected: Partial<CallRow>): Partial<CallRow> {
  return Object.fromEntries(Object.entries(row).filter(([field]) => field in expected));
}

/** What a file gives instead of what is expected of it, one text per call. */
function differences(file: string, expected: readonly Expected[]): string[] {
  const isRecording = file.startsWith('options/');
  const bytes = readRecording({ name: file, path: path.join(isRecording ? traces : folder, file) });
  const rows = new Map(callsOf(bytes).map((row) => [placeOf(row), row]));
  return expected.flatMap(({ why, call }) => {
    const row = rows.get(placeOf(call));
    const where = `${file}, ${placeOf(call)} (${why})`;
    if (row === undefined) return [`${where}: no such call`];
    try {
      assert.deepEqual(select(row, call), call);
      return [];
    } catch (error) {
      return [`${where}: ${(error as Error).message}`];
    }
  });
}

describe('calls that were read by hand', () => {
  const missing = !fs.existsSync(traces);
  reportMissing('calls read by hand in the recordings', missing);

  for (const kind of kinds) {
    const all = JSON.parse(fs.readFileSync(path.join(folder, kind), 'utf8')) as Expected[];
    const expected = missing ? all.filter(({ file }) => !file.startsWith('options/')) : all;
    const files = [...new Set(expected.map(({ file }) => file))];

    it(`${path.basename(kind, '.json')}: ${expected.length} calls in ${files.length} files`, () => {
      const found = files.flatMap((name) =>
        differences(
          name,
          expected.filter(({ file }) => file === name),
        ),
      );
      assert.equal(found.length, 0, `${found.length} of ${expected.length} differ:\n${found.join('\n')}`);
    }).timeout(120_000);
  }
});
