// npm run fuzz: damaged traces against the laws of test/fuzz (see its README), in two processes. Ends with code 1 if one
// breaks a law; the text is then in test/fuzz/findings, as small as it could be made.
//
//   npm run fuzz -- --runs 1000000 --seed 1 --seconds 600 --workers 2
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: 'Infinity' },
    workers: { type: 'string', default: '2' },
  },
});
const workers = Number(options.workers);
const seed = Number(options.seed);
const runs = Math.ceil(Number(options.runs) / workers);
const seconds = options.seconds === 'Infinity' ? Number.MAX_SAFE_INTEGER : Number(options.seconds);
const PRINT_EVERY_MS = 5000;

// A bundle of its own: a long run is not disturbed by a build of something else.
const worker = path.join(root, 'out', 'fuzz', 'worker.js');
await build({
  entryPoints: [path.join(root, 'test', 'fuzz', 'worker.ts')],
  outfile: worker,
  loader: { '.wasm': 'binary' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});

const findings = path.join(root, 'test', 'fuzz', 'findings');
const begin = performance.now();
const progress = new Map();
const signatures = new Set();
let failed = false;

function line() {
  const sum = (key) => [...progress.values()].reduce((total, one) => total + one[key], 0);
  const elapsed = (performance.now() - begin) / 1000;
  const inputs = sum('inputs');
  return (
    `${inputs.toLocaleString('en')} inputs, ${(sum('bytes') / 1e6).toFixed(1)} MB, ${elapsed.toFixed(0)} s, ` +
    `${Math.round(inputs / elapsed).toLocaleString('en')} inputs/s, ${sum('corpus')} in the corpus, ` +
    `${sum('features')} features, ${signatures.size} findings`
  );
}

function keep({ finding, base64 }) {
  if (signatures.has(finding.signature)) return;
  signatures.add(finding.signature);
  mkdirSync(findings, { recursive: true });
  let file = path.join(findings, `${finding.name}.trace`);
  for (let number = 2; existsSync(file); number++)
    file = path.join(findings, `${finding.name}-${number}.trace`);
  writeFileSync(file, Buffer.from(base64, 'base64'));
  console.log(`\nfound ${path.relative(root, file)}\n${finding.detail}\n`);
}

function runWorker(number) {
  return new Promise((resolve) => {
    const child = fork(worker, { execArgv: ['--enable-source-maps', '--stack-trace-limit=20'] });
    let done = false;
    child.on('message', (message) => {
      if (message.kind === 'finding') return keep(message);
      progress.set(number, message.progress);
      if (message.kind !== 'done') return;
      done = true;
      if (number === 0 && message.sharedMissing) console.log('left out: shared texts (FTRACE_SHARED)');
    });
    child.once('exit', (code) => {
      if (!done || code !== 0) {
        failed = true;
        console.log(`worker ${number} of seed ${seed + number} ended with ${code}`);
      }
      resolve();
    });
    child.send({ runs, seed: seed + number, seconds });
  });
}

const timer = setInterval(() => console.log(line()), PRINT_EVERY_MS);
await Promise.all(Array.from({ length: workers }, (_, number) => runWorker(number)));
clearInterval(timer);
console.log(`done: ${line()}`);
process.exitCode = failed || signatures.size > 0 ? 1 : 0;
