import { isCallKind, LineKind } from '../model/lineKind';
import type { NameId } from '../model/nameTable';
import type { LineFields } from '../parse/lineFields';
import type { TraceText } from '../parse/traceText';

/** The parts of a line that are coloured, besides a function's name; a name's place among them is its number. */
export const LINE_PARTS = [
  'time',
  'cpu',
  'task',
  'flags',
  'mark',
  'duration',
  'arguments',
  'returnValue',
  'comment',
  'structure',
] as const;
export type LinePart = (typeof LINE_PARTS)[number];

/** A part of a line: UTF-16 columns [from, to), and what it is: the function of that id, or one of the others. */
export interface LinePlace {
  readonly from: number;
  readonly to: number;
  readonly part: LinePart | 'name';
  /** Of a name; -1 of all else. */
  readonly name: NameId;
}

/** The parts of a line in order, none over another. */
export function lineParts(text: TraceText, line: number): LinePlace[] {
  const f = text.read(line);
  const kind = text.lines.kind(line);
  const found: [LinePart | 'name', number, number][] = isCallKind(kind)
    ? [...columns(f), ...body(f)]
    : kind === LineKind.Comment || kind === LineKind.Header
      ? [...columns(f), ['comment', f.body >= 0 ? f.body : f.start, f.end]]
      : kind === LineKind.Blank || kind === LineKind.Unread || kind === LineKind.Piece
        ? []
        : kind === LineKind.Event
          ? columns(f)
          : [['structure', f.start, f.end]];
  const name = isCallKind(kind) ? text.lines.name(line) : -1;
  const places = found
    .filter(([, from, to]) => from >= 0 && to > from)
    .map(([part, from, to]) => ({
      part,
      from: text.column(f, from),
      to: text.endColumn(f, to),
      name: part === 'name' ? name : -1,
    }))
    .sort((a, b) => a.from - b.from);
  let end = 0;
  return places.filter((place) => {
    // Of a line that was cut in two, what stands on the other one has no length here.
    if (place.from < end || place.to <= place.from) return false;
    end = place.to;
    return true;
  });
}

function columns(f: LineFields): [LinePart, number, number][] {
  return [
    ['time', f.timeStart, f.timeEnd],
    ['time', f.relativeStart, f.relativeEnd],
    ['cpu', f.cpuStart, f.cpuEnd],
    ['task', f.commStart, f.pidEnd],
    ['flags', f.flagsStart, f.flagsEnd],
    ['mark', f.mark, f.mark + 1],
    ['duration', f.durationStart, f.durationEnd],
  ];
}

function body(f: LineFields): [LinePart | 'name', number, number][] {
  return [
    ['name', f.nameStart, f.nameEnd],
    ['arguments', f.argsStart, f.argsEnd],
    ['returnValue', f.retStart, f.retEnd],
    ['comment', f.retaddrStart, f.retaddrEnd],
  ];
}
