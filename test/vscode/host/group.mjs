// Processes that end together with all that they have started.
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {object} Group
 * @property {import('node:stream').Readable} stdout
 * @property {() => string} output all that was written so far, to either stream
 * @property {Promise<number | string>} exited exit code, signal, or why it did not start
 * @property {() => Promise<void>} stop
 */

/**
 * Our environment without what an outer npm, VS Code or code-server put there for their own children.
 * PORT would overrule the address that code-server is told to listen on.
 * @returns {NodeJS.ProcessEnv}
 */
export function neutralEnv() {
  const foreign = /^(npm_|VSCODE_|ELECTRON_|CODE_SERVER_|PORT$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/**
 * Starts a command as the first of a process group, so that one signal reaches all that it starts:
 * a server, its extension hosts and their language servers.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv, echo?: boolean }} options
 * echo: what it writes goes to our standard error, too
 * @returns {Group}
 */
export function startGroup(command, args, { echo, ...options }) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  /** @param {NodeJS.Signals} signal */
  const kill = (signal) => {
    if (child.pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    } catch {
      // The group has gone.
    }
  };
  const killNow = () => kill('SIGKILL');
  // Before the other exit handlers: those remove folders that these processes write to.
  process.prependOnceListener('exit', killNow);
  /** @type {Group['exited']} */
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
  void exited.then(() => {
    killNow(); // those that the first process left behind
    process.off('exit', killNow);
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
      if (echo) process.stderr.write(chunk);
    });
  }
  const stop = async () => {
    kill('SIGTERM');
    await Promise.race([exited, delay(5_000, undefined, { ref: false })]);
    killNow();
    await exited;
  };
  return { stdout: child.stdout, output: () => output, exited, stop };
}
