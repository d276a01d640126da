import type { LineFields } from './lineFields';

/**
 * Where the columns of the last completely read line stood, from its first byte. Lines of one file share their prefix,
 * so the fast reader tries these places first; -1 is a column that is not there.
 */
export class Layout {
  /** False until a line was read that the fast reader could read, too. */
  known = false;
  timeBar = -1;
  cpuParen = -1;
  taskBar = -1;
  flagsBar = -1;
  bar = -1;

  /** Takes over the columns of a call line. Without the bar of the duration column there is nothing to predict. */
  learn(f: LineFields): void {
    if (f.bar < 0 || f.relativeStart >= 0 || f.origin !== undefined) return;
    // trace-cmd's prefix, and flags without a bar (before 5.1), are left to the plain reader.
    if (f.traceCmd || (f.timeStart >= 0 && f.timeBar < 0)) return;
    if (f.flagsStart >= 0 && f.flagsBar < 0) return;
    const from = f.start;
    this.known = true;
    this.timeBar = f.timeBar < 0 ? -1 : f.timeBar - from;
    this.cpuParen = f.cpuParen < 0 ? -1 : f.cpuParen - from;
    this.taskBar = f.taskBar < 0 ? -1 : f.taskBar - from;
    this.flagsBar = f.flagsBar < 0 ? -1 : f.flagsBar - from;
    this.bar = f.bar - from;
  }

  /** The same columns, to be taken up again by `load`. */
  save(): SavedLayout {
    const { known, timeBar, cpuParen, taskBar, flagsBar, bar } = this;
    return [known ? 1 : 0, timeBar, cpuParen, taskBar, flagsBar, bar];
  }

  /** Goes on with columns that were saved. */
  load([known, timeBar, cpuParen, taskBar, flagsBar, bar]: SavedLayout): void {
    Object.assign(this, { known: known === 1, timeBar, cpuParen, taskBar, flagsBar, bar });
  }
}

/** Columns at one place of the text: 1 where they are known, then as Layout has them. */
export type SavedLayout = readonly [number, number, number, number, number, number];
