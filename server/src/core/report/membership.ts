import type { Categories } from '../classify/categories';
import type { Scenarios } from '../compare/scenarios';
import type { Combination } from './report';
import { ofExactly } from './selections';

/** Which functions are in which combination of scenarios, the largest first: each function is in exactly one. */
export function membershipOf(scenarios: Scenarios, categories: Categories): Combination[] {
  const { list, names } = scenarios;
  const category = categories.column(names);
  const sets = list.map((_, scenario) => scenarios.set(scenario));
  const combinations = new Map<string, { scenarios: number[]; functions: number; byCategory: number[] }>();
  for (let id = 0; id < names.length; id++) {
    const inside = sets.flatMap((set, scenario) => (set[id] === 1 ? [scenario] : []));
    if (inside.length === 0) continue;
    const key = inside.join();
    let combination = combinations.get(key);
    if (combination === undefined) {
      const byCategory = new Array<number>(categories.list.length).fill(0);
      combinations.set(key, (combination = { scenarios: inside, functions: 0, byCategory }));
    }
    combination.functions++;
    combination.byCategory[category[id]!]!++;
  }
  return [...combinations.values()]
    .map((combination) => ({ ...combination, selection: ofExactly(scenarios, combination.scenarios) }))
    .sort((a, b) => b.functions - a.functions || inOrder(a.scenarios, b.scenarios));
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((scenario, at) => scenario !== b[at]);
  return index < 0 ? a.length - b.length : a[index]! - (b[index] ?? -1);
}
