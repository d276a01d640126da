import { isCallKind, LineKind } from '../model/lineKind';
import type { LineFields } from './lineFields';
import { LineReader, type Piece } from './lineReader';

/** Longer lines are no pieces of others: mail wraps at 80, a task's name is short. */
const MAX_HELD_BYTES = 1024;
/** A line is cut into three at most: twice the width that mail wraps at. */
const MAX_PIECES = 3;

/** What becomes of the lines, and what the joiner has to know of those before them. */
export interface LineSink {
  /** Number of call lines with columns so far. */
  readonly columnLines: () => number;
  /** Whether a comment of several lines has begun and not ended. */
  readonly inComment: () => boolean;
  /** Takes a line as it was read; `offset` is the position of its first byte in the text. */
  readonly add: (f: LineFields, offset: number) => void;
  /** Takes a line that is a piece of the one behind it, or of the one before. */
  readonly addPiece: (ofNext: boolean, offset: number) => void;
  /** So many lines before this were one. */
  readonly joined: (lines: number) => void;
}

/** A line that is held, and where it stands in the text. */
interface HeldLine extends Piece {
  readonly offset: number;
}

/**
 * Reads lines that are not the usual ones, and holds those that say what they are only together with the next: lines cut
 * in two, and calls without any column.
 */
export class LineJoiner {
  private readonly reader = new LineReader();
  /** What is held, in order; the bytes are copies. */
  private held: readonly HeldLine[] = [];
  /** The first of them has the columns of a call, but not its end. */
  private cut = false;
  /** Calls without any column come in runs: number of column lines before the run that goes on; -1 without one. */
  private bareRun = -1;

  constructor(private readonly sink: LineSink) {}

  /** Whether a line is held that the next may complete. */
  get holds(): boolean {
    return this.held.length > 0;
  }

  /** Whether a run of calls without any column goes on: only that matters of those before, as long as none is held. */
  get isInRun(): boolean {
    return this.bareRun === this.sink.columnLines();
  }

  set isInRun(goesOn: boolean) {
    this.bareRun = goesOn ? this.sink.columnLines() : -1;
  }

  /** Takes the line [at, end) of `bytes`, whose first byte is at `offset` of the text. */
  take(bytes: Uint8Array, at: number, end: number, offset: number): void {
    if (this.held.length > 0) {
      if (this.complete(bytes, at, end, offset)) return;
      this.release(this.reader.read(bytes, at, end));
    }
    const f = this.reader.read(bytes, at, end);
    if (!this.mayGoOn(f, end - at)) return this.sink.add(f, offset);
    this.cut = f.cut;
    this.hold(bytes, at, end, offset);
  }

  /** Takes what is held line by line, since the next line does not complete it; undefined is the end of the text. */
  release(next?: LineFields): void {
    const pieces = this.held;
    if (pieces.length === 0) return;
    this.held = [];
    const columnLines = this.sink.columnLines();
    const alike = next !== undefined && (isBareCall(next) || isBareMark(next));
    const columnsFollow = next !== undefined && !alike && isCallKind(next.kind);
    for (const { bytes, start, end, offset } of pieces) {
      const f = this.reader.read(bytes, start, end);
      // `name()` without its brace or semicolon.
      if (f.bare && next !== undefined && (f.cpu >= 0 || f.traceCmd)) f.kind = bareKind(f);
      // Without any column a line is a call among others like it: in a trace with columns it is somebody's remark.
      else if (isBareCall(f)) {
        if (alike || (columnLines === 0 && !columnsFollow)) this.bareRun = columnLines;
        else f.kind = LineKind.Unread;
      }
      this.sink.add(f, offset);
    }
  }

  /** Whether the line may be a piece of one that the next completes, or says what it is only together with the next. */
  private mayGoOn(f: LineFields, length: number): boolean {
    if (this.sink.inComment() || length > MAX_HELD_BYTES) return false;
    const unread = f.kind === LineKind.Unread || f.cut;
    return unread || (isBareCall(f) && this.bareRun !== this.sink.columnLines());
  }

  /** Takes the line together with what is held, where they are one line. */
  private complete(bytes: Uint8Array, at: number, end: number, offset: number): boolean {
    const { reader, sink } = this;
    const { kind, cut, traceCmd, cpu, timeStart } = reader.read(bytes, at, end);
    // A line with columns of its own is a line of its own.
    if (end - at > MAX_HELD_BYTES || traceCmd || cpu >= 0 || timeStart >= 0) return false;
    if (kind === LineKind.Blank || (kind !== LineKind.Unread && !this.cut)) return false;
    const body = reader.readJoined([...this.held, { bytes, start: at, end }]);
    if (body >= 0) {
      const pieces = [...this.held, { offset }];
      this.held = [];
      pieces.forEach((piece, index) => {
        if (index === body) sink.add(reader.fields, piece.offset);
        else sink.addPiece(index < body, piece.offset);
      });
      sink.joined(pieces.length);
      return true;
    }
    if (kind !== LineKind.Unread || cut || !this.cut || this.held.length >= MAX_PIECES - 1) return false;
    this.hold(bytes, at, end, offset);
    return true;
  }

  private hold(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const copy = bytes.slice(start, end);
    this.held = [...this.held, { bytes: copy, start: 0, end: copy.length, offset }];
  }
}

/** What `name()` is: only a leaf has a duration. */
function bareKind(f: LineFields): LineKind {
  return f.durationStart >= 0 ? LineKind.Leaf : LineKind.Entry;
}

/** A call without any column: a body, as with all columns switched off. */
export function isBareCall(f: LineFields): boolean {
  if (!isCallKind(f.kind) || f.traceCmd) return false;
  return f.cpu < 0 && f.bar < 0 && f.timeStart < 0 && f.pid < 0 && f.flagsStart < 0;
}

/** An arrow or a comment without any column, which stand among such calls. */
function isBareMark(f: LineFields): boolean {
  return (f.kind === LineKind.Arrow || f.kind === LineKind.Comment) && f.cpu < 0 && f.bar < 0 && f.pid < 0;
}
