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

/** `0.123 µs`, `12.35 ms`, `3.594 s` of nanoseconds; `–` for an unknown duration (undefined or NaN). */
export function formatDuration(ns: number | undefined): string {
  if (ns === undefined || Number.isNaN(ns)) return '–';
  if (ns < 1_000_000) return `${significant(ns / 1000)} µs`;
  if (ns < 1_000_000_000) return `${significant(ns / 1_000_000)} ms`;
  return `${significant(ns / 1_000_000_000)} s`;
}

function significant(value: number): string {
  return value < 10
    ? value.toFixed(3)
    : value < 100
      ? value.toFixed(2)
      : value < 1000
        ? value.toFixed(1)
        : formatCount(Math.round(value));
}
