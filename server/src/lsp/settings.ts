import {
  compileCategories,
  paperCategories,
  type Categories,
  type RuleProblem,
} from '../core/classify/categories';
import { PAPER } from '../core/classify/presets';

/** The settings below `ftrace`, checked. A test compares them with those in package.json. */
export interface Settings {
  readonly categories: Categories;
  readonly codeLens: {
    readonly enabled: boolean;
    readonly file: boolean;
    readonly categories: boolean;
    readonly topLevelCalls: boolean;
    /** Most top-level calls that have a lens. */
    readonly maximum: number;
  };
}

/** As in the schema of package.json, which not every client checks. */
const MAX_CALL_LENSES = 20_000;

/** What messages about the rules call them. */
export const CATEGORIES_SETTING = 'ftrace.categories';

export const DEFAULT_SETTINGS: Settings = {
  categories: paperCategories(),
  codeLens: { enabled: true, file: true, categories: true, topLevelCalls: true, maximum: 1000 },
};

/**
 * Reads the value of the section `ftrace`, as the client gives it. What is missing or of a wrong type is as by default;
 * rules that make no sense are named in `problems`.
 */
export function readSettings(value: unknown): { settings: Settings; problems: readonly RuleProblem[] } {
  const section = asRecord(value);
  const lens = asRecord(section['codeLens']);
  const { categories, problems } = compileCategories(section['categories'] ?? PAPER, CATEGORIES_SETTING);
  const defaults = DEFAULT_SETTINGS.codeLens;
  const flag = (key: 'enabled' | 'file' | 'categories' | 'topLevelCalls'): boolean => {
    const set = lens[key];
    return typeof set === 'boolean' ? set : defaults[key];
  };
  const maximum = lens['maximum'];
  return {
    settings: {
      categories,
      codeLens: {
        enabled: flag('enabled'),
        file: flag('file'),
        categories: flag('categories'),
        topLevelCalls: flag('topLevelCalls'),
        maximum:
          typeof maximum === 'number' && maximum >= 0
            ? Math.min(Math.floor(maximum), MAX_CALL_LENSES)
            : defaults.maximum,
      },
    },
    problems,
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
