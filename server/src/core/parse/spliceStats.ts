import type { EditableLines } from '../model/editableLines';
import type { FunctionStats } from '../model/functionStats';
import { LineKind } from '../model/lineKind';
import type { NameId } from '../model/nameTable';

/** The numbers of a part of a text before and after an edit. */
export interface StatsChange {
  readonly old: FunctionStats;
  readonly now: FunctionStats;
  /** How many names there are. */
  readonly names: number;
}

/** Columns that are sums; times may be too large for exact ones. */
const COUNTS = ['calls', 'topLevel', 'orphanExits', 'timed', 'outermost', 'selfTimed'] as const;
const SUMS = ['sumNs', 'totalNs', 'selfNs'] as const;

/** Whether all sums of times are exact: only then a part can be taken out of them. */
export function canReplace(total: FunctionStats, { old, now, names }: StatsChange): boolean {
  return SUMS.every((column) => {
    for (const stats of [total, old, now]) {
      const sums = stats[column];
      for (let id = 0; id < names; id++) if (!Number.isSafeInteger(sums[id])) return false;
    }
    return true;
  });
}

/** What lines behind a part have to tell: it had the least or longest call of a function, or its first. */
export interface Unknown {
  readonly extremes: readonly NameId[];
  readonly firstLines: readonly NameId[];
}

/**
 * Takes a part, lines [begin, end), out of the numbers and adds what it is now; lines behind it stand `moved` further on.
 * Gives what is not known by that.
 */
export function replaceStats(
  total: FunctionStats,
  { old, now, names }: StatsChange,
  begin: number,
  end: number,
  moved: number,
): Unknown {
  for (const column of [...COUNTS, ...SUMS]) {
    const [sums, before, after] = [total[column], old[column], now[column]];
    for (let id = 0; id < names; id++) {
      if (before[id] !== after[id]) sums[id]! += after[id]! - before[id]!;
    }
  }
  const extremes: NameId[] = [];
  const firstLines: NameId[] = [];
  for (let id = 0; id < names; id++) {
    const longer = now.minNs[id]! > old.minNs[id]! && old.minNs[id] === total.minNs[id];
    const shorter = now.maxNs[id]! < old.maxNs[id]! && old.maxNs[id] === total.maxNs[id];
    if (longer || shorter) extremes.push(id);
    if (now.minNs[id]! < total.minNs[id]!) total.minNs[id] = now.minNs[id]!;
    if (now.maxNs[id]! > total.maxNs[id]!) total.maxNs[id] = now.maxNs[id]!;
    const line = total.firstLine[id]!;
    const first = now.firstLine[id]!;
    if (line >= 0 && line < begin) continue;
    if (first >= 0) total.firstLine[id] = first;
    else if (line >= end) total.firstLine[id] = line + moved;
    else if (line >= 0) {
      total.firstLine[id] = -1;
      if (total.calls[id]! > 0) firstLines.push(id);
    }
  }
  return { extremes, firstLines };
}

/** Looks for the first calls and for the least and longest ones; first calls are on line `from` or behind it. */
export function findUnknown(
  total: FunctionStats,
  { extremes, firstLines }: Unknown,
  lines: EditableLines,
  from: number,
): void {
  const wanted = new Set(firstLines);
  for (let line = from; wanted.size > 0 && line < lines.length; line++) {
    const kind = lines.kind(line);
    if (kind !== LineKind.Entry && kind !== LineKind.Leaf) continue;
    const id = lines.name(line);
    if (wanted.delete(id)) total.firstLine[id] = line;
  }
  if (extremes.length === 0) return;
  const isWanted = new Uint8Array(Math.max(...extremes) + 1);
  for (const id of extremes) {
    isWanted[id] = 1;
    total.minNs[id] = Infinity;
    total.maxNs[id] = -Infinity;
  }
  for (let line = 0; line < lines.length; line++) {
    const kind = lines.kind(line);
    if (kind !== LineKind.Leaf && kind !== LineKind.Exit) continue;
    const id = lines.name(line);
    if (isWanted[id] !== 1) continue;
    const ns = lines.durationNs(line);
    if (ns < total.minNs[id]!) total.minNs[id] = ns;
    if (ns > total.maxNs[id]!) total.maxNs[id] = ns;
  }
}
