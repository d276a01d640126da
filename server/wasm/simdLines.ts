/**
 * The usual lines of a trace, read and counted in WebAssembly (AssemblyScript): the same as UsualLineReader, CallBuilder
 * and FunctionStats do, for the lines where nothing is odd. A line that is not exactly as expected is left to them: `run`
 * stops before it. What it must be equal to is written there; here are only the reasons why a line is passed on.
 *
 * Nothing is allocated by the language: memory is one fixed layout, pages that are not used cost nothing. Positions are
 * addresses; loads behind the end of the text are harmless, as there is padding.
 *
 * esbuild.mjs makes the decorator of the same name of each `// @inline`, which other tools would not understand.
 */

// ---- memory ---------------------------------------------------------------------------------------------------------

/** Numbers that both sides read: see simdLines in core/parse. */
const HEADER: usize = 64;
const HEADER_BYTES: usize = 128;
/** A name that is to be added. */
const NEW_NAME: usize = HEADER + HEADER_BYTES;
const NEW_NAME_BYTES: usize = 192;
/** What names begin with of which the other side has to know more: up to 8 bytes, then which of them count. */
const BEGINNINGS: usize = NEW_NAME + NEW_NAME_BYTES;
const BEGINNING_BITS: usize = 4;
const MAX_BEGINNINGS: usize = 256;
/** One for each cpu + 1: the lane that runs there, as far as it is lent to this side. */
const SLOTS: usize = BEGINNINGS + (MAX_BEGINNINGS << BEGINNING_BITS);
const SLOT_BITS: usize = 7;
const SLOT_COUNT: usize = 257;
/** Open calls of each slot. */
const STACKS: usize = SLOTS + (SLOT_COUNT << SLOT_BITS);
const MAX_DEPTH: i32 = 256;
const CALL_BITS: usize = 5;
const STACK_BYTES: usize = usize(MAX_DEPTH) << CALL_BITS;
/** Outermost functions of interrupts that have ended: slot, line of the entry, line of the caller's entry, time. */
const ENDS: usize = (STACKS + SLOT_COUNT * STACK_BYTES + 63) & ~63;
const END_BITS: usize = 5;
const MAX_ENDS: i32 = 256;
/**
 * Exits whose entries are not in the text, and calls without a caller where these are to be told: slot, line, depth, line
 * of the caller, and of an exit its time, that of its callees, and its function, -1 where it names none.
 */
const LOOSE: usize = ENDS + (usize(MAX_ENDS) << END_BITS);
const LOOSE_BITS: usize = 6;
const MAX_LOOSE: i32 = 256;
/** In the slot's number: it is an exit. */
const LOOSE_EXIT: i32 = 0x10000;
/**
 * A stack on its way from one side to the other, as OpenCalls has it: by depth line of the entry, line of the innermost
 * known entry, function, and a number that is kept there; then the times of the callees.
 */
const CALLS_BOX: usize = LOOSE + (usize(MAX_LOOSE) << LOOSE_BITS);
const CALLEES_BOX: usize = CALLS_BOX + (usize(MAX_DEPTH) << 4);
/** No line: see timeAt of OpenCalls. */
const UNTIMED: i32 = -2;
/** Records of lines, where they are kept. */
const ROWS: usize = CALLEES_BOX + (usize(MAX_DEPTH) << 3);
const MAX_ROWS: i32 = 16384;
/** Bytes of all their columns. */
const ROW_BYTES: usize = 56;
/** The text, with room before and behind it for loads that reach too far. */
const TEXT: usize = ROWS + ROW_BYTES * usize(MAX_ROWS) + 64;
const TEXT_BYTES: usize = 1 << 20;
/** Names, one behind the other, each as its record and its bytes; then the table to find them by. */
const NAMES: usize = (TEXT + TEXT_BYTES + 127) & ~63;
const MEMORY_BYTES: usize = 32 << 20;
/** Room for half a million places, in buckets of eight: eight tags, 32 bits of each name's hash, then eight addresses. */
const TABLE_BYTES: usize = 4 << 20;
const TABLE: usize = MEMORY_BYTES - TABLE_BYTES;
/** Address of the name of each function; 0 where it is not known, -1 where there is no room for it. */
const MAX_IDS: usize = 1 << 18;
const ADDRESSES: usize = TABLE - (MAX_IDS << 2);
/** What records of names need seldom is kept apart, so that more of what they need at each call stays in the cache. */
const MAX_NAMES: usize = 1 << 18;
const RARE_BYTES: usize = 24;
const RARES: usize = ADDRESSES - MAX_NAMES * RARE_BYTES;
const BUCKET_BITS: usize = 6;
const BUCKET_SIZE: usize = 8;
const FIRST_BUCKETS: usize = 1024;
const MAX_PROBES: i32 = 8;
const MAX_NAME_BYTES: i32 = 128;

// Header: i32 each.
const LINE: usize = HEADER;
const ENTRIES: usize = HEADER + 4;
const LEAVES: usize = HEADER + 8;
const EXITS: usize = HEADER + 12;
const NAMED_EXITS: usize = HEADER + 16;
const STRONG: usize = HEADER + 20;
const MARKED: usize = HEADER + 24;
const LAST_SLOT: usize = HEADER + 28;
const ROW_COUNT: usize = HEADER + 32;
/** 0: none, 1: what LineTable keeps of each line, 2: what filters ask for, too. */
const KEEP_ROWS: usize = HEADER + 36;
const TIME_BAR: usize = HEADER + 40;
const CPU_PAREN: usize = HEADER + 44;
const TASK_BAR: usize = HEADER + 48;
const FLAGS_BAR: usize = HEADER + 52;
const BAR: usize = HEADER + 56;
const INTERRUPT_CALLS: usize = HEADER + 60;
const BLANKS: usize = HEADER + 64;
const RULES: usize = HEADER + 68;
const IN_COMMENT: usize = HEADER + 72;
const END_COUNT: usize = HEADER + 76;
/** Where the name stands that is not known, and the module behind it; no length where there is none. */
const NEW_FROM: usize = HEADER + 80;
const NEW_LENGTH: usize = HEADER + 84;
const MODULE_LENGTH: usize = HEADER + 88;
/** Exits of entries that stand before the rows. */
const EXIT_COUNT: usize = HEADER + 92;
/** Several names may count as one function: addresses with symbols. */
const HAS_ALIASES: usize = HEADER + 96;
const LOOSE_COUNT: usize = HEADER + 100;
/** Line of the first call within an interrupt; -1 where there is none. */
const FIRST_INTERRUPT: usize = HEADER + 104;
/** The id of the next name that is met; -1 where the other side is to be told of each. */
const NEXT_ID: usize = HEADER + 108;
const BEGINNING_COUNT: usize = HEADER + 112;

