import type { EditableLines } from '../model/editableLines';
import { eachOpenCall } from '../model/lanes';
import { LineKind } from '../model/lineKind';
import type { LaneState, LineMap } from './laneState';
import type { Patch, SegmentLines } from './segmentLines';

/**
 * Whether two parts make the same of the lines before them, but for calls that end; else the first line that one of them
 * makes another of. What it was before is in no table.
 */
export function samePatches(old: readonly Patch[], now: readonly Patch[], of: LineMap): true | number {
  const [a, b] = [old, now].map((patches) => patches.filter(({ kind }) => kind !== 'exit'));
  const same =
    a!.length === b!.length &&
    a!.every(({ line, kind, value }, index) => {
      const other = b![index]!;
      return line === other.line && kind === other.kind && of(value) === other.value;
    });
  return same || Math.min(...[...a!, ...b!].map(({ line }) => line));
}

/**
 * What lines behind the part have made of its lines: what the table says, and the part when it ends did not. Undefined where
 * such a line is no more.
 */
export function laterPatches(lines: EditableLines, old: SegmentLines, of: LineMap): Patch[] | undefined {
  const patches: Patch[] = [];
  for (let row = 0; row < old.length; row++) {
    const line = old.first + row;
    const before = old.shape[row]! & 0xf;
    if (!hasCall(before)) continue;
    const kind = lines.kind(line);
    const count = patches.length;
    if (kind !== (before as LineKind)) patches.push({ line, kind: 'pair', value: lines.raw(line, 'name') });
    const value = before === LineKind.Entry ? lines.raw(line, 'value') : 0;
    if (before === LineKind.Entry && value !== old.value[row])
      patches.push({ line, kind: 'exit', value: value - 1 });
    const caller = before === LineKind.Exit ? 0 : lines.raw(line, 'caller');
    if (before !== LineKind.Exit && caller !== old.caller[row])
      patches.push({ line, kind: 'caller', value: caller });
    for (let index = count; index < patches.length; index++) {
      const patch = patches[index]!;
      const moved = { line: of(line), kind: patch.kind, value: of(patch.value) };
      if (moved.line < 0 || moved.value < -1) return undefined;
      patches[index] = moved;
    }
  }
  return patches;
}

function hasCall(kind: number): boolean {
  return (
    kind === LineKind.Entry ||
    kind === LineKind.Leaf ||
    kind === LineKind.Exit ||
    kind === LineKind.OrphanExit
  );
}

/** Puts the lines of a part in place of others. `open`: the lanes before it; `later`: what lines behind it make of its. */
export function spliceLines(
  lines: EditableLines,
  part: {
    readonly rows: SegmentLines;
    readonly old: SegmentLines;
    readonly later: readonly Patch[];
    readonly bytes: number;
    readonly movedFrom: number;
    readonly open: readonly LaneState[];
  },
): void {
  const { rows, old, later, bytes, movedFrom, open } = part;
  const end = old.first + old.length;
  const moved = rows.length - old.length;
  for (const { line, kind } of old.patches) if (kind === 'exit') lines.setRaw(line, 'value', 0);
  if (moved !== 0) {
    for (const { calls } of open)
      eachOpenCall(calls, (entry) => {
        const value = lines.raw(entry, 'value');
        if (value > end) lines.setRaw(entry, 'value', value + moved);
      });
  }
  lines.replace(old.first, end, rows, bytes, movedFrom);
  for (const { line, kind, value } of rows.patches)
    if (kind === 'exit') lines.setRaw(line, 'value', value + 1);
  for (const { line, kind, value } of later) {
    if (kind === 'exit') lines.setRaw(line, 'value', value + 1);
    else if (kind === 'caller') lines.setRaw(line, 'caller', value);
    else {
      lines.setKind(line, LineKind.Exit);
      lines.setRaw(line, 'name', value);
    }
  }
}
