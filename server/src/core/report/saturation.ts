import type { Run } from '../compare/run';
import type { Scenario, Scenarios } from '../compare/scenarios';
import { quoted } from '../compare/expression';
import { visible } from '../format/escape';
import { formatCount, formatPlural, formatShare } from '../format/numbers';
import { accumulation } from '../statistics/accumulation';
import { chao1, chao2, expectedOverRuns, type Estimate } from '../statistics/richness';
import type { Saturation } from './report';

/** Whether each scenario was recorded for long enough: what is seen late or once tells of what was not seen. */
export function saturationOf(scenarios: Scenarios): Saturation[] {
  return scenarios.list.map((scenario, number) => saturationOfOne(scenarios, scenario, number));
}

function saturationOfOne(scenarios: Scenarios, scenario: Scenario, number: number): Saturation {
  const { runs, name } = scenario;
  const calls = new Float64Array(scenarios.names.length);
  const inRuns: number[] = [];
  for (const { functions } of runs) for (const id of functions.reached()) calls[id]! += functions.callsOf(id);
  for (let id = 0; id < calls.length; id++) if (calls[id]! > 0) inRuns.push(scenarios.runsOf(number, id));
  const seen = inRuns.length;
  const once = calls.reduce((count, value) => count + (value === 1 ? 1 : 0), 0);
  // Of several runs each is a sample; of one, each call.
  const expected = runs.length > 1 ? chao2(inRuns, runs.length) : chao1(calls);
  const onceShare = seen === 0 ? 0 : once / seen;
  return {
    scenario: number,
    curves: runs.map(curveOf),
    overRuns: expectedOverRuns(inRuns, runs.length),
    once,
    onceShare,
    onceSelection: `once(${quoted(name)})`,
    seen,
    expected,
    sentence: `${visible(name)}: ${sentence(seen, expected, once, onceShare, runs.length)}`,
  };
}

function curveOf({ functions, lines }: Run): Saturation['curves'][number] {
  const first: number[] = [];
  for (const id of functions.reached()) first.push(functions.firstLineOf(id));
  return accumulation(
    first.sort((a, b) => a - b),
    Math.max(0, lines - 1),
  );
}

function sentence(
  seen: number,
  expected: Estimate | undefined,
  once: number,
  onceShare: number,
  runs: number,
): string {
  const from = runs > 1 ? ` in ${formatPlural(runs, 'run')}` : '';
  const rare = `${formatCount(once)} called only once (${formatShare(onceShare)})`;
  if (expected === undefined)
    return `${formatCount(seen)} seen${from}, ${rare}; too little to estimate how many there are`;
  const [value, low, high] = [expected.value, expected.low, expected.high].map((number) =>
    formatCount(Math.round(number)),
  ) as [string, string, string];
  // Calls come in groups, so one run looks less complete than it is; several tell better.
  const taken = runs > 1 ? '' : '; from one run, rather too many';
  return `${formatCount(seen)} seen${from}, about ${value} expected (${low} to ${high}${taken}), ${rare}`;
}
