// Whether a line costs the same in a long trace as in a short one, and with many names as with few.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { interleaved, median } from './measure.mjs';
import { atMost, figure } from './rows.mjs';

/** @typedef {import('./families.mjs').Bench} Bench */

const SIZES = [20_000_000, 200_000_000];
const NAMES = [100, 2400, 100_000];
const BYTES = 200_000_000;
const FLAT = 1.5;

/** @param {Bench} bench */
export async function sizes(bench) {
  const parts = await Promise.all(SIZES.map((bytes) => bench.material.part(bytes)));
  const files = [...parts, await bench.material.big()];
  const labels = [...SIZES.map((bytes) => `${bytes / 1e6} MB`), 'all of it'];
  return flat(bench, 'of the big recording', files, labels);
}

/** @param {Bench} bench */
export async function names(bench) {
  const files = await Promise.all(NAMES.map((count) => bench.material.generated(count, BYTES)));
  return flat(
    bench,
    'with names',
    files,
    NAMES.map((count) => `${count} names`),
  );
}

/**
 * The start of Node is the same for each and no cost of a line: it is measured and taken off.
 * @param {Bench} bench
 * @param {string} what
 * @param {string[]} files
 * @param {string[]} labels
 */
function flat({ meter, rounds, work }, what, files, labels) {
  const nothing = path.join(work, 'nothing.trace');
  writeFileSync(nothing, '# tracer: function_graph\n#\n 0)   1.000 us    |  f();\n');
  /** @type {Record<string, () => { cpu: number, output: string }>} */
  const runs = { start: () => meter.cli('summary', '--json', nothing) };
  files.forEach((file, at) => (runs[labels[at] ?? file] = () => meter.cli('summary', '--json', file)));
  const { start = [], ...measured } = interleaved(rounds, runs);
  const costs = Object.values(measured).map((usages) => {
    const [{ lines }] = JSON.parse(usages[0]?.output ?? '');
    return (median(usages.map(({ cpu }, round) => cpu - (start[round]?.cpu ?? NaN))) / lines) * 1e9;
  });
  return [
    ...costs.map((cost, at) => figure(`cost per line, ${labels[at]}`, cost, 'ns')),
    atMost(
      `cost per line ${what}: the highest against the lowest`,
      Math.max(...costs) / Math.min(...costs),
      'times',
      FLAT,
    ),
  ];
}
