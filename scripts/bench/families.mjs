// What can be measured, by the name that `--only` takes.
import { twelve, two } from './compare.mjs';
import { didOpen, edits, memory, requests, view } from './index.mjs';
import { names, sizes } from './scaling.mjs';
import { big, first, plain, threads } from './summary.mjs';
import { viewVscode, vscode } from './vscode.mjs';

/**
 * @typedef {object} Bench
 * @property {number} rounds
 * @property {import('./measure.mjs').Meter} meter
 * @property {import('./material.mjs').Material} material
 * @property {string} work a temporary folder
 */

/** @type {Record<string, (bench: Bench) => Promise<import('./rows.mjs').Row[]>>} */
export const FAMILIES = {
  big,
  first,
  plain,
  memory,
  didOpen,
  edits,
  requests,
  threads,
  two,
  sizes,
  names,
  view,
  twelve,
  vscode,
  viewVscode,
};
