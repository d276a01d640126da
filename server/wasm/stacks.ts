/** Open calls of slots, and how they come and go. */
import {
  ADDRESSES,
  Call,
  CALL_BITS,
  CALLEES_BOX,
  CALLS_BOX,
  Header,
  MAX_IDS,
  Name,
  Slot,
  slotAt,
  stackAt,
  UNTIMED,
} from './layout';
import { idOf } from './names';

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
    store<i32>(call, load<i32>(box), Call.ENTRY);
    store<i32>(call, load<i32>(box, 4), Call.NEAREST);
    store<u32>(call, name, Call.NAME);
    store<f64>(call, load<f64>(CALLEES_BOX + (usize(depth) << 3)), Call.CALLEES);
    if (name !== 0) store<i32>(usize(name), load<i32>(usize(name), Name.OPEN) + 1, Name.OPEN);
  }
  store<i32>(slotAt(index), size, Slot.SIZE);
  return -1;
}

/** Puts the calls that are open in a slot into the box; gives how many. */
export function close(index: i32): i32 {
  const size = load<i32>(slotAt(index), Slot.SIZE);
  let call = stackAt(index);
  for (let depth = 0; depth < size; depth++, call += 1 << CALL_BITS) {
    const box = CALLS_BOX + (usize(depth) << 4);
    const name = usize(load<u32>(call, Call.NAME));
    store<i32>(box, load<i32>(call, Call.ENTRY));
    store<i32>(box, load<i32>(call, Call.NEAREST), 4);
    store<i32>(box, name === 0 ? -1 : idOf(name), 8);
    store<i32>(box, UNTIMED, 12);
    store<f64>(CALLEES_BOX + (usize(depth) << 3), load<f64>(call, Call.CALLEES));
    if (name !== 0) store<i32>(name, load<i32>(name, Name.OPEN) - 1, Name.OPEN);
  }
  return size;
}

/** Whether no call of the function of `name` is open below `top`. */
// @inline
export function isOutermost(name: usize, stack: usize, top: usize): bool {
  if (load<i32>(name, Name.OPEN) === 0 && load<i32>(Header.HAS_ALIASES) === 0) return true;
  const id = idOf(name);
  for (let at = stack; at < top; at += 1 << CALL_BITS) {
    const other = usize(load<u32>(at, Call.NAME));
    if (other !== 0 && idOf(other) === id) return false;
  }
  return true;
}
