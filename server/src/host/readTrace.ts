import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { withoutLines } from '../core/filter/applyFilter';
import type { CategoryRules } from '../core/filter/expression/categoryRules';
import { TraceFilter } from '../core/filter/traceFilter';
import type { FilterSpec } from '../core/model/filterSpec';
import type { Trace } from '../core/model/trace';
import { Feeder } from '../core/parse/feeder';
import type { ParserOptions } from '../core/parse/parserOptions';
import { withTraceFile, type FileOptions } from './traceFile';

/** Read at once: it stays in the processor's own cache until it is parsed. */
const READ_BYTES = 1 << 18;
/** A few milliseconds of work, after which others have their turn. */
const TURN_BYTES = 1 << 22;

/** How to read and parse a file, and what to leave out of its numbers. */
export interface ReadOptions extends ParserOptions, FileOptions {
  /** Lines are kept while it is applied, then only if `keepLines` asks for them. */
  readonly filter?: FilterSpec;
  /** What categories of the filter mean. */
  readonly categories?: CategoryRules | undefined;
}

/**
 * Parses a file, plain or compressed, without ever holding its text; `-` is standard input. Throws a TraceFileError where
 * it cannot be read.
 */
export function readTraceFile(path: string, options: ReadOptions): Promise<Trace> {
  const filter = new TraceFilter(options.filter ?? {}, options.categories);
  const feeder = new Feeder(filter.options(options));
  return withTraceFile(path, async (file) => {
    if (file.plain !== undefined) await feedPlain(file.plain, file.size, feeder, options);
    else for await (const chunk of file.text(options)) feeder.push(chunk);
    const trace = filter.apply(feeder.finish());
    return options.keepLines ? trace : withoutLines(trace);
  });
}

/** The fast road for plain files: straight into the parser's memory. */
async function feedPlain(
  file: FileHandle,
  size: number,
  feeder: Feeder,
  options: ReadOptions,
): Promise<void> {
  for (let total = 0, turn = 0; ;) {
    options.signal?.throwIfAborted();
    // A file in the page cache is read faster than a thread is asked to read it.
    const bytesRead = readSync(file.fd, feeder.space().subarray(0, READ_BYTES));
    if (bytesRead === 0) return;
    feeder.commit(bytesRead);
    total += bytesRead;
    options.onProgress?.(total, size);
    if (total - turn < TURN_BYTES) continue;
    turn = total;
    await setImmediate();
  }
}
