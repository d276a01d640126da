/** Expressions for the functions behind a figure. */
import { quoted } from '../compare/expression';
import type { Selection } from '../compare/differences';
import type { Scenarios } from '../compare/scenarios';

/**
 * The functions of a scenario, or those of them with a property, such as `category:network`; `what` limits them to those that
 * enter the kernel, by name or at the top level.
 */
export function ofScenario(
  { list }: Scenarios,
  scenario: number,
  property?: string,
  what?: 'entries' | 'crossings',
): Selection {
  const name = quoted(list[scenario]!.name);
  const all = what === undefined ? name : `${what}(${name})`;
  return property === undefined ? all : `${all} & ${property}`;
}

/** A property as it stands in an expression: `category:network`, `rule:"a b"`. */
export function property(key: 'category' | 'rule' | 'unweighted', value: string): string {
  return `${key}:${quoted(value)}`;
}

/** The functions that are in these scenarios, and in no other. */
export function ofExactly({ list }: Scenarios, inside: readonly number[]): Selection {
  const names = list.map(({ name }) => quoted(name));
  const others = names.filter((_, scenario) => !inside.includes(scenario));
  return [inside.map((scenario) => names[scenario]!).join(' & '), ...others].join(' - ');
}
