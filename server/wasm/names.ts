/** Names, each with what was counted of its calls, and the table to find them by. */
import { isName } from './body';
import {
  ADDRESSES,
  BEGINNING_BITS,
  BEGINNINGS,
  Header,
  MAX_IDS,
  MAX_NAME_BYTES,
  MAX_NAMES,
  Name,
  NAMES,
  Rare,
  RARE_BYTES,
  RARES,
  TABLE,
  TABLE_BYTES,
} from './layout';

const BUCKET_BITS: usize = 6;
const BUCKET_SIZE: usize = 8;
const FIRST_BUCKETS: usize = 1024;
const MAX_PROBES: i32 = 8;
/** Longer names are not looked for: see nameLength. */
const MAX_LOOKED_AT: i32 = 127;

/** Where the next name goes, how many there are, and the buckets less one: few, so that they stay in the cache. */
let namesEnd: usize = NAMES;
let nameCount: usize = 0;
let bucketMask: usize = FIRST_BUCKETS - 1;
/** A name that is known has no place in the table any more: it would be met again. */
let hasLost: bool = false;

/** The end of the names, where the next one goes. */
export function namesEndAt(): usize {
  return namesEnd;
}

/** Forgets all names. */
export function forgetNames(): void {
  memory.fill(NAMES, 0, namesEnd - NAMES);
  memory.fill(TABLE, 0, (bucketMask + 1) << BUCKET_BITS);
  namesEnd = NAMES;
  nameCount = 0;
  bucketMask = FIRST_BUCKETS - 1;
  hasLost = false;
}

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

/** The function that a name stands for. */
// @inline
export function idOf(name: usize): i32 {
  return i32(load<u32>(name, Name.HEAD) & Name.ID_MASK);
}

/** Whether it is one of interrupts. */
// @inline
export function isOfInterrupt(name: usize): bool {
  return load<u32>(name, Name.HEAD) >> Name.INTERRUPT_SHIFT !== 0;
}

// @inline
function lengthOf(name: usize): i32 {
  return i32((load<u32>(name, Name.HEAD) >> Name.LENGTH_SHIFT) & Name.LENGTH_MASK);
}

