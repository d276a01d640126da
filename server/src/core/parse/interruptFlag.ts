import { SPACE } from '../text/ascii';

/** `h`, `H` and `z`, `Z`: hard interrupt and NMI (trace_print_lat_fmt). */
const INTERRUPT_FLAGS = new Uint8Array(256);
for (const flag of 'hHzZ') INTERRUPT_FLAGS[flag.charCodeAt(0)] = 1;

/** Whether the flags in [from, to), with blanks around them, say that the line is an interrupt's. */
export function hasInterruptFlag(bytes: Uint8Array, from: number, to: number): boolean {
  while (from < to && bytes[from] === SPACE) from++;
  while (to > from && bytes[to - 1] === SPACE) to--;
  if (to - from > 8) return false;
  // It stands behind the first two flags; PREEMPT_RT trees have one more before it.
  for (let at = from + 2; at < Math.min(from + 4, to); at++)
    if (INTERRUPT_FLAGS[bytes[at]!] === 1) return true;
  return false;
}
