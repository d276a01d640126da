import { LineKind } from '../model/lineKind';

/**
 * The fields of one line, as positions (bytes from the beginning of the array that was read) and values. A position
 * of -1 means that the line does not have the field. One object is used again for every line: it holds no text.
 */
export class LineFields {
  kind: LineKind = LineKind.Blank;
  /** First byte of the line, and the byte behind its last (without CR and LF). */
  start = 0;
  end = 0;
  /** Nesting, 0 for a top-level call; -1 where the indentation does not tell. */
  depth = -1;

  /** `123.456789`, funcgraph-abstime. */
  timeStart = -1;
  timeEnd = -1;
  /** `123 us`, the time since the buffer's start that latency tracers print. */
  relativeStart = -1;
  relativeEnd = -1;
  cpuStart = -1;
  cpuEnd = -1;
  /** -1 where no cpu is printed. */
  cpu = -1;
  /** comm [commStart, commEnd), then `-`, then pid [pidStart, pidEnd). */
  commStart = -1;
  commEnd = -1;
  pidStart = -1;
  pidEnd = -1;
  pid = -1;
  flagsStart = -1;
  flagsEnd = -1;
  /** Position of `+ ! # * @ $`. */
  mark = -1;
  durationStart = -1;
  durationEnd = -1;
  /** Nanoseconds as printed; NaN where there is none. */
  durationNs = NaN;

  /** The bars that end a column, and the `)` of the cpu. */
  timeBar = -1;
  cpuParen = -1;
  taskBar = -1;
  flagsBar = -1;
  bar = -1;

  /** First byte of the body, behind the indentation. */
  body = -1;
  nameStart = -1;
  nameEnd = -1;
  /** `ext4` of `[ext4]`. */
  moduleStart = -1;
  moduleEnd = -1;
  /** Between the parentheses. */
  argsStart = -1;
  argsEnd = -1;
  /** The text within a trailing comment: return value, return address. */
  noteStart = -1;
  noteEnd = -1;
  /** A comment whose end is not on this line. */
  commentOpen = false;

  /** On a banner: the task that comes; `comm`/`pid` is the one that goes. */
  nextCommStart = -1;
  nextCommEnd = -1;
  nextPidEnd = -1;
  nextPid = -1;

  reset(start: number, end: number): void {
    this.kind = LineKind.Unread;
    this.start = start;
    this.end = end;
    this.depth = -1;
    this.timeStart = this.timeEnd = -1;
    this.relativeStart = this.relativeEnd = -1;
    this.cpuStart = this.cpuEnd = -1;
    this.cpu = -1;
    this.commStart = this.commEnd = -1;
    this.pidStart = this.pidEnd = -1;
    this.pid = -1;
    this.flagsStart = this.flagsEnd = -1;
    this.mark = -1;
    this.durationStart = this.durationEnd = -1;
    this.durationNs = NaN;
    this.timeBar = this.cpuParen = this.taskBar = this.flagsBar = this.bar = -1;
    this.body = -1;
    this.nameStart = this.nameEnd = -1;
    this.moduleStart = this.moduleEnd = -1;
    this.argsStart = this.argsEnd = -1;
    this.noteStart = this.noteEnd = -1;
    this.commentOpen = false;
    this.nextCommStart = this.nextCommEnd = this.nextPidEnd = -1;
    this.nextPid = -1;
  }
}
