// A Chromium to show the workbench in: an installed one, else the one in the npm package @sparticuz/chromium.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cached } from './cache.mjs';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FONTS_CONFIG = `<?xml version="1.0"?><fontconfig><dir prefix="relative">fonts</dir></fontconfig>\n`;

/**
 * An empty CHROMIUM_EXECUTABLE asks for the one of the npm package.
 * @returns {Promise<{ executablePath: string, env: Record<string, string> }>} as playwright's launch takes it
 */
export async function findChromium() {
  const env = /** @type {Record<string, string>} */ ({ ...process.env });
  const installed = process.env.CHROMIUM_EXECUTABLE ?? INSTALLED.find((file) => existsSync(file));
  if (installed) return { executablePath: installed, env };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('set CHROMIUM_EXECUTABLE: the one of the npm package is for Linux on x64');
  }
  const home = await unpackChromium();
  const executablePath = path.join(home, 'chromium');
  if (lacksLibraries(executablePath)) {
    env.LD_LIBRARY_PATH = [path.join(home, 'lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  }
  if (!existsSync('/usr/share/fonts')) env.FONTCONFIG_FILE = path.join(home, 'fonts.conf');
  return { executablePath, env };
}

/**
 * Reads the files of the package and never runs its code: that unpacks to one fixed name in the temporary
 * folder, and a second process that starts meanwhile takes the half written file for a whole one.
 */
function unpackChromium() {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const home = path.join(path.dirname(entry), '..', '..');
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
  return cached(`chromium-${version}`, async (work) => {
    const chromium = path.join(work, 'chromium');
    await inflate(path.join(home, 'bin', 'chromium.br'), chromium);
    chmodSync(chromium, 0o755);
    for (const name of ['swiftshader', 'fonts', 'al2023']) {
      const tar = path.join(work, `${name}.tar`);
      await inflate(path.join(home, 'bin', `${name}.tar.br`), tar);
      const { status, stderr } = spawnSync('tar', ['--no-same-owner', '-xf', tar, '-C', work]);
      if (status !== 0) throw new Error(`tar -xf ${tar}: ${stderr}`);
    }
    writeFileSync(path.join(work, 'fonts.conf'), FONTS_CONFIG);
  });
}

/**
 * @param {string} from
 * @param {string} to
 */
async function inflate(from, to) {
  await pipeline(
    createReadStream(from),
    createBrotliDecompress({ chunkSize: 1 << 21 }),
    createWriteStream(to),
  );
}

/** @param {string} file */
function lacksLibraries(file) {
  return spawnSync('ldd', [file], { encoding: 'utf8' }).stdout?.includes('not found') ?? false;
}
