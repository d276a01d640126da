/** Amounts in words. No DOM in here. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A number of bytes as people say it: `671 MB`, `1.5 GB`. */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

/** A count with its noun: `1 line`, `1,234 lines`. */
export function formatPlural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
