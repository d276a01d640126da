import { LineKind } from '../model/lineKind';

/** What had to be undone to read a line: bits of LineFields.repairs. */
export const Repair = {
  /** Quoting, printk's or syslog's prefix, comment or diff marks, line numbers before the columns. */
  Prefix: 1,
  /** Tabs, terminal escapes, no-break spaces, HTML entities, quoted-printable, NUL bytes within it. */
  Characters: 2,
  /** The line was cut in two. */
  Wrap: 4,
} as const;

const NO_BYTES = new Uint8Array(0);

/**
 * The fields of one line, as positions (in `bytes`) and values. A position of -1 means that the line does not have the
 * field. One object is used again for every line: it holds no text.
 */
export class LineFields {
  kind: LineKind = LineKind.Blank;
  /** What the positions are positions of: the text, or what was made of a damaged line. */
  bytes: Uint8Array = NO_BYTES;
  /** Where each byte of a repaired line stands in the text; undefined where `bytes` is the text. */
  origin: Int32Array | undefined;
  /** Bits of Repair. */
  repairs = 0;
  /** The line as it stands in the text, where `bytes` is the text. */
  lineStart = 0;
  lineEnd = 0;
  /** Lines before and behind that are pieces of this one. */
  piecesBefore = 0;
  piecesBehind = 0;
  /** First byte of the line, and the byte behind its last (without CR and LF). */
  start = 0;
  end = 0;
  /** Its columns are those of a call, but it ends before the body, or a comment behind it, does. */
  cut = false;
  /** The same, where just `{` or `;` is missing behind `name()`. */
  bare = false;
  /** The line is an event of `trace-cmd report`. */
  traceCmd = false;
  /** trace-cmd's `(3)` behind the body. */
  depthPrinted = false;
  /** It is a record without a drawing: `trace-cmd report -R` or `-N`. */
  record = false;
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
  /** Nothing ends the flags: kernels before 5.1, without a duration. */
  barless = false;
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
  /** The return value: `-22` of `/* name ret=-22 *\/`, `/* = -22 *\/` (6.5 to 6.12) or trace-cmd's `(ret=-22)`. */
  retStart = -1;
  retEnd = -1;
  /** The return address, `caller+0x1b/0x60` (funcgraph-retaddr, 6.13+). */
  retaddrStart = -1;
  retaddrEnd = -1;
  /** A comment whose end is not on this line. */
  commentOpen = false;

  /** On a banner: the task that comes; `comm`/`pid` is the one that goes. */
  nextCommStart = -1;
  nextCommEnd = -1;
  nextPidEnd = -1;
  nextPid = -1;

  /** Forgets everything: the line is bytes[start .. end). */
  reset(bytes: Uint8Array, start: number, end: number): void {
    this.kind = LineKind.Unread;
    this.bytes = bytes;
    this.origin = undefined;
    this.repairs = 0;
    this.piecesBefore = this.piecesBehind = 0;
    this.cut = this.bare = this.traceCmd = this.record = this.depthPrinted = false;
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
    this.barless = false;
    this.mark = -1;
    this.durationStart = this.durationEnd = -1;
    this.durationNs = NaN;
    this.timeBar = this.cpuParen = this.taskBar = this.flagsBar = this.bar = -1;
    this.body = -1;
    this.nameStart = this.nameEnd = -1;
    this.moduleStart = this.moduleEnd = -1;
    this.argsStart = this.argsEnd = -1;
    this.retStart = this.retEnd = -1;
    this.retaddrStart = this.retaddrEnd = -1;
    this.commentOpen = false;
    this.nextCommStart = this.nextCommEnd = this.nextPidEnd = -1;
    this.nextPid = -1;
  }
}
