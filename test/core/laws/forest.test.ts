/** Random forests of calls, printed as the kernel and trace-cmd print them, against what happened in them. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { callRows, type CallRow } from '../../../server/src/core/analyse/callRows';
import { Feeder } from '../../../server/src/core/parse/feeder';
import { TraceText } from '../../../server/src/core/parse/traceText';
import { callsOf } from '../../support/calls';
import { drawCase, printCase, smallest, type ForestCase } from '../../support/forest/cases';
import type { ExpectedRow } from '../../support/forest/truth';
import { randomNumbers } from '../../support/random';

const RUNS = Number(process.env['FTRACE_FOREST_RUNS'] ?? 1500);
const FIRST_SEED = Number(process.env['FTRACE_FOREST_SEED'] ?? 1);

/** The row as expected, with what the text does not decide as it was found. */
function settled(expected: ExpectedRow, found: CallRow | undefined): object {
  return Object.fromEntries(
    Object.entries(expected).map(([field, value]) => [
      field,
      value === undefined ? found?.[field as keyof CallRow] : value,
    ]),
  );
}

/** The first row that is not as expected. */
function difference(
  rows: readonly CallRow[],
  expected: readonly ExpectedRow[],
): { found?: object; expected?: object } | undefined {
  for (let at = 0; at < Math.max(rows.length, expected.length); at++) {
    const found = rows[at];
    const row = expected[at];
    if (found === undefined || row === undefined)
      return { ...(found && { found }), ...(row && { expected: row }) };
    const wanted = settled(row, found);
    if (!isDeepStrictEqual({ ...found, ...wanted }, { ...found })) return { found, expected: wanted };
  }
  return undefined;
}

function differenceOf(forest: ForestCase): ReturnType<typeof difference> {
  const printed = printCase(forest);
  return printed && difference(callsOf(printed.bytes), printed.rows);
}

/** The whole story of a failure, with the smallest text that shows it. */
function explain(failing: ForestCase): string {
  const small = smallest(failing, (smaller) => differenceOf(smaller) !== undefined);
  const { found, expected } = differenceOf(small)!;
  const text = Buffer.from(printCase(small)!.bytes).toString('utf8');
  const numbered = text.split('\n').map((line, at) => `${String(at + 1).padStart(4)} ${line}`);
  return [
    `seed ${failing.seed}, ${JSON.stringify(small)}`,
    ...numbered,
    `found    ${JSON.stringify(found)}`,
    `expected ${JSON.stringify(expected)}`,
  ].join('\n');
}

function rowsInChunks(bytes: Uint8Array, largest: number, seed: number): CallRow[] {
  const random = randomNumbers(seed);
  const feeder = new Feeder({ keepLines: true, keepSelf: true });
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random(largest);
    feeder.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...callRows(new TraceText(bytes, feeder.finish()))];
}

describe('calls of random forests', function () {
  this.timeout(120_000);

  for (const from of ['kernel', 'traceCmd'] as const) {
    it(`are what happened: ${from}`, () => {
      const runs = from === 'kernel' ? RUNS : Math.ceil(RUNS / 3);
      let decided = 0;
      for (let seed = FIRST_SEED; seed < FIRST_SEED + runs; seed++) {
        const forest = drawCase(seed, from, 20 + 7 * (seed % 40));
        const printed = printCase(forest);
        if (printed === undefined) continue;
        decided++;
        if (difference(callsOf(printed.bytes), printed.rows) !== undefined) assert.fail(explain(forest));
      }
      assert.ok(decided > 0.7 * runs, `only ${decided} of ${runs} texts tell their calls`);
    });
  }

  it('are the same in chunks of any size', () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS / 6; seed++) {
      const printed = printCase(drawCase(seed, seed % 4 === 0 ? 'traceCmd' : 'kernel', 120));
      if (printed === undefined) continue;
      const whole = callsOf(printed.bytes);
      assert.deepEqual(rowsInChunks(printed.bytes, 1 + (seed % 90), seed), whole, `seed ${seed}`);
    }
  });
});
