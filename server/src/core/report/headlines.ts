/** What a comparison says in sentences: what differs, and what the runs do not support. */
import { visible } from '../format/escape';
import { formatCount } from '../format/numbers';
import type { Spread } from '../compare/differences';
import type { Scenarios } from '../compare/scenarios';
import { permutationTest } from '../statistics/permutationTest';
import { supportOf } from '../statistics/support';
import type { Figure, ReportCategory, RuleTable } from './report';

/** A rule that loses at least so much of its functions is worth a word. */
const LARGE_FALL = 0.75;
const MAX_RULES_NAMED = 6;

/** One or two sentences for each scenario other than the baseline. `figure` is that of unique functions. */
export function headlinesOf(
  scenarios: Scenarios,
  categories: readonly ReportCategory[],
  baseline: number,
  figure: Figure,
  rules: readonly RuleTable[],
): string[] {
  const { list } = scenarios;
  if (list.length < 2) return [];
  const names = list.map(({ name }) => visible(name));
  const headlines = list.flatMap((_, target) => {
    if (target === baseline) return [];
    const [before, after] = [figure.bars[baseline]!, figure.bars[target]!];
    const sides = { before: names[baseline]!, after: names[target]! };
    const parts = categories.flatMap(({ label }, category) => {
      const [from, to] = [before.parts[category]!.value.mean, after.parts[category]!.value.mean];
      return from === to ? [] : [`${visible(label)} ${inWords(from)} → ${inWords(to)}`];
    });
    const sentence = totalSentence(sides, before.total.value, after.total.value, parts.join(', '));
    const changed = rulesSentence(sides, rules, baseline, target);
    return changed === undefined ? [sentence] : [sentence, changed];
  });
  if (list.every(({ runs }) => runs.length === 1)) {
    headlines.push('There is one run of each: what is chance and what is not, only several can tell.');
  }
  return headlines;
}

interface Sides {
  readonly before: string;
  readonly after: string;
}

function totalSentence({ before, after }: Sides, from: Spread, to: Spread, parts: string): string {
  const counts = `${withDeviation(from)} → ${withDeviation(to)}`;
  const { p, smallestP } = permutationTest(from.runs, to.runs);
  const support = supportOf(p, smallestP);
  const several = from.runs.length > 1 || to.runs.length > 1;
  const apart =
    Math.min(...from.runs) > Math.max(...to.runs) || Math.min(...to.runs) > Math.max(...from.runs);
  if (several && (support === 'noise' || (support === 'tooFewRuns' && !apart))) {
    const why = support === 'noise' ? `p ${p.toFixed(2)}` : 'their runs overlap';
    return `${after} and ${before} cannot be told apart by how many functions they reach (${counts}; ${why}).`;
  }
  const behind = parts === '' ? '' : `; ${parts}`;
  if (from.mean === to.mean) return `${after} reaches as many functions as ${before} (${counts})${behind}.`;
  const change = to.mean / from.mean - 1;
  const much = Number.isFinite(change) ? `${Math.round(Math.abs(change) * 100)} % ` : '';
  const sentence = `${after} reaches ${much}${change < 0 ? 'fewer' : 'more'} functions than ${before} (${counts})${behind}`;
  if (!several) return `${sentence}.`;
  const runs = `${from.runs.length} and ${to.runs.length} runs`;
  if (support === 'real') return `${sentence}; the runs support it (p ${formatP(p)}).`;
  return `${sentence}; no run of one is among those of the other, but ${runs} are too few for a test.`;
}

/** Rules whose functions (nearly) vanish, or appear. */
function rulesSentence(
  { before, after }: Sides,
  tables: readonly RuleTable[],
  baseline: number,
  target: number,
): string | undefined {
  const rows = tables.flatMap(({ rows: all }) =>
    all.map(({ pattern, cells }) => ({
      pattern: visible(pattern),
      from: cells[baseline]!.value.mean,
      to: cells[target]!.value.mean,
    })),
  );
  const falls = rows
    .filter(({ from, to }) => from >= 1 && to <= from * (1 - LARGE_FALL))
    .sort((a, b) => b.from - b.to - (a.from - a.to));
  const gone = falls
    .slice(0, MAX_RULES_NAMED)
    .map(({ pattern, from, to }) => `${pattern} (${inWords(from)} → ${inWords(to)})`);
  const appeared = rows
    .filter(({ from, to }) => from === 0 && to > 0)
    .sort((a, b) => b.to - a.to)
    .slice(0, MAX_RULES_NAMED)
    .map(({ pattern, to }) => `${pattern} (${inWords(to)})`);
  if (gone.length === 0 && appeared.length === 0) return undefined;
  const parts = [
    ...(gone.length > 0 ? [`has lost most of what ${before} reaches with ${gone.join(', ')}`] : []),
    ...(appeared.length > 0 ? [`newly reaches functions with ${appeared.join(', ')}`] : []),
  ];
  return `By name, ${after} ${parts.join(', and ')}.`;
}

/** `452`, `452 ± 43`. */
export function withDeviation({ mean, sd }: Spread): string {
  return sd === undefined ? inWords(mean) : `${inWords(mean)} ± ${inWords(sd)}`;
}

/** A count or a mean of counts: a decimal where it is small and has one. */
function inWords(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : formatCount(Math.round(value));
}

/** `0.03`, `< 0.001`. */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(p < 0.01 ? 3 : 2);
}