// A slot: i32, and one f64.
const LENT: usize = 0;
const SIZE: usize = 4;
const LAST_LINE: usize = 8;
const TASK_LENGTH: usize = 12;
const LAST_TIME: usize = 16;
/** Printed depth of the interrupt that runs, -1 where none does, and what its lines' depths are off. */
const INTERRUPT_DEPTH: usize = 24;
const INTERRUPT_SHIFT: usize = 28;
/** The task's column, at most 48 bytes. */
const TASK: usize = 32;
/** Calls that nobody in the lane has called are to be told: it may go on with another's calls. */
const BEGINS: usize = 80;
/** Lines up to this depth may settle where an interrupt belongs; -1 where none is in doubt. */
const DOUBTFUL_DEPTH: usize = 84;
/** Nothing is odd about the interrupt that runs: its end can be told without asking. */
const IS_SIMPLE: usize = 88;
/** It is over, or has begun here. */
const HAS_CHANGED: usize = 92;
/** What lines of the lane have as their lane. */
const LANE: usize = 96;

// An open call: line of its entry, line of the innermost known entry, address of its name, time of its callees.
const ENTRY: usize = 0;
const NEAREST: usize = 4;
const NAME: usize = 8;
const CALLEES: usize = 16;

// A name: its function, length and whether that is one of interrupts; what each call changes of the columns of FunctionStats;
// then its bytes, with zeros up to a multiple of 8. A name of 16 bytes is as long as a line of the cache.
const HEAD: usize = 0;
const CALLS: usize = 4;
const TOP_LEVEL: usize = 8;
const TIMED: usize = 12;
const OPEN: usize = 16;
const MIN: usize = 20;
const MAX: usize = 24;
/** Where the rest is kept. */
const RARE: usize = 28;
const SUM: usize = 32;
const SELF: usize = 40;
const BYTES: usize = 48;

// Of the head: MAX_IDS, MAX_NAME_BYTES, one bit.
const ID_MASK: u32 = 0x3ffff;
const LENGTH_SHIFT: u32 = 18;
const LENGTH_MASK: u32 = 0xff;
const INTERRUPT_BIT: u32 = 31;

// What few calls change: of those that are timed, how many are within one of the same function, with their time, and how
// many have no self time.
const FIRST_LINE: usize = 0;
const INNER: usize = 4;
const SELFLESS: usize = 8;
const INNER_SUM: usize = 16;

// Columns of rows, as LineTable has them: 4, 2, 2, 4, 4 and 4 bytes each; those behind are kept for filters only.
const ROW_OFFSET: usize = ROWS;
const ROW_NAME: usize = ROW_OFFSET + 4 * usize(MAX_ROWS);
const ROW_CALLER: usize = ROW_NAME + 4 * usize(MAX_ROWS);
const ROW_VALUE: usize = ROW_CALLER + 4 * usize(MAX_ROWS);
const ROW_SHAPE: usize = ROW_VALUE + 4 * usize(MAX_ROWS);
const ROW_LANE: usize = ROW_SHAPE + 2 * usize(MAX_ROWS);
const ROW_SELF: usize = ROW_LANE + 2 * usize(MAX_ROWS);
const ROW_TIME: usize = ROW_SELF + 8 * usize(MAX_ROWS);
const ROW_CPU: usize = ROW_TIME + 8 * usize(MAX_ROWS);
/** Depth as printed, and in the highest bit whether the line names its function. */
const ROW_PRINTED: usize = ROW_CPU + 4 * usize(MAX_ROWS);
/** Exits of entries that stand before the rows: line of the entry, line of the exit. */
const ROW_EXITS: usize = ROW_PRINTED + 4 * usize(MAX_ROWS);
const UNKNOWN_DURATION: u32 = 0xffffffff;
/** Longer ones are for the other side. */
const MAX_DURATION: f64 = 4294967293;

/** As in LineKind. */
const KIND_BLANK: i32 = 0;
const KIND_RULE: i32 = 8;
const KIND_ENTRY: i32 = 2;
const KIND_LEAF: i32 = 3;
const KIND_EXIT: i32 = 4;
const KIND_ORPHAN_EXIT: i32 = 5;

/** Cut digits: CUT_DIGITS_NS of CallBuilder. */
const CUT_DIGITS_NS: f64 = 1000;
const MAX_KEPT_DEPTH: i32 = 0xfff;
const NO_LANE: i32 = 0xffff;

/** Where the next name goes, how many there are, and the buckets less one: few, so that they stay in the cache. */
let namesEnd: usize = NAMES;
let nameCount: usize = 0;
let bucketMask: usize = FIRST_BUCKETS - 1;