// @inline
function equals(name: usize, from: usize, length: i32): bool {
  if (lengthOf(name) !== length) return false;
  let left = length;
  let own = name + Name.BYTES;
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
export function findName(from: usize, length: i32): usize {
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
  return Name.BYTES + ((usize(length) + 7) & ~7);
}

/**
 * Makes the name at `from` known; gives its address, 0 where there is no room for it: then its lines are always passed on. So
 * are those with a name that is no usual one, which may mean something else where it stands: it is not found.
 */
export function addName(from: usize, length: i32, id: i32, isInterrupt: i32): usize {
  if (length <= 0 || length > MAX_NAME_BYTES) return 0;
  const size = sizeOf(length);
  if (namesEnd + size > RARES || nameCount >= MAX_NAMES) return 0;
  if (nameCount > bucketMask << 2 && (bucketMask + 1) << (BUCKET_BITS + 1) <= TABLE_BYTES) growTable();
  const name = namesEnd;
  memory.copy(name + Name.BYTES, from, usize(length));
  const isOdd = length > MAX_LOOKED_AT || !isName(from, length);
  const flags = (u32(isOdd) << Name.ODD_SHIFT) | (u32(isInterrupt) << Name.INTERRUPT_SHIFT);
  store<u32>(name, u32(id) | (u32(length) << Name.LENGTH_SHIFT) | flags, Name.HEAD);
  if (!isOdd && !enter(name)) {
    memory.fill(name, 0, size);
    return 0;
  }
  store<u32>(name, u32(RARES + nameCount * RARE_BYTES), Name.RARE);
  namesEnd += size;
  nameCount++;
  clearStats(name);
  return name;
}

/**
 * Makes a name known that the other side hears of when the run is over; its address, 0 as above. `behind` is where it ends
 * with its module.
 */
export function meetName(from: usize, length: i32, behind: usize): usize {
  const id = load<i32>(Header.NEXT_ID);
  if (usize(id) >= MAX_IDS || hasLost) return 0;
  const name = addName(from, length, id, 0);
  if (name === 0) return 0;
  store<u32>(ADDRESSES + (usize(id) << 2), u32(name));
  const rare = usize(load<u32>(name, Name.RARE));
  store<i32>(rare, tableHash(from, length), Rare.HASH);
  store<u32>(rare, u32(from) + length + 2, Rare.MODULE_AT);
  store<i32>(rare, moduleLength(from, length, behind), Rare.MODULE_LENGTH);
  store<i32>(Header.NEXT_ID, id + 1);
  return name;
}

/** The length of the module in `name [module]`, which ends before `behind`; 0 where there is none. */
export function moduleLength(from: usize, length: i32, behind: usize): i32 {
  return max(i32(behind - from) - length - 3, 0);
}

/** NameTable.hash. */
function tableHash(from: usize, length: i32): i32 {
  let hash: i32 = 0x811c9dc5;
  for (let at = from; at < from + usize(length); at++) hash = (hash ^ i32(load<u8>(at))) * 0x01000193;
  return hash;
}

/** Whether a name may be one of an interrupt, or an address. */
export function isSpecial(from: usize, length: i32): bool {
  const word = wordAt(from, length);
  const end = BEGINNINGS + (usize(load<i32>(Header.BEGINNING_COUNT)) << BEGINNING_BITS);
  for (let at = BEGINNINGS; at < end; at += 1 << BEGINNING_BITS)
    if ((word & load<u64>(at, 8)) === load<u64>(at)) return true;
  if (u32(load<u8>(from)) - 0x30 <= 9) return true;
  // As isAddress of symbolTable.
  if (length !== 8 && length !== 16) return false;
  for (let at = from; at < from + usize(length); at++) {
    const byte = u32(load<u8>(at));
    if (byte - 0x30 > 9 && byte - 0x61 > 5) return false;
  }
  return true;
}

/** Puts a name into the table; false where that is too crowded there: hashes were made to collide. */
function enter(name: usize): bool {
  const hash = hashOf(name + Name.BYTES, lengthOf(name));
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

/** Twice the places. */
function growTable(): void {
  memory.fill(TABLE, 0, (bucketMask + 1) << BUCKET_BITS);
  bucketMask = 2 * bucketMask + 1;
  for (let name = NAMES; name < namesEnd; name = nextName(name)) {
    const isOdd = ((load<u32>(name, Name.HEAD) >> Name.ODD_SHIFT) & 1) !== 0;
    if (!isOdd && !enter(name)) hasLost = true;
  }
}

/** Takes the numbers of all names away, once they are added to the other side's; calls that are open stay so. */
export function clearAllStats(): void {
  for (let name = NAMES; name < namesEnd; name = nextName(name)) clearStats(name);
}

function clearStats(name: usize): void {
  store<u64>(name, 0, Name.CALLS);
  store<i32>(name, 0, Name.TIMED);
  store<u32>(name, u32.MAX_VALUE, Name.MIN);
  store<u32>(name, 0, Name.MAX);
  store<f64>(name, 0, Name.SUM);
  store<f64>(name, 0, Name.SELF);
  const rare = usize(load<u32>(name, Name.RARE));
  store<i32>(rare, -1, Rare.FIRST_LINE);
  store<i32>(rare, 0, Rare.INNER);
  store<i32>(rare, 0, Rare.SELFLESS);
  store<f64>(rare, 0, Rare.INNER_SUM);
}

/** The name behind `name`. */
// @inline
function nextName(name: usize): usize {
  return name + sizeOf(lengthOf(name));
}

/** Counts an entry or a leaf. */
// @inline
export function addCall(name: usize, line: i32, isTopLevel: bool): void {
  const calls = load<i32>(name, Name.CALLS);
  store<i32>(name, calls + 1, Name.CALLS);
  if (calls === 0) store<i32>(usize(load<u32>(name, Name.RARE)), line, Rare.FIRST_LINE);
  if (isTopLevel) store<i32>(name, load<i32>(name, Name.TOP_LEVEL) + 1, Name.TOP_LEVEL);
}

/** Counts a duration of the function; `outermost`: no other call of it is open. */
// @inline
export function addDuration(name: usize, ns: f64, outermost: bool): void {
  store<i32>(name, load<i32>(name, Name.TIMED) + 1, Name.TIMED);
  store<f64>(name, load<f64>(name, Name.SUM) + ns, Name.SUM);
  if (!outermost) {
    const rare = usize(load<u32>(name, Name.RARE));
    store<i32>(rare, load<i32>(rare, Rare.INNER) + 1, Rare.INNER);
    store<f64>(rare, load<f64>(rare, Rare.INNER_SUM) + ns, Rare.INNER_SUM);
  }
  const whole = u32(ns);
  if (whole < load<u32>(name, Name.MIN)) store<u32>(name, whole, Name.MIN);
  if (whole > load<u32>(name, Name.MAX)) store<u32>(name, whole, Name.MAX);
}

/** Counts the self time of a call whose duration counts; NaN where it is not known. */
// @inline
export function addSelf(name: usize, ns: f64): void {
  if (ns > 0) store<f64>(name, load<f64>(name, Name.SELF) + ns, Name.SELF);
  else if (ns !== ns) {
    const rare = usize(load<u32>(name, Name.RARE));
    store<i32>(rare, load<i32>(rare, Rare.SELFLESS) + 1, Rare.SELFLESS);
  }
}
