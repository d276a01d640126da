/**
 * Reads lines as they come: as they were printed, or, where that gives nothing, with what has been done to them since
 * undone. What is undone is a matter of one line (or of two that were one), so that reading a line again gives the same.
 */
import { AMPERSAND, EQUALS, GREATER, TAB, indexOf, SPACE, trimEnd } from '../text/ascii';
import { isCallKind, LineKind } from '../model/lineKind';
import { CleanText } from './cleanText';
import { LineFields, Repair } from './lineFields';
import { behindPrefix } from './outerPrefix';
import { readLine } from './readLine';

/** Longer lines are read as they are: no damage makes lines this long. */
const MAX_REPAIRED_BYTES = 8192;
/** Quoting of quoting of quoting. */
const MAX_PREFIXES = 8;

/** A piece of a line: bytes [start, end) without the newline. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export class LineReader {
  /** The line that was read last. */
  readonly fields = new LineFields();
  private readonly clean = new CleanText();

  /** Reads the line [start, end) of `bytes`; `end` is the position of its newline. */
  read(bytes: Uint8Array, start: number, end: number): LineFields {
    const f = this.fields;
    readLine(bytes, start, end, f);
    f.lineStart = f.start;
    f.lineEnd = f.end;
    if (needsRepair(f) && end - start <= MAX_REPAIRED_BYTES) this.repair(bytes, start, f.end);
    return f;
  }

  /**
   * Reads pieces that follow each other as the one line they were: a call, a comment, an arrow or a banner that none of
   * them is alone. Gives the index of the piece in which its body begins, -1 where they are no such line.
   */
  readJoined(pieces: readonly Piece[]): number {
    const { clean, fields: f } = this;
    const begins: number[] = [];
    clean.clear();
    for (const { bytes, start, end } of pieces) {
      begins.push(clean.length);
      let from = start;
      if (clean.length > 0) {
        // Quoted-printable ends a line that goes on with `=`; all others broke it at a blank.
        if (clean.bytes[clean.length - 1] === EQUALS) clean.pop();
        else {
          from = behindQuotes(bytes, start, end);
          clean.push(SPACE, start);
        }
      }
      clean.append(bytes, from, end > start && bytes[end - 1] === 0x0d ? end - 1 : end);
    }
    const { lineStart, lineEnd } = f;
    if (!this.readClean(Repair.Wrap) || !isWhole(f)) return -1;
    f.lineStart = lineStart;
    f.lineEnd = lineEnd;
    return Math.max(
      0,
      begins.findLastIndex((begin) => begin <= f.body),
    );
  }

  /** Reads the line again, cleaned and without its prefixes; leaves it as it is where that gives nothing better. */
  private repair(bytes: Uint8Array, start: number, end: number): void {
    const { clean, fields: f } = this;
    const { kind, lineStart, lineEnd } = f;
    clean.clear();
    const changed = clean.append(bytes, start, end);
    if (!this.readClean(changed ? Repair.Characters : 0)) {
      const cut = f.cut;
      readLine(bytes, start, end, f);
      f.cut ||= cut && kind === LineKind.Unread;
    }
    f.lineStart = lineStart;
    f.lineEnd = lineEnd;
  }

  /** Reads the clean text, with one prefix less at a time. `repairs` says what made it; nothing: it is the line itself. */
  private readClean(repairs: number): boolean {
    const { clean, fields: f } = this;
    // The line itself may be a header: what is behind its `#` may be more.
    let header = repairs === 0 && f.kind === LineKind.Header ? 0 : -1;
    let cut = false;
    let prefixed = 0;
    for (let at = 0, layer = 0; at >= 0 && layer <= MAX_PREFIXES; layer++) {
      if (layer > 0 || repairs !== 0) {
        readLine(clean.bytes, at, clean.length, f);
        if (f.kind === LineKind.Header) header = header < 0 ? at : header;
        else if (header >= 0 ? hasColumns(f) : isAcceptable(f, layer > 0))
          return this.took(repairs | prefixed);
        cut ||= f.cut;
      }
      prefixed = Repair.Prefix;
      at = behindPrefix(clean.bytes, at, clean.length);
    }
    if (header >= 0) {
      readLine(clean.bytes, header, clean.length, f);
      return this.took(header > 0 ? repairs | Repair.Prefix : repairs);
    }
    f.cut = cut;
    return false;
  }

  private took(repairs: number): boolean {
    const { clean, fields: f } = this;
    f.origin = clean.origin;
    f.repairs = repairs;
    return true;
  }
}

/** Whether the line as it stands is none of a trace, or one with something in it that no tracer prints. */
function needsRepair(f: LineFields): boolean {
  const { bytes, kind } = f;
  if (kind === LineKind.Unread || kind === LineKind.Header) return true;
  if (!isCallKind(kind)) return false;
  for (let at = f.start; at < f.end; at++) if (bytes[at]! >= 0x80 || bytes[at] === AMPERSAND) return true;
  return (
    (f.commStart >= 0 && isOddComm(bytes, f.commStart)) ||
    (f.argsStart >= 0 && indexOf(bytes, '=3D', f.argsStart, f.argsEnd) >= 0) ||
    (f.retStart >= 0 && bytes[f.retStart] === 0x33 && bytes[f.retStart + 1] === 0x44)
  );
}

/** Whether a name begins with a NUL, with a tab, or with the quoting of a mail. */
export function isOddComm(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0 || bytes[at] === TAB || (bytes[at] === GREATER && bytes[at + 1] === SPACE);
}

/** Whether what was found is a line of a trace; behind a prefix that needs columns, since code has braces, too. */
function isAcceptable(f: LineFields, prefixed: boolean): boolean {
  switch (f.kind) {
    case LineKind.Unread:
      return f.bare && (f.cpu >= 0 || f.traceCmd);
    case LineKind.Header:
      return false;
    case LineKind.Entry:
    case LineKind.Leaf:
    case LineKind.Exit:
    case LineKind.Comment:
      return !prefixed || f.cpu >= 0 || f.bar >= 0 || f.traceCmd;
    default:
      return true;
  }
}

/** Whether a line behind `#` is one of a trace that somebody commented out, and not the text of a header. */
function hasColumns(f: LineFields): boolean {
  if (f.kind === LineKind.Lost) return true;
  return f.kind !== LineKind.Unread && (f.cpu >= 0 || f.traceCmd);
}

/** Whether joined pieces make one line: something that has its own columns. */
function isWhole(f: LineFields): boolean {
  return (
    (isCallKind(f.kind) ||
      f.kind === LineKind.Comment ||
      f.kind === LineKind.Arrow ||
      f.kind === LineKind.Banner) &&
    (f.cpu >= 0 || f.traceCmd || f.timeStart >= 0 || f.durationStart >= 0 || f.pid >= 0)
  );
}

/** The position behind the quoting of a line that continues another. */
function behindQuotes(bytes: Uint8Array, at: number, end: number): number {
  let from = at;
  for (; at < end && (bytes[at] === SPACE || bytes[at] === GREATER); at++)
    if (bytes[at] === GREATER) from = at + 1;
  return from === at ? from : Math.min(at, trimEnd(bytes, at, end));
}