export function headerAt(): usize {
  return HEADER;
}
export function slotAt(index: i32): usize {
  return SLOTS + (usize(index) << SLOT_BITS);
}
function stackAt(index: i32): usize {
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
export function namesEndAt(): usize {
  return namesEnd;
}

/** Forgets everything, for another text. */
export function reset(): void {
  memory.fill(HEADER, 0, STACKS - HEADER);
  memory.fill(NAMES, 0, namesEnd - NAMES);
  memory.fill(TABLE, 0, (bucketMask + 1) << BUCKET_BITS);
  namesEnd = NAMES;
  nameCount = 0;
  bucketMask = FIRST_BUCKETS - 1;
}

// ---- names ----------------------------------------------------------------------------------------------------------

const SPREAD: u64 = 0x9e3779b97f4a7c15;

// @inline
function mix(hash: u64, word: u64): u64 {
  const mixed = (hash ^ word) * SPREAD;
  return mixed ^ (mixed >> 32);
}

/** The bytes from `from` on that belong to the name, as one number. */
// @inline
function wordAt(from: usize, left: i32): u64 {
  const word = load<u64>(from);
  return left >= 8 ? word : word & ((u64(1) << (u64(left) << 3)) - 1);
}

// @inline
function hashOf(from: usize, length: i32): u64 {
  let hash: u64 = u64(length);
  let left = length;
  for (let at = from; left > 0; at += 8, left -= 8) hash = mix(hash, wordAt(at, left));
  return hash;
}

// @inline
function idOf(name: usize): i32 {
  return i32(load<u32>(name) & ID_MASK);
}

// @inline
function lengthOf(name: usize): i32 {
  return i32((load<u32>(name) >> LENGTH_SHIFT) & LENGTH_MASK);
}

// @inline
function equals(name: usize, from: usize, length: i32): bool {
  if (lengthOf(name) !== length) return false;
  let left = length;
  let own = name + BYTES;
  for (let at = from; left > 0; at += 8, own += 8, left -= 8) {
    if (load<u64>(own) !== wordAt(at, left)) return false;
  }
  return true;
}

/** The bucket to begin with. Names differ in their last bytes, which only the highest bits of a product depend on. */
// @inline
function bucketOf(hash: u64): usize {
  return usize((hash * SPREAD) >> 40) & bucketMask;
}

/** What a bucket has of a hash: never 0, which is a free place. */
// @inline
function tagOf(hash: u64): u32 {
  return u32(hash >> 32) | 1;
}

/** A bit for each place of the bucket that has the tag. */
// @inline
function placesOf(bucket: usize, tag: u32): i32 {
  const tags = i32x4.splat(tag);
  const first = i32x4.bitmask(i32x4.eq(v128.load(bucket), tags));
  return first | (i32x4.bitmask(i32x4.eq(v128.load(bucket, 16), tags)) << 4);
}

/**
 * The address of the name in [from, from + length); 0 where it is not known. All places of a bucket at once: one after the
 * other, a processor guesses wrong how many there are to look at.
 */
// @inline
function findName(from: usize, length: i32): usize {
  const hash = hashOf(from, length);
  const tag = tagOf(hash);
  let index = bucketOf(hash);
  for (let probes = 0; probes < MAX_PROBES; probes++) {
    const bucket = TABLE + (index << BUCKET_BITS);
    for (let places = placesOf(bucket, tag); places !== 0; places &= places - 1) {
      const name = usize(load<u32>(bucket + (usize(ctz(places)) << 2), BUCKET_SIZE << 2));
      if (equals(name, from, length)) return name;
    }
    if (load<u32>(bucket, (BUCKET_SIZE - 1) << 2) === 0) return 0;
    index = (index + 1) & bucketMask;
  }
  return 0;
}

/** Bytes of a name's record. */
function sizeOf(length: i32): usize {
  return BYTES + ((usize(length) + 7) & ~7);
}

/**
 * Makes the name at `from` known; gives its address, 0 where there is no room for it: then its lines are always passed on.
 */
export function addName(from: usize, length: i32, id: i32, isInterrupt: i32): usize {
  if (length <= 0 || length > MAX_NAME_BYTES) return 0;
  const size = sizeOf(length);
  if (namesEnd + size > RARES || nameCount >= MAX_NAMES) return 0;
  if (nameCount > bucketMask << 2 && (bucketMask + 1) << (BUCKET_BITS + 1) <= TABLE_BYTES) growTable();
  const name = namesEnd;
  memory.copy(name + BYTES, from, usize(length));
  store<u32>(name, u32(id) | (u32(length) << LENGTH_SHIFT) | (u32(isInterrupt) << INTERRUPT_BIT));
  if (!enter(name)) {
    memory.fill(name, 0, size);
    return 0;
  }
  store<u32>(name, u32(RARES + nameCount * RARE_BYTES), RARE);
  namesEnd += size;
  nameCount++;
  clearStats(name);
  return name;
}

/** Makes a name known that the other side hears of when the run is over; its address, 0 as above. */
function meetName(from: usize, length: i32): usize {
  const id = load<i32>(NEXT_ID);
  if (usize(id) >= MAX_IDS) return 0;
  const name = addName(from, length, id, 0);
  if (name === 0) return 0;
  store<u32>(ADDRESSES + (usize(id) << 2), u32(name));
  store<i32>(NEXT_ID, id + 1);
  return name;
}

/** Whether a name may be one of an interrupt, or an address. */
function isSpecial(from: usize, length: i32): bool {
  const word = wordAt(from, length);
  const end = BEGINNINGS + (usize(load<i32>(BEGINNING_COUNT)) << BEGINNING_BITS);
  for (let at = BEGINNINGS; at < end; at += 1 << BEGINNING_BITS)
    if ((word & load<u64>(at, 8)) === load<u64>(at)) return true;
  if (u32(load<u8>(from)) - 0x30 <= 9) return true;
  for (let at = from; at < from + usize(length); at++) {
    const byte = u32(load<u8>(at));
    if (byte - 0x30 > 9 && byte - 0x61 > 5) return false;
  }
  return true;
}

/** Puts a name into the table; false where that is too crowded there: hashes were made to collide. */
function enter(name: usize): bool {
  const hash = hashOf(name + BYTES, lengthOf(name));
  let index = bucketOf(hash);
  for (let probes = 0; probes < MAX_PROBES; probes++) {
    const bucket = TABLE + (index << BUCKET_BITS);
    const free = placesOf(bucket, 0);
    if (free !== 0) {
      const place = bucket + (usize(ctz(free)) << 2);
      store<u32>(place, tagOf(hash));
      store<u32>(place, u32(name), BUCKET_SIZE << 2);
      return true;
    }
    index = (index + 1) & bucketMask;
  }
  return false;
}

/** Twice the places. A name that finds none is not known any more, which costs time only. */
function growTable(): void {
  memory.fill(TABLE, 0, (bucketMask + 1) << BUCKET_BITS);
  bucketMask = 2 * bucketMask + 1;
  for (let name = NAMES; name < namesEnd; name = nextName(name)) enter(name);
}

/** Takes the numbers of all names away, once they are added to the other side's; calls that are open stay so. */
export function clearAllStats(): void {
  for (let name = NAMES; name < namesEnd; name = nextName(name)) clearStats(name);
}

function clearStats(name: usize): void {
  store<u64>(name, 0, CALLS);
  store<i32>(name, 0, TIMED);
  store<u32>(name, u32.MAX_VALUE, MIN);
  store<u32>(name, 0, MAX);
  store<f64>(name, 0, SUM);
  store<f64>(name, 0, SELF);
  const rare = usize(load<u32>(name, RARE));
  store<i32>(rare, -1, FIRST_LINE);
  store<i32>(rare, 0, INNER);
  store<i32>(rare, 0, SELFLESS);
  store<f64>(rare, 0, INNER_SUM);
}

/** The name behind `name`. */
// @inline
function nextName(name: usize): usize {
  return name + sizeOf(lengthOf(name));
}

// ---- stacks ---------------------------------------------------------------------------------------------------------

/** The function of a call in the box; -1 where it has none, or its entry is not in the text. */
// @inline
function functionAt(box: usize): i32 {
  return load<i32>(box) < 0 ? -1 : load<i32>(box, 8);
}

/**
 * Takes the `size` calls in the box as those that are open in a slot. Gives -1, or the depth of the first whose function
 * has no address: then nothing has happened.
 */
export function open(index: i32, size: i32): i32 {
  for (let depth = 0; depth < size; depth++) {
    const id = functionAt(CALLS_BOX + (usize(depth) << 4));
    if (id >= 0 && (usize(id) >= MAX_IDS || load<i32>(ADDRESSES + (usize(id) << 2)) <= 0)) return depth;
  }
  let call = stackAt(index);
  for (let depth = 0; depth < size; depth++, call += 1 << CALL_BITS) {
    const box = CALLS_BOX + (usize(depth) << 4);
    const id = functionAt(box);
    const name = id < 0 ? 0 : load<u32>(ADDRESSES + (usize(id) << 2));
    store<i32>(call, load<i32>(box), ENTRY);
    store<i32>(call, load<i32>(box, 4), NEAREST);
    store<u32>(call, name, NAME);
    store<f64>(call, load<f64>(CALLEES_BOX + (usize(depth) << 3)), CALLEES);
    if (name !== 0) store<i32>(usize(name), load<i32>(usize(name), OPEN) + 1, OPEN);
  }
  store<i32>(slotAt(index), size, SIZE);
  return -1;
}

/** Puts the calls that are open in a slot into the box; gives how many. */
export function close(index: i32): i32 {
  const size = load<i32>(slotAt(index), SIZE);
  let call = stackAt(index);
  for (let depth = 0; depth < size; depth++, call += 1 << CALL_BITS) {
    const box = CALLS_BOX + (usize(depth) << 4);
    const name = usize(load<u32>(call, NAME));
    store<i32>(box, load<i32>(call, ENTRY));
    store<i32>(box, load<i32>(call, NEAREST), 4);
    store<i32>(box, name === 0 ? -1 : idOf(name), 8);
    store<i32>(box, UNTIMED, 12);
    store<f64>(CALLEES_BOX + (usize(depth) << 3), load<f64>(call, CALLEES));
    if (name !== 0) store<i32>(name, load<i32>(name, OPEN) - 1, OPEN);
  }
  return size;
}

// ---- columns --------------------------------------------------------------------------------------------------------

const SPACES: u64 = 0x2020202020202020;
const ZEROS: u64 = 0x3030303030303030;

/** Whether each byte is 0 to 9, `'0'` having been taken away by xor. */
// @inline
function areDigits(word: u64): bool {
  return (((word + 0x0606060606060606) | word) & 0xf0f0f0f0f0f0f0f0) === 0;
}

/** The number of eight digits, the first in the lowest byte. */
// @inline
function eightDigits(word: u64): u64 {
  const pairs = word * 10 + (word >> 8);
  return (
    ((pairs & 0x000000ff000000ff) * 0x000f424000000064 +
      ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
    32
  );
}

/** What readTime gives where the column is not the usual one. */
const NO_TIME: f64 = -2;

/** `   30.685096 ` in [from, bar): up to eight digits of seconds, a dot, six digits, one blank. */
// @inline
function readTime(from: usize, bar: usize): f64 {
  const width = i32(bar - from) - 8;
  if (width < 1 || width > 8) return NO_TIME;
  if (load<u8>(bar - 1) !== 0x20 || load<u8>(bar - 8) !== 0x2e) return NO_TIME;
  const micros = (load<u64>(bar - 9) ^ ZEROS) & 0xffffffffffff0000;
  // The digits go from bar - 7 to bar - 2; the word from bar - 9 on ends with them.
  if (!areDigits(micros)) return NO_TIME;
  const text = load<u64>(bar - 16);
  const outside: u64 = width === 8 ? 0 : (u64(1) << (u64(8 - width) << 3)) - 1;
  const word = (text & ~outside) | (SPACES & outside);
  const odd = word ^ SPACES;
  // 0x80 in each byte that is a blank.
  const blanks = ~(((odd & 0x7f7f7f7f7f7f7f7f) + 0x7f7f7f7f7f7f7f7f) | odd | 0x7f7f7f7f7f7f7f7f);
  const leading = ctz(~blanks & 0x8080808080808080) >> 3;
  if (leading >= 8) return NO_TIME;
  const digits = (word ^ ZEROS) & ~((u64(1) << (leading << 3)) - 1);
  if (!areDigits(digits)) return NO_TIME;
  return f64(eightDigits(digits) * 1000000 + eightDigits(micros)) * 1000;
}

/** The cpu in [from, paren): blanks and digits; -1 where it is anything else. */
// @inline
function readCpu(from: usize, paren: usize): i32 {
  let at = from;
  while (load<u8>(at) === 0x20) at++;
  if (at >= paren || paren - at > 3) return -1;
  let cpu: i32 = 0;
  for (; at < paren; at++) {
    const digit = u32(load<u8>(at)) - 0x30;
    if (digit > 9) return -1;
    cpu = cpu * 10 + i32(digit);
  }
  return cpu;
}

// @inline
function sameBytes(a: usize, b: usize, length: i32): bool {
  for (let at: usize = 0; length > 0; at += 16, length -= 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(a + at), v128.load(b + at)));
    const wanted = length >= 16 ? 0xffff : (1 << length) - 1;
    if ((same & wanted) !== wanted) return false;
  }
  return true;
}

