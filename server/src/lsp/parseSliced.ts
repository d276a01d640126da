import type { CategoryRules } from '../core/filter/expression/categoryRules';
import { TraceFilter } from '../core/filter/traceFilter';
import type { FilterSpec } from '../core/model/filterSpec';
import type { Trace } from '../core/model/trace';
import type { ChunkedText } from '../core/text/chunkedText';
import type { ParserOptions } from '../core/parse/parserOptions';
import { TraceParser } from '../core/parse/traceParser';

/** A few milliseconds of work, after which the server looks for other requests. */
const SLICE_BYTES = 1 << 20;

/** What settings say of parsing, and of what is counted. */
export interface Parsing extends Pick<ParserOptions, 'interruptNames' | 'symbols'> {
  readonly filter?: FilterSpec;
  /** What categories of the filter mean; only where it names one. */
  readonly categories?: CategoryRules | undefined;
}

/**
 * Parses a text with its lines kept, in slices, so that the server answers others meanwhile; filters apply. Undefined as soon as
 * `stale` says that nobody wants the result any more.
 */
export async function parseSliced(
  text: Uint8Array | ChunkedText,
  parsing: Parsing,
  stale: () => boolean,
): Promise<Trace | undefined> {
  const filter = new TraceFilter(parsing.filter ?? {}, parsing.categories);
  const parser = new TraceParser(filter.options({ ...parsing, keepLines: true }));
  const chunks = text instanceof Uint8Array ? [{ bytes: text }] : text.chunks;
  let bytes: Uint8Array = new Uint8Array();
  let base = 0;
  let at = 0;
  let left = SLICE_BYTES;
  for (const chunk of chunks) {
    // A chunk ends with a line, but for the last.
    base += bytes.length;
    bytes = chunk.bytes;
    at = 0;
    let slice = SLICE_BYTES;
    while (at < bytes.length) {
      const to = Math.min(at + slice, bytes.length);
      const next = parser.consume(bytes, at, to, base);
      left -= next - at;
      // A line longer than the slice: look further each time, so that all looking together stays linear.
      slice = next === at ? 2 * slice : SLICE_BYTES;
      at = next;
      if (left <= 0) {
        left = SLICE_BYTES;
        await new Promise((resolve) => setImmediate(resolve));
        if (stale()) return undefined;
      }
      if (to === bytes.length) break;
    }
  }
  return filter.apply(parser.finish(bytes, at, bytes.length, base));
}
