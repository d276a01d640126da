/** The numbers of each function against a slow parser that shares nothing with the fast one. */
import assert from 'node:assert/strict';
import { functionRows } from '../../../server/src/core/analyse/functions';
import { paperCategories } from '../../../server/src/core/classify/categories';
import { parseTrace } from '../../../server/src/core/parse/feeder';
import { options, readRecording, reportMissing, samples, scenarios } from '../../support/material';
import { referenceRows, type ReferenceRow } from '../reference';

/** Recordings that the reference does not read: other columns, or a task whose name has a line break. */
const NOT_READ =
  /trace-cmd-\d|(latency|nocpu|noduration|nocontext|bare|verbose)\b|toggled|console|odd-comm\.(default|proc)/;

/**
 * An interrupt came when its caller had ended, and calls the same function as that was. This is no recursion; the parser,
 * which has to decide before it sees the caller's exit, takes it for one. Total times differ, nothing else.
 */
const INTERRUPTED_BY_ITSELF = [
  'options/7.3-x86_64-fulltrace/small-buffer.nooverwrite.trace.gz',
  'options/7.3-x86_64-fulltrace/small-buffer.trace_pipe-lost.trace.gz',
  'options/7.3-x86_64/perf-ftrace.G-vfs_read.trace.gz',
];

type Rows = ReadonlyMap<string, ReferenceRow>;

function without(field: keyof ReferenceRow, rows: Rows): Map<string, Partial<ReferenceRow>> {
  return new Map([...rows].map(([name, row]) => [name, { ...row, [field]: undefined }]));
}

function assertSame(recording: string, text: string, actual: Rows): void {
  const expected = referenceRows(text);
  const differs = INTERRUPTED_BY_ITSELF.includes(recording);
  if (!differs) return assert.deepEqual(actual, expected);
  assert.notDeepEqual(actual, expected, 'no longer differs: take it out of the list');
  assert.deepEqual(without('totalNs', actual), without('totalNs', expected));
}

describe('calls, total, self, min and max time of every function', function () {
  this.timeout(120_000);
  const read = options.filter(({ name }) => !NOT_READ.test(name));

  before(() => reportMissing('scenario and option recordings', scenarios.length + options.length === 0));

  for (const recording of [...samples, ...scenarios, ...read]) {
    it(`agree with the reference: ${recording.name}`, () => {
      const bytes = readRecording(recording);
      const rows = functionRows(parseTrace(bytes, { keepLines: false }), paperCategories());
      const actual = new Map(
        rows.map(({ name, calls, totalNs, selfNs, minNs, maxNs }) => [
          name,
          { name, calls, totalNs, selfNs, minNs, maxNs },
        ]),
      );
      assertSame(recording.name, Buffer.from(bytes).toString('utf8'), actual);
    });
  }
});
