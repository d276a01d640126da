import { isCallKind, LineKind } from '../model/lineKind';
import { NO_LANE, type LineTable } from '../model/lineTable';

/** So far before a line that is no call the call that it stands in is looked for. */
const LOOK_BACK = 4096;

/** Whether the line begins a call, or is one: an entry or a leaf. */
export function isCall(kind: LineKind): boolean {
  return kind === LineKind.Entry || kind === LineKind.Leaf;
}

/**
 * The line of the innermost call that is open behind `line`, one of its own lane where it has one; -1 where there is none.
 * Behind an entry that is its call, behind an exit the caller.
 */
export function openBehind(lines: LineTable, line: number): number {
  return lines.kind(line) === LineKind.Entry ? line : lines.caller(line);
}

/**
 * The line of the call that a line stands in; -1 for none. An entry and a leaf stand in their caller, an exit in its own
 * call; a line that is no call where the last call's line before it, of its lane if it has one, says.
 */
export function callAround(lines: LineTable, line: number): number {
  const kind = lines.kind(line);
  if (kind === LineKind.Exit) return lines.callLine(line);
  if (isCallKind(kind)) return lines.caller(line);
  const lane = lines.lane(line);
  const first = Math.max(0, line - LOOK_BACK);
  for (let at = line - 1; at >= first; at--) {
    if (isCallKind(lines.kind(at)) && (lane === NO_LANE || lines.lane(at) === lane))
      return openBehind(lines, at);
  }
  return -1;
}

/** The entries of the calls that a line stands in, outermost first. */
export function callersOf(lines: LineTable, line: number): number[] {
  const callers: number[] = [];
  for (let call = callAround(lines, line); call >= 0; call = lines.caller(call)) callers.push(call);
  return callers.reverse();
}