function isFlag(byte: u32): bool {
  return byte === 0x2e || byte - 0x30 <= 9 || byte - 0x61 <= 25 || byte - 0x41 <= 25;
}

/** `  d..1. ` in [from, bar): as isFlagsColumn of usualLine. */
// @inline
function areFlags(from: usize, bar: usize): bool {
  let at = from;
  while (at < bar && load<u8>(at) === 0x20) at++;
  const begin = at;
  while (at < bar && isFlag(u32(load<u8>(at)))) at++;
  if (at - begin < 3 || at - begin > 8 || at >= bar || bar - at > 4) return false;
  while (at < bar) if (load<u8>(at++) !== 0x20) return false;
  return true;
}

/** What readNumber has read, in nanoseconds. */
let lastNumber: f64 = 0;

/** The length of `123.4 us` at `from`, with any number of decimals up to three; 0 where there is no such number. */
function readNumber(from: usize): i32 {
  let at = from;
  let micros: u32 = 0;
  let digit = u32(load<u8>(at)) - 0x30;
  if (digit > 9) return 0;
  while (digit <= 9) {
    micros = micros * 10 + digit;
    digit = u32(load<u8>(++at)) - 0x30;
  }
  if (at - from > 9) return 0;
  let nanos: u32 = 0;
  if (load<u8>(at) === 0x2e) {
    let scale: u32 = 100;
    digit = u32(load<u8>(++at)) - 0x30;
    while (digit <= 9 && scale > 0) {
      nanos += digit * scale;
      scale /= 10;
      digit = u32(load<u8>(++at)) - 0x30;
    }
  }
  if ((load<u32>(at) & 0xffffff) !== 0x737520) return 0;
  lastNumber = f64(micros) * 1000 + f64(nanos);
  return i32(at - from) + 3;
}

