/**
 * What stands where in the memory, which both sides know: the other is server/src/core/parse/simdMemory.ts. Nothing is
 * allocated by the language: memory is one fixed layout, pages that are not used cost nothing. Positions are addresses;
 * loads behind the end of the text are harmless, as there is padding.
 */

/** Numbers that both sides read: see Header. */
export const HEADER: usize = 64;
const HEADER_BYTES: usize = 128;
/** A name that is to be added. */
export const MAX_NAME_BYTES: i32 = 192;
const NEW_NAME: usize = HEADER + HEADER_BYTES;
const NEW_NAME_BYTES: usize = usize(MAX_NAME_BYTES);
/** What names begin with of which the other side has to know more: up to 8 bytes, then which of them count. */
export const BEGINNINGS: usize = NEW_NAME + NEW_NAME_BYTES;
export const BEGINNING_BITS: usize = 4;
const MAX_BEGINNINGS: usize = 256;
/** One for each cpu + 1: the lane that runs there, as far as it is lent to this side. */
export const SLOTS: usize = BEGINNINGS + (MAX_BEGINNINGS << BEGINNING_BITS);
export const SLOT_BITS: usize = 7;
const SLOT_COUNT: usize = 257;
/** Open calls of each slot. */
export const STACKS: usize = SLOTS + (SLOT_COUNT << SLOT_BITS);
export const MAX_DEPTH: i32 = 256;
export const CALL_BITS: usize = 5;
export const STACK_BYTES: usize = usize(MAX_DEPTH) << CALL_BITS;
/** Outermost functions of interrupts that have ended: slot, line of the entry, line of the caller's entry, time. */
export const ENDS: usize = (STACKS + SLOT_COUNT * STACK_BYTES + 63) & ~63;
export const END_BITS: usize = 5;
export const MAX_ENDS: i32 = 256;
/**
 * Exits whose entries are not in the text, and calls without a caller where these are to be told: slot, line, depth, line
 * of the caller, and of an exit its time, that of its callees, and its function, -1 where it names none.
 */
export const LOOSE: usize = ENDS + (usize(MAX_ENDS) << END_BITS);
export const LOOSE_BITS: usize = 6;
export const MAX_LOOSE: i32 = 256;
/** In the slot's number: it is an exit. */
export const LOOSE_EXIT: i32 = 0x10000;
/**
 * A stack on its way from one side to the other, as OpenCalls has it: by depth line of the entry, line of the innermost
 * known entry, function, and a number that is kept there; then the times of the callees.
 */
export const CALLS_BOX: usize = LOOSE + (usize(MAX_LOOSE) << LOOSE_BITS);
export const CALLEES_BOX: usize = CALLS_BOX + (usize(MAX_DEPTH) << 4);
/** No line: see timeAt of OpenCalls. */
export const UNTIMED: i32 = -2;
/** Records of lines, where they are kept. */
const ROWS: usize = CALLEES_BOX + (usize(MAX_DEPTH) << 3);
export const MAX_ROWS: i32 = 16384;
/** Bytes of all their columns. */
const ROW_BYTES: usize = 56;
/** The text, with room before and behind it for loads that reach too far. */
export const TEXT: usize = ROWS + ROW_BYTES * usize(MAX_ROWS) + 64;
const TEXT_BYTES: usize = 1 << 20;
/** Names, one behind the other, each as its record and its bytes; then the table to find them by. */
export const NAMES: usize = (TEXT + TEXT_BYTES + 127) & ~63;
const MEMORY_BYTES: usize = 32 << 20;
/** Room for half a million places, in buckets of eight: eight tags, 32 bits of each name's hash, then eight addresses. */
export const TABLE_BYTES: usize = 4 << 20;
export const TABLE: usize = MEMORY_BYTES - TABLE_BYTES;
/** Address of the name of each function; 0 where it is not known, below it where it never will be. */
export const MAX_IDS: usize = 1 << 18;
export const ADDRESSES: usize = TABLE - (MAX_IDS << 2);
/** What records of names need seldom is kept apart, so that more of what they need at each call stays in the cache. */
export const MAX_NAMES: usize = 1 << 18;
export const RARE_BYTES: usize = 32;
export const RARES: usize = ADDRESSES - MAX_NAMES * RARE_BYTES;

