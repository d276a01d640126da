/**
 * The line (from 0) that somebody typed: its number from 1, or its place in percent of all `lines`. What is beyond the end
 * is the last line. Undefined where the text is neither. No VS Code in here.
 */
export function lineOf(typed: string, lines: number): number | undefined {
  const match = /^\s*:?\s*(\d[\d,_ ]*)(\.\d+)?\s*(%)?\s*$/.exec(typed);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', percent] = match;
  if (percent === undefined && fraction !== '') return undefined;
  const number = Number(whole.replace(/[,_ ]/g, '') + fraction);
  const line = percent === undefined ? number - 1 : Math.floor((number / 100) * lines);
  return Math.max(0, Math.min(lines - 1, line));
}
