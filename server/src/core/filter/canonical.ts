import type { FilterSpec } from '../model/filterSpec';
import { needsContextColumns } from './expression/context';
import { testsOf } from './expression/expression';
import { readExpression } from './expression/readExpression';
import type { ParserOptions } from '../parse/parserOptions';

/** The same filters in one form: only what is on, in the order in which filters apply, lists sorted and without doubles. */
export function canonicalFilter(spec: FilterSpec): FilterSpec {
  const { interruptFunctions, entryFunctions, pids, comms, cpus, fromNs, toNs, minDepth } = spec;
  const where = spec.where?.trim();
  return {
    ...(spec.withoutInterrupts && {
      withoutInterrupts: true,
      ...(interruptFunctions && { interruptFunctions: distinct(interruptFunctions) }),
    }),
    ...(spec.fromFirstEntry && {
      fromFirstEntry: true,
      ...(entryFunctions && { entryFunctions: distinct(entryFunctions) }),
    }),
    ...(spec.strictNesting && { strictNesting: true }),
    ...(pids && pids.length > 0 && { pids: ascending(pids) }),
    ...(comms && comms.length > 0 && { comms: distinct(comms) }),
    ...(cpus && cpus.length > 0 && { cpus: ascending(cpus) }),
    ...(fromNs !== undefined && { fromNs }),
    ...(toNs !== undefined && { toNs }),
    ...(minDepth !== undefined && minDepth > 0 && { minDepth }),
    ...(where && { where }),
    ...(spec.foldSuffixes && { foldSuffixes: true }),
  };
}

/** Whether any filter is on. A trace must have kept its lines and self times for it. */
export function needsLines(spec: FilterSpec): boolean {
  return Object.keys(canonicalFilter(spec)).length > 0;
}

/** Whether filters ask for what LineTable keeps only when asked: all but the folding of names and some expressions do. */
export function needsContext(spec: FilterSpec): boolean {
  const { foldSuffixes: _, where, ...others } = canonicalFilter(spec);
  return Object.keys(others).length > 0 || (where !== undefined && asksContext(where));
}

/** Whether filters name a category, so that what they leave hangs on the rules. */
export function asksCategory({ where }: FilterSpec): boolean {
  if (where === undefined) return false;
  const { expression } = readExpression(where);
  return expression !== undefined && testsOf(expression).some(({ key }) => key === 'category');
}

function asksContext(where: string): boolean {
  const { expression } = readExpression(where);
  return expression === undefined || needsContextColumns(expression);
}

/** How to parse a trace that filters will be applied to: the options, and what the filters need. */
export function withFilterColumns<T extends ParserOptions>(options: T, spec: FilterSpec): T {
  if (!needsLines(spec)) return options;
  return { ...options, keepLines: true, keepSelf: true, keepContext: needsContext(spec) };
}

/** By code units, the same on every machine. */
function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
