// A real VS Code that opens a trace of 20 MB.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { median, root } from './measure.mjs';
import { atMost, figure } from './rows.mjs';

/** @typedef {import('./families.mjs').Bench} Bench */

const BYTES = 20_000_000;
const MOST_MS = 500;

/** @param {Bench} bench */
export async function vscode({ material, work }) {
  const result = path.join(work, 'open.json');
  const done = spawnSync(
    process.execPath,
    [path.join(root, 'test', 'vscode', 'host', 'run.mjs'), '--bench'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        BENCH_TRACE: await material.smallPart(BYTES),
        BENCH_RESULT: result,
        TEST_GREP: 'opening a large trace',
      },
    },
  );
  if (done.status !== 0) throw new Error(`the measurement in VS Code ended with ${done.status}`);
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
