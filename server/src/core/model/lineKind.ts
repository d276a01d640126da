/** What one line is. Values are stored in 4 bits of a line's record, so there can be 16. */
export const LineKind = {
  /** Only white space. */
  Blank: 0,
  /** `# …`: file header, column header. */
  Header: 1,
  /** `name() {` */
  Entry: 2,
  /** `name();`: entry and exit of a call on one line. */
  Leaf: 3,
  /** `}` or `} /* name *\/` that closes an entry of this text. */
  Exit: 4,
  /** The same without its entry in the text: the call is known, its entry is not. */
  OrphanExit: 5,
  /** An event printed as a C comment, or a line that continues one. */
  Comment: 6,
  /** `==========>` or `<==========`, around an interrupt. */
  Arrow: 7,
  /** The ruler of dashes around a context switch. */
  Rule: 8,
  /** `0)  bash-1  =>  sh-2` between two rulers. */
  Banner: 9,
  /** `CPU:0 [LOST 3 EVENTS]` */
  Lost: 10,
  /** `[LINE TOO BIG]`, `##### CPU 1 buffer started ####`, ` (Overruns: 0)`. */
  Marker: 11,
  /** ` => name` of a stack trace. */
  Stack: 12,
  /** An ordinary event between the lines of the graph. */
  Event: 13,
  /** Not understood. Counted, kept, without effect on what follows. */
  Unread: 14,
  /** A piece of the line before or behind it, which a mail program or a newline in a task's name has cut in two. */
  Piece: 15,
} as const;
export type LineKind = (typeof LineKind)[keyof typeof LineKind];

/** Whether a line of this kind is one of a call's own lines: entry, leaf, exit. */
export function isCallKind(kind: LineKind): boolean {
  return kind >= LineKind.Entry && kind <= LineKind.OrphanExit;
}
