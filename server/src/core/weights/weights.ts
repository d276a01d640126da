/** Weights of functions: a number per name, as complexity, size or a count of CVEs, out of a file. */
import type { TableProblem } from '../format/tableProblems';
import { parseCsvWeights } from './csvWeights';
import { isSymbolFile, parseSymbolSizes } from './symbolSizes';

/** A number per function. */
export interface Weights {
  /** What the numbers are: the column's heading, `size` of a symbol file, else `weight`. */
  readonly name: string;
  /** The file's name. */
  readonly source: string;
  readonly values: ReadonlyMap<string, number>;
}

/** A table, and what is wrong with it, in sentences. */
export interface ParsedWeights {
  readonly weights: Weights;
  readonly problems: readonly TableProblem[];
}

/**
 * Reads a table of weights: CSV with columns for name and value, with or without a heading, or symbols with their sizes
 * (`nm -S`, System.map, kallsyms). `source` is what it is called; `column` the heading of the values, if they are not those of
 * the first column with numbers. Never fails: what is wrong is named, the rest applies.
 */
export function parseWeights(text: string, source: string, column?: string): ParsedWeights {
  const { name, values, problems } = isSymbolFile(text)
    ? parseSymbolSizes(text)
    : parseCsvWeights(text, column);
  return { weights: { name, source, values }, problems };
}

/** The weights of a set of functions, taken together. NaN is unknown: none of the functions has a weight. */
export interface WeightSum {
  readonly sum: number;
  readonly max: number;
  /** The function that has it, the first by name of several. */
  readonly maxName: string | undefined;
  /** Over those that have a weight. */
  readonly mean: number;
  /** Names without a weight, by name. */
  readonly unknown: readonly string[];
  /** How many have the weight of their plain name: `foo` for `foo.isra.0`. */
  readonly folded: number;
}

/** Sums weights over function names; each counts once. The same names give the same bits, in whatever order they come. */
export function weigh(names: Iterable<string>, weights: Weights): WeightSum {
  const unknown: string[] = [];
  let folded = 0;
  let known = 0;
  let sum = 0;
  let max = NaN;
  let maxName: string | undefined;
  for (const name of [...new Set(names)].sort()) {
    let value = weights.values.get(name);
    if (value === undefined) {
      value = weights.values.get(plainName(name));
      if (value === undefined) {
        unknown.push(name);
        continue;
      }
      folded++;
    }
    known++;
    sum += value;
    if (!(value <= max)) {
      max = value;
      maxName = name;
    }
  }
  const isUnknown = known === 0 && unknown.length > 0;
  return { sum: isUnknown ? NaN : sum, max, maxName, mean: sum / known, unknown, folded };
}

/** Without what the compiler put behind it: `.isra.0`, `.constprop.0`, `.part.0`, `.cold`. */
function plainName(name: string): string {
  const dot = name.indexOf('.', 1);
  return dot < 0 ? name : name.slice(0, dot);
}
