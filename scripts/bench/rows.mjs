// Rows of the result: what was measured, its bars, and whether they are met; as a table, JSON and Markdown.
import { cpus } from 'node:os';

/** @typedef {'at least' | 'at most'} Direction */
/**
 * @typedef {object} Row
 * @property {string} what
 * @property {number | undefined} value undefined: not measured, `note` says why
 * @property {string} unit
 * @property {number} [bar] what it has to be at least, or at most
 * @property {number} [aim]
 * @property {Direction} [direction]
 * @property {string} [note]
 */

/**
 * A value without a bar, to be read beside others.
 * @param {string} what
 * @param {number | undefined} value
 * @param {string} unit
 * @param {string} [note]
 * @returns {Row}
 */
export function figure(what, value, unit, note) {
  return { what, value, unit, note };
}

/**
 * @param {string} what
 * @param {number | undefined} value
 * @param {string} unit
 * @param {number} bar
 * @param {number} [aim]
 * @param {string} [note]
 * @returns {Row}
 */
export function atLeast(what, value, unit, bar, aim, note) {
  return { what, value, unit, bar, aim, direction: 'at least', note };
}

/**
 * @param {string} what
 * @param {number | undefined} value
 * @param {string} unit
 * @param {number} bar
 * @param {number} [aim]
 * @param {string} [note]
 * @returns {Row}
 */
export function atMost(what, value, unit, bar, aim, note) {
  return { what, value, unit, bar, aim, direction: 'at most', note };
}

/**
 * Whether a value keeps to a limit; undefined where there is none. What was not measured keeps to nothing.
 * @param {Row} row
 * @param {number | undefined} limit
 */
function meets({ value, direction }, limit) {
  if (limit === undefined) return undefined;
  if (value === undefined || Number.isNaN(value)) return false;
  return direction === 'at least' ? value >= limit : value <= limit;
}

/** @param {Row} row */
export function isMet(row) {
  return meets(row, row.bar);
}

/**
 * The rows with what follows of them, for JSON.
 * @param {Row[]} rows
 */
export function judged(rows) {
  return rows.map((row) => ({ ...row, met: meets(row, row.bar), aimMet: meets(row, row.aim) }));
}

/** @param {number | undefined} value */
function printed(value) {
  if (value === undefined) return 'not measured';
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) < 1 ? 3 : 2);
}

/**
 * @param {Row} row
 * @param {number | undefined} limit
 */
function limitText({ direction }, limit) {
  return limit === undefined ? '' : `${direction === 'at least' ? '≥' : '≤'} ${Number(limit.toFixed(2))}`;
}

/** @param {boolean | undefined} is */
function yesNo(is) {
  return is === undefined ? '' : is ? 'yes' : 'NO';
}

/**
 * Cells of the table, with its head.
 * @param {Row[]} rows
 */
function cells(rows) {
  const head = ['what', 'value', 'unit', 'bar', 'met', 'aim', 'met', 'note'];
  return [
    head,
    ...judged(rows).map((row) => [
      row.what,
      printed(row.value),
      row.unit,
      limitText(row, row.bar),
      yesNo(row.met),
      limitText(row, row.aim),
      yesNo(row.aimMet),
      row.note ?? '',
    ]),
  ];
}

/** @param {Row[]} rows */
export function textTable(rows) {
  const all = cells(rows);
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {Row[]} rows */
export function markdownTable(rows) {
  const [head = [], ...rest] = cells(rows);
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rest.map(line)].join('\n');
}

/** The machine that measures. */
export function machine() {
  const all = cpus();
  return `${all.length} × ${all[0]?.model ?? 'unknown processor'}, ${process.platform} ${process.arch}`;
}
