// Programs that the tests need, fetched when they are first needed and kept in a cache folder.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { neutralEnv, startGroup } from './group.mjs';
import { cache } from './paths.mjs';

/**
 * Fills a folder of the cache once. The last step is a rename: a half filled folder is never taken for a
 * whole one, and two runs may do it at the same time.
 * @param {string} name
 * @param {(work: string) => Promise<void>} fill
 * @returns {Promise<string>} the folder
 */
export async function cached(name, fill) {
  const home = path.join(cache, name);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, `.new-${name}-`));
  const remove = () => rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove); // when a signal ends us meanwhile
  try {
    await fill(work);
    renameSync(work, home);
  } catch (error) {
    if (!existsSync(home)) throw error; // otherwise another run was faster
  } finally {
    process.off('exit', remove);
    remove();
  }
  return home;
}

/**
 * Installs one package of the npm registry, without running any install script.
 * @param {string} name
 * @param {string} version
 * @param {(packageFolder: string) => void | Promise<void>} [finish] to change what was installed
 * @returns {Promise<string>} the folder of the package
 */
export async function cachedPackage(name, version, finish) {
  const within = path.join('node_modules', name);
  const home = await cached(`${name}-${version}`, async (work) => {
    console.log(`installing ${name} ${version} from the npm registry (once) ...`);
    writeFileSync(path.join(work, 'package.json'), '{ "private": true }\n');
    await npmInstall(work, [`${name}@${version}`]);
    await finish?.(path.join(work, within));
  });
  return path.join(home, within);
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
export async function npmInstall(cwd, args) {
  const quiet = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { exited, output } = startGroup('npm', ['install', ...quiet, ...args], { cwd, env: neutralEnv() });
  const result = await exited;
  if (result !== 0) throw new Error(`npm install ${args.join(' ')} ended with ${result}:\n${output()}`);
}
