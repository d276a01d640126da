import { compileCategories, type Categories } from '../core/classify/categories';
import type { FilterSpec } from '../core/model/filterSpec';
import { InterruptNames } from '../core/parse/interruptNames';
import type { ParserOptions } from '../core/parse/parserOptions';
import { SymbolTable } from '../core/symbols/symbolTable';
import type { ThreadSettings } from './messages';

/** Settings as a thread uses them. */
export interface UsedSettings {
  readonly categories: Categories;
  readonly tokenTypes: readonly number[];
  readonly parsing: Pick<ParserOptions, 'interruptNames' | 'symbols'>;
  readonly filter: FilterSpec;
}

/** Makes of plain data what is used. */
export function useSettings(settings: ThreadSettings): UsedSettings {
  return {
    categories: compileCategories(settings.rules, 'rules').categories,
    tokenTypes: settings.tokenTypes,
    parsing: {
      interruptNames: new InterruptNames(settings.interruptFunctions),
      symbols: settings.symbols && SymbolTable.parse(settings.symbols),
    },
    filter: settings.filter,
  };
}
