import type { TraceText } from '../parse/traceText';
import { isCallKind, LineKind } from '../model/lineKind';
import type { TextRange } from './textRange';

/** What stands at a place of a line. */
export type FieldKind =
  | 'name'
  | 'brace'
  | 'duration'
  | 'mark'
  | 'task'
  | 'nextTask'
  | 'cpu'
  | 'flags'
  | 'time'
  | 'relativeTime'
  | 'arrow'
  | 'lost';

/** A column of a line, and where it is. */
export interface Field {
  readonly kind: FieldKind;
  readonly range: TextRange;
}

/** The column at UTF-16 column `column` of `line`; undefined where none is, or there is no such line. */
export function fieldAt(text: TraceText, line: number, column: number): Field | undefined {
  if (!text.has(line)) return undefined;
  const f = text.read(line);
  const at = text.position(f, column);
  const places: [FieldKind, number, number][] = [
    ['time', f.timeStart, f.timeEnd],
    ['relativeTime', f.relativeStart, f.relativeEnd],
    ['cpu', f.cpuStart, f.cpuEnd],
    ['task', f.commStart, f.pidEnd],
    ['nextTask', f.nextCommStart, f.nextPidEnd],
    ['flags', f.flagsStart, f.flagsEnd],
    ['mark', f.mark, f.mark + 1],
    ['duration', f.durationStart, f.durationEnd],
  ];
  if (isCallKind(text.lines.kind(line))) {
    places.push(['name', f.nameStart, f.nameEnd]);
    if (f.kind === LineKind.Exit) places.push(['brace', f.body, f.body + 1]);
  }
  if (f.kind === LineKind.Arrow) places.push(['arrow', f.body, f.end]);
  if (f.kind === LineKind.Lost) places.push(['lost', f.start, f.end]);
  // A caret behind a word belongs to it, as in VS Code; a place that begins there goes before.
  const hit =
    places.find(([, from, to]) => from >= 0 && at >= from && at < to) ??
    places.find(([, from, to]) => from >= 0 && at === to);
  if (hit === undefined) return undefined;
  return { kind: hit[0], range: { line, from: text.column(f, hit[1]), to: text.endColumn(f, hit[2]) } };
}
