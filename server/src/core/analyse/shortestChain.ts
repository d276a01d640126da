import { LineKind } from '../model/lineKind';
import type { NameId } from '../model/nameTable';
import type { Trace } from '../model/trace';
import { countedLines, functionOf, isTopLevel, linesOf, type CountedLines } from './callTree';

/** What a chain costs whose beginning is not in the text: more than any that is whole. */
const CUT = 1 << 30;

/**
 * The shortest chains of callers by which functions were reached: gives, for a function, the lines of entries from a
 * top-level call down to the call itself, from 0; none where it was not called. Of chains of the same length the earliest. Chains
 * whose beginning is not in the text count only where there is no other. Calls that are not counted are not in it: by default
 * those that the trace's filters took. One pass over the lines, however many functions are asked for.
 */
export function shortestChains(trace: Trace, counts?: CountedLines): (id: NameId) => number[] {
  const lines = linesOf(trace);
  const isCounted = counts ?? countedLines(trace) ?? (() => true);
  /** By line of an entry: how many counted calls lead to and include it. */
  const costs = new Int32Array(lines.length);
  /** By function: 1 more than the line of its call that takes least; 0 where there is none. */
  const best = new Int32Array(trace.names.length);
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (kind !== LineKind.Entry && kind !== LineKind.Leaf) continue;
    const caller = lines.caller(line);
    const above = caller >= 0 ? costs[caller]! : isTopLevel(trace, lines, line) ? 0 : CUT;
    const counted = isCounted(line);
    const cost = counted ? above + 1 : above;
    costs[line] = cost;
    const id = functionOf(trace, lines, line);
    if (!counted || id < 0) continue;
    if (best[id] === 0 || cost < costs[best[id]! - 1]!) best[id] = line + 1;
  }
  return (id) => {
    const chain: number[] = [];
    for (let at = (best[id] ?? 0) - 1; at >= 0; at = lines.caller(at)) if (isCounted(at)) chain.push(at);
    return chain.reverse();
  };
}
