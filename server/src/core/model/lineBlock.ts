import type { WideValues } from './wideValues';

/** The value of a line whose duration is not known. */
export const UNKNOWN = 0xffffffff;

/**
 * One record of 20 bytes per line, in blocks of 32,768 lines, so that growing never copies. Lines count from 0.
 *
 * Three columns mean different things on different kinds of line, which is what makes a record this small:
 *
 * | column | entry | leaf | exit | orphan exit |
 * | --- | --- | --- | --- | --- |
 * | name | its NameId | its NameId | line of its entry | its NameId, -1 unknown |
 * | caller | line of its caller, -1 | the same | - | the same |
 * | value | line of its exit + 1, 0 unknown | duration | duration | duration |
 *
 * Where lines do not move, a block that is full is packed: 11 bytes per line. packedBlock.ts tells what its columns mean.
 */
export interface Block {
  /** Position in the text of the block's first line; a number, so that a text may be larger than 4 GiB. */
  base: number;
  /** Position of the line, from `base`; or, where there are groups, from that of the first of its 64 lines. */
  offset: Uint32Array | Uint16Array;
  /** Positions of the first line of each 64, from `base`. */
  groups?: Uint32Array;
  /** LineKind in the low 4 bits, depth above. */
  readonly shape: Uint16Array;
  /** The lane; or, where there are `lanes`, its place in them. */
  readonly lane: Uint16Array | Uint8Array;
  readonly lanes?: Uint16Array;
  name: Int32Array | Uint16Array;
  caller: Int32Array | Uint16Array;
  value: Uint32Array | Uint16Array;
  /** What does not fit into a column that is packed; undefined where it is not. */
  wideNames?: WideValues | undefined;
  wideCallers?: WideValues | undefined;
  wideValues?: WideValues | undefined;
}
