/** A column of codes of 16 bits: the values that do not fit stand in a list. */

/** The code of a value that stands in the list. */
export const WIDE = 0xffff;
/** More of them, a sixteenth of the lines of a block, are no list any more. */
const MAX_WIDE = 2048;

/** Values that do not fit, as a LineTable has them, by ascending row. */
export interface WideValues {
  count: number;
  rows: Uint16Array;
  values: Uint32Array;
}

/** The values of the rows whose code is WIDE, `count` of them; undefined where that is too many. */
export function collectWide(
  codes: Uint16Array,
  count: number,
  values: ArrayLike<number>,
): WideValues | undefined {
  if (count > MAX_WIDE) return undefined;
  const wide: WideValues = { count, rows: new Uint16Array(count), values: new Uint32Array(count) };
  for (let row = codes.indexOf(WIDE), at = 0; at < count; row = codes.indexOf(WIDE, row + 1), at++) {
    wide.rows[at] = row;
    wide.values[at] = values[row]!;
  }
  return wide;
}

/** Writes a value that may be a wide one; false, and nothing is written, where there would be too many of these. */
export function writeCode(
  codes: Int32Array | Uint32Array | Uint16Array,
  wide: WideValues,
  row: number,
  code: number,
  value: number,
): boolean {
  if (code === WIDE) {
    const at = placeOf(wide, row);
    if (at === wide.count || wide.rows[at] !== row) {
      if (wide.count === MAX_WIDE) return false;
      insert(wide, at, row);
    }
    wide.values[at] = value;
  }
  codes[row] = code;
  return true;
}

function insert(wide: WideValues, at: number, row: number): void {
  const { count } = wide;
  if (count === wide.rows.length) {
    const room = Math.max(16, 2 * count);
    const { rows, values } = wide;
    wide.rows = new Uint16Array(room);
    wide.rows.set(rows);
    wide.values = new Uint32Array(room);
    wide.values.set(values);
  }
  wide.rows.copyWithin(at + 1, at, count);
  wide.values.copyWithin(at + 1, at, count);
  wide.rows[at] = row;
  wide.count++;
}

/** The place of the first wide value of `row` or behind it. */
function placeOf({ count, rows }: WideValues, row: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value of `row`, whose code is WIDE. */
export function wideAt(wide: WideValues, row: number): number {
  return wide.values[placeOf(wide, row)]!;
}
