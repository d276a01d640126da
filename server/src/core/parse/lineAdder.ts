import { isCallKind, LineKind } from '../model/lineKind';
import type { Lane } from '../model/lanes';
import { PIECE_OF_LAST, PIECE_OF_NEXT } from '../model/lineTable';
import type { NameId } from '../model/nameTable';
import { MAX_UNREAD_KEPT } from '../model/trace';
import { EQUALS, indexOf, skipSpaces } from '../text/ascii';
import { decode } from '../text/utf16';
import { hasInterruptFlag } from './interruptFlag';
import { Repair, type LineFields } from './lineFields';
import { isBareCall } from './lineJoiner';
import { timeNs } from './printedTime';
import { endsComment } from './readBody';
import type { TextSoFar } from './textSoFar';

/** Deepest nesting that is guessed from braces: the kernel's own stack of traced calls ends far below. */
const MAX_GUESSED_DEPTH = 255;
/** A comment that has not ended after so many bytes has lost its end: the kernel's longest message is a page. */
const MAX_COMMENT_BYTES = 8192;

/** Makes of a line that was read what a text has of it. `offset` is always the position of its first byte in the text. */
export class LineAdder {
  constructor(private readonly text: TextSoFar) {}

  /** Adds the line that the fast reader has just read; gives its lane. */
  addUsual(bytes: Uint8Array, offset: number): Lane {
    const { builder, clock, contextLines, evidence, functions, tracker, usual } = this.text;
    const name = usual.nameFrom < 0 ? -1 : functions.ofUsual(bytes, usual);
    const { cpu, durationNs, timeNs } = usual;
    this.text.commentBytes = 0;
    evidence.columnLines++;
    if (cpu >= 0 || durationNs === durationNs) evidence.strongLines++;
    const lane = tracker.laneOf(cpu, usual.pid, bytes, usual.commFrom, usual.commTo);
    clock.see(usual.kind, lane, usual.depth, cpu, timeNs, durationNs, builder.lineCount);
    this.addCall(usual.kind, lane, usual.depth, name, offset, durationNs);
    if (contextLines === undefined) return lane;
    if (usual.pid >= 0) tracker.noteComm(lane, bytes, usual.commFrom, usual.commTo);
    const inInterrupt = usual.layout.flagsBar >= 0 && hasInterruptFlag(bytes, usual.flagsFrom, usual.flagsTo);
    contextLines.setContext(cpu, timeNs, usual.depth, inInterrupt, name >= 0);
    return lane;
  }

  /** Adds a line as another reader has read it; gives the lane of a call. */
  addRead(f: LineFields, offset: number): Lane | undefined {
    const { text } = this;
    const { builder, evidence, notes, problems, tracker } = text;
    if (text.commentBytes > 0 && this.goesOnComment(f)) {
      this.addPlain(f, offset);
      return undefined;
    }
    if ((f.repairs & ~Repair.Wrap) !== 0 && f.kind !== LineKind.Blank) {
      problems.add('repairedLines', builder.lineCount);
    }
    if (isCallKind(f.kind)) return this.addOtherCall(f, offset);
    switch (f.kind) {
      case LineKind.Unread:
        this.countNuls(f.bytes, f.start, f.end);
        evidence.lookAt(f.bytes, f.start, f.end);
        this.addUnread(offset);
        return undefined;
      case LineKind.Comment:
        text.commentBytes = f.commentOpen ? MAX_COMMENT_BYTES : 0;
        break;
      case LineKind.Banner:
        tracker.switchTask(f.bytes, f);
        break;
      case LineKind.Lost:
        problems.add('lostEvents', builder.lineCount);
        tracker.loseEvents(f.bytes, f);
        break;
      case LineKind.Arrow:
        this.addArrow(f);
        break;
      case LineKind.Event:
        evidence.lookAt(f.bytes, f.start, f.end);
        break;
      case LineKind.Header:
        evidence.lookAt(f.bytes, f.start, f.end);
        this.readHeader(f);
        notes.seeText(f);
        break;
      case LineKind.Marker:
        if (indexOf(f.bytes, '[LINE TOO BIG]', f.start, f.end) >= 0) {
          problems.add('linesTooBig', builder.lineCount);
        }
        notes.seeText(f);
        break;
      default:
        break;
    }
    this.addPlain(f, offset);
    return undefined;
  }

  /** A message with newlines in it: print_graph_comment writes its text as it is. */
  private goesOnComment(f: LineFields): boolean {
    const { text } = this;
    const { evidence } = text;
    const header = f.kind === LineKind.Header && endsComment(f.bytes, f.start, f.end);
    const among = header || f.kind === LineKind.Unread || f.kind === LineKind.Blank;
    if (!among && !(isBareCall(f) && evidence.columnLines > 0)) return false;
    const over = endsComment(f.bytes, f.start, f.end);
    text.commentBytes = over ? 0 : Math.max(0, text.commentBytes - (f.end - f.start) - 1);
    f.kind = LineKind.Comment;
    return true;
  }

  private addArrow(f: LineFields): void {
    const { builder } = this.text;
    const lane = this.laneOf(f);
    if (f.bytes[f.body] === EQUALS) builder.interrupts.begin(lane);
    else builder.interrupts.end(lane);
  }

