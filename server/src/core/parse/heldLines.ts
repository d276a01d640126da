import type { Piece } from './lineReader';

/** A line that is held, and where it stands in the text. */
export interface HeldLine extends Piece {
  readonly offset: number;
}

/** Lines that may be one line with the next, kept until that has come. */
export class HeldLines {
  /** What is held, in order; the bytes are copies. */
  pieces: readonly HeldLine[] = [];
  /** The first of them has the columns of a call, but not its end. */
  cut = false;

  /** How many lines are held. */
  get length(): number {
    return this.pieces.length;
  }

  /** Keeps the line bytes[start .. end), whose first byte is at `offset` of the text. */
  add(bytes: Uint8Array, start: number, end: number, offset: number, cut: boolean): void {
    const copy = bytes.slice(start, end);
    if (this.pieces.length === 0) this.cut = cut;
    this.pieces = [...this.pieces, { bytes: copy, start: 0, end: copy.length, offset }];
  }

  /** Gives what is held, and holds nothing. */
  take(): readonly HeldLine[] {
    const { pieces } = this;
    this.pieces = [];
    return pieces;
  }
}
