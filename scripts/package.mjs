// npm run package: builds without source maps and makes the .vsix, with the notices of what is bundled in it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { createVSIX } from '@vscode/vsce';
import { buildWasm, product } from '../esbuild.mjs';

const packagePath = process.argv[2] ?? 'ftrace-explorer.vsix';

/** The packages whose code is in the bundles, by esbuild's own account. */
async function bundledPackages() {
  const names = new Set();
  for (const options of product(true)) {
    const { metafile } = await build({ ...options, metafile: true });
    for (const input of Object.keys(metafile.inputs)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (name) names.add(name[0]);
    }
  }
  return [...names].sort();
}

/** Name, version and licence text of a package. */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}

await buildWasm();
const notices = (await bundledPackages()).map(notice);
writeFileSync('THIRD_PARTY_NOTICES.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));
mkdirSync(path.dirname(packagePath), { recursive: true });
try {
  await createVSIX({
    packagePath,
    dependencies: false, // all are in the bundles
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
} finally {
  // The production build has taken the place of the one with source maps that tests and npm start use.
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
if (!existsSync(packagePath)) throw new Error(`${packagePath} was not made`);
