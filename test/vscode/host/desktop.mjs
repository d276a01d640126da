// Runs a suite in a desktop VS Code: an installed one, or one that @vscode/test-electron downloads.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { neutralEnv, startGroup } from './group.mjs';
import { cache, hasScreen, root } from './paths.mjs';
import { makeUserData } from './userData.mjs';

const DOWNLOADS = 'https://update.code.visualstudio.com/api/releases/stable';

/** Whether a desktop VS Code can be fetched and shown here. */
export async function canRunDesktop() {
  if (!hasScreen()) return false;
  try {
    return (await fetch(DOWNLOADS, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/**
 * @param {import('./run.mjs').Run} run
 * @returns {Promise<number>} the exit code of VS Code
 */
export async function runInDesktop(run) {
  const userData = path.join(run.work, 'user');
  const extensions = path.join(run.work, 'extensions');
  makeUserData(userData, run.settings);
  mkdirSync(extensions);
  const options = {
    cachePath: cache,
    extensionDevelopmentPath: root,
    extensionTestsPath: run.suite,
    launchArgs: [run.folder, `--user-data-dir=${userData}`, `--extensions-dir=${extensions}`],
    ...(process.env.VSCODE_EXECUTABLE && { vscodeExecutablePath: process.env.VSCODE_EXECUTABLE }),
  };
  // In a process group of its own: runTests has no way to end the VS Code that it starts.
  const script = fileURLToPath(new URL('runElectron.mjs', import.meta.url));
  const env = { ...neutralEnv(), ...run.env };
  const group = startGroup(process.execPath, [script, JSON.stringify(options)], { env, echo: true });
  run.cleanUp.add(group.stop);
  const result = await Promise.race([group.exited, delay(run.limit, 'late', { ref: false })]);
  if (typeof result === 'number') return result;
  throw new Error(
    result === 'late' ? `the tests did not end in ${run.limit} ms` : `VS Code ended: ${result}`,
  );
}
