// `summary` of the command line against other programs, its memory, and its threads.
import { readFileSync, statSync } from 'node:fs';
import { interleaved, median, medianRatio, MEGABYTE } from './measure.mjs';
import { atLeast, atMost, figure } from './rows.mjs';
import { findMawk, findRipgrep } from './tools.mjs';

/** @typedef {import('./families.mjs').Bench} Bench */

// Counts the calls of each name, as one would on the command line.
const MAWK_PROGRAM =
  '{ n = $NF; if (match(n, /[A-Za-z_.$][A-Za-z0-9_.$]*( \\[[A-Za-z0-9_-]+\\])?\\(/)) c[substr(n, RSTART, RLENGTH - 1)]++ } ' +
  'END { for (k in c) print c[k], k }';
const FIRST = 200_000_000;

/**
 * The big recording: against mawk and ripgrep, and how much memory that takes.
 * @param {Bench} bench
 */
export async function big({ material, meter, rounds }) {
  const file = await material.big();
  const mawk = findMawk();
  const ripgrep = findRipgrep();
  const runs = interleaved(rounds, {
    own: () => meter.cli('summary', '--json', file),
    mawk: () => meter.command([mawk.program, '-F|', MAWK_PROGRAM, file]),
    ripgrep: () => meter.command([ripgrep.program, '-c', '\\(\\)', file]),
  });
  const own = runs.own.map(({ cpu }) => cpu);
  const [{ lines }] = JSON.parse(runs.own[0].output);
  const peak = Math.max(...runs.own.map(({ rss }) => rss));
  const allowed = (/** @type {number} */ perLine) => 60 + (perLine * lines) / MEGABYTE;
  return [
    figure('summary of the big recording, CPU', median(own), 's', `${lines} lines`),
    figure('mawk counting calls per name, CPU', median(runs.mawk), 's', mawk.version),
    figure("rg -c '\\(\\)', CPU", median(runs.ripgrep), 's', ripgrep.version),
    atLeast('summary of the big recording against mawk', medianRatio(runs.mawk, own), 'times as fast', 4, 6),
    atLeast('the same against ripgrep', medianRatio(runs.ripgrep, own), 'times as fast', 0.4, 0.8),
    atMost(
      'peak memory of summary',
      peak / MEGABYTE,
      'MB',
      allowed(20),
      allowed(12),
      '60 MB + 20 B per line; aim: 12 B',
    ),
  ];
}

/**
 * The first 200 MB of it.
 * @param {Bench} bench
 */
export async function first({ material, meter, rounds }) {
  const file = await material.part(FIRST);
  const mawk = findMawk();
  const runs = interleaved(rounds, {
    own: () => meter.cli('summary', '--json', file).cpu,
    mawk: () => meter.command([mawk.program, '-F|', MAWK_PROGRAM, file]),
  });
  const ratio = medianRatio(runs.mawk, runs.own);
  return [atLeast('summary of its first 200 MB against mawk', ratio, 'times as fast', 3, 4.5)];
}

/**
 * Against the project's own plain reader, which is the reference of the tests.
 * @param {Bench} bench
 */
export async function plain({ material, meter, rounds }) {
  const file = await material.small();
  /** @type {any} */
  let counted;
  const runs = interleaved(rounds, {
    own: () => meter.cli('summary', '--json', file),
    plain: () => {
      const usage = meter.node([meter.scriptFile('plainSummary'), file]);
      counted = JSON.parse(usage.output);
      return usage.cpu;
    },
  });
  const [{ calls }] = JSON.parse(runs.own[0].output);
  if (calls !== counted.calls)
    throw new Error(`the plain reader counts ${counted.calls} calls, not ${calls}`);
  const ratio = medianRatio(
    runs.plain,
    runs.own.map(({ cpu }) => cpu),
  );
  return [
    figure('the plain reference parser, 50 MB, CPU', median(runs.plain), 's'),
    atLeast('summary against the plain reference parser, 50 MB', ratio, 'times as fast', 8, 10),
  ];
}

/**
 * What two threads could give at best, wall: one reads the whole trace, or two processes a half each, which is no summary of
 * the whole. Of interest on an idle machine only. Why there is one thread: docs/decisions/0013-one-thread.md.
 * @param {Bench} bench
 */
export async function threads({ material, meter, rounds }) {
  const whole = await material.big();
  const half = statSync(whole).size >> 1;
  const halves = [await material.part(half), await material.part(half, half)];
  const runs = interleaved(rounds, {
    one: () => meter.atOnce([whole]),
    two: () => meter.atOnce(halves),
  });
  const note = `bar: to be reported; not offered: what joining them costs is not in it${readLoad()}`;
  return [
    atLeast(
      'two halves of the big recording at once against all of it, wall',
      medianRatio(runs.one, runs.two),
      'times as fast',
      0,
      1.5,
      note,
    ),
  ];
}

/** What else the machine had to do, where it says so. */
function readLoad() {
  try {
    return `; load of the last minute ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}`;
  } catch {
    return '';
  }
}
