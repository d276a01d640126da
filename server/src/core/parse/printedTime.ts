import { DOT, isDigit, parseDecimal, skipDigits } from '../text/ascii';
import type { LineFields } from './lineFields';

/** 2^64 ns: the kernel's clocks hold no more. */
const MAX_TIME_NS = 2 ** 64;

/**
 * The printed time of a line in nanoseconds: `123.456789` (six digits of microseconds, nine with `trace-cmd report -t`),
 * or `123 us` of latency tracers. NaN where there is none, and where it is a bare number: that clock counts no seconds.
 */
export function timeNs(f: LineFields): number {
  const { bytes } = f;
  if (f.relativeStart >= 0) {
    const us = parseDecimal(bytes, f.relativeStart, skipDigits(bytes, f.relativeStart, f.relativeEnd));
    return us < MAX_TIME_NS ? us * 1000 : NaN;
  }
  if (f.timeStart < 0) return NaN;
  const dot = skipDigits(bytes, f.timeStart, f.timeEnd);
  if (bytes[dot] !== DOT || dot >= f.timeEnd) return NaN;
  let fraction = 0;
  for (
    let at = dot + 1, scale = 1e8;
    at < f.timeEnd && scale >= 1 && isDigit(bytes[at]!);
    at++, scale /= 10
  ) {
    fraction += (bytes[at]! - 0x30) * scale;
  }
  const ns = parseDecimal(bytes, f.timeStart, dot) * 1e9 + fraction;
  return ns < MAX_TIME_NS ? ns : NaN;
}
