import type { Categories } from '../classify/categories';
import type { FunctionId } from '../compare/run';
import type { Scenarios } from '../compare/scenarios';
import { spread } from '../statistics/spread';
import type { RuleTable } from './report';
import { ofScenario, property } from './selections';

/** With more rules than this, those that no function matches have no row. */
const MANY_RULES = 50;

/**
 * Tables 2 and 3 of the paper: for each rule of each category the unique functions whose name it matches. A function counts
 * for each rule that it matches, whatever its category.
 */
export function ruleTablesOf(scenarios: Scenarios, categories: Categories): RuleTable[] {
  const { list } = scenarios;
  const matching = functionsByRule(scenarios, categories);
  return categories.list.flatMap((_, category) => {
    const rows = categories.rules.flatMap((rule) => {
      const matches = matching.get(keyOf(rule));
      if (rule.category !== category || (matches === undefined && categories.rules.length > MANY_RULES))
        return [];
      const cells = list.map(({ runs }, scenario) => {
        const values = runs.map(({ functions }) => {
          let count = 0;
          for (const id of matches ?? []) if (functions.callsOf(id) > 0) count++;
          return count;
        });
        const selection = ofScenario(scenarios, scenario, property('rule', rule.pattern));
        return { value: { ...spread(values), runs: values }, selection };
      });
      return [{ pattern: rule.pattern, cells }];
    });
    return rows.length === 0 ? [] : [{ category, rows }];
  });
}

/** The functions that each rule matches; rules that match none are not in the map. */
function functionsByRule(
  { names }: Scenarios,
  categories: Categories,
): ReadonlyMap<string, readonly FunctionId[]> {
  const matching = new Map<string, FunctionId[]>();
  for (let id = 0; id < names.length; id++) {
    for (const rule of categories.explain(names.text(id))) {
      const key = keyOf(rule);
      const ids = matching.get(key);
      if (ids === undefined) matching.set(key, [id]);
      else if (ids.at(-1) !== id) ids.push(id);
    }
  }
  return matching;
}

function keyOf({ category, pattern }: { readonly category: number; readonly pattern: string }): string {
  return `${category} ${pattern}`;
}
