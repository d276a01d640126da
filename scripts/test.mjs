// npm test: builds, checks and runs all tests; the last line is "N passed, N failed, N skipped" over all of them.
//
//   npm test -- --only unit      core, command line, protocol, grammar, manifest: no VS Code
//   npm test -- --only vscode    the extension in a real VS Code
//   npm test -- --only package   the packaged extension in a real VS Code
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const PACKAGE = 'out/ftrace-explorer.vsix';
const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;

/** Each is one command; those with `counts` say in their output how many tests they ran. */
const STAGES = [
  { name: 'build', run: ['node', 'esbuild.mjs', '--tests'] },
  { name: 'types', run: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'lint', run: ['npm', 'run', '--silent', 'lint'] },
  { name: 'format', run: ['npm', 'run', '--silent', 'format:check'] },
  {
    name: 'unit',
    run: [
      'npx',
      '--no-install',
      'mocha',
      '--timeout',
      '120000',
      'out/test/{core,cli,client,fuzz,grammar,host,manifest,protocol,worker}/**/*.test.js',
    ],
    counts: true,
  },
  { name: 'vscode', run: ['node', 'test/vscode/host/run.mjs'], counts: true },
  { name: 'package', run: ['node', 'scripts/package.mjs', PACKAGE] },
  { name: 'package', run: ['node', 'test/vscode/host/run.mjs', '--vsix', PACKAGE], counts: true },
];

const total = { passed: 0, failed: 0, skipped: 0 };
let broken = false;
for (const stage of STAGES) {
  if (only !== undefined && stage.name !== 'build' && stage.name !== only) continue;
  console.log(`\n== ${stage.name}: ${stage.run.join(' ')}`);
  const { code, output } = await run(stage.run);
  if (stage.counts) addCounts(output);
  if (code === 0) continue;
  console.log(`== ${stage.name} failed with ${code}`);
  broken = true;
  // Without a build there is nothing to test; all else is worth knowing in one go.
  if (stage.name === 'build') break;
}
if (broken && total.failed === 0) total.failed = 1;
if (total.passed === 0) broken = true;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = broken ? 1 : 0;

/** Mocha's own last lines, or ours of the VS Code suites. */
function addCounts(output) {
  const ours = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(output);
  const mocha = (word) => new RegExp(`^ *(\\d+) ${word}\\b`, 'm').exec(output)?.[1];
  total.passed += Number(ours?.[1] ?? mocha('passing') ?? 0);
  total.failed += Number(ours?.[2] ?? mocha('failing') ?? 0);
  total.skipped += Number(ours?.[3] ?? mocha('pending') ?? 0);
}

/** Runs a command, shows its output as it comes, and gives it. */
function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.stderr.pipe(process.stderr);
    child.once('error', (error) => resolve({ code: error.message, output }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
    process.once('SIGINT', () => child.kill('SIGINT'));
    process.once('SIGTERM', () => child.kill('SIGTERM'));
  });
}
