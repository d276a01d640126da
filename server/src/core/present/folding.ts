import { unclosedExtents } from '../analyse/calls';
import type { LineTable } from '../model/lineTable';
import { LineKind } from '../model/lineKind';

/** Lines [start, end] that fold into `start`; both from 0. */
export interface Fold {
  readonly start: number;
  readonly end: number;
}

/**
 * A fold for each call that has lines between its entry and its exit; the exit stays visible, as it holds the duration.
 * Calls of different tasks cross each other in the text, but editors show only folds that nest: one that reaches beyond
 * the fold it begins in ends with that. Above `limit` the innermost calls are left out.
 */
export function folds(lines: LineTable, limit: number): Fold[] {
  const open = unclosedExtents(lines);
  const all: { start: number; end: number; level: number }[] = [];
  const outer: number[] = [];
  const countOfLevel: number[] = [];
  for (let line = 0; line < lines.length; line++) {
    if (lines.kind(line) !== LineKind.Entry) continue;
    const exit = lines.exitLine(line);
    while (outer.length > 0 && outer[outer.length - 1]! < line) outer.pop();
    let end = exit >= 0 ? exit - 1 : open.get(line)!;
    if (outer.length > 0) end = Math.min(end, outer[outer.length - 1]!);
    if (end <= line) continue;
    const level = outer.push(end) - 1;
    countOfLevel[level] = (countOfLevel[level] ?? 0) + 1;
    all.push({ start: line, end, level });
  }
  let levels = 0;
  for (let sum = 0; levels < countOfLevel.length; levels++) {
    sum += countOfLevel[levels]!;
    if (sum > limit) break;
  }
  const kept =
    all.length <= limit ? all : all.filter((fold) => fold.level < Math.max(levels, 1)).slice(0, limit);
  return kept.map(({ start, end }) => ({ start, end }));
}