/** Whether the last duration had an overhead mark. */
let hadMark: bool = false;

/** What readDuration gives for a column that is not as expected. */
const ODD: f64 = -1;

/** `+ 12.345 us   ` in [from, bar): nanoseconds; NaN where it is blank. */
// @inline
function readDuration(from: usize, bar: usize): f64 {
  const width = i32(bar - from);
  // The kernel's own width is 15; others are for the other side.
  if (width < 8 || width > 16) return ODD;
  const text = v128.load(from);
  const inside = (1 << width) - 1;
  const blanks = i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x20))) & inside;
  hadMark = false;
  if (blanks === inside) return NaN;
  let begin = ctz(~blanks);
  const mark = u32(load<u8>(from + begin));
  let marked = false;
  if (mark - 0x30 > 9) {
    // + ! # * @ $
    if (mark !== 0x2b && mark !== 0x21 && mark !== 0x23 && mark !== 0x2a && mark !== 0x40 && mark !== 0x24)
      return ODD;
    marked = true;
    if (((blanks >> (begin + 1)) & 1) === 0) return ODD;
    const rest = ~blanks & inside & ~((2 << begin) - 1);
    if (rest === 0) return ODD;
    begin = ctz(rest);
  }
  const dot = ctz(i8x16.bitmask(i8x16.eq(text, i8x16.splat(0x2e))) | 0x10000);
  const whole = dot - begin;
  let ns: f64 = ODD;
  let end = dot + 7;
  if (whole >= 1 && whole <= 4 && (load<u32>(from + dot + 4) & 0xffffff) === 0x737520) {
    // `1234.567 us` is by far the most frequent: up to four digits, a dot, three digits.
    let word = load<u64>(from + dot - 4) ^ 0x3030302e30303030;
    word &= ~((u64(1) << (u64(4 - whole) << 3)) - 1);
    if (!areDigits(word)) return ODD;
    ns = f64(eightDigits(((word & 0xffffffff) << 8) | ((word >> 40) << 40)));
  } else {
    const length = readNumber(from + begin);
    if (length === 0) return ODD;
    end = begin + length;
    ns = lastNumber;
  }
  if (end > width) return ODD;
  const behind = inside & ~((1 << end) - 1);
  if ((blanks & behind) !== behind) return ODD;
  hadMark = marked;
  return ns;
}

// ---- lines ----------------------------------------------------------------------------------------------------------

/** The position behind the newline, or CR and newline, at `at`; 0 where there is none. */
// @inline
function lineEnd(at: usize): usize {
  const byte = load<u8>(at);
  if (byte === 0x0a) return at + 1;
  return byte === 0x0d && load<u8>(at + 1) === 0x0a ? at + 2 : 0;
}

/** The length of what stands at `from` before the first `(` or blank; 0 where that is too far. */
// @inline
function nameLength(from: usize): i32 {
  for (let at: usize = 0; at < 128; at += 16) {
    const text = v128.load(from + at);
    const ends = i8x16.bitmask(v128.or(i8x16.eq(text, i8x16.splat(0x28)), i8x16.eq(text, i8x16.splat(0x20))));
    if (ends !== 0) return i32(at) + ctz(ends);
  }
  return 0;
}

function isNameByte(byte: u32): bool {
  // Letters, digits, _ . $ @
  return (
    (byte | 0x20) - 0x61 <= 25 ||
    byte - 0x30 <= 9 ||
    byte === 0x5f ||
    byte === 0x2e ||
    byte === 0x24 ||
    byte === 0x40
  );
}

function isName(from: usize, length: i32): bool {
  for (let at = from; at < from + usize(length); at++) if (!isNameByte(u32(load<u8>(at)))) return false;
  return true;
}