/** Numbers of 4 bytes that are told before a run or after it. */
export namespace Header {
  export const LINE: usize = HEADER;
  export const ENTRIES: usize = HEADER + 4;
  export const LEAVES: usize = HEADER + 8;
  export const EXITS: usize = HEADER + 12;
  export const NAMED_EXITS: usize = HEADER + 16;
  export const STRONG: usize = HEADER + 20;
  export const MARKED: usize = HEADER + 24;
  export const LAST_SLOT: usize = HEADER + 28;
  export const ROW_COUNT: usize = HEADER + 32;
  /** 0: none, 1: what LineTable keeps of each line, 2: what filters ask for, too. */
  export const KEEP_ROWS: usize = HEADER + 36;
  export const TIME_BAR: usize = HEADER + 40;
  export const CPU_PAREN: usize = HEADER + 44;
  export const TASK_BAR: usize = HEADER + 48;
  export const FLAGS_BAR: usize = HEADER + 52;
  export const BAR: usize = HEADER + 56;
  export const INTERRUPT_CALLS: usize = HEADER + 60;
  export const BLANKS: usize = HEADER + 64;
  export const RULES: usize = HEADER + 68;
  export const IN_COMMENT: usize = HEADER + 72;
  export const END_COUNT: usize = HEADER + 76;
  /** Where the name stands that is not known, and the module behind it; no length where there is none. */
  export const NEW_FROM: usize = HEADER + 80;
  export const NEW_LENGTH: usize = HEADER + 84;
  export const MODULE_LENGTH: usize = HEADER + 88;
  /** Exits of entries that stand before the rows. */
  export const EXIT_COUNT: usize = HEADER + 92;
  /** Several names may count as one function: addresses with symbols. */
  export const HAS_ALIASES: usize = HEADER + 96;
  export const LOOSE_COUNT: usize = HEADER + 100;
  /** Line of the first call within an interrupt; -1 where there is none. */
  export const FIRST_INTERRUPT: usize = HEADER + 104;
  /** The id of the next name that is met; -1 where the other side is to be told of each. */
  export const NEXT_ID: usize = HEADER + 108;
  export const BEGINNING_COUNT: usize = HEADER + 112;
  /** Lines that print arguments or a return value are for the other side. */
  export const PASS_VALUES: usize = HEADER + 116;
  /** What lines print beside the call: see Printed. */
  export const PRINTED: usize = HEADER + 120;
}

/** What a line may print beside the call, a bit each. */
export namespace Printed {
  export const ARGUMENTS: i32 = 1;
  export const RETURN_VALUE: i32 = 2;
  export const RETURN_ADDRESS: i32 = 4;
}

/** In a slot: numbers of 4 bytes, one of 8, and the task's column. */
export namespace Slot {
  export const LENT: usize = 0;
  export const SIZE: usize = 4;
  export const LAST_LINE: usize = 8;
  export const TASK_LENGTH: usize = 12;
  export const LAST_TIME: usize = 16;
  /** Printed depth of the interrupt that runs, -1 where none does, and what its lines' depths are off. */
  export const INTERRUPT_DEPTH: usize = 24;
  export const INTERRUPT_SHIFT: usize = 28;
  /** The task's column, at most 48 bytes. */
  export const TASK: usize = 32;
  /** Calls that nobody in the lane has called are to be told: it may go on with another's calls. */
  export const BEGINS: usize = 80;
  /** Lines up to this depth may settle where an interrupt belongs; -1 where none is in doubt. */
  export const DOUBTFUL_DEPTH: usize = 84;
  /** Nothing is odd about the interrupt that runs: its end can be told without asking. */
  export const IS_SIMPLE: usize = 88;
  /** It is over, or has begun here. */
  export const HAS_CHANGED: usize = 92;
  /** What lines of the lane have as their lane. */
  export const LANE: usize = 96;
}

/** In an open call: line of its entry, line of the innermost known entry, address of its name, time of its callees. */
export namespace Call {
  export const ENTRY: usize = 0;
  export const NEAREST: usize = 4;
  export const NAME: usize = 8;
  export const CALLEES: usize = 16;
}

