import { isDeepStrictEqual } from 'node:util';
import { INTERRUPT_FUNCTIONS } from '../core/parse/interruptNames';
import type { ReadOptions } from '../host/readTrace';
import type { ThreadSettings } from '../worker/messages';

/**
 * Whether the thread of a view, which reads as `settings` say, gets the numbers that reading the same file with `options`
 * would give. Not where the filter names categories: a view that has other ones by now has not read the file again.
 */
export function readsTheSame(settings: ThreadSettings, options: ReadOptions): boolean {
  const { categories, filter = {}, interruptNames, keepLines, symbols } = options;
  return (
    !keepLines &&
    categories === undefined &&
    settings.symbols === symbols?.text &&
    isDeepStrictEqual(settings.interruptFunctions, interruptNames?.names ?? INTERRUPT_FUNCTIONS) &&
    isDeepStrictEqual(settings.filter, filter)
  );
}