/** `name [module]` up to `behind`, or `name`: for the other side to learn. */
function tellName(from: usize, length: i32, behind: usize): void {
  store<u32>(NEW_FROM, u32(from));
  store<i32>(NEW_LENGTH, length);
  store<i32>(MODULE_LENGTH, max(i32(behind - from) - length - 3, 0));
}

/** The position behind ` [module]` at `at`; 0 where there is none. */
// @inline
function behindModule(at: usize): usize {
  if (load<u8>(at + 1) !== 0x5b) return 0;
  const begin = at + 2;
  at = begin;
  while (isNameByte(u32(load<u8>(at)))) at++;
  return at === begin || load<u8>(at) !== 0x5d ? 0 : at + 1;
}

// @inline
function addDuration(name: usize, ns: f64, outermost: bool): void {
  store<i32>(name, load<i32>(name, TIMED) + 1, TIMED);
  store<f64>(name, load<f64>(name, SUM) + ns, SUM);
  if (!outermost) {
    const rare = usize(load<u32>(name, RARE));
    store<i32>(rare, load<i32>(rare, INNER) + 1, INNER);
    store<f64>(rare, load<f64>(rare, INNER_SUM) + ns, INNER_SUM);
  }
  const whole = u32(ns);
  if (whole < load<u32>(name, MIN)) store<u32>(name, whole, MIN);
  if (whole > load<u32>(name, MAX)) store<u32>(name, whole, MAX);
}

/** Of a call that is timed: NaN where that of its callees is not known. */
// @inline
function addSelf(name: usize, ns: f64): void {
  if (ns > 0) store<f64>(name, load<f64>(name, SELF) + ns, SELF);
  else if (ns !== ns) {
    const rare = usize(load<u32>(name, RARE));
    store<i32>(rare, load<i32>(rare, SELFLESS) + 1, SELFLESS);
  }
}

/** Whether no call of the function of `name` is open below `top`. */
// @inline
function isOutermost(name: usize, stack: usize, top: usize): bool {
  if (load<i32>(name, OPEN) === 0 && load<i32>(HAS_ALIASES) === 0) return true;
  const id = idOf(name);
  for (let at = stack; at < top; at += 1 << CALL_BITS) {
    const other = usize(load<u32>(at, NAME));
    if (other !== 0 && idOf(other) === id) return false;
  }
  return true;
}

/** A blank, 42 dashes and a newline: the kernel prints it before and behind a context switch (verif_pid). */
const RULE_BYTES: usize = 44;
// @inline
function isRule(at: usize): bool {
  if (load<u8>(at) !== 0x20 || load<u8>(at + 43) !== 0x0a) return false;
  const dashes = i8x16.splat(0x2d);
  const first = i8x16.bitmask(i8x16.eq(v128.load(at + 1), dashes));
  const second = i8x16.bitmask(i8x16.eq(v128.load(at + 17), dashes));
  const third = i8x16.bitmask(i8x16.eq(v128.load(at + 27), dashes));
  return (first & second & third) === 0xffff;
}

/** What the row of each line has; NO_LANE where it has none. */
// @inline
function addRow(row: usize, at: usize, shape: i32, lane: i32, name: i32, caller: i32, value: u32): void {
  store<u32>(ROW_OFFSET + (row << 2), u32(at - TEXT));
  store<u16>(ROW_SHAPE + (row << 1), u16(shape));
  store<u16>(ROW_LANE + (row << 1), u16(lane));
  store<i32>(ROW_NAME + (row << 2), name);
  store<i32>(ROW_CALLER + (row << 2), caller);
  store<u32>(ROW_VALUE + (row << 2), value);
}

// @inline
function tellLoose(
  index: i32,
  slot: i32,
  line: i32,
  depth: i32,
  caller: i32,
  ns: f64,
  callees: f64,
  id: i32,
): void {
  const at = LOOSE + (usize(index) << LOOSE_BITS);
  store<i32>(at, slot);
  store<i32>(at, line, 4);
  store<i32>(at, depth, 8);
  store<i32>(at, caller, 12);
  store<f64>(at, ns, 16);
  store<f64>(at, callees, 24);
  store<i32>(at, id, 32);
}

/**
 * Reads and counts the lines from `at` on, up to `limit`, which is behind a newline; gives the position of the first line
 * that is passed on, or `limit`. With KEEP_ROWS it also stops when there is no room for more rows.
 */
