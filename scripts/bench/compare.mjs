// Comparisons, against only parsing what is compared.
import { linkSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { interleaved, medianRatio } from './measure.mjs';
import { atMost } from './rows.mjs';

/** @typedef {import('./families.mjs').Bench} Bench */

const PART = 200_000_000;

/**
 * Two traces of 200 MB: neighbouring parts of the big recording.
 * @param {Bench} bench
 */
export async function two({ material, meter, rounds }) {
  const files = [await material.part(PART), await material.part(PART, PART)];
  const runs = interleaved(rounds, {
    parse: () => meter.cli('summary', ...files).cpu,
    compare: () => meter.cli('compare', ...files).cpu,
  });
  const ratio = medianRatio(runs.compare, runs.parse);
  return [atMost('compare of two 200 MB traces', ratio, 'of parsing both', 1.1, 1.05)];
}

/**
 * Twelve runs of some 50 MB in four scenarios.
 * @param {Bench} bench
 */
export async function twelve({ material, meter, rounds, work }) {
  const trace = await material.small();
  const folder = path.join(work, 'runs');
  mkdirSync(folder);
  const files = ['a', 'b', 'c', 'd'].flatMap((scenario) =>
    [1, 2, 3].map((run) => path.join(folder, `${scenario}.${run}.trace`)),
  );
  for (const file of files) linkSync(trace, file);
  const runs = interleaved(rounds, {
    parse: () => meter.cli('summary', ...files).cpu,
    compare: () => meter.cli('compare', '--scenarios', folder).cpu,
  });
  const ratio = medianRatio(runs.compare, runs.parse);
  return [atMost('comparing 12 traces of 50 MB', ratio, 'of parsing them', 1.1)];
}
