import type { CallRow } from '../../../server/src/core/analyse/callRows';

/** A row as a person counts it; what is not given is null, `irq` false. */
export type Expected = readonly [
  line: number | null,
  exitLine: number | null,
  name: string | null,
  depth: number,
  durationNs: number | null,
  selfNs: number | null,
  parentLine: number | null,
  more?: Partial<CallRow>,
];

/** One row of the README's table of formats, with the excerpt that proves it. */
export interface Format {
  /** A drawing, which begins with an empty line, or the bytes of a file. */
  readonly text: string | Uint8Array;
  readonly calls: readonly Expected[];
  /** Lines that nobody can read; none where it is not given. */
  readonly unread?: number;
  /** Who printed it; the kernel where it is not given. */
  readonly producer?: string;
  /** What kallsyms says. */
  readonly symbols?: string;
}
