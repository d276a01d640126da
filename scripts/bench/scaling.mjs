// Whether a line costs the same in a long trace as in a short one, and with many names as with few.
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { interleaved, median } from './measure.mjs';
import { atMost, figure } from './rows.mjs';

/** @typedef {import('./families.mjs').Bench} Bench */

const SIZES = [20_000_000, 200_000_000];
const NAMES = [100, 2400, 100_000];
const FLAT = 1.5;

/**
 * Each process reads as many bytes as the big recording has: what it costs to compile the code is in each alike.
 * @param {Bench} bench
 */
export async function sizes(bench) {
  const whole = await bench.material.big();
  const { size } = statSync(whole);
  /** @type {[string, string[]][]} */
  const runs = [];
  for (const bytes of SIZES) {
    const part = await bench.material.part(bytes);
    runs.push([`${bytes / 1e6} MB`, new Array(Math.round(size / bytes)).fill(part)]);
  }
  return flat(bench, 'of the big recording', [...runs, ['all of it', [whole]]]);
}

/**
 * The big recording with other names: what is done once per name is a cost of the trace, not of its lines.
 * @param {Bench} bench
 */
export async function names(bench) {
  /** @type {[string, string[]][]} */
  const runs = [];
  for (const count of NAMES) runs.push([`${count} names`, [await bench.material.renamed(count)]]);
  return flat(bench, 'with names', runs);
}

/**
 * The start of Node is the same for each and no cost of a line: it is measured and taken off.
 * @param {Bench} bench
 * @param {string} what
 * @param {[label: string, files: string[]][]} files
 */
function flat({ meter, rounds, work }, what, files) {
  const nothing = path.join(work, 'nothing.trace');
  writeFileSync(nothing, '# tracer: function_graph\n#\n 0)   1.000 us    |  f();\n');
  /** @type {Record<string, () => { cpu: number, output: string }>} */
  const runs = { start: () => meter.cli('summary', '--json', nothing) };
  for (const [label, paths] of files) runs[label] = () => meter.cli('summary', '--json', ...paths);
  const { start = [], ...measured } = interleaved(rounds, runs);
  const costs = Object.entries(measured).map(([label, usages]) => {
    /** @type {{ lines: number }[]} */
    const traces = JSON.parse(usages[0]?.output ?? '');
    const lines = traces.reduce((sum, trace) => sum + trace.lines, 0);
    const cpu = median(usages.map((usage, round) => usage.cpu - (start[round]?.cpu ?? NaN)));
    return { label, ns: (cpu / lines) * 1e9 };
  });
  const all = costs.map(({ ns }) => ns);
  return [
    ...costs.map(({ label, ns }) => figure(`cost per line, ${label}`, ns, 'ns')),
    atMost(
      `cost per line ${what}: the highest against the lowest`,
      Math.max(...all) / Math.min(...all),
      'times',
      FLAT,
    ),
  ];
}
