import type { Categories } from '../classify/categories';
import type { Scenarios } from '../compare/scenarios';
import { spread } from '../statistics/spread';
import type { RuleTable } from './report';
import { ofScenario, property } from './selections';

/** Rules that nobody reads one by one are no table: a list of names as rules. */
const MAX_RULES = 200;

/**
 * Tables 2 and 3 of the paper: for each rule of each category the unique functions whose name it matches. A function counts
 * for each rule that it matches, whatever its category.
 */
export function ruleTablesOf(scenarios: Scenarios, categories: Categories): RuleTable[] {
  if (categories.rules.length > MAX_RULES) return [];
  const { names, list } = scenarios;
  return categories.list.flatMap((_, category) => {
    const rows = categories.rules.flatMap((rule, number) => {
      if (rule.category !== category) return [];
      const matches = Uint8Array.from({ length: names.length }, (__, id) =>
        categories.matches(number, names.text(id)) ? 1 : 0,
      );
      const cells = list.map(({ runs }, scenario) => {
        const values = runs.map(({ functions }) => {
          let count = 0;
          for (const id of functions.reached()) count += matches[id]!;
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
