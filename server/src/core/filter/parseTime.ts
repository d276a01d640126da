const TIME = /^(\d+)(?:\.(\d+))?\s*(ns|us|µs|ms|s)?$/;
/** Decimal places between a unit and nanoseconds. */
const PLACES: Readonly<Record<string, number>> = { ns: 0, us: 3, µs: 3, ms: 6, s: 9 };

/**
 * A time in nanoseconds: `12.5s`, `300 ms`, `7us`, `10ns`; a bare number is seconds, as traces print them. Undefined for
 * anything else. Digit by digit, so that a time copied out of a trace is exactly that of its line.
 */
export function parseTime(text: string): number | undefined {
  const [, whole, fraction = '', unit = 's'] = TIME.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const places = PLACES[unit]!;
  const digits = fraction.slice(0, places).padEnd(places, '0');
  const rest = fraction.slice(places);
  const ns = Number(whole + digits) + (rest === '' ? 0 : Number(`0.${rest}`));
  return Number.isFinite(ns) ? ns : undefined;
}
