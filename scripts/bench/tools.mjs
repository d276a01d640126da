// Programs that the bars name: where they are, how they are installed, and their versions.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './measure.mjs';

/**
 * @param {string} program
 * @param {string[]} args
 */
function firstLine(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? ((stdout || stderr).split('\n')[0] ?? '') : undefined;
}

/** mawk, with its version. */
export function findMawk() {
  const version = firstLine('mawk', ['-W', 'version']);
  if (version === undefined)
    throw new Error('mawk is missing: install it with `apt-get install mawk` or `brew install mawk`');
  return { program: 'mawk', version };
}

/** ripgrep: of RG, of PATH, or the one that comes with the VS Code of the tests. */
export function findRipgrep() {
  for (const program of [process.env.RG, 'rg', ripgrepOfTests()]) {
    const version = program ? firstLine(program, ['--version']) : undefined;
    if (program && version !== undefined) return { program, version };
  }
  throw new Error(
    'ripgrep is missing: install it with `apt-get install ripgrep` or `brew install ripgrep`, or set RG to its path',
  );
}

function ripgrepOfTests() {
  const cache = process.env.VSCODE_TEST_CACHE ?? path.join(root, '.vscode-test');
  if (!existsSync(cache)) return undefined;
  const inside = 'node_modules/code-server/lib/vscode/node_modules/@vscode/ripgrep-universal/bin';
  return readdirSync(cache)
    .map((server) => path.join(cache, server, inside, `${process.platform}-${process.arch}`, 'rg'))
    .find((file) => existsSync(file));
}
