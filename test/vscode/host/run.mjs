// Runs a compiled Mocha suite inside a real VS Code, on a temporary copy of samples/.
//
//   run.mjs               out/test/vscode/suite, with the repository as extension under development
//   run.mjs --bench       out/test/vscode/bench: measures, instead of testing
//   run.mjs --vsix FILE   out/test/vscode/vsix, with the package installed; always in code-server
//
// The last line on standard output is "N passed, N failed, N skipped"; a run that breaks off has failed.
//
//   VSCODE_TEST_HOST=desktop|code-server   otherwise: a desktop VS Code where there is one, else code-server
//   VSCODE_EXECUTABLE=FILE                 the desktop VS Code
//   VSCODE_TEST_CACHE=DIR                  for downloaded programs, instead of .vscode-test/
//   TEST_GREP=PATTERN                      only tests whose full title matches
//   TEST_SETTINGS=JSON                     more user settings
//   TEST_LIMIT_MS=300000                   for the whole suite
//   CHROMIUM_EXECUTABLE=FILE               the browser; empty: the one of the npm package
//   CODE_SERVER_VERSION=V, CODE_SERVER_NODE=FILE
//   DEBUG_HOST=1                           what the server, the page and the browser say
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { canRunDesktop, runInDesktop } from './desktop.mjs';
import { CleanUp, whenAskedToEnd } from './ending.mjs';
import { compiledSuite, samples } from './paths.mjs';
import { SuiteOutput } from './report.mjs';
import { runInCodeServer } from './web.mjs';

/**
 * @typedef {object} Run
 * @property {string} work a temporary folder for anything
 * @property {string} folder the workspace to open
 * @property {string} suite the compiled entry, which exports `run()`
 * @property {string | undefined} vsix the package to test, instead of the extension under development
 * @property {NodeJS.ProcessEnv} env for the extension host
 * @property {Record<string, unknown>} settings
 * @property {number} limit milliseconds
 * @property {CleanUp} cleanUp
 */

const { vsix, bench } = parseArgs({
  options: { vsix: { type: 'string' }, bench: { type: 'boolean' } },
}).values;
const cleanUp = new CleanUp();
whenAskedToEnd(() => void cleanUp.run().then(() => process.exit(130)));

const { passed, failed, skipped } = await runSuite();
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** @returns {Promise<import('./report.mjs').Report>} */
async function runSuite() {
  const work = mkdtempSync(path.join(tmpdir(), 'fte-')); // short: sockets are made below it
  cleanUp.add(() => rmSync(work, { recursive: true, force: true, maxRetries: 5 }));
  const output = new SuiteOutput(work);
  const stopFollowing = output.follow();
  let problem;
  try {
    const exitCode = await runIn(await chooseHost(), prepare(work, output));
    if (exitCode !== 0) problem = `VS Code ended with ${exitCode}`;
  } catch (error) {
    problem = error;
  }
  stopFollowing();
  const report = output.read();
  await cleanUp.run();
  if (!report.done) problem ??= 'the suite wrote no report';
  if (problem === undefined || report.failed > 0) return report;
  console.error(problem);
  return { ...report, failed: 1 };
}

/**
 * @param {string} work
 * @param {SuiteOutput} output
 * @returns {Run}
 */
function prepare(work, output) {
  const suite = compiledSuite(vsix ? 'vsix' : bench ? 'bench' : 'suite');
  const missing = [suite, vsix ?? suite].find((file) => !existsSync(file));
  if (missing) throw new Error(`not built: ${missing}`);
  const folder = path.join(work, path.basename(samples));
  cpSync(samples, folder, { recursive: true });
  const settings = JSON.parse(process.env.TEST_SETTINGS ?? '{}');
  const limit = Number(process.env.TEST_LIMIT_MS ?? 300_000);
  return { work, folder, suite, vsix, env: output.env, settings, limit, cleanUp };
}

/** @returns {Promise<'desktop' | 'code-server'>} */
async function chooseHost() {
  if (vsix) return 'code-server';
  const asked = process.env.VSCODE_TEST_HOST;
  if (asked === 'desktop' || asked === 'code-server') return asked;
  if (asked) throw new Error(`VSCODE_TEST_HOST is neither desktop nor code-server: ${asked}`);
  return process.env.VSCODE_EXECUTABLE || (await canRunDesktop()) ? 'desktop' : 'code-server';
}

/**
 * @param {'desktop' | 'code-server'} host
 * @param {Run} run
 */
function runIn(host, run) {
  console.log(`host of the tests: ${host}`);
  return host === 'desktop' ? runInDesktop(run) : runInCodeServer(run);
}
