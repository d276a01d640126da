import { compareNames } from '../analyse/functions';
import type { Categories } from '../classify/categories';
import type { Change, FunctionQuery, FunctionRow } from './differences';
import { evaluate } from './expression';
import { FunctionDifferences, type Pair } from './functionDifferences';
import { meanOf, normalisedRuns, type NormalisedRuns } from './measures';
import type { FunctionId } from './run';
import type { Scenarios } from './scenarios';

/** The order of changes in a list: what is only on one side first. */
const CHANGE_ORDER: readonly Change[] = ['new', 'gone', 'more', 'fewer', 'same'];

/** By what is compared: whoever types a filter asks for the same tests again. */
const computed = new WeakMap<
  Scenarios,
  { readonly key: string; readonly differences: FunctionDifferences }
>();

function differencesOf(scenarios: Scenarios, pair: Pair): FunctionDifferences {
  const key = [pair.baseline, pair.target, pair.measure, pair.normalisation].join();
  const known = computed.get(scenarios);
  if (known?.key === key) return known.differences;
  const differences = new FunctionDifferences(scenarios, pair);
  computed.set(scenarios, { key, differences });
  return differences;
}

/** The functions of a comparison that a query asks for, in its order; rows are made for a window at a time. */
export class FunctionList {
  private readonly ids: readonly FunctionId[];
  private readonly differences: FunctionDifferences;
  private readonly values: readonly NormalisedRuns[];
  private readonly category: Uint8Array;

  /** Throws an ExpressionError where the query's selection makes no sense. */
  constructor(
    private readonly scenarios: Scenarios,
    categories: Categories,
    query: FunctionQuery,
  ) {
    this.category = categories.column(scenarios.names);
    this.differences = differencesOf(scenarios, query);
    this.values = scenarios.list.map((_, scenario) => normalisedRuns(scenarios, scenario, query));
    const set = evaluate(query.selection, scenarios, categories);
    const ids: FunctionId[] = [];
    for (let id = 0; id < set.length; id++) if (set[id] === 1 && this.fits(id, query)) ids.push(id);
    this.ids = this.sorted(ids, query);
  }

  /** How many there are. */
  get length(): number {
    return this.ids.length;
  }

  /** The rows [from, from + count), as far as there are any. */
  rows(from: number, count: number): FunctionRow[] {
    return this.ids.slice(from, from + count).map((id) => this.row(id));
  }

  private row(id: FunctionId): FunctionRow {
    const { differences, scenarios } = this;
    return {
      name: scenarios.names.text(id),
      category: this.category[id]!,
      change: differences.change(id),
      inRuns: scenarios.list.map((_, scenario) => scenarios.runsOf(scenario, id)),
      values: this.values.map((runs) => meanOf(runs, id)),
      difference: differences.difference(id),
      relative: differences.relative(id),
      support: differences.support(id),
      p: differences.p(id),
      effect: differences.effect(id),
    };
  }

  private fits(id: FunctionId, { text, category, changes, minimum }: FunctionQuery): boolean {
    if (category !== undefined && this.category[id] !== category) return false;
    if (text !== undefined && text !== '') {
      if (!this.scenarios.names.text(id).toLowerCase().includes(text.toLowerCase())) return false;
    }
    if (changes !== undefined && !changes.includes(this.differences.change(id))) return false;
    return minimum === undefined || minimum <= 0 || Math.abs(this.differences.difference(id)) >= minimum;
  }

  /** Equal ones stand by name; what is unknown last, whichever way. */
  private sorted(ids: FunctionId[], { sort, descending }: FunctionQuery): FunctionId[] {
    const { names } = this.scenarios;
    const byName = (a: FunctionId, b: FunctionId): number => compareNames(names.text(a), names.text(b));
    const sign = descending ? -1 : 1;
    if (sort === 'name') return ids.sort((a, b) => sign * byName(a, b));
    const keys = new Float64Array(names.length);
    for (const id of ids) keys[id] = this.key(id, sort);
    return ids.sort((a, b) => {
      const [left, right] = [keys[a]!, keys[b]!];
      const unknown = Number(Number.isNaN(left)) - Number(Number.isNaN(right));
      if (unknown !== 0) return unknown;
      return (left === right || Number.isNaN(left) ? 0 : sign * (left < right ? -1 : 1)) || byName(a, b);
    });
  }

  private key(id: FunctionId, sort: Exclude<FunctionQuery['sort'], 'name'>): number {
    const { differences } = this;
    switch (sort) {
      case 'category':
        return this.category[id]!;
      case 'change':
        return CHANGE_ORDER.indexOf(differences.change(id));
      case 'difference':
        return Math.abs(differences.difference(id));
      case 'relative':
        return Math.abs(differences.relative(id));
      case 'p':
        return differences.p(id);
      default:
        return meanOf(this.values[sort.scenario] ?? [], id);
    }
  }
}