  private laneOf(f: LineFields): Lane {
    return this.text.tracker.laneOf(f.cpu, f.pid, f.bytes, f.commStart, f.commEnd);
  }

  private addOtherCall(f: LineFields, offset: number): Lane {
    const { text } = this;
    const { builder, clock, contextLines, evidence, functions, notes, problems, tracker, usual } = text;
    text.commentBytes = 0;
    if (f.bar >= 0 || f.cpu >= 0 || f.traceCmd) evidence.columnLines++;
    if (f.cpu >= 0 || f.durationStart >= 0 || f.traceCmd) evidence.strongLines++;
    notes.seeCall(f);
    const lane = this.laneOf(f);
    const name = f.nameStart < 0 ? -1 : functions.of(f);
    const depth = f.depth >= 0 ? f.depth : this.guessDepth(f.kind, lane);
    if (f.durationStart >= 0 && f.durationNs !== f.durationNs) {
      problems.add('impossibleDurations', builder.lineCount);
    }
    const time = timeNs(f);
    clock.see(f.kind, lane, depth, f.cpu, time, f.durationNs, builder.lineCount);
    usual.layout.learn(f);
    this.addCall(f.kind, lane, depth, name, offset, f.durationNs);
    text.onCall?.(builder.lineCount - 1, f);
    if (contextLines === undefined) return lane;
    if (f.pid >= 0) tracker.noteComm(lane, f.bytes, f.commStart, f.commEnd);
    const inInterrupt = f.flagsStart >= 0 && hasInterruptFlag(f.bytes, f.flagsStart, f.flagsEnd);
    contextLines.setContext(f.cpu, time, f.depth, inInterrupt, name >= 0);
    return lane;
  }

  /** Without an indentation that tells the depth, calls nest by their braces. */
  private guessDepth(kind: LineKind, lane: Lane): number {
    const { builder, problems } = this.text;
    problems.add('depthGuessed', builder.lineCount);
    // As it would have been printed: an interrupt may be a level off.
    const open = lane.stack.size - (lane.interrupt?.shift ?? 0);
    return kind === LineKind.Exit ? Math.max(open - 1, 0) : Math.max(0, Math.min(open, MAX_GUESSED_DEPTH));
  }

  /** A line that is no call. Its columns still say which task runs; a banner's name the one that goes. */
  private addPlain(f: LineFields, offset: number): void {
    const { builder, tracker } = this.text;
    if (f.kind === LineKind.Event) {
      // No switch is printed before an event of another task: what runs in the graph it does not say.
      const lane = tracker.lanes.findTask(f.pid, f.cpu);
      return builder.addPlain(f.kind, f.depth, lane?.id ?? -1, offset);
    }
    const known = f.cpu >= 0 || (f.pid >= 0 && f.kind !== LineKind.Banner);
    const pid = f.kind === LineKind.Banner ? -1 : f.pid;
    const lane = known ? tracker.laneOf(f.cpu, pid, f.bytes, f.commStart, f.commEnd).id : -1;
    builder.addPlain(f.kind, f.depth, lane, offset);
  }

  /** Adds a line that nobody could read. */
  addUnread(offset: number): void {
    const { builder, problems, unread } = this.text;
    const line = builder.lineCount;
    if (unread.length < MAX_UNREAD_KEPT) unread.push(line);
    this.text.unreadLines++;
    problems.add('unreadLines', line);
    builder.addPlain(LineKind.Unread, 0, -1, offset);
  }

  /** Counts zeros in [from, to). */
  countNuls(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) if (bytes[at] === 0) this.text.evidence.nulBytes++;
  }

  /** `# tracer: name` begins a text of its own: what was open before stays open for ever. */
  private readHeader(f: LineFields): void {
    const { builder, clock, evidence, problems, tracker, usual } = this.text;
    if (indexOf(f.bytes, 'FUNCTION TRACING IS CORRUPTED', f.start, f.end) >= 0) {
      problems.add('corrupted', builder.lineCount);
    }
    const at = indexOf(f.bytes, 'tracer: ', f.start, Math.min(f.end, f.start + 40));
    if (at < 0) return;
    evidence.tracer ??= /^\S*/.exec(decode(f.bytes, skipSpaces(f.bytes, at + 8, f.end), f.end))![0];
    if (this.text.texts++ > 0) problems.add('severalTraces', builder.lineCount);
    tracker.endText();
    clock.endText();
    usual.layout.known = false;
  }

  private addCall(kind: LineKind, lane: Lane, depth: number, name: NameId, offset: number, ns: number): void {
    const { builder } = this.text;
    if (kind === LineKind.Entry) builder.addEntry(lane, depth, name, offset);
    else if (kind === LineKind.Leaf) builder.addLeaf(lane, depth, name, offset, ns);
    else builder.addExit(lane, depth, name, offset, ns);
  }

  /** Adds a line that is a piece of the one behind it, or of the one before. */
  addPiece(ofNext: boolean, offset: number): void {
    this.text.builder.addPlain(LineKind.Piece, ofNext ? PIECE_OF_NEXT : PIECE_OF_LAST, -1, offset);
  }
}
