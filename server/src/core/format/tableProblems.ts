import { visible } from './escape';
import { formatPlural } from './numbers';

/** What is wrong with a table that was given, in a sentence. */
export interface TableProblem {
  /** From 1; undefined where it is about no single line. */
  readonly line: number | undefined;
  readonly message: string;
}

/** So many bad rows are named, the others are counted. */
const NAMED = 5;
const MAX_SHOWN = 40;

/** Collects what is wrong with the rows of a table. */
export class TableProblems {
  private readonly named: TableProblem[] = [];
  private readonly general: TableProblem[] = [];
  private badRows = 0;

  /** A row is left out: `reason` says why, `line` where, from 1. */
  leaveOut(line: number, reason: string): void {
    this.badRows++;
    if (this.named.length < NAMED) this.named.push({ line, message: `${reason}; the row is left out` });
  }

  /** Something about the whole table. */
  add(message: string): void {
    this.general.push({ line: undefined, message });
  }

  /** All of it: the first bad rows, how many more there are, then the rest. */
  list(): TableProblem[] {
    const more = this.badRows - this.named.length;
    const rest = more > 0 ? [{ line: undefined, message: `${formatPlural(more, 'more row')} left out` }] : [];
    return [...this.named, ...rest, ...this.general];
  }
}

/** A cell for a message: escaped, in quotes, and not too long. */
export function quoteCell(text: string): string {
  const all = [...text];
  const shown = all.length > MAX_SHOWN ? `${all.slice(0, MAX_SHOWN).join('')}…` : text;
  return `"${visible(shown)}"`;
}
