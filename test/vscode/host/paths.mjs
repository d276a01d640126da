// Where things lie, for the tests inside VS Code and for `npm start`.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, which is also the folder of the extension under development. */
export const root = path.resolve(fileURLToPath(new URL('../../..', import.meta.url)));

export const samples = path.join(root, 'samples');
export const screenshots = path.join(root, 'out', 'screenshots');

/** Downloaded programs. Several checkouts may share one folder. */
export const cache = path.resolve(process.env.VSCODE_TEST_CACHE ?? path.join(root, '.vscode-test'));

/** True: more to read on standard error, from the server, the page and each step. */
export const verbose = Boolean(process.env.DEBUG_HOST);

/**
 * The compiled entry of a suite.
 * @param {'suite' | 'vsix' | 'bench'} name
 */
export function compiledSuite(name) {
  return path.join(root, 'out', 'test', 'vscode', name, 'index.js');
}

/** Whether this machine can show a window. */
export function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
