// A real VS Code: it opens a trace of 20 MB as text, and the big recording in the trace view.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { median, MEGABYTE, root } from './measure.mjs';
import { atMost, figure } from './rows.mjs';

/** @typedef {import('./families.mjs').Bench} Bench */

const BYTES = 20_000_000;
const MOST_MS = 500;
/** Scrolling anywhere in the view shows lines within so long. */
const MOST_SCROLL_MS = 100;

/** @param {Bench} bench */
export async function vscode({ material, work }) {
  const result = path.join(work, 'open.json');
  inVsCode('opening a large trace', { BENCH_TRACE: await material.smallPart(BYTES), BENCH_RESULT: result });
  /** @type {{ lensMs: number, transferMs: number }[]} */
  const opened = JSON.parse(readFileSync(result, 'utf8'));
  const lens = opened.map(({ lensMs }) => lensMs);
  const transfer = median(opened.map(({ transferMs }) => transferMs));
  return [
    figure("20 MB in VS Code: VS Code's transfer to the server", transfer, 'ms'),
    atMost('20 MB in VS Code: text received to lens answered, median', median(lens), 'ms', MOST_MS),
    figure('the same, worst', Math.max(...lens), 'ms'),
  ];
}

/**
 * The way through the big recording in the trace view; what VS Code's extension host and the server take for it.
 * @param {Bench} bench
 */
export async function viewVscode({ material, work }) {
  const result = path.join(work, 'view.json');
  let note = '';
  try {
    inVsCode('trace view of a large', { BENCH_VIEW_TRACE: await material.big(), BENCH_VIEW_RESULT: result });
  } catch (error) {
    // Where there is no VS Code nothing was measured; what was measured before a failure counts no more than that.
    note = error instanceof Error ? error.message : String(error);
  }
  /** @type {ViewResult | undefined} */
  const measured = note === '' && existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')) : undefined;
  if (note === '' && measured === undefined) note = 'this VS Code has no page to look at';
  const { lines = 0, times, scrolls = [], memory } = measured ?? {};
  const allowed = (60e6 + 20 * lines) / MEGABYTE;
  const growth = memory && (memory.highest - memory.before.host - memory.before.server) / MEGABYTE;
  const whole = measured && `${lines} lines; ${scrolls.length} places`;
  const steps = Object.entries(times ?? {}).map(([name, ms]) => `${name} ${ms}`);
  const view = 'the big recording in the view, VS Code';
  return [
    figure(`${view}: first lines`, times?.['first lines'], 'ms', note || steps.join(', ')),
    figure(`${view}: scrolled anywhere, median`, measured && median(scrolls), 'ms', note || whole),
    atMost('the same, worst', measured && Math.max(...scrolls), 'ms', MOST_SCROLL_MS, undefined, note),
    atMost(
      `${view}: memory of extension host and server together, at the highest`,
      growth,
      'MB',
      allowed,
      undefined,
      note ||
        `60 MB + 20 B per line; extension host ${megabytes(memory, 'host')}, server ${megabytes(memory, 'server')}`,
    ),
  ];
}

/**
 * @typedef {{ host: number, server: number }} Resident bytes
 * @typedef {{ before: Resident, highest: number, steps: Record<string, Resident>, closed: Resident }} ViewMemory
 * @typedef {{ lines: number, times: Record<string, number>, scrolls: number[], memory: ViewMemory }} ViewResult
 */

/**
 * The highest growth of one of both.
 * @param {ViewMemory | undefined} memory
 * @param {'host' | 'server'} which
 */
function megabytes(memory, which) {
  if (memory === undefined) return 'not measured';
  const highest = Math.max(...Object.values(memory.steps).map((resident) => resident[which]));
  return `${Math.round((highest - memory.before[which]) / MEGABYTE)} MB`;
}

/**
 * Runs a measurement of test/vscode/bench. Throws where it fails.
 * @param {string} title
 * @param {Record<string, string>} env
 */
function inVsCode(title, env) {
  const runner = path.join(root, 'test', 'vscode', 'host', 'run.mjs');
  const done = spawnSync(process.execPath, [runner, '--bench'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env, TEST_GREP: title },
  });
  if (done.status !== 0) throw new Error(`the measurement in VS Code ended with ${done.status}`);
}
