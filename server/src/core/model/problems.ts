/**
 * What a reader of a trace should know before trusting its numbers. Each is found while parsing; how to say it is
 * present/problems.ts.
 */
export type ProblemCode =
  /** `[LOST n EVENTS]`. */
  | 'lostEvents'
  /** Exits whose entries are not in the text. */
  | 'lostEntries'
  /** Entries whose exits are not in the text, although the text goes on behind them. */
  | 'lostExits'
  /** Calls that are open when the text ends. */
  | 'openCalls'
  /** Only exits: tracing_thresh. */
  | 'exitsOnly'
  /** A line is deeper by more than one than what is open. */
  | 'depthJumps'
  /** The callees took longer than their caller. */
  | 'longCallees'
  /** Durations that no clock can have measured. */
  | 'impossibleDurations'
  /** Nothing tells the tasks apart. */
  | 'mixedTasks'
  /** Lines of several cpus, and no column that says which. */
  | 'mixedCpus'
  /** The time column counts something else than time. */
  | 'clockNotTime'
  /** Time goes back from one line to the next of the same cpu. */
  | 'timeBackwards'
  /** Calls within interrupts. */
  | 'interrupts'
  /** The depth is guessed from braces. */
  | 'depthGuessed'
  /** Indentation by more than two blanks. */
  | 'wideIndentation'
  /** Functions are addresses. */
  | 'addresses'
  /** Prefixes or characters were undone. */
  | 'repairedLines'
  /** Lines cut in two were joined. */
  | 'wrappedLines'
  /** `[LINE TOO BIG]`. */
  | 'linesTooBig'
  /** The kernel says that the trace is corrupted. */
  | 'corrupted'
  /** Several traces one behind the other. */
  | 'severalTraces'
  /** Lines that are not understood. */
  | 'unreadLines';

/** One problem of a trace: how often, and where first. */
export interface Problem {
  readonly code: ProblemCode;
  readonly count: number;
  /** Line, from 0; -1 where it is not a matter of a line. */
  readonly firstLine: number;
}

interface Counted {
  count: number;
  firstLine: number;
  /** Lines behind the first, for what is taken back. */
  next: number[];
}

/** So many exits may find their entries later than they are read. */
const MAX_NEXT_LINES = 256;

/** Counts problems by code. */
export class ProblemLog {
  private readonly byCode = new Map<ProblemCode, Counted>();

  /** The same counts, which can go on differently. */
  copy(): ProblemLog {
    const copy = new ProblemLog();
    for (const [code, counted] of this.byCode) copy.byCode.set(code, { ...counted, next: [...counted.next] });
    return copy;
  }

  /** Counts `count` more of a problem, the first of them on `line` (from 0; -1: on no line). */
  add(code: ProblemCode, line: number, count = 1): void {
    if (count === 0) return;
    const known = this.byCode.get(code);
    if (known === undefined) this.byCode.set(code, { count, firstLine: line, next: [] });
    else {
      known.count += count;
      if (known.next.length < MAX_NEXT_LINES) known.next.push(line);
    }
  }

  /** Takes back one of a problem: that of `line` was none. */
  remove(code: ProblemCode, line: number): void {
    const known = this.byCode.get(code)!;
    if (--known.count === 0) this.byCode.delete(code);
    else if (known.firstLine === line) known.firstLine = known.next.shift() ?? -1;
    else known.next = known.next.filter((next) => next !== line);
  }

  /** How often the problem was met. */
  count(code: ProblemCode): number {
    return this.byCode.get(code)?.count ?? 0;
  }

  /** All problems, by the line on which they appear first; those of one line by code. */
  list(): Problem[] {
    return [...this.byCode]
      .map(([code, { count, firstLine }]) => ({ code, count, firstLine }))
      .sort((a, b) => a.firstLine - b.firstLine || (a.code < b.code ? -1 : 1));
  }
}
