// What the editor needs: the index with all lines, edits, and answers to requests.
import { MEGABYTE } from './measure.mjs';
import { atMost, figure } from './rows.mjs';

/** @typedef {import('./families.mjs').Bench} Bench */

const DOCUMENT = 20_000_000;
const DOCUMENT_ROUNDS = 25;
const LARGEST_DOCUMENT = 49 * MEGABYTE;

/**
 * How much memory the index takes.
 * @param {Bench} bench
 */
export async function memory({ material, meter }) {
  const { bytesPerLine } = meter.script('indexMemory', await material.big());
  return [atMost('index with lines, without text', bytesPerLine, 'bytes per line', 20, 12)];
}

/**
 * Against what the protocol costs before.
 * @param {Bench} bench
 */
export async function didOpen({ material, meter, rounds }) {
  const { index, json, written, ratio } = meter.script(
    'didOpenCost',
    await material.small(),
    String(DOCUMENT),
    // Every second round or so has a collection of garbage in it: few rounds would let chance say what the median is.
    String(Math.max(rounds, DOCUMENT_ROUNDS)),
  );
  return [
    figure('index of a 20 MB document, CPU', index * 1000, 'ms'),
    figure('JSON.parse of its didOpen, CPU', json * 1000, 'ms'),
    figure('JSON.stringify of it in the editor, CPU', written * 1000, 'ms'),
    atMost('index of a 20 MB document against the JSON cost of its didOpen', ratio, 'of it', 0.5, 0.35),
  ];
}

/** @param {Bench} bench */
export async function requests({ material, meter }) {
  const recorded = meter.script('requestTime', await material.small());
  const oneCall = meter.script('requestTime', await material.oneCall(LARGEST_DOCUMENT + MEGABYTE));
  /** @type {[string, string][]} */
  const kinds = [
    ['hoverName', 'hover of a function'],
    ['hoverDuration', 'hover of a duration'],
    ['lensResolve', 'lens resolve'],
    ['tokens', 'tokens of 200 lines'],
  ];
  const rows = kinds.flatMap(([key, what]) => {
    const { first, median, worst } = recorded[key];
    const note = `first ${first.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`;
    return [atMost(`${what}, 49 MB, median`, median, 'ms', 5, 1, note)];
  });
  const { worst } = oneCall.lensResolve;
  return [
    ...rows,
    figure('an empty request, median: in each of these', recorded.nothing.median, 'ms'),
    figure('lens resolve in a trace that is one call, 49 MB, worst', worst, 'ms', `${oneCall.lines} lines`),
  ];
}

/**
 * CPU time of the server's part alone, for edits of both kinds.
 * @param {Bench} bench
 */
export async function edits({ material, meter }) {
  const result = meter.script('editTime', await material.small());
  const note = result === undefined ? 'scripts/editTime.ts is missing' : undefined;
  /** @type {[string, string][]} */
  const kinds = [
    ['within', 'edit within a line, 20 MB'],
    ['inserted', 'a line inserted, 20 MB'],
  ];
  return kinds.flatMap(([key, what]) => {
    const cost = result?.[key];
    return [
      atMost(`${what}, CPU`, cost?.ms.cpu, 'ms', 3, 1, note),
      atMost(`${what}, against TextDocument.update alone`, cost?.ratio.cpu, 'of it', 1 / 5, 1 / 10, note),
    ];
  });
}

/**
 * The view of large traces: others are answered meanwhile, and what the server takes for it.
 * @param {Bench} bench
 */
export async function view({ material, meter }) {
  const file = await material.big();
  const hover = meter.script('hoverWhileIndexing', file, await material.small());
  const used = meter.script('viewMemory', file);
  const missing = (/** @type {unknown} */ result, /** @type {string} */ name) =>
    result === undefined ? `scripts/${name}.ts is missing` : undefined;
  const hoverNote = missing(hover, 'hoverWhileIndexing') ?? `${hover.hovers} hovers`;
  const usedNote = missing(used, 'viewMemory');
  const allowed = used === undefined ? 60 : 60 + (20 * used.lines) / MEGABYTE;
  return [
    atMost(
      'hover while the big recording is indexed, median',
      hover?.indexing.median,
      'ms',
      100,
      undefined,
      hoverNote,
    ),
    atMost('the same, worst', hover?.indexing.worst, 'ms', 100, undefined, hoverNote),
    atMost(
      'memory of the server with the big recording in a view, beyond an idle one',
      used === undefined ? undefined : used.beyondIdleBytes / MEGABYTE,
      'MB',
      allowed,
      undefined,
      usedNote ?? '60 MB + 20 B per line',
    ),
    figure('its first rows', used?.firstRowsMs, 'ms', usedNote),
    atMost('rows at any place of it, worst', used?.rows.worst, 'ms', 100, undefined, usedNote),
  ];
}
