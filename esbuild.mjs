// Builds every bundle: `node esbuild.mjs` the product, with `--tests` the tests too.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
  sourcemap: 'linked',
  // The main entries of the language client and server are CommonJS wrappers that a bundler cannot look into.
  mainFields: ['module', 'main'],
  loader: { '.wasm': 'binary' },
};

/**
 * RE2 is a file of its own beside those that use it: a quarter of them, and few traces are read with an expression.
 * @type {import('esbuild').Plugin}
 */
const sharedRe2 = {
  name: 'shared RE2',
  setup: ({ onResolve }) => onResolve({ filter: /^re2js$/ }, () => ({ path: './re2js.js', external: true })),
};

/** MEMORY_BYTES of server/wasm/layout.ts, in pages. */
const WASM_PAGES = '512';

/** Compiles the WebAssembly that the bundles hold. */
export async function buildWasm() {
  const source = 'server/wasm/simdLines.ts';
  const { error, stderr } = await asc.main(
    [
      source,
      ...['--outFile', source.replace(/ts$/, 'wasm'), '--optimize', '-O3', '--noAssert', '--runtime', 'stub'],
      ...['--enable', 'simd', '--initialMemory', WASM_PAGES, '--maximumMemory', WASM_PAGES],
    ],
    // Decorators of functions are no TypeScript: in the source they are comments.
    {
      readFile: (name, folder) => {
        const file = path.join(folder, name);
        return existsSync(file)
          ? readFileSync(file, 'utf8').replaceAll('\n// @inline\n', '\n@inline\n')
          : null;
      },
    },
  );
  if (error) throw new Error(`${source}: ${error.message}\n${stderr.toString()}`);
}

/**
 * The bundles that are shipped: client, language server, command line.
 * @param {boolean} production small, and without source maps
 * @returns {import('esbuild').BuildOptions[]}
 */
export function product(production) {
  const options = {
    ...common,
    outdir: 'dist',
    // Less to compile at each start, for developers as for users.
    minify: true,
    sourcemap: production ? false : common.sourcemap,
  };
  /** What reads traces. */
  const readers = { ...options, plugins: [sharedRe2] };
  return [
    { ...options, entryPoints: { extension: 'client/src/extension.ts' }, external: ['vscode'] },
    { ...readers, entryPoints: { server: 'server/src/lsp/main.ts' } },
    // Threads of the server.
    { ...readers, entryPoints: { traceWorker: 'server/src/worker/main.ts' } },
    {
      ...readers,
      entryPoints: { cli: 'server/src/cli/main.ts' },
      banner: { js: '#!/usr/bin/env node' },
    },
    { ...options, entryPoints: { re2js: 're2js' } },
    // The pages of reports and of the trace view run in webviews.
    {
      ...options,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      entryPoints: { report: 'client/webview/report/main.ts', traceView: 'client/webview/traceView/main.ts' },
    },
  ];
}

/** Each test file is a bundle of its own; packages stay outside. */
function buildTests() {
  const files = readdirSync('test', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const suites = ['suite', 'vsix', 'bench'].map((name) => `test/vscode/${name}/index.ts`);
  // What `npm run bench` measures in processes of its own.
  const measurements = readdirSync('scripts').filter((name) => name.endsWith('.ts'));
  for (const folder of ['out/test', 'out/bench']) rmSync(folder, { recursive: true, force: true });
  // Packages are required, those that are loaded late too: Node's import() sees other names in CommonJS than a bundle.
  const supported = { 'dynamic-import': false };
  const options = { ...common, sourcemap: 'inline', packages: 'external', supported };
  return Promise.all([
    build({ ...options, outbase: 'test', outdir: 'out/test', entryPoints: [...files, ...suites] }),
    build({ ...options, outdir: 'out/bench', entryPoints: measurements.map((name) => `scripts/${name}`) }),
  ]);
}

if (fileURLToPath(import.meta.url) === path.resolve(process.argv[1] ?? '')) {
  rmSync('dist', { recursive: true, force: true });
  await buildWasm();
  await Promise.all(product(false).map((options) => build(options)));
  chmodSync('dist/cli.js', 0o755);
  if (process.argv.includes('--tests')) await buildTests();
}
