// Builds every bundle: `node esbuild.mjs` the product, `--tests` the tests too, `--production` without source maps.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
  sourcemap: production ? false : 'linked',
  // The whole entry points of these packages hold CommonJS wrappers that a bundler cannot look into.
  mainFields: ['module', 'main'],
};

/** @type {import('esbuild').BuildOptions[]} */
const product = [
  {
    ...common,
    entryPoints: { extension: 'client/src/extension.ts' },
    outdir: 'dist',
    external: ['vscode'],
    minify: production,
  },
  { ...common, entryPoints: { server: 'server/src/lsp/main.ts' }, outdir: 'dist', minify: production },
  {
    ...common,
    entryPoints: { cli: 'server/src/cli/main.ts' },
    outdir: 'dist',
    minify: production,
    banner: { js: '#!/usr/bin/env node' },
  },
];

function testFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.test\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** @type {import('esbuild').BuildOptions} */
const tests = {
  ...common,
  sourcemap: 'inline',
  packages: 'external',
  outbase: 'test',
  outdir: 'out/test',
};

rmSync('dist', { recursive: true, force: true });
await Promise.all(product.map((options) => build(options)));

if (process.argv.includes('--tests')) {
  rmSync('out/test', { recursive: true, force: true });
  const suites = ['test/vscode/suite/index.ts', 'test/vscode/vsix/index.ts'];
  await build({ ...tests, entryPoints: [...testFiles('test'), ...suites] });
}
