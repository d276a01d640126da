/** Baselines: what a scenario may reach. Made of its runs, read again, and held against other traces. */
import { compareNames } from '../analyse/functions';
import type { Categories } from '../classify/categories';
import { visible } from '../format/escape';
import { formatPlural } from '../format/numbers';
import { describeFilter } from '../filter/describe';
import { withoutSuffixes } from '../filter/suffixes';
import type { Trace } from '../model/trace';
import { parseTrace } from '../parse/feeder';
import { baselineLine, baselineLines } from './baselineText';
import { groupTraces } from './grouping';

/** So many problems are kept; how many there are in all is counted. */
const MAX_PROBLEMS = 100;
/** Enough of a text to see whether it is a trace. */
const MAX_LOOKED_AT = 1 << 18;
/** What the header calls the filters of the runs. */
const FILTERS = 'filters';

/** A line that allows nothing because it cannot be a name. */
export interface BaselineProblem {
  /** From 0. */
  readonly line: number;
  readonly message: string;
}

/** The functions that may be reached. */
export interface Baseline {
  /** In the order of the text. */
  readonly names: ReadonlySet<string>;
  /** The first of the lines that cannot be names. */
  readonly problems: readonly BaselineProblem[];
  /** How many of them there are. */
  readonly problemCount: number;
  /** What the runs that it was made of were counted without, in words; undefined where it does not say. */
  readonly filters: string | undefined;
}

/** Reads the text of a baseline. What cannot be a name is a problem; the other lines count. */
export function parseBaseline(text: string): Baseline {
  const names = new Set<string>();
  const problems: BaselineProblem[] = [];
  let problemCount = 0;
  let filters: string | undefined;
  for (const { line, name, problem, comment } of baselineLines(text)) {
    if (name !== undefined) names.add(name);
    else if (problem !== undefined) {
      if (problemCount++ < MAX_PROBLEMS) problems.push({ line, message: problem });
    } else if (names.size === 0 && comment.startsWith(`${FILTERS}: `)) {
      filters ??= comment.slice(FILTERS.length + 2);
    }
  }
  return { names, problems, problemCount, filters };
}

/**
 * Why a text is no baseline at all, and what to do; undefined where it is one. Without the file's name; `command` makes a
 * baseline of a trace.
 */
export function describeMistake(
  text: string,
  { names, problemCount }: Baseline,
  command: string,
): string | undefined {
  if (text.includes('\0')) return 'it is binary, not a list of functions';
  if (problemCount === 0) return undefined;
  const { verdict } = parseTrace(new TextEncoder().encode(text.slice(0, MAX_LOOKED_AT)), {
    keepLines: false,
  });
  if (verdict.kind === 'graph') return `this is a trace, not a baseline; make one of it with "${command}"`;
  return problemCount > names.size
    ? 'most of its lines are not names of functions; a baseline has one name per line'
    : undefined;
}

/** One run that a baseline is made of. */
export interface BaselineRun {
  readonly name: string;
  readonly trace: Trace;
  /** SHA-256 of its file, in hexadecimal; undefined where that is not known. */
  readonly sha256: string | undefined;
}

/** Where a baseline comes from: what its header says. */
export interface BaselineOrigin {
  readonly scenario: string;
  /** Name and version. */
  readonly tool: string;
  /** Name of the rules. */
  readonly rules: string;
}

/** What runs with these paths are of, as their names tell: `kvm` for `kvm.1.trace` and `kvm.2.trace`. */
export function scenarioOf(paths: readonly string[]): string {
  return groupTraces(paths.map((path) => ({ path })))
    .map(({ name }) => name)
    .join(', ');
}