export function run(at: usize, limit: usize): usize {
  const timeBar = load<i32>(TIME_BAR);
  const cpuParen = load<i32>(CPU_PAREN);
  const taskBar = load<i32>(TASK_BAR);
  const flagsBar = load<i32>(FLAGS_BAR);
  const barColumn = load<i32>(BAR);
  const keepRows = load<i32>(KEEP_ROWS) !== 0;
  const keepContext = load<i32>(KEEP_ROWS) === 2;
  let rows: i32 = 0;
  let exitsBefore: i32 = 0;
  let line = load<i32>(LINE);
  let entries: i32 = 0;
  let leaves: i32 = 0;
  let exits: i32 = 0;
  let namedExits: i32 = 0;
  let strong: i32 = 0;
  const cpuWidth = cpuParen - (timeBar + 1);
  const cpuMask: u32 = cpuWidth >= 1 && cpuWidth <= 4 ? u32(-1) << (u32(4 - cpuWidth) << 3) : 0;
  let lastWord: u32 = 1;
  let lastCpu: i32 = -1;
  let interruptCalls: i32 = 0;
  let firstInterrupt: i32 = -1;
  let loose: i32 = 0;
  store<i32>(NEW_LENGTH, 0);
  store<i32>(MARKED, 0);
  let ends: i32 = 0;
  let blanks: i32 = 0;
  let rules: i32 = 0;
  let inComment = load<i32>(IN_COMMENT) !== 0;
  let lastSlot: i32 = -1;

  for (;;) {
    if (keepRows && rows >= MAX_ROWS) break;
    const bar = at + usize(barColumn);
    if (bar + 4 > limit || load<u8>(bar) !== 0x7c) {
      // The blank line and the rules around a context switch.
      if (at >= limit || inComment) break;
      const isBlank = load<u8>(at) === 0x0a;
      if (!isBlank && !isRule(at)) break;
      if (keepRows) {
        addRow(rows, at, isBlank ? KIND_BLANK : KIND_RULE, NO_LANE, 0, 0, 0);
        rows++;
      }
      if (isBlank) blanks++;
      else rules++;
      line++;
      at += isBlank ? 1 : RULE_BYTES;
      continue;
    }

    // The columns before the bar, each of their bytes.
    let from = at;
    let time: f64 = NaN;
    if (timeBar >= 0) {
      const to = at + usize(timeBar);
      if (load<u8>(to) !== 0x7c) break;
      time = readTime(from, to);
      if (time < 0) break;
      from = to + 1;
    }
    let cpu: i32 = -1;
    if (cpuParen >= 0) {
      const to = at + usize(cpuParen);
      if (load<u8>(to) !== 0x29) break;
      // Mostly the cpu of the line before: four bytes, without those of the column before. What may follow it is looked at there.
      const word = load<u32>(to - 4) & cpuMask;
      if (word === lastWord) cpu = lastCpu;
      else {
        cpu = readCpu(from, to);
        // 256 cpus and more, or a comm that looks like one.
        if (cpu < 0 || cpu > 255 || load<u8>(to + 1) === 0x2d || load<u8>(to + 2) === 0x2d) break;
        if (cpuMask !== 0) lastWord = word;
        lastCpu = cpu;
      }
      from = to + 1;
    }
    const slot = SLOTS + (usize(cpu + 1) << SLOT_BITS);
    if (load<i32>(slot, LENT) === 0) break;
    if (taskBar >= 0) {
      const to = at + usize(taskBar);
      const length = i32(to - from);
      if (load<u8>(to) !== 0x7c || load<i32>(slot, TASK_LENGTH) !== length) break;
      if (!sameBytes(from, slot + TASK, length)) break;
      from = to + 1;
    }
    if (flagsBar >= 0) {
      const to = at + usize(flagsBar);
      if (load<u8>(to) !== 0x7c || !areFlags(from, to)) break;
      from = to + 1;
    }
    if (time < load<f64>(slot, LAST_TIME)) break;
    const ns = readDuration(from, bar);
    if (ns < 0 || ns > MAX_DURATION) break;

    // The indentation.
    let body = bar + 1;
    let indentation = i8x16.bitmask(i8x16.eq(v128.load(body), i8x16.splat(0x20)));
    while (indentation === 0xffff) {
      body += 16;
      indentation = i8x16.bitmask(i8x16.eq(v128.load(body), i8x16.splat(0x20)));
    }
    body += usize(ctz(~indentation));
    const indent = i32(body - bar) - 3;
    if (indent < 0 || (indent & 1) !== 0) break;
    const printed = indent >> 1;
    const interrupt = load<i32>(slot, INTERRUPT_DEPTH);
    const shift = load<i32>(slot, INTERRUPT_SHIFT);
    const size = load<i32>(slot, SIZE);
    const isExit = load<u8>(body) === 0x7d;
    let name: usize = 0;
    let isLeaf = false;
    let next: usize = 0;
    let isNamedInterrupt = false;
    let newLength: i32 = 0;
    if (!isExit) {
      const length = nameLength(body);
      if (length === 0) break;
      let behind = body + usize(length);
      if (load<u8>(behind) === 0x20) {
        behind = behindModule(behind);
        if (behind === 0) break;
      }
      const end = load<u32>(behind);
      // `();` or `() {`
      isLeaf = (end & 0xffffff) === 0x3b2928;
      if (isLeaf) next = lineEnd(behind + 3);
      else if (end === 0x7b202928) next = lineEnd(behind + 4);
      if (next === 0) break;
      name = findName(body, length);
      if (name === 0) {
        if (!isName(body, length)) break;
        newLength = length;
        if (load<i32>(NEXT_ID) < 0 || behind !== body + usize(length) || isSpecial(body, length)) {
          tellName(body, length, behind);
          break;
        }
      } else isNamedInterrupt = load<u32>(name) >> INTERRUPT_BIT !== 0;
    }

    // An interrupt goes on with its next outermost function, with what is deeper while one of these is open, and with exits.
    let isWithin = false;
    let begins = false;
    if (interrupt >= 0) {
      if (printed === interrupt && !isExit) isWithin = isNamedInterrupt;
      else isWithin = size > interrupt + shift && printed >= interrupt;
      if (!isWithin || printed === interrupt) {
        if (load<i32>(slot, IS_SIMPLE) === 0) break;
        if (!isWithin && isExit && printed === interrupt) break;
      }
      // One that interrupts it, or follows on it at another depth.
      if (isNamedInterrupt && printed !== interrupt) break;
    } else if (isNamedInterrupt) begins = true;
    const endsOutermost = (begins || (isWithin && printed === interrupt)) && (isExit || isLeaf);
    if (endsOutermost && ends >= MAX_ENDS) break;
    const depth = isWithin ? printed + shift : printed;
    if (depth <= load<i32>(slot, DOUBTFUL_DEPTH)) break;
    if (depth >= MAX_DEPTH || printed > MAX_KEPT_DEPTH) break;

    const stack = STACKS + usize(cpu + 1) * STACK_BYTES;
    const call = stack + (usize(depth) << CALL_BITS);
    let kind: i32 = 0;
    let isNamed = !isExit;
    let nameOrEntry: i32 = -1;
    let caller: i32 = -1;
    let self: f64 = NaN;

    if (isExit) {
      // An exit: of the innermost open call, and of no other.
      if (size !== depth + 1) break;
      const entry = load<i32>(call, ENTRY);
      name = usize(load<u32>(call, NAME));
      if (entry >= 0 && name === 0) break;
      next = lineEnd(body + 1);
      if (next === 0) {
        // ` /* name */`
        if (load<u32>(body + 1) !== 0x202a2f20) break;
        const length = nameLength(body + 5);
        if (length === 0) break;
        const closed = findName(body + 5, length);
        if (closed === 0) break;
        if (entry < 0) nameOrEntry = idOf(closed);
        else if (idOf(closed) !== idOf(name)) break;
        const behind = body + 5 + usize(length);
        if ((load<u32>(behind) & 0xffffff) !== 0x2f2a20) break;
        next = lineEnd(behind + 3);
        if (next === 0) break;
        isNamed = true;
      }
      if (entry < 0) {
        // Of a call that began before the text, or whose entry is lost: its time is all there is to count.
        if (endsOutermost || loose >= MAX_LOOSE) break;
        kind = KIND_ORPHAN_EXIT;
        if (depth > 0) caller = load<i32>(call - (1 << CALL_BITS), NEAREST);
        tellLoose(
          loose++,
          LOOSE_EXIT | (cpu + 1),
          line,
          depth,
          caller,
          ns,
          load<f64>(call, CALLEES),
          nameOrEntry,
        );
      } else {
        const callees = load<f64>(call, CALLEES);
        if (callees - ns > CUT_DIGITS_NS) break;
        kind = KIND_EXIT;
        exits++;
        if (isNamed) namedExits++;
        nameOrEntry = entry;
        self = ns - callees;
        store<i32>(name, load<i32>(name, OPEN) - 1, OPEN);
        if (ns === ns) {
          addDuration(name, ns, isOutermost(name, stack, call));
          addSelf(name, self);
        }
      }
      store<i32>(slot, depth, SIZE);
    } else {
      // An entry or a leaf, one below the innermost open call.
      if (size !== depth) break;
      if (depth > 0) caller = load<i32>(call - (1 << CALL_BITS), NEAREST);
      const isLoose = caller < 0 && load<i32>(slot, BEGINS) !== 0;
      if (isLoose && loose >= MAX_LOOSE) break;
      if (name === 0) {
        // Here nothing can be odd about its line any more.
        name = meetName(body, newLength);
        if (name === 0) {
          tellName(body, newLength, body + usize(newLength));
          break;
        }
      }
      if (isLoose) {
        tellLoose(loose++, cpu + 1, line, depth, caller, ns, 0, -1);
      }
      nameOrEntry = idOf(name);
      if (isWithin || begins) {
        if (interruptCalls++ === 0) firstInterrupt = line;
      }
      const calls = load<i32>(name, CALLS);
      store<i32>(name, calls + 1, CALLS);
      if (calls === 0) store<i32>(usize(load<u32>(name, RARE)), line, FIRST_LINE);
      if (depth === 0) store<i32>(name, load<i32>(name, TOP_LEVEL) + 1, TOP_LEVEL);
      if (isLeaf) {
        kind = KIND_LEAF;
        leaves++;
        if (ns === ns) {
          addDuration(name, ns, isOutermost(name, stack, call));
          addSelf(name, ns);
        }
      } else {
        kind = KIND_ENTRY;
        entries++;
        store<i32>(name, load<i32>(name, OPEN) + 1, OPEN);
        store<i32>(call, line, ENTRY);
        store<i32>(call, line, NEAREST);
        store<u32>(call, u32(name), NAME);
        store<f64>(call, 0, CALLEES);
        store<i32>(slot, depth + 1, SIZE);
      }
    }
    if (kind !== KIND_ENTRY && depth > 0) {
      const outer = call - (1 << CALL_BITS);
      store<f64>(outer, load<f64>(outer, CALLEES) + ns, CALLEES);
    }
    if (endsOutermost) {
      const end = ENDS + (usize(ends) << END_BITS);
      ends++;
      store<i32>(end, cpu + 1);
      store<i32>(end, isLeaf ? line : nameOrEntry, 4);
      store<i32>(end, depth > 0 ? load<i32>(call - (1 << CALL_BITS), ENTRY) : -1, 8);
      store<f64>(end, ns, 16);
    }
    if (begins || (interrupt >= 0 && !isWithin)) {
      store<i32>(slot, begins ? printed : -1, INTERRUPT_DEPTH);
      store<i32>(slot, 0, INTERRUPT_SHIFT);
      store<i32>(slot, 1, IS_SIMPLE);
      store<i32>(slot, 1, HAS_CHANGED);
    }
    if (hadMark) store<i32>(MARKED, 1);
    inComment = false;
    if (cpu >= 0 || ns === ns) strong++;
    if (time === time) store<f64>(slot, time, LAST_TIME);
    store<i32>(slot, line, LAST_LINE);
    lastSlot = cpu + 1;
    if (keepRows) {
      const row = usize(rows);
      const value = kind === KIND_ENTRY ? 0 : ns === ns ? u32(ns) : UNKNOWN_DURATION;
      addRow(row, at, kind | (depth << 4), load<i32>(slot, LANE), nameOrEntry, caller, value);
      if (kind === KIND_EXIT) {
        // Rows are of lines one behind the other.
        const behind = line - nameOrEntry;
        if (behind <= rows) store<i32>(ROW_VALUE + (usize(rows - behind) << 2), line + 1);
        else {
          store<i32>(ROW_EXITS + (usize(exitsBefore) << 3), nameOrEntry);
          store<i32>(ROW_EXITS + (usize(exitsBefore) << 3), line, 4);
          exitsBefore++;
        }
      }
      if (keepContext) {
        store<f64>(ROW_SELF + (row << 3), self);
        store<f64>(ROW_TIME + (row << 3), time);
        store<i32>(ROW_CPU + (row << 2), cpu);
        store<u32>(ROW_PRINTED + (row << 2), u32(printed) | (isNamed ? 0x80000000 : 0));
      }
      rows++;
    }
    line++;
    at = next;
  }

  store<i32>(LINE, line);
  store<i32>(ENTRIES, entries);
  store<i32>(LEAVES, leaves);
  store<i32>(EXITS, exits);
  store<i32>(NAMED_EXITS, namedExits);
  store<i32>(STRONG, strong);
  store<i32>(INTERRUPT_CALLS, interruptCalls);
  store<i32>(FIRST_INTERRUPT, firstInterrupt);
  store<i32>(LOOSE_COUNT, loose);
  store<i32>(BLANKS, blanks);
  store<i32>(END_COUNT, ends);
  store<i32>(RULES, rules);
  store<i32>(LAST_SLOT, lastSlot);
  store<i32>(ROW_COUNT, rows);
  store<i32>(EXIT_COUNT, exitsBefore);
  return at;
}
