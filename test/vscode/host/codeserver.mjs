// VS Code out of the npm registry: code-server, its server and its web workbench.
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cachedPackage, npmInstall } from './cache.mjs';
import { neutralEnv, startGroup } from './group.mjs';
import { verbose } from './paths.mjs';
import { makeUserData } from './userData.mjs';

// This is VS Code 1.139.1. It calls module.registerHooks, which Node has since 22.15.
const CODE_SERVER = process.env.CODE_SERVER_VERSION ?? '4.139.1';
const NODE = '24.21.0';
const START_LIMIT = 60_000;

/** Large parts of the package that no test needs, below `lib/vscode`. */
const UNUSED = ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot'];

function installCodeServer() {
  return cachedPackage('code-server', CODE_SERVER, async (home) => {
    // What the package's own install script would do, but without compiling native modules: VS Code's server
    // runs without those.
    const vscode = path.join(home, 'lib', 'vscode');
    await npmInstall(vscode, ['--omit=dev', '--legacy-peer-deps']);
    for (const name of UNUSED) rmSync(path.join(vscode, name), { recursive: true, force: true });
  });
}

/** A Node that can run code-server: ours, else one out of the npm registry. */
async function findNode() {
  if (process.env.CODE_SERVER_NODE) return process.env.CODE_SERVER_NODE;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  const home = await cachedPackage(`node-${process.platform}-${process.arch}`, NODE, (folder) =>
    rmSync(path.join(folder, 'include'), { recursive: true, force: true }),
  );
  return path.join(home, 'bin', 'node');
}

export class CodeServer {
  /** Keep its path short: sockets are made in it, and their paths have at most 107 bytes. */
  #home;
  /** @type {import('./group.mjs').Group[]} */
  #groups = [];

  /** @param {string} home an empty folder, which outlives the server */
  constructor(home) {
    this.#home = home;
    this.extensions = path.join(home, 'extensions');
  }

  /**
   * Puts an extension into the extensions folder, before the start.
   * @param {string} vsix
   */
  async install(vsix) {
    const { exited, output } = await this.#run(['--install-extension', path.resolve(vsix)], {});
    const result = await exited;
    if (result !== 0) throw new Error(`installing ${vsix} ended with ${result}:\n${output()}`);
  }

  /**
   * @param {{ port?: number, settings?: Record<string, unknown>, env?: NodeJS.ProcessEnv }} options
   * port 0 takes a free one
   * @returns {Promise<{ origin: string, ended: Promise<never> }>} `ended` rejects when the server ends
   */
  async start({ port = 0, settings, env = {} }) {
    makeUserData(this.#home, settings);
    const server = await this.#run(
      [
        `--bind-addr=127.0.0.1:${port}`,
        '--auth=none',
        '--ignore-last-opened',
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-workspace-trust',
        '--disable-getting-started-override',
      ],
      env,
    );
    const ended = server.exited.then((result) => {
      throw new Error(`code-server ended with ${result}:\n${server.output()}`);
    });
    const origin = await Promise.race([findOrigin(server), ended]);
    ended.catch(() => {}); // stopping it is no error
    return { origin, ended };
  }

  async stop() {
    await Promise.all(this.#groups.map((group) => group.stop()));
  }

  /**
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} env
   */
  async #run(args, env) {
    const [code, node] = [await installCodeServer(), await findNode()];
    const config = path.join(this.#home, 'config.yaml');
    writeFileSync(config, ''); // without one, code-server writes its own below the user's home
    const own = path.join(this.#home, 'xdg');
    const temporary = path.join(this.#home, 'tmp');
    mkdirSync(temporary, { recursive: true });
    const fixed = [
      path.join(code, 'out', 'node', 'entry.js'),
      `--config=${config}`,
      `--user-data-dir=${this.#home}`,
      `--extensions-dir=${this.extensions}`,
    ];
    const group = startGroup(node, [...fixed, ...args], {
      echo: verbose,
      env: {
        ...neutralEnv(),
        EXTENSIONS_GALLERY: '{"serviceUrl":""}', // no gallery, no look-ups on the network
        XDG_DATA_HOME: own,
        XDG_CACHE_HOME: own,
        XDG_RUNTIME_DIR: this.#home,
        TMPDIR: temporary, // VS Code's own extensions leave folders in it
        ...env,
      },
    });
    this.#groups.push(group);
    return group;
  }
}

/** @param {import('./group.mjs').Group} server */
async function findOrigin({ stdout, output }) {
  const signal = AbortSignal.timeout(START_LIMIT);
  for (;;) {
    const found = /HTTP server listening on (http:\S+?)\/?\s/.exec(output());
    if (found?.[1]) return found[1];
    await once(stdout, 'data', { signal }).catch(() => {
      throw new Error(`code-server did not start:\n${output()}`);
    });
  }
}
