import type { FunctionStats } from '../model/functionStats';
import type { LineTable, LineWriter } from '../model/lineTable';
import type { NameTable } from '../model/nameTable';
import type { ChunkedText } from '../text/chunkedText';
import { Appearances } from './functionNames';
import type { Facts, ParserState } from './parserState';
import { SegmentProblemLog } from './segmentProblems';
import type { ParserOptions } from './parserOptions';
import { TraceParser } from './traceParser';

/** A place between two chunks from which parsing can go on, and what the text from there to the next such place adds. */
export interface Checkpoint {
  /** The chunk behind it. */
  chunk: number;
  readonly state: ParserState;
  facts: Facts;
}

/** So many lanes and cpus are saved with any chunk, and so many more for each line since the last place. */
const FREE_STATE = 256;
const STATE_PER_LINE = 4;

/** What a run writes to, beside what it has of its own. */
export interface RunTables {
  readonly names: NameTable;
  readonly stats: FunctionStats;
  readonly lines: LineWriter;
  readonly isInterrupt: Uint8Array;
  /** The lines, where all of the text is parsed, in order. */
  readonly allLines?: LineTable;
}

/** Parses chunks of a text, one after the other, from one of its beginnings on, and keeps the places between them. */
export class SegmentRun {
  readonly appearances = new Appearances();
  /** Where it began, and all places since then but the last. */
  readonly checkpoints: Checkpoint[] = [];
  readonly parser: TraceParser;
  private readonly problems = new SegmentProblemLog();
  private begun: { chunk: number; state: ParserState };

  /** `from`: where to begin; undefined is the beginning of a text. */
  constructor(
    private readonly text: ChunkedText,
    options: ParserOptions,
    tables: RunTables,
    from: { readonly chunk: number; readonly state: ParserState } | undefined,
  ) {
    const { appearances, problems } = this;
    this.parser = new TraceParser(options, { ...tables, appearances, problems });
    if (from !== undefined) this.parser.part.load(from.state);
    // Nothing waits at the beginning.
    this.begun = from ?? { chunk: 0, state: this.parser.part.save()! };
  }

  /** Parses one chunk. */
  parse(chunk: number): void {
    const { chunks } = this.text;
    const bytes = chunks[chunk]?.bytes ?? new Uint8Array();
    const base = this.text.startOf(chunk);
    const at = this.parser.consume(bytes, 0, bytes.length, base);
    if (chunk + 1 >= chunks.length) this.parser.end(bytes, at, bytes.length, base);
  }

  /** What is known before `chunk`; undefined where lines wait for the next, or where that is more than it is worth. */
  stateAt(chunk: number): ParserState | undefined {
    const { begun } = this;
    const { part } = this.parser;
    if (chunk <= begun.chunk) return undefined;
    const worth = FREE_STATE + STATE_PER_LINE * (part.lineCount - begun.state.line);
    return part.stateSize > worth ? undefined : part.save(begun.state);
  }

  /** Keeps a place from which parsing can go on. */
  keep(chunk: number, state: ParserState): void {
    this.close();
    this.begun = { chunk, state };
  }

  /** Ends the part before the place that is reached. */
  close(): void {
    this.checkpoints.push({ ...this.begun, facts: this.parser.part.takeFacts(this.problems.take()) });
  }
}
