import { visible } from '../format/escape';
import { formatCount, formatPlural } from '../format/numbers';
import type { FilterReport, FilterSpec, FilterStep, UnknownColumn } from '../model/filterSpec';
import type { Trace } from '../model/trace';
import { canonicalFilter } from './canonical';
import { FILTER_PRESETS } from './presets';

/** More names than this are said by their number. */
const MAX_NAMES = 2;
/** More filters than this are said by their number, where there is little room. */
const MAX_STEPS = 2;

/** The filters in words, in the order in which they apply: `without interrupts, cpus 0, 1`; `no filters`. */
export function describeFilter(spec: FilterSpec): string {
  const canonical = canonicalFilter(spec);
  const texts = Object.keys(canonical).map((key) => describeStep(canonical, key as keyof FilterSpec));
  const said = texts.filter((text) => text !== '');
  if (said.length === 0) return 'no filters';
  const preset = presetOf(canonical);
  return preset === undefined ? said.join(', ') : `${preset}: ${said.join(', ')}`;
}

const NABLA = JSON.stringify(canonicalFilter(FILTER_PRESETS.nabla));

/** The name of a preset that needs more words than its name has. */
function presetOf(canonical: FilterSpec): string | undefined {
  return JSON.stringify(canonical) === NABLA ? 'as nabla-measurements' : undefined;
}

/** One filter of a spec in canonical form in words; empty for the keys that belong to another one. */
export function describeStep(spec: FilterSpec, id: keyof FilterSpec): string {
  const { interruptFunctions, entryFunctions, pids = [], comms = [], cpus = [] } = spec;
  switch (id) {
    case 'withoutInterrupts':
      return `without interrupts${ofOwnList(interruptFunctions)}`;
    case 'fromFirstEntry':
      return `from the first entry on${ofOwnList(entryFunctions)}`;
    case 'strictNesting':
      return 'only what nests';
    case 'pids':
      return `${pids.length === 1 ? 'pid' : 'pids'} ${pids.join(', ')}`;
    case 'comms':
      return `${comms.length === 1 ? 'comm' : 'comms'} ${comms.map(visible).join(', ')}`;
    case 'cpus':
      return `${cpus.length === 1 ? 'cpu' : 'cpus'} ${cpus.join(', ')}`;
    case 'fromNs':
      return `from ${formatTime(spec.fromNs!)} on`;
    case 'toNs':
      return `before ${formatTime(spec.toNs!)}`;
    case 'minDepth':
      return `depth ${spec.minDepth!} or more`;
    case 'where':
      return `where ${visible(spec.where!)}`;
    case 'foldSuffixes':
      return 'compiler suffixes folded';
    case 'interruptFunctions':
    case 'entryFunctions':
      return '';
  }
}

function ofOwnList(names: readonly string[] | undefined): string {
  if (names === undefined) return '';
  const few = names.length > 0 && names.length <= MAX_NAMES;
  return ` (of ${few ? names.map(visible).join(', ') : formatPlural(names.length, 'name')})`;
}

/** Seconds with as many decimals as there are: `12.5 s`. */
function formatTime(ns: number): string {
  return `${(ns / 1e9).toFixed(9).replace(/\.?0+$/, '')} s`;
}

/** What the filters of a view took away: `without interrupts (−12 functions, −340 calls)`. */
export function describeSteps({ steps }: FilterReport): string {
  return steps.map((step) => `${step.text} (${describeLoss(step.functions, step.calls)})`).join(', ');
}

/** The same where there is little room: all filters, or how many they are, and what they took away together. */
export function summarizeSteps({ spec, steps }: FilterReport): string {
  const sum = (of: (step: FilterStep) => number): number =>
    steps.reduce((total, step) => total + of(step), 0);
  const loss = describeLoss(
    sum(({ functions }) => functions),
    sum(({ calls }) => calls),
  );
  const preset = presetOf(spec);
  const few = steps.length <= MAX_STEPS ? steps.map(({ text }) => text).join(', ') : undefined;
  return `${preset ?? few ?? formatPlural(steps.length, 'filter')} (${loss})`;
}

function describeLoss(functions: number, calls: number): string {
  const less = (count: number): string => `${count > 0 ? '−' : ''}${formatCount(count)}`;
  const word = (count: number, one: string): string => `${less(count)} ${count === 1 ? one : `${one}s`}`;
  return `${word(functions, 'function')}, ${word(calls, 'call')}`;
}

const ASKED_FOR: Readonly<Record<UnknownColumn, string>> = {
  task: 'filters by pid or comm leave nothing: no line of this trace tells its task',
  cpu: 'a filter by cpu leaves nothing: no line of this trace tells its cpu',
  time: 'a filter by time leaves nothing: no line of this trace tells a time in seconds',
  arguments: 'a filter by arguments leaves nothing: no line of this trace prints any',
  returnValue: 'a filter by return value leaves nothing: no line of this trace prints one',
};

/** What somebody should know who reads numbers of a filtered trace: sentences without a full stop; none where all is well. */
export function filterWarnings({ filter, calls, orphanExits }: Trace): string[] {
  if (filter === undefined) return [];
  if (filter.unknown !== undefined) return filter.unknown.map((column) => ASKED_FOR[column]);
  if (calls + orphanExits > 0) return [];
  return [`the filters leave nothing of this trace: ${describeFilter(filter.spec)}`];
}
