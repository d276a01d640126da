// CPU time (user + system) and peak memory of whole processes.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const cli = path.join(root, 'dist', 'cli.js');
export const MEGABYTE = 1 << 20;

// Where it is set, each process of Node reads all certificates in it before anything else: 30 ms that are no reader's.
delete process.env['NODE_EXTRA_CA_CERTS'];

/** @typedef {{ cpu: number, wall: number, rss: number, output: string }} Usage seconds, seconds, bytes at most, stdout */

/** Runs programs and says what they took. What they write while being measured is in the folder `work`. */
export class Meter {
  /** @param {string} work */
  constructor(work) {
    // Written by the measured process itself when it ends.
    this.usageFile = path.join(work, 'usage.json');
    this.hook = path.join(work, 'usage.cjs');
    writeFileSync(
      this.hook,
      `process.once('exit', () => require('node:fs').writeFileSync(${JSON.stringify(this.usageFile)}, JSON.stringify(process.resourceUsage())));`,
    );
  }

  /**
   * `node ARGS`.
   * @param {string[]} args
   * @returns {Usage}
   */
  node(args) {
    const start = performance.now();
    const done = spawnSync(process.execPath, ['--require', this.hook, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 30,
    });
    const wall = (performance.now() - start) / 1000;
    if (done.status !== 0)
      throw new Error(`node ${args.join(' ')} ended with ${done.status}: ${done.stderr.toString()}`);
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(this.usageFile, 'utf8'));
    const cpu = (userCPUTime + systemCPUTime) / 1e6;
    return { cpu, wall, rss: maxRSS * 1024, output: done.stdout.toString() };
  }

  /**
   * The command line program.
   * @param {string[]} args
   */
  cli(...args) {
    return this.node([cli, ...args]);
  }

  /**
   * Seconds until `summary` of each file is done, by processes that are started at once.
   * @param {string[]} files
   */
  atOnce(files) {
    const script =
      'for file; do "$NODE" "$CLI" summary --json "$file" >/dev/null & pids="$pids $!"; done; ' +
      'for pid in $pids; do wait $pid || exit; done';
    const env = { ...process.env, NODE: process.execPath, CLI: cli };
    const start = performance.now();
    const done = spawnSync('bash', ['-c', script, '-', ...files], { encoding: 'utf8', env });
    if (done.status !== 0) throw new Error(`summary of ${files.join(' and ')}: ${done.stderr}`);
    return (performance.now() - start) / 1000;
  }

  /**
   * The bundle of a script of scripts/*.ts.
   * @param {string} name
   */
  scriptFile(name) {
    return path.join(root, 'out', 'bench', `${name}.js`);
  }

  /**
   * What a script of scripts/*.ts prints; undefined where this version has none of that name.
   * @param {string} name
   * @param {string[]} args
   * @returns {any}
   */
  script(name, ...args) {
    const file = this.scriptFile(name);
    return existsSync(file) ? JSON.parse(this.node(['--expose-gc', file, ...args]).output) : undefined;
  }

  /**
   * CPU seconds of any command, by bash's own clock.
   * @param {string[]} command
   */
  command(command) {
    const done = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" >/dev/null', '-', ...command], {
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`${command[0]} ended with ${done.status}: ${done.stderr}`);
    const times = done.stderr.trim().split('\n').at(-1) ?? '';
    return times.split(' ').reduce((sum, seconds) => sum + Number(seconds), 0);
  }
}

/**
 * Runs each of `runs` once per round, one after the other, so that what else the machine does meets all alike.
 * @template {Record<string, () => unknown>} R
 * @param {number} rounds
 * @param {R} runs
 * @returns {{ [K in keyof R]: ReturnType<R[K]>[] }}
 */
export function interleaved(rounds, runs) {
  /** @type {any} */
  const results = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(runs)) results[name].push(run());
  return results;
}

/** @param {number[]} values */
export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/**
 * The median of the ratios of pairs.
 * @param {number[]} above
 * @param {number[]} below
 */
export function medianRatio(above, below) {
  return median(above.map((value, round) => value / (below[round] ?? NaN)));
}
