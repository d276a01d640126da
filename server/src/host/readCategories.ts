import { compileCategories, PRESETS, presetCategories, type Categories } from '../core/classify/categories';
import { categoriesFromTable } from '../core/classify/tableCategories';
import { parseJsonc, settingOf } from '../core/text/jsonc';
import { readText } from './readText';
import { TraceFileError } from './traceFileError';

/** Debug information of a whole kernel, as a table, takes a tenth of it. */
const MAX_BYTES = 256 << 20;

/** Rules, and sentences about what makes no sense in them; the rest applies. */
export interface ReadCategories {
  readonly categories: Categories;
  readonly problems: readonly string[];
}

/**
 * The rules of a preset, of a JSON file with the value of `ftrace.categories` (or a settings.json with it), or of a CSV table
 * name,subsystem. `name` is what is asked for, `path` where that would be as a file. Throws a TraceFileError.
 */
export async function readCategories(name: string, path: string): Promise<ReadCategories> {
  const preset = PRESETS.find((known) => known === name);
  if (preset !== undefined) return { categories: presetCategories(preset), problems: [] };
  const text = await readText(path, MAX_BYTES, {});
  if (text === undefined) throw new TraceFileError('it is too long for rules');
  return /\.(csv|tsv)$/i.test(name) ? fromTable(text, name) : fromRules(text, name);
}

function fromTable(text: string, name: string): ReadCategories {
  const { categories, problems } = categoriesFromTable(text, name);
  return {
    categories,
    problems: problems.map(
      ({ line, message }) => `${name}${line === undefined ? '' : `:${line}`}: ${message}`,
    ),
  };
}

function fromRules(text: string, name: string): ReadCategories {
  const { value, problems } = parseJsonc(text);
  if (problems.length > 0) throw new TraceFileError(problems[0]);
  const rules = settingOf(value, 'ftrace.categories');
  if (!Array.isArray(rules)) throw new TraceFileError('rules are a list of {id, label, patterns}');
  const compiled = compileCategories(rules, rules === value ? name : 'ftrace.categories');
  return {
    categories: compiled.categories,
    problems: compiled.problems.map(({ rule, message }) => `${rule}: ${message}`),
  };
}
