import { ProblemLog, type ProblemCode } from '../model/problems';
import type { LineMap } from './laneState';

/** What a part of a text adds to the problems of the whole. */
export interface SegmentProblems {
  /** How often, and the line that was told first, by code. */
  readonly counted: Map<ProblemCode, { count: number; firstLine: number }>;
  /** Lines of lost entries, which may be found later: n where one was added, -2 - n where it was taken back. */
  readonly lostEntries: number[];
}

/** Counts problems part by part. Those of addresses are left out: they are a matter of where a name stands first. */
export class SegmentProblemLog extends ProblemLog {
  private part: SegmentProblems = { counted: new Map(), lostEntries: [] };

  override add(code: ProblemCode, line: number, count = 1): void {
    if (count === 0 || code === 'addresses') return;
    if (code === 'lostEntries') {
      this.part.lostEntries.push(line);
      return;
    }
    const known = this.part.counted.get(code);
    if (known === undefined) this.part.counted.set(code, { count, firstLine: line });
    else known.count += count;
  }

  override remove(_code: 'lostEntries', line: number): void {
    this.part.lostEntries.push(-2 - line);
  }

  /** What was added since this was asked last. */
  take(): SegmentProblems {
    const { part } = this;
    this.part = { counted: new Map(), lostEntries: [] };
    return part;
  }
}

/** The problems of all parts, as one parser would have counted them. */
export function addProblems(parts: Iterable<SegmentProblems>, log: ProblemLog): void {
  for (const { counted, lostEntries } of parts) {
    if (counted.size > 0) counted.forEach(({ count, firstLine }, code) => log.add(code, firstLine, count));
    for (const line of lostEntries) {
      if (line >= 0) log.add('lostEntries', line);
      else log.remove('lostEntries', -2 - line);
    }
  }
}

/** Puts the lines after an edit in place of those before it. */
export function moveProblems({ counted, lostEntries }: SegmentProblems, of: LineMap): void {
  if (counted.size > 0) counted.forEach((problem) => (problem.firstLine = of(problem.firstLine)));
  for (let index = 0; index < lostEntries.length; index++) {
    const line = lostEntries[index]!;
    lostEntries[index] = line >= 0 ? of(line) : -2 - of(-2 - line);
  }
}
