// Runs a suite in code-server, with its workbench in a headless Chromium.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { CodeServer } from './codeserver.mjs';
import { startDriver } from './driver.mjs';
import { pageCommands } from './page.mjs';
import { root, screenshots, verbose } from './paths.mjs';

/** VS Code accepts a test entry only together with an extension under development; this one does nothing. */
const EMPTY_EXTENSION = { publisher: 'nobody', name: 'empty', version: '0.0.0', engines: { vscode: '*' } };

/**
 * @param {import('./run.mjs').Run} run
 * @returns {Promise<number>} the exit code that the workbench gives
 */
export async function runInCodeServer(run) {
  const { cleanUp, limit } = run;
  const browser = await launchBrowser(cleanUp);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  if (verbose) page.on('console', (message) => console.error(`[page] ${message.type()} ${message.text()}`));

  mkdirSync(screenshots, { recursive: true });
  const driver = await startDriver(pageCommands(page, screenshots));
  cleanUp.add(driver.stop);

  const home = path.join(run.work, 'server');
  mkdirSync(home);
  const code = new CodeServer(home);
  cleanUp.add(() => code.stop());
  if (run.vsix) await code.install(run.vsix);
  const env = { ...run.env, TEST_PAGE_URL: driver.url };
  const server = await code.start({ settings: run.settings, env });

  const extension = run.vsix ? makeEmptyExtension(path.join(run.work, 'empty')) : root;
  await addDevelopmentOptions(page, new URL(server.origin).host, { extension, suite: run.suite });
  const ended = Promise.race([whenEnded(page, limit), server.ended]);
  try {
    const open = page.goto(`${server.origin}/?${new URLSearchParams({ folder: run.folder })}`);
    return await Promise.race([ended, open.then(() => ended)]);
  } catch (error) {
    await page.screenshot({ path: path.join(screenshots, 'at-failure.png') }).catch(() => {});
    throw error;
  }
}

/** @param {import('./ending.mjs').CleanUp} cleanUp */
async function launchBrowser(cleanUp) {
  const browser = await chromium.launch({
    ...(await findChromium()),
    args: ['--no-sandbox', '--force-color-profile=srgb'],
    // Otherwise playwright ends this process on Ctrl+C, before our own clean-up.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  cleanUp.add(() => browser.close());
  return browser;
}

/** @param {string} folder */
function makeEmptyExtension(folder) {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(EMPTY_EXTENSION));
  return folder;
}

/**
 * The workbench calls `codeAutomationExit` where that exists: 0 when `run()` resolved, 1 when it rejected.
 * @param {import('playwright-core').Page} page
 * @param {number} limit milliseconds
 * @returns {Promise<number>}
 */
function whenEnded(page, limit) {
  return new Promise((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    page.exposeFunction('codeAutomationLog', () => {}).catch(reject); // it calls both or none
    page.once('crash', () => reject(new Error('the page crashed')));
    page.once('close', () => reject(new Error('the browser ended')));
    setTimeout(() => reject(new Error(`the tests did not end in ${limit} ms`)), limit).unref();
  });
}

/**
 * Adds to the options that the server gives to the workbench: they lie as JSON in an attribute of its page,
 * and the workbench reads them when the page has been parsed. `developmentOptions` belongs to VS Code's
 * interface for embedders (IDevelopmentOptions).
 * @param {import('playwright-core').Page} page
 * @param {string} authority of the server
 * @param {{ extension: string, suite: string }} paths
 */
async function addDevelopmentOptions(page, authority, { extension, suite }) {
  const remote = (/** @type {string} */ file) => ({
    $mid: 1,
    scheme: 'vscode-remote',
    authority,
    path: file,
  });
  const options = { extensions: [remote(extension)], extensionTestsPath: remote(suite) };
  await page.addInitScript((developmentOptions) => {
    if (window.top !== window) return; // in a webview
    new MutationObserver((_, observer) => {
      const meta = document.getElementById('vscode-workbench-web-configuration');
      if (!meta) return;
      observer.disconnect();
      meta.dataset.settings = JSON.stringify({
        ...JSON.parse(meta.dataset.settings ?? '{}'),
        developmentOptions,
      });
    }).observe(document, { childList: true, subtree: true });
  }, options);
}
