/** `12,345`: the same in every language of the system, as numbers are compared between people. */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 call`, `1,040 calls`. */
export function formatPlural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** `1.2 %` of a share between 0 and 1; `< 0.1 %` for little that is not nothing. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  return `${(share * 100).toFixed(1)} %`;
}

const UNITS = ['µs', 'ms', 's'] as const;

/** `0.123 µs`, `12.35 ms`, `3.594 s` of nanoseconds; `–` for an unknown duration (undefined or NaN). */
export function formatDuration(ns: number | undefined): string {
  if (ns === undefined || Number.isNaN(ns)) return '–';
  let value = ns / 1000;
  let unit = 0;
  // What would be rounded to a thousand is one of the next unit.
  for (; value >= 999.95 && unit < UNITS.length - 1; unit++) value /= 1000;
  return `${significant(value)} ${UNITS[unit]}`;
}

/** Four digits, of which at most three are decimals; all digits of what is longer. */
function significant(value: number): string {
  if (value < 9.9995) return value.toFixed(3);
  if (value < 99.995) return value.toFixed(2);
  if (value < 999.95) return value.toFixed(1);
  return formatCount(Math.round(value));
}
