/**
 * What a careful reader finds in the texts of `realworld/` of the shared material, read line by line. The counts of calls
 * stand in the README there; here is what it does not say: which lines nobody can read, and which continue a line that a
 * mail program has broken. Lines count from 1. No text is repeated here: the material is read in place.
 */

/** Why a line is rightly Unread. */
export type Unreadable =
  /** Sentences around the trace, Markdown included, and shell commands without a prompt. */
  | 'prose'
  /** A shell prompt with a command that does not begin with `#`. */
  | 'prompt'
  /** The opening and closing fence of a code block. */
  | 'fence'
  /** Dots, brackets with dots, `.` alone: lines were left out here. */
  | 'ellipsis'
  /** What the tool that recorded says: perf-tools, perf; a typed interrupt. */
  | 'tool'
  /** A remark of the author within the trace. */
  | 'remark'
  /** The line begins or ends in the middle of its columns, of its name or in front of its brace. */
  | 'cut';

export interface Reading {
  /** The lines that must be Unread, by reason. No other line may be. */
  readonly unread: Partial<Readonly<Record<Unreadable, readonly number[]>>>;
  /** The lines that only continue a record whose first line is another one. */
  readonly continued?: readonly number[];
}

/** By the number at the beginning of the file's name. */
export const readings: Readonly<Record<string, Reading>> = {
  '01': { unread: { ellipsis: [123] } },
  '02': { unread: {} },
  '03': { unread: { ellipsis: [23] } },
  '04': { unread: {} },
  '05': { unread: {} },
  '06': { unread: {} },
  '07': { unread: { ellipsis: [10, 27] } },
  '08': { unread: {} },
  '09': { unread: {} },
  '10': { unread: { prose: [1, 9] } },
  '11': { unread: { prose: [1] } },
  '12': { unread: {} },
  '13': { unread: {} },
  '14': { unread: {} },
  '15': { unread: {} },
  '16': { unread: { prose: [1, 5, 6, 11, 13, 19, 28] } },
  '17': { unread: { ellipsis: [29] } },
  '18': { unread: {} },
  '19': { unread: {} },
  '20': { unread: {} },
  '21': { unread: { prose: [1, 8], prompt: [9], tool: [4, 5] } },
  '22': { unread: {} },
  '23': { unread: {} },
  '24': { unread: { prose: [1], fence: [2, 13], ellipsis: [12] } },
  '25': { unread: { prompt: [1], cut: [14] } },
  '26': { unread: { fence: [1], prompt: [2], cut: [14] } },
  '27': { unread: { prompt: [1, 2], cut: [15] } },
  '28': { unread: { fence: [1, 13] } },
  '29': { unread: { prose: [1, 13], prompt: [3, 15] } },
  // A record is its call on the line where the name begins: lines 9, 11 and 13 are what stands before it.
  '30': { unread: { prose: [1, 2, 16] }, continued: [8, 9, 11, 13] },
  // A reflowed paragraph: line 2 ends the first record and begins the second. A line is one record at most, so these
  // three are not read, as the README allows; lines 5 and 6 are one exit.
  '31': { unread: { prose: [1, 2, 3] }, continued: [5] },
  '32': { unread: { cut: [7] } },
  // Line 2 is the rest of a wrapped command, not of a record.
  '33': { unread: { prose: [2], cut: [12] }, continued: [4, 6, 8, 10] },
  '34': { unread: { prose: [1, 4] } },
  '35': { unread: { cut: [5] } },
  '36': { unread: { prompt: [1], ellipsis: [17], cut: [19] } },
  '37': { unread: { cut: [1, 24] } },
  '38': { unread: { cut: [29] } },
  '39': { unread: { fence: [1], cut: [25] } },
  '40': { unread: { ellipsis: [3, 4, 5, 29, 30, 31], cut: [1, 40] } },
  // The last line is a comment without its end, and a comment all the same.
  '41': { unread: {} },
  // The first line has lost a bracket of printk's prefix, but nothing of the trace.
  '42': { unread: { prose: [10, 12, 14] } },
  '43': { unread: { ellipsis: [1], cut: [18] } },
  // The last line is cut in the return value: its name is complete.
  '44': { unread: { prose: [1, 2, 4, 5, 6, 7, 8], ellipsis: [9, 12, 15, 19, 23, 25, 27] } },
  '45': { unread: {} },
  '46': { unread: { fence: [1], cut: [16] } },
  '47': { unread: { prose: [1, 13], ellipsis: [3, 15] }, continued: [6, 8, 10, 17, 19, 21, 23] },
  // Cut in the name of an exit: any name would be a wrong one.
  '48': { unread: { cut: [12] } },
  '49': { unread: { ellipsis: [22] } },
  '50': { unread: {} },
  '51': { unread: { ellipsis: [16], tool: [18] } },
  '52': { unread: { cut: [15] } },
  '53': { unread: { ellipsis: [1, 15] } },
  '54': { unread: {} },
  // Lines 3 and 5 are a quote mark and an encoded blank.
  '55': { unread: { prose: [1, 2, 6] } },
  '56': { unread: { cut: [8] } },
  // The last line is cut within a comment behind a complete leaf.
  '57': { unread: {} },
  '58': { unread: { prompt: [1, 11], ellipsis: [2, 12] } },
  // The first line has lost its cpu, but nothing of the call.
  '59': { unread: {} },
  '60': { unread: { remark: [5] } },
  '61': { unread: { fence: [3, 7], cut: [23] } },
  '62': { unread: { prose: [1], fence: [3, 9] } },
  '63': { unread: { fence: [1, 7] } },
  '64': { unread: {} },
  '65': { unread: { prompt: [1], remark: [6] } },
  '66': { unread: { prose: [1], cut: [21] } },
  '67': { unread: { cut: [27] } },
  '68': { unread: { cut: [1, 13] } },
  '69': { unread: {} },
  '70': { unread: {} },
  '71': { unread: { ellipsis: [7] } },
};

/** Where the number of calls of the README is that of a person who knows more than the lines say. */
export const callsByTheRules: Readonly<Record<string, { readonly calls: number; readonly why: string }>> = {
  '16': {
    calls: 11,
    why: 'pid 0 is another task on each cpu, as the text itself explains: the exits of lines 22, 24, 26 end calls that began before',
  },
  '38': {
    calls: 19,
    why: 'nothing says which task ran on cpu 1, so the exits of lines 24, 25 on cpu 0, of a named task, have no entry',
  },
  '51': {
    calls: 12,
    why: 'without a task a call belongs to its cpu, so the exit on cpu 5 is not that of the call on cpu 1',
  },
};

/**
 * Lines with several records, which only who joins paragraphs again reads (the README's second rule): what is left of
 * their entries, leaves and names.
 */
export const reflowed: Readonly<
  Record<string, { readonly entries: number; readonly leaves: number; readonly names: number }>
> = {
  '31': { entries: 0, leaves: 0, names: 0 },
};
