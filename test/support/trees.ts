/** Call trees as text, and a slow reference that makes them of the rows of `calls --json`. */
import { callRows, type CallRow } from '../../server/src/core/analyse/callRows';
import type { CallTree } from '../../server/src/core/analyse/callTree';
import { parseTrace } from '../../server/src/core/parse/feeder';
import { TraceText } from '../../server/src/core/parse/traceText';
import { bytesOf, undraw } from './drawing';
import { drawCase, printCase } from './forest/cases';
import { growForest } from './forest/forest';
import { printAsKernel } from './forest/kernelPrinter';

/** A drawing, parsed with everything that a call tree is made of. */
export function drawWithSelf(drawing: string): TraceText {
  return parseWithSelf(bytesOf(undraw(drawing)));
}

export function parseWithSelf(bytes: Uint8Array): TraceText {
  return new TraceText(bytes, parseTrace(bytes, { keepLines: true, keepSelf: true }));
}

/** What a path has: calls, known total and self time or `-`, line of the first call. */
export interface PathNumbers {
  calls: number;
  totalNs: number | '-';
  selfNs: number | '-';
  line: number;
}

/** A tree by path: names joined by ` > `; of one of its traces, as to the line. */
export function pathsOf(tree: CallTree, trace = 0): Map<string, PathNumbers> {
  const found = new Map<string, PathNumbers>();
  const known = (ns: number): number | '-' => (Number.isNaN(ns) ? '-' : Math.round(ns));
  for (let node = 1; node < tree.paths.length; node++) {
    if (tree.callsAt(node) === 0) continue;
    const path = tree.paths.pathTo(node).map((at) => tree.paths.text(at));
    found.set(path.join(' > '), {
      calls: tree.callsAt(node),
      totalNs: known(tree.totalNsAt(node)),
      selfNs: known(tree.selfNsAt(node)),
      line: tree.firstLineAt(node, trace) + 1,
    });
  }
  return found;
}

/**
 * The innermost open call that is less deep: the caller where the one directly above is not in the text,
 * and of an interrupt that is printed before the call that it came in. Slow; for the text of one task.
 */
function nearestCaller(rows: readonly CallRow[], { line, depth }: CallRow): CallRow | undefined {
  return rows.findLast(
    (row) =>
      row.line !== null &&
      row.line < line! &&
      row.depth < depth &&
      (row.exitLine === null || row.exitLine > line!),
  );
}

/**
 * The same of rows: each call's path is looked up from caller to caller. For texts in which no line is lost. `oneTask`: it
 * is a task's alone, so that callers can be found that the rows do not name.
 */
export function pathsOfRows(
  rows: readonly CallRow[],
  { keep = () => true, oneTask = false }: { keep?: (row: CallRow) => boolean; oneTask?: boolean } = {},
): Map<string, PathNumbers> {
  const byLine = new Map(rows.filter(({ line }) => line !== null).map((row) => [row.line!, row]));
  const found = new Map<string, PathNumbers>();
  for (const row of rows) {
    if (row.line === null || !keep(row)) continue;
    const names: string[] = [];
    let top = row;
    for (let at: CallRow | undefined = row; at !== undefined;) {
      if (keep(at)) names.unshift(at.name!);
      top = at;
      at = byLine.get(at.parentLine ?? -1) ?? (oneTask && at.depth > 0 ? nearestCaller(rows, at) : undefined);
    }
    if (top.depth > 0) names.unshift('(caller not in the text)');
    const path = names.join(' > ');
    const numbers = found.get(path) ?? { calls: 0, totalNs: '-', selfNs: '-', line: row.line };
    found.set(path, numbers);
    numbers.calls++;
    const add = (sum: number | '-', ns: number | null): number | '-' =>
      ns === null ? sum : (sum === '-' ? 0 : sum) + ns;
    numbers.totalNs = add(numbers.totalNs, row.durationNs);
    numbers.selfNs = add(numbers.selfNs, row.selfNs);
  }
  return found;
}

/** The text of a random forest whose calls all are where their rows say: nothing is lost, no interrupt is odd. */
export function forestText(seed: number, steps: number): Uint8Array | undefined {
  const { shape, print } = drawCase(seed, 'kernel', steps);
  const plain = { ...shape, lossy: false, ragged: false, oddIrqs: false, oddComms: false };
  if (!('kernel' in print)) return undefined;
  return printCase({ seed, shape: plain, print })?.bytes;
}

/** A forest of which every call is printed with its cpu and its durations. */
export function wholeForest(seed: number, steps: number): Uint8Array {
  const { shape } = drawCase(seed, 'kernel', steps);
  const plain = { ...shape, lossy: false, ragged: false, oddIrqs: false, oddComms: false, events: false };
  const { bytes } = printAsKernel(growForest(seed, { ...plain, migrating: false }), {
    time: 'none',
    cpu: true,
    proc: false,
    latency: 'none',
    duration: true,
    overhead: true,
    irqs: true,
    tail: true,
    overrun: false,
    args: false,
    retval: 'none',
    retaddr: false,
    context: true,
    header: true,
    arrows: 'both',
    cpuWidth: 1,
    lostCount: true,
  });
  return bytes;
}

export function rowsOfText(text: TraceText): CallRow[] {
  return [...callRows(text)];
}
