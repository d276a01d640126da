// npm run bench: the speed and memory that the project claims, each with its bar. Prints a table, then JSON.
//
// CPU time (user + system) of whole processes, as medians of interleaved runs on the same file in the page cache: on a
// shared machine the ratios mean something, the seconds do not. The recordings are those of ../shared (FTRACE_SHARED),
// unpacked into a temporary folder. mawk and ripgrep are needed for ratios; what is missing is said with how to install it.
//
//   npm run bench -- --only big,requests   only these: the names are in scripts/bench/families.mjs
//                    --except vscode       all but these
//                    --rounds 7            runs of each program; fewer than 7 are for trying things out
//                    --json FILE           the result as JSON in a file, too
//                    --write               the result into docs/benchmarks.md
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { FAMILIES } from './bench/families.mjs';
import { Material } from './bench/material.mjs';
import { Meter, root } from './bench/measure.mjs';
import { isMet, judged, machine, markdownTable, textTable } from './bench/rows.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    except: { type: 'string', default: '' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const names = choose(options.only?.split(','), options.except.split(','));
const work = mkdtempSync(path.join(tmpdir(), 'ftb-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));

const rounds = Number(options.rounds);
const bench = { rounds, work, meter: new Meter(work), material: new Material(work) };
const about = { machine: machine(), node: process.version, date: new Date().toISOString(), rounds };
console.log(`${about.machine}, node ${about.node}, ${rounds} rounds`);
const rows = [];
const started = performance.now();
for (const name of names) {
  const begun = performance.now();
  const measured = await FAMILIES[name](bench);
  rows.push(...measured);
  console.log(`\n${name}: ${seconds(begun)} s\n${textTable(measured)}`);
}

console.log(`\nall: ${seconds(started)} s\n${textTable(rows)}\n`);
const json = JSON.stringify({ ...about, seconds: seconds(started), results: judged(rows) }, null, 2);
console.log(json);
if (options.json) writeFileSync(options.json, `${json}\n`);
if (options.write) await writeDocument();
process.exitCode = rows.every((row) => isMet(row) !== false) ? 0 : 1;

/** The families to measure; a name that there is not is an error. */
function choose(only = Object.keys(FAMILIES), except = []) {
  for (const name of [...only, ...except])
    if (name !== '' && !(name in FAMILIES))
      throw new Error(`there is no "${name}": choose of ${Object.keys(FAMILIES).join(', ')}`);
  return only.filter((name) => !except.includes(name));
}

function seconds(since) {
  return Math.round((performance.now() - since) / 1000);
}

/** docs/benchmarks.md: what this run gave, and on what. */
async function writeDocument() {
  const file = path.join(root, 'docs', 'benchmarks.md');
  const text = [
    '# Benchmarks',
    '',
    'Written by `npm run bench -- --write`. CPU time is user + system of whole processes; ratios are medians of the ratios of interleaved runs on the same file in the page cache, without NODE_EXTRA_CA_CERTS, which delays each start of Node. "The big recording" is a trace of 8.0 million lines, 671 MB.',
    '',
    `- machine: ${about.machine}`,
    `- Node ${about.node}`,
    `- date: ${about.date.slice(0, 10)}`,
    `- ${rounds} rounds, ${Math.round(seconds(started) / 60)} minutes in all`,
    '',
    markdownTable(rows),
    '',
  ].join('\n');
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}
