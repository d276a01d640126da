import { LineKind } from '../model/lineKind';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { countedLines, functionOf, isTopLevel, linesOf, type CountedLines } from './callTree';

/** What a chain costs whose beginning is not in the text: more than any that is whole. */
const CUT = 1 << 30;

/**
 * The shortest chain of callers by which function `id` was reached: lines of entries from a top-level call down to the call
 * itself, from 0; empty where it was not called. Of chains of the same length the earliest. Chains whose beginning is not
 * in the text count only where there is no other. Calls that are not counted are not in it: by default
 * those that the trace's filters took. One pass over the lines.
 */
export function shortestChain(trace: Trace, id: NameId, counts?: CountedLines): number[] {
  const lines = linesOf(trace);
  const isCounted = counts ?? countedLines(trace) ?? (() => true);
  /** By line of an entry: how many counted calls lead to and include it. */
  const costs = new Int32Array(lines.length);
  let best = -1;
  let least = Infinity;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (kind !== LineKind.Entry && kind !== LineKind.Leaf) continue;
    const caller = lines.caller(line);
    const above = caller >= 0 ? costs[caller]! : isTopLevel(trace, lines, line) ? 0 : CUT;
    const counted = isCounted(line);
    const cost = counted ? above + 1 : above;
    costs[line] = cost;
    if (!counted || functionOf(trace, lines, line) !== id || cost >= least) continue;
    best = line;
    least = cost;
  }
  const chain: number[] = [];
  for (let at = best; at >= 0; at = lines.caller(at)) if (isCounted(at)) chain.push(at);
  return chain.reverse();
}
