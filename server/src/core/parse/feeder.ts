import type { Trace } from '../model/trace';
import { MAX_LINE_BYTES } from './readLine';
import type { ParserOptions } from './parserOptions';
import { TraceParser } from './traceParser';

/**
 * Feeds a parser from a source of chunks of any size: keeps the beginning of a line until its end has come. Fill
 * `space()`, then `commit` what was filled; no byte is copied twice but those of a cut line.
 */
export class Feeder {
  private readonly parser: TraceParser;
  private readonly buffer: Uint8Array;
  private filled = 0;
  private base = 0;

  constructor(options: ParserOptions) {
    this.parser = new TraceParser(options);
    this.buffer = this.parser.memory ?? new Uint8Array(MAX_LINE_BYTES);
  }

  /** Where the next bytes go; never empty. */
  space(): Uint8Array {
    return this.buffer.subarray(this.filled);
  }

  /** Parses the complete lines, `count` bytes of `space()` having been filled. */
  commit(count: number): void {
    this.filled += count;
    const used = this.parser.consume(this.buffer, 0, this.filled, this.base);
    this.buffer.copyWithin(0, used, this.filled);
    this.base += used;
    this.filled -= used;
    if (this.filled < this.buffer.length) return;
    this.parser.consumeTooLong(this.buffer, 0, this.filled, this.base);
    this.base += this.filled;
    this.filled = 0;
  }

  /** Parses a chunk of any size; for sources that bring their own memory. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      const space = this.space();
      const count = Math.min(space.length, chunk.length - at);
      space.set(chunk.subarray(at, at + count));
      this.commit(count);
      at += count;
    }
  }

  /** Position in the text behind the last complete line that was committed. */
  get position(): number {
    return this.base;
  }

  /** The trace of the complete lines so far; its tables grow with what is committed next. */
  snapshot(): Trace {
    return this.parser.snapshot();
  }

  /** The trace of all that was committed. */
  finish(): Trace {
    return this.parser.finish(this.buffer, 0, this.filled, this.base);
  }
}

/** Parses a whole text at once. */
export function parseTrace(bytes: Uint8Array, options: ParserOptions): Trace {
  const parser = new TraceParser(options);
  return parser.finish(bytes, parser.consume(bytes, 0, bytes.length, 0), bytes.length, 0);
}
