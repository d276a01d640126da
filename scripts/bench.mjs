// npm run bench: the speed and memory that the project claims, each with its bar. Prints a table, then JSON.
//
// CPU time (user + system) of whole processes, as medians of interleaved pairs on the same file in the page cache: on a
// shared machine the ratios mean something, the seconds do not. The recordings are those of ../shared (FTRACE_SHARED),
// unpacked into a temporary folder. mawk is needed for the ratio: `apt-get install mawk`, `brew install mawk`.
//
//   npm run bench -- --rounds 7 --no-vscode --json FILE
import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import xz from 'xz-decompress';

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    'no-vscode': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const MEGABYTE = 1 << 20;
const cli = path.join(root, 'dist', 'cli.js');
const work = mkdtempSync(path.join(tmpdir(), 'ftb-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));

// Counts the calls of each name, as one would on the command line.
const MAWK_PROGRAM =
  '{ n = $NF; if (match(n, /[A-Za-z_.$][A-Za-z0-9_.$]*( \\[[A-Za-z0-9_-]+\\])?\\(/)) c[substr(n, RSTART, RLENGTH - 1)]++ } ' +
  'END { for (k in c) print c[k], k }';

// Written by the measured process itself when it ends: its CPU time and its peak memory.
const usageHook = path.join(work, 'usage.cjs');
const usageFile = path.join(work, 'usage.json');
writeFileSync(
  usageHook,
  `process.once('exit', () => require('node:fs').writeFileSync(${JSON.stringify(usageFile)}, JSON.stringify(process.resourceUsage())));`,
);

/** Seconds of CPU time and peak kilobytes of `node ARGS`. */
function measureNode(args) {
  const done = spawnSync(process.execPath, ['--require', usageHook, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (done.status !== 0) throw new Error(`node ${args.join(' ')} ended with ${done.status}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usageFile, 'utf8'));
  return { cpu: (userCPUTime + systemCPUTime) / 1e6, rss: maxRSS, output: done.stdout.toString() };
}

/** The same of any command, by bash's own clock. */
function measure(command) {
  const done = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" >/dev/null', '-', ...command], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`${command[0]} ended with ${done.status}: ${done.stderr}`);
  const [user, system] = done.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return user + system;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

async function unpack(name) {
  const shared = process.env.FTRACE_SHARED ?? path.join(root, '..', 'shared');
  const source = path.join(shared, 'traces', 'big', `${name}.trace.xz`);
  if (!existsSync(source))
    throw new Error(`${source} is not there: set FTRACE_SHARED to the shared material`);
  const target = path.join(work, `${name}.trace`);
  const stream = new xz.XzReadableStream(Readable.toWeb(createReadStream(source)));
  await pipeline(Readable.fromWeb(stream), createWriteStream(target));
  return target;
}

const results = [];
function report(what, value, unit, bar, holds) {
  results.push({ what, value: Number(value.toFixed(2)), unit, bar, holds });
}

const big = await unpack('system-650m');
const small = await unpack('webserver-56m');
const { size } = statSync(big);

console.log(
  `node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${rounds} interleaved pairs, ${Math.round(size / MEGABYTE)} MB`,
);
const own = [];
const mawk = [];
let last;
for (let round = 0; round < rounds; round++) {
  last = measureNode([cli, 'summary', '--json', big]);
  own.push(last);
  mawk.push(measure(['mawk', '-F|', MAWK_PROGRAM, big]));
}
const [summary] = JSON.parse(last.output);
const ratio = median(mawk.map((seconds, round) => seconds / own[round].cpu));
report('summary of the big recording, CPU s', median(own.map(({ cpu }) => cpu)), 's', '-', true);
report('mawk counting calls per name, CPU s', median(mawk), 's', '-', true);
report('summary against mawk', ratio, 'times as fast', '>= 1.5', ratio >= 1.5);

const peak = Math.max(...own.map(({ rss }) => rss)) * 1024;
const allowed = 60 * MEGABYTE + 40 * summary.lines;
report(
  'peak memory of summary',
  peak / MEGABYTE,
  'MB',
  `<= ${Math.round(allowed / MEGABYTE)} (60 MB + 40 B per line)`,
  peak <= allowed,
);

// Twelve runs of some 50 MB: comparing them against only parsing them, which `summary` does.
const runs = path.join(work, 'runs');
mkdirSync(runs);
const files = ['a', 'b', 'c', 'd'].flatMap((scenario) =>
  [1, 2, 3].map((run) => path.join(runs, `${scenario}.${run}.trace`)),
);
for (const file of files) linkSync(small, file);
const compared = [];
for (let round = 0; round < rounds; round++) {
  const parsing = measureNode([cli, 'summary', ...files]).cpu;
  compared.push(measureNode([cli, 'compare', '--scenarios', runs]).cpu / parsing);
}
const compareRatio = median(compared);
report('comparing 12 traces of 50 MB', compareRatio, 'of parsing them', '<= 1.10', compareRatio <= 1.1);

// The index with all lines, as an editor needs it: more than `summary` keeps.
const index = measureNode(['--expose-gc', path.join(root, 'out', 'bench', 'indexMemory.js'), small]);
const { bytesPerLine } = JSON.parse(index.output);
report('index with lines, without text', bytesPerLine, 'bytes per line', '-', true);

if (!options['no-vscode']) {
  const part = path.join(work, 'first-20mb.trace');
  const text = readFileSync(small).subarray(0, 20_000_000);
  writeFileSync(part, text.subarray(0, text.lastIndexOf(10) + 1));
  const result = path.join(work, 'open.json');
  const done = spawnSync(
    process.execPath,
    [path.join(root, 'test', 'vscode', 'host', 'run.mjs'), '--bench'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, BENCH_TRACE: part, BENCH_RESULT: result },
    },
  );
  if (done.status !== 0) throw new Error(`the measurement in VS Code ended with ${done.status}`);
  const opened = JSON.parse(readFileSync(result, 'utf8'));
  const lens = median(opened.map(({ lensMs }) => lensMs));
  report(
    "20 MB in VS Code: VS Code's transfer to the server",
    median(opened.map(({ transferMs }) => transferMs)),
    'ms',
    '-',
    true,
  );
  report('20 MB in VS Code: text received to lens answered, median', lens, 'ms', '<= 500', lens <= 500);
  report('the same, worst', Math.max(...opened.map(({ lensMs }) => lensMs)), 'ms', '-', true);
}

console.table(Object.fromEntries(results.map(({ what, ...rest }) => [what, rest])));
const json = JSON.stringify(
  {
    node: process.version,
    date: new Date().toISOString(),
    rounds,
    bytes: size,
    lines: summary.lines,
    results,
  },
  null,
  2,
);
console.log(json);
if (options.json) writeFileSync(options.json, `${json}\n`);
process.exitCode = results.every(({ holds }) => holds) ? 0 : 1;