/** The text of a baseline that allows what any of the runs reached. The same runs give the same bytes. */
export function writeBaseline(
  runs: readonly BaselineRun[],
  categories: Categories,
  { scenario, tool, rules }: BaselineOrigin,
): string {
  const seenIn = new Map<string, number>();
  for (const { trace } of runs) {
    for (const name of new Set(reachedNames(trace))) seenIn.set(name, (seenIn.get(name) ?? 0) + 1);
  }
  const header = [
    `Kernel functions that ${scenario} may reach: one name per line, comments behind #.`,
    `made by: ${tool}`,
    `scenario: ${scenario}`,
    ...runs.map(({ name, trace, sha256 }) =>
      [
        `run: ${name}`,
        formatPlural(reachedNames(trace).length, 'function'),
        ...(sha256 === undefined ? [] : [`sha256 ${sha256}`]),
      ].join(', '),
    ),
    `${FILTERS}: ${filtersOf(runs)}`,
    `rules: ${rules}`,
  ];
  const lines = [...seenIn]
    .sort(([a], [b]) => compareNames(a, b))
    .map(([name, seen]) => baselineLine({ name, comment: commentOf(name, seen, runs.length, categories) }));
  return [...header.map((line) => `# ${visible(line)}`), '', ...lines, ''].join('\n');
}

/** What is said of a function: its category, and in how many of the runs it was seen. */
function commentOf(name: string, seen: number, runs: number, categories: Categories): string {
  const { id } = categories.list[categories.of(name)]!;
  return runs === 1 ? id : `${id}, in ${seen} of ${runs} runs`;
}

function filtersOf(runs: readonly BaselineRun[]): string {
  return [...new Set(runs.map(({ trace }) => filterText(trace)))].join(' / ');
}

/** What a trace is counted without, in words. */
function filterText({ filter }: Trace): string {
  return describeFilter(filter?.spec ?? {});
}

function reachedNames({ names, stats }: Trace): string[] {
  const reached: string[] = [];
  for (let id = 0; id < names.length; id++) if (stats.calls[id]! > 0) reached.push(names.text(id));
  return reached;
}

/** A function that a trace reached and its baseline does not allow. */
export interface Violation {
  readonly name: string;
  /** Number of its category in `Categories.list`. */
  readonly category: number;
  readonly calls: number;
  /** Line of its first entry or leaf, from 0. */
  readonly line: number;
  /** A name that is allowed and differs in suffixes of the compiler only, as `foo` from `foo.isra.0`. */
  readonly allowedAs: string | undefined;
}

/** The functions of a trace that a baseline does not allow, by first line. */
export function checkTrace(trace: Trace, baseline: Baseline, categories: Categories): Violation[] {
  const { names, stats } = trace;
  const allowed = allowedIn(trace, baseline);
  const category = categories.column(names);
  const violations: Violation[] = [];
  let alike: ReadonlyMap<string, string> | undefined;
  for (let id = 0; id < names.length; id++) {
    const calls = stats.calls[id]!;
    const name = names.text(id);
    if (calls === 0 || allowed.has(name)) continue;
    alike ??= bySource(baseline);
    const allowedAs = alike.get(withoutSuffixes(name));
    violations.push({ name, category: category[id]!, calls, line: stats.firstLine[id]!, allowedAs });
  }
  return violations.sort((a, b) => a.line - b.line);
}

/** The names of a baseline that none of the traces reached, in its order. */
export function notReached(traces: readonly Trace[], { names }: Baseline): string[] {
  const reached = new Set<string>();
  let folded = false;
  for (const trace of traces) {
    folded ||= isFolded(trace);
    for (const name of reachedNames(trace)) reached.add(name);
  }
  return [...names].filter((name) => !reached.has(folded ? withoutSuffixes(name) : name));
}

/** The names as the trace has them: without suffixes where those of its functions are folded. */
function allowedIn(trace: Trace, { names }: Baseline): ReadonlySet<string> {
  return isFolded(trace) ? new Set([...names].map(withoutSuffixes)) : names;
}

function isFolded({ filter }: Trace): boolean {
  return filter?.spec.foldSuffixes === true;
}

/** The allowed names by the name without suffixes; that one itself before others, then the first. */
function bySource({ names }: Baseline): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    const source = withoutSuffixes(name);
    if (name === source || !found.has(source)) found.set(source, name);
  }
  return found;
}

/** What to know before a check is trusted: that nothing is allowed, or that other things were counted. Sentences. */
export function checkWarnings(traces: readonly Trace[], { names, filters }: Baseline): string[] {
  const warnings: string[] = [];
  if (names.size === 0) warnings.push('it allows no function: every function of a trace is outside of it');
  const others = new Set(traces.map(filterText).filter((text) => filters !== undefined && text !== filters));
  for (const text of others)
    warnings.push(`filters differ: its runs had "${filters}", these traces "${text}"`);
  return warnings;
}
