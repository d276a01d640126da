/** What is remarkable about a text as it was understood: a cheap stand-in for coverage. */
import { LineFields } from '../../server/src/core/parse/lineFields';
import type { CallRow } from '../../server/src/core/analyse/callRows';
import type { Understood } from './oracles';

/** Columns that a line can have: those of which a number tells where they are or what they say. */
const FIELDS = (Object.keys(new LineFields()) as Exclude<keyof LineFields, 'reset'>[]).filter(
  (key) => typeof new LineFields()[key] === 'number' && key !== 'kind' && key !== 'start' && key !== 'end',
);
const COLUMNS: readonly (keyof CallRow)[] = [
  'line', 'exitLine', 'name', 'module', 'cpu', 'pid', 'comm', 'startNs', 'durationNs', 'selfNs', 'parentLine', 'args', 'ret', 'retaddr',
]; // prettier-ignore

function hash(parts: Iterable<number | string>): number {
  let value = 0x811c9dc5 | 0;
  for (const part of parts) {
    const text = String(part);
    for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
    value = Math.imul(value ^ 0x7c, 0x01000193);
  }
  return value;
}

/** Small numbers as they are, great ones by their size. */
function rough(value: number): number {
  return value < 4 ? value : 2 + Math.floor(Math.log2(value));
}

/** The features of a text, as numbers. */
export function featuresOf({ text, rows }: Understood): Set<number> {
  const { lines, trace } = text;
  const features = new Set<number>();
  const add = (...parts: (number | string)[]): void => void features.add(hash(parts));
  let deepest = 0;
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    add('pair', kind, line + 1 < lines.length ? lines.kind(line + 1) : 'end');
    const fields = text.read(line);
    let present = fields.commentOpen ? 1 : 0;
    for (const key of FIELDS) present = Math.imul(present, 3) + ((fields[key] as number) >= 0 ? 1 : 0);
    add('fields', kind, fields.kind, present);
    deepest = Math.max(deepest, lines.depth(line));
  }
  for (const row of rows) {
    let known = row.irq ? 1 : 0;
    for (const column of COLUMNS) known = 2 * known + (row[column] === null ? 0 : 1);
    add('row', known);
  }
  add('verdict', trace.verdict.kind, trace.unreadLines > 0 ? 1 : 0, trace.lostLines > 0 ? 1 : 0);
  add('tasks', rough(trace.tasks), 'cpus', rough(trace.cpus.length));
  add('calls', rough(trace.calls), 'orphans', rough(trace.orphanExits));
  add('depth', rough(deepest), 'names', rough(trace.names.length));
  return features;
}
