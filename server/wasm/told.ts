/** What is told to the other side, beside numbers of the header. */
import { moduleLength } from './names';
import { Header, LOOSE, LOOSE_BITS, Row, TEXT } from './layout';

/** `name [module]` up to `behind`, or `name`: for the other side to learn. */
export function tellName(from: usize, length: i32, behind: usize): void {
  store<u32>(Header.NEW_FROM, u32(from));
  store<i32>(Header.NEW_LENGTH, length);
  store<i32>(Header.MODULE_LENGTH, moduleLength(from, length, behind));
}

/** What the row of each line has; NO_LANE where it has none. */
// @inline
export function addRow(
  row: usize,
  at: usize,
  shape: i32,
  lane: i32,
  name: i32,
  caller: i32,
  value: u32,
): void {
  store<u32>(Row.OFFSET + (row << 2), u32(at - TEXT));
  store<u16>(Row.SHAPE + (row << 1), u16(shape));
  store<u16>(Row.LANE + (row << 1), u16(lane));
  store<i32>(Row.NAME + (row << 2), name);
  store<i32>(Row.CALLER + (row << 2), caller);
  store<u32>(Row.VALUE + (row << 2), value);
}

/** An exit without entry, or a call without caller, as LOOSE has them. */
// @inline
export function tellLoose(
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
