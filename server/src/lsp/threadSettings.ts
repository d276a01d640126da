import { categoryRules } from '../core/classify/categories';
import type { ThreadSettings } from '../worker/messages';
import type { Parsing } from './parseSliced';
import type { Settings } from './settings';
import { tokenTypes } from './tokenTypes';

/** What threads are told of the settings. */
export function threadSettings(
  { categories, filter, interruptFunctions }: Settings,
  { symbols }: Parsing,
): ThreadSettings {
  return {
    rules: categoryRules(categories),
    tokenTypes: tokenTypes(categories),
    interruptFunctions,
    symbols: symbols?.text,
    filter,
  };
}
