import type { LineTable } from './lineTable';
import type { Trace } from './trace';

/**
 * The line of the call that called the call of a line directly; -1 at the top and where that is not in the text. Farther up
 * than by one level, a call between them is not in the text.
 */
export function directCaller(
  trace: Pick<Trace, 'strayInterrupts' | 'movedInterrupts' | 'wideIndentation'>,
  lines: LineTable,
  line: number,
): number {
  const caller = lines.caller(line);
  if (caller < 0 || trace.strayInterrupts.has(line)) return -1;
  const step = trace.wideIndentation ? 2 : 1;
  const direct = lines.depth(caller) === lines.depth(line) - step || trace.movedInterrupts.has(line);
  return direct ? caller : -1;
}
