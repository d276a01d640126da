import type { EditableLines } from '../model/editableLines';
import { LineKind } from '../model/lineKind';
import { MAX_UNREAD_KEPT } from '../model/trace';
import type { LineMap } from './laneState';
import type { LineSets } from './parserState';

/** Lines [begin, end) were replaced, and those behind them are `of` others now. */
export interface SetChange {
  readonly begin: number;
  readonly end: number;
  readonly moved: number;
  readonly of: LineMap;
  /** As they are now. */
  readonly lines: EditableLines;
  /** How many lines could not be read before. */
  readonly unreadLines: number;
}

/** The sets of a text after an edit: with `now` in place of `old`, which the replaced part had. */
export function replaceSets(sets: LineSets, old: LineSets, now: LineSets, change: SetChange): LineSets {
  return {
    moved: replaced(sets.moved, old.moved, now.moved, change),
    strays: replaced(sets.strays, old.strays, now.strays, change),
    unnamed: replaced(sets.unnamed, old.unnamed, now.unnamed, change),
    unread: replacedUnread(sets.unread, now.unread, change),
  };
}

function replaced(
  all: Set<number>,
  old: Set<number>,
  now: Set<number>,
  { moved, of }: SetChange,
): Set<number> {
  for (const line of old) all.delete(line);
  const kept = moved === 0 ? all : new Set(Array.from(all, of));
  for (const line of now) kept.add(line);
  return kept;
}

function replacedUnread(unread: readonly number[], now: readonly number[], change: SetChange): number[] {
  const { begin, end, lines, moved, unreadLines } = change;
  const list = [...unread.filter((line) => line < begin), ...now];
  if (unreadLines <= unread.length) {
    for (const line of unread) if (line >= end) list.push(line + moved);
  } else {
    for (let line = end + moved; line < lines.length && list.length < MAX_UNREAD_KEPT; line++)
      if (lines.kind(line) === LineKind.Unread) list.push(line);
  }
  return list.slice(0, MAX_UNREAD_KEPT);
}
