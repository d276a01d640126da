import type { Categories } from '../core/classify/categories';
import type { ViewFilterError, ViewSuggestResult } from '../protocol/traceView';
import type { LinedTrace } from './traceIndexer';

/** Tells the calls that are meant. */
export interface CallFilter {
  /** As it was written. */
  readonly text: string;
  /** Whether the call of an entry, leaf or orphan exit is one of them; asked in order. */
  test(line: number): boolean;
}

/** Makes a filter of its text, for a trace that may grow; or says what is wrong with it. */
export function makeFilter(
  text: string,
  { lines, names }: LinedTrace,
  _categories: Categories,
): CallFilter | ViewFilterError {
  const wanted = text.toLowerCase();
  const known: (boolean | undefined)[] = [];
  return {
    text,
    test: (line) => {
      const name = lines.name(line);
      return name >= 0 && (known[name] ??= names.text(name).toLowerCase().includes(wanted));
    },
  };
}

/** How a filter's text can go on at a place of it. */
export function suggest(_text: string, position: number): ViewSuggestResult {
  return { from: position, to: position, items: [] };
}