/**
 * In a name: its head, what each call changes of the columns of FunctionStats, and its bytes, with zeros up to a multiple
 * of 8. A name of 16 bytes is as long as a line of the cache.
 */
export namespace Name {
  /** The function, the length, whether it is an odd one, and whether it is one of interrupts: MAX_IDS, 8 bits, a bit each. */
  export const HEAD: usize = 0;
  export const ID_MASK: u32 = 0x3ffff;
  export const LENGTH_SHIFT: u32 = 18;
  export const LENGTH_MASK: u32 = 0xff;
  export const ODD_SHIFT: u32 = 30;
  export const INTERRUPT_SHIFT: u32 = 31;
  export const CALLS: usize = 4;
  export const TOP_LEVEL: usize = 8;
  export const TIMED: usize = 12;
  export const OPEN: usize = 16;
  export const MIN: usize = 20;
  export const MAX: usize = 24;
  /** Where its Rare is. */
  export const RARE: usize = 28;
  export const SUM: usize = 32;
  export const SELF: usize = 40;
  export const BYTES: usize = 48;
}

/** What few calls change: of those that are timed, how many are within another of the function, their time, and how many have no self time. */
export namespace Rare {
  export const FIRST_LINE: usize = 0;
  export const INNER: usize = 4;
  export const SELFLESS: usize = 8;
  /** NameTable's hash of the name, where it was met here. */
  export const HASH: usize = 12;
  export const INNER_SUM: usize = 16;
  /** Where it was met here: the module behind it, as long as its line is in the memory; no length where there is none. */
  export const MODULE_AT: usize = 24;
  export const MODULE_LENGTH: usize = 28;
}

/** Columns of rows, as LineTable has them: 4, 4, 4, 4, 2 and 2 bytes each; those behind are kept for filters only. */
export namespace Row {
  export const OFFSET: usize = ROWS;
  export const NAME: usize = OFFSET + 4 * usize(MAX_ROWS);
  export const CALLER: usize = NAME + 4 * usize(MAX_ROWS);
  export const VALUE: usize = CALLER + 4 * usize(MAX_ROWS);
  export const SHAPE: usize = VALUE + 4 * usize(MAX_ROWS);
  export const LANE: usize = SHAPE + 2 * usize(MAX_ROWS);
  export const SELF: usize = LANE + 2 * usize(MAX_ROWS);
  export const TIME: usize = SELF + 8 * usize(MAX_ROWS);
  export const CPU: usize = TIME + 8 * usize(MAX_ROWS);
  /** Depth as printed, and in the highest bit whether the line names its function. */
  export const PRINTED: usize = CPU + 4 * usize(MAX_ROWS);
  /** Exits of entries that stand before the rows: line of the entry, line of the exit. */
  export const EXITS: usize = PRINTED + 4 * usize(MAX_ROWS);
}

/** As in LineKind. */
export namespace Kind {
  export const BLANK: i32 = 0;
  export const RULE: i32 = 8;
  export const ENTRY: i32 = 2;
  export const LEAF: i32 = 3;
  export const EXIT: i32 = 4;
  export const ORPHAN_EXIT: i32 = 5;
}

// Where these are, for the other side.

export function headerAt(): usize {
  return HEADER;
}
export function slotAt(index: i32): usize {
  return SLOTS + (usize(index) << SLOT_BITS);
}
export function stackAt(index: i32): usize {
  return STACKS + usize(index) * STACK_BYTES;
}
export function newNameAt(): usize {
  return NEW_NAME;
}
export function beginningsAt(): usize {
  return BEGINNINGS;
}
export function endsAt(): usize {
  return ENDS;
}
export function looseAt(): usize {
  return LOOSE;
}
export function callsBoxAt(): usize {
  return CALLS_BOX;
}
export function calleesBoxAt(): usize {
  return CALLEES_BOX;
}
export function addressesAt(): usize {
  return ADDRESSES;
}
export function rowsAt(): usize {
  return ROWS;
}
export function textAt(): usize {
  return TEXT;
}
export function namesAt(): usize {
  return NAMES;
}
