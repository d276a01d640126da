/** The built command line, run as a user runs it: a process of its own, its output in pipes. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repositoryRoot } from './repository';

export const CLI = path.join(repositoryRoot, 'dist', 'cli.js');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ftrace-explorer` with these arguments to its end. */
export function runCli(...args: readonly string[]): CliResult {
  // FORCE_COLOR and NO_COLOR of the machine must not decide what a test sees.
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}

/** What a run that must succeed prints as JSON. Nothing may stand beside it. */
export function runJson<T>(...args: readonly string[]): T {
  const { code, stdout, stderr } = runCli(...args, '--json');
  if (code !== 0 || stderr !== '') throw new Error(`ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** A folder for the files of one test; `remove` takes it away. */
export class TemporaryFolder {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), 'ftrace-explorer-test-'));

  /** Writes a file into the folder and gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const file = path.join(this.path, name);
    fs.writeFileSync(file, content);
    return file;
  }

  remove(): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}
