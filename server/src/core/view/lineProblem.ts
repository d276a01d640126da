import { LineKind } from '../model/lineKind';
import type { LineTable } from '../model/lineTable';

/** Whether something is wrong with a line, as far as its record tells. */
export function hasProblem(lines: LineTable, line: number): boolean {
  const kind = lines.kind(line);
  return kind === LineKind.Unread || kind === LineKind.Lost || kind === LineKind.OrphanExit;
}

/** What is wrong with a line, in a sentence; undefined where nothing is. */
export function lineProblem(lines: LineTable, line: number): string | undefined {
  switch (lines.kind(line)) {
    case LineKind.Unread:
      return 'This line could not be read: what it says is not counted.';
    case LineKind.Lost:
      return 'Events were lost here: calls that were open on this cpu have no end.';
    case LineKind.OrphanExit:
      return 'This call ends here; its beginning is not in this trace.';
    default:
      return undefined;
  }
}
