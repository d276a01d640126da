// npm start: a VS Code with this extension and the samples. Ctrl+C ends it.
//
//   npm start                         in a desktop VS Code, where there is one; else in the browser
//   npm start -- --host code-server   in the browser
//
//   VSCODE_EXECUTABLE=FILE  the desktop VS Code, instead of the command `code`
//   PORT=N                  of the address for the browser; otherwise a free one
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CodeServer } from '../test/vscode/host/codeserver.mjs';
import { CleanUp, whenAskedToEnd } from '../test/vscode/host/ending.mjs';
import { hasScreen, root, samples } from '../test/vscode/host/paths.mjs';

const { host } = parseArgs({ options: { host: { type: 'string' } } }).values;
if (host !== undefined && host !== 'code-server')
  throw new Error(`--host takes code-server only, not ${host}`);

const desktop = host ? undefined : (process.env.VSCODE_EXECUTABLE ?? findOnPath('code'));
if (desktop) openDesktop(desktop);
else await serve();

/** @param {string} name */
function findOnPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** @param {string} code */
function openDesktop(code) {
  const files = [samples, path.join(samples, 'socket.trace')];
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', '--wait', ...files];
  const child = spawn(code, args, { stdio: 'inherit' });
  whenAskedToEnd(() => child.kill());
  child.once('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.once('exit', (exitCode) => {
    process.exitCode = exitCode ?? 0;
  });
}

async function serve() {
  const asked = new Promise((resolve) => whenAskedToEnd(() => resolve(undefined)));
  const cleanUp = new CleanUp();
  const home = mkdtempSync(path.join(tmpdir(), 'fte-')); // short: sockets are made in it
  cleanUp.add(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const code = new CodeServer(home);
  cleanUp.add(() => code.stop());
  try {
    linkExtension(code.extensions);
    await Promise.race([asked, show(code)]);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  await cleanUp.run();
  process.exit(); // an installation may still be under way
}

/**
 * @param {CodeServer} code
 * @returns {Promise<never>}
 */
async function show(code) {
  const { origin, ended } = await code.start({ port: Number(process.env.PORT ?? 0) });
  const address = `${origin}/?${new URLSearchParams({ folder: samples })}`;
  console.log(`VS Code with the extension and the samples, until Ctrl+C:\n\n${address}\n`);
  if (hasScreen()) openBrowser(address);
  return ended;
}

/** @param {string} folder */
function linkExtension(folder) {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  mkdirSync(folder);
  symlinkSync(root, path.join(folder, `${publisher}.${name}-${version}`), 'dir');
}

/** @param {string} address */
function openBrowser(address) {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true });
  child.once('error', () => {}); // the address is on the screen
  child.unref();
}
