import { setImmediate, setTimeout } from 'node:timers/promises';
import { edgesOf } from '../core/analyse/callEdges';
import type { Categories } from '../core/classify/categories';
import type { TraceText } from '../core/parse/traceText';

/** Somebody who types asks for no hover yet, and nothing of an older version is of use. */
const PAUSE_MS = 300;
/** A slice takes about a millisecond; other requests are answered between two of them. */
const SLICE_LINES = 50_000;

/**
 * Prepares, some time after a trace was parsed, what its first hover would have to wait for. `isOutdated`: there is a
 * newer version, or none.
 */
export async function warmUp(
  { trace, lines }: TraceText,
  categories: () => Promise<Categories>,
  isOutdated: () => boolean,
): Promise<void> {
  if (trace.verdict.kind !== 'graph') return;
  await setTimeout(PAUSE_MS, undefined, { ref: false });
  if (isOutdated()) return;
  (await categories()).column(trace.names);
  const edges = edgesOf(trace, lines);
  while (edges.advance(SLICE_LINES)) {
    await setImmediate();
    if (isOutdated()) return;
  }
}
