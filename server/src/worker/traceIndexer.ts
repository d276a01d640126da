import { stripLanes } from '../core/model/tracesBetweenThreads';
import type { Trace } from '../core/model/trace';
import type { LineTable } from '../core/model/lineTable';
import { TraceFilter } from '../core/filter/traceFilter';
import { Feeder } from '../core/parse/feeder';
import { breathe } from './breathe';
import type { UsedSettings } from './settings';
import type { TextFile } from './textFile';

/** A trace whose lines were kept. */
export type LinedTrace = Trace & { readonly lines: LineTable };

/** Reads a file into tables, piece by piece; what is read so far can be asked for at any time. */
export class TraceIndexer {
  /** Bytes that were read. */
  bytes = 0;
  private feeder: Feeder | undefined;
  private known: LinedTrace;
  /** Bytes of which `known` says the numbers. */
  private knownBytes = 0;
  private readonly filter: TraceFilter;

  constructor(
    private readonly file: TextFile,
    { categories, filter, parsing }: UsedSettings,
  ) {
    this.filter = new TraceFilter(filter, categories);
    this.feeder = new Feeder(this.filter.options({ ...parsing, keepLines: true }));
    this.known = this.feeder.snapshot() as LinedTrace;
  }

  /** The tables, which grow: numbers that are no tables are as they were when `trace` was asked last. */
  get tables(): LinedTrace {
    return this.known;
  }

  /** The trace as far as it is read. */
  trace(): LinedTrace {
    if (this.feeder !== undefined && this.knownBytes !== this.bytes) {
      this.known = this.feeder.snapshot() as LinedTrace;
      this.knownBytes = this.bytes;
    }
    return this.known;
  }

  /** Position behind the last line of the tables, if no line is held back. */
  get end(): number {
    return this.feeder?.position ?? this.bytes;
  }

  /**
   * Reads up to `size`, or to the end of the file, until `stopped` says so; `onPiece` is called behind each piece. Throws
   * a TraceFileError where the file cannot be read.
   */
  async read(size: number, stopped: () => boolean, onPiece: () => void): Promise<void> {
    const { feeder } = this;
    while (feeder !== undefined && this.bytes < size && !stopped()) {
      const space = feeder.space();
      const count = this.file.readInto(
        space.subarray(0, Math.min(space.length, size - this.bytes)),
        this.bytes,
      );
      if (count === 0) return;
      feeder.commit(count);
      this.bytes += count;
      onPiece();
      await breathe();
    }
  }

  /** Nothing more will be read: a last line without a line break counts, calls that are open stay so. */
  finish(): LinedTrace {
    if (this.feeder === undefined) return this.known;
    const trace = this.feeder.finish();
    this.feeder = undefined;
    this.known = this.filter.apply(trace) as LinedTrace;
    stripLanes(this.known);
    return this.known;
  }
}
