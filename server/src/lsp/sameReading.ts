import { isDeepStrictEqual } from 'node:util';
import { Categories, categoryRules } from '../core/classify/categories';
import { INTERRUPT_FUNCTIONS } from '../core/parse/interruptNames';
import type { ReadOptions } from '../host/readTrace';
import type { ThreadSettings } from '../worker/messages';

/**
 * Whether the thread of a view, which reads as `settings` say, gets the numbers that reading the same file with `options`
 * would give.
 */
export function readsTheSame(settings: ThreadSettings, options: ReadOptions): boolean {
  const { categories, filter = {}, interruptNames, keepLines, symbols } = options;
  return (
    !keepLines &&
    (categories === undefined || isDeepStrictEqual(rulesOf(categories), settings.rules)) &&
    settings.symbols === symbols?.text &&
    isDeepStrictEqual(settings.interruptFunctions, interruptNames?.names ?? INTERRUPT_FUNCTIONS) &&
    isDeepStrictEqual(settings.filter, filter)
  );
}

/** Undefined where they are not compiled from rules, but those of a test. */
function rulesOf(categories: ReadOptions['categories']): readonly unknown[] | undefined {
  return categories instanceof Categories ? categoryRules(categories) : undefined;
}
