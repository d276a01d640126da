/** What a comparison says in sentences: what differs, and what the runs do not support. */
import { visible } from '../format/escape';
import { formatCount } from '../format/numbers';
import type { Spread } from '../compare/differences';
import type { Scenarios } from '../compare/scenarios';
import { permutationTest } from '../statistics/permutationTest';
import { supportOf } from '../statistics/support';
import type { Figure, Linked, ReportCategory, RuleTable } from './report';

/** A rule that loses at least so much of its functions is worth a word. */
const LARGE_FALL = 0.75;
const MAX_RULES_NAMED = 6;
const MAX_CATEGORIES_NAMED = 5;

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
  const empty = list.flatMap(({ runs }, scenario) => (runs.length === 0 ? [scenario] : []));
  const headlines = empty.map((scenario) => `${names[scenario]!} has no run: nothing can be said of it.`);
  list.forEach((_, target) => {
    if (target === baseline || empty.includes(target) || empty.includes(baseline)) return;
    const [before, after] = [figure.bars[baseline]!, figure.bars[target]!];
    const sides = { before: names[baseline]!, after: names[target]! };
    const parts = largestChanges(categories, before.parts, after.parts);
    const only = exclusive(scenarios, baseline, target);
    headlines.push(totalSentence(sides, before.total.value, after.total.value, parts.join(', '), only));
    const changed = rulesSentence(sides, rules, baseline, target);
    if (changed !== undefined) headlines.push(changed);
  });
  if (list.every(({ runs }) => runs.length === 1)) {
    headlines.push('There is one run of each: what is chance and what is not, only several can tell.');
  }
  return headlines;
}

/** Categories whose functions are more or fewer, in their order; of many only those that change most. */
function largestChanges(
  categories: readonly ReportCategory[],
  before: readonly Linked[],
  after: readonly Linked[],
): string[] {
  const changes = categories
    .map(({ label }, category) => {
      const [from, to] = [before[category]!.value.mean, after[category]!.value.mean];
      return { category, by: Math.abs(to - from), words: [from, to].map(inWords), label: visible(label) };
    })
    .filter(({ words: [from, to] }) => from !== to);
  return changes
    .sort((a, b) => b.by - a.by || a.category - b.category)
    .slice(0, MAX_CATEGORIES_NAMED)
    .sort((a, b) => a.category - b.category)
    .map(({ label, words: [from, to] }) => `${label} ${from} → ${to}`);
}

interface Sides {
  readonly before: string;
  readonly after: string;
}

/** How many functions are on one side only. */
interface Exclusive {
  readonly before: number;
  readonly after: number;
}

function exclusive(scenarios: Scenarios, baseline: number, target: number): Exclusive {
  let before = 0;
  let after = 0;
  for (let id = 0; id < scenarios.names.length; id++) {
    const [inBaseline, inTarget] = [scenarios.has(baseline, id), scenarios.has(target, id)];
    if (inBaseline && !inTarget) before++;
    if (inTarget && !inBaseline) after++;
  }
  return { before, after };
}

function totalSentence(
  { before, after }: Sides,
  from: Spread,
  to: Spread,
  parts: string,
  only: Exclusive,
): string {
  if (from.mean === 0 && to.mean === 0) return `Neither ${after} nor ${before} reaches any function.`;
  if (to.mean === 0) return `${after} reaches no function, ${before} ${withDeviation(from)}.`;
  if (from.mean === 0) return `${after} reaches ${functions(to)}, ${before} none.`;
  const alike = only.before === 0 && only.after === 0;
  if (alike && from.mean === to.mean)
    return `${after} and ${before} reach the same functions (${withDeviation(to)}).`;
  const counts = `${withDeviation(from)} → ${withDeviation(to)}`;
  const sets = alike
    ? 'the functions are the same'
    : `not the same ones: ${inWords(only.before)} only in ${before}, ${inWords(only.after)} only in ${after}`;
  const { p, smallestP } = permutationTest(from.runs, to.runs);
  const support = supportOf(p, smallestP);
  const several = from.runs.length > 1 || to.runs.length > 1;
  if (several && (support === 'noise' || (support === 'tooFewRuns' && !apart(from, to)))) {
    const why = support === 'noise' ? `p ${formatP(p)}` : 'their runs overlap';
    return `${after} and ${before} cannot be told apart by how many functions they reach (${counts}; ${why}); ${sets}.`;
  }
  const behind = parts === '' ? '' : `; ${parts}`;
  if (from.mean === to.mean)
    return `${after} reaches as many functions as ${before} (${withDeviation(to)}), but ${sets}${behind}.`;
  const change = to.mean / from.mean - 1;
  const percent = Math.round(Math.abs(change) * 100);
  const much = percent === 0 ? 'less than 1 %' : `${inWords(percent)} %`;
  const more = change < 0 ? 'fewer' : 'more';
  const sentence = `${after} reaches ${much} ${more} functions than ${before} (${counts})${behind}`;
  if (!several) return `${sentence}.`;
  if (support === 'real') return `${sentence}; the runs support it (p ${formatP(p)}).`;
  const runs = `${from.runs.length} and ${to.runs.length} runs are too few for a test`;
  return `${sentence}; each run of ${after} reaches ${more} than each of ${before}, but ${runs}.`;
}

/** `1 function`, `452 ± 43 functions`. */
function functions(count: Spread): string {
  return `${withDeviation(count)} ${count.mean === 1 && !((count.sd ?? 0) > 0) ? 'function' : 'functions'}`;
}

/** Whether all runs of one are on the same side of all runs of the other. */
function apart({ runs: a }: Spread, { runs: b }: Spread): boolean {
  return Math.min(...a) > Math.max(...b) || Math.min(...b) > Math.max(...a);
}

/** Rules whose functions (nearly) vanish, or appear, in every run. Expressions are no words. */
function rulesSentence(
  { before, after }: Sides,
  tables: readonly RuleTable[],
  baseline: number,
  target: number,
): string | undefined {
  const rows = tables.flatMap(({ rows: all }) =>
    all
      .filter(
        ({ pattern, cells }) =>
          !pattern.startsWith('/') && apart(cells[baseline]!.value, cells[target]!.value),
      )
      .map(({ pattern, cells }) => ({
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

/** `0.57`, `0.029`, `< 0.001`. */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(p < 0.1 ? 3 : 2);
}
