/** Numbers of a report in words: the same in every medium. Unknown is a dash. */
import { formatCount, formatDuration, formatPlural, formatShare } from '../format/numbers';
import type {
  Combination,
  Figure,
  FunctionQuery,
  FunctionRow,
  Measure,
  Normalisation,
  Report,
  Spread,
} from '../report/report';

const UNKNOWN = '–';

/** How values of a measure are written. */
export type Unit = 'count' | 'share' | 'ns' | 'weight';

/** Whether a normalisation changes a measure. */
export function isNormalised(measure: Measure): boolean {
  return measure === 'calls' || measure === 'totalNs' || measure === 'selfNs';
}

/** The unit of a figure's values under a normalisation. */
export function unitOf(measure: Measure, normalisation: Normalisation): Unit {
  if (normalisation === 'share' && isNormalised(measure)) return 'share';
  switch (measure) {
    case 'share':
      return 'share';
    case 'totalNs':
    case 'selfNs':
      return 'ns';
    case 'weight':
      return 'weight';
    default:
      return 'count';
  }
}

/** `1,234`, `403.3` for a mean, `12.35 ms`, `45.0 %`; `–` for what is unknown or has no end. */
export function formatValue(unit: Unit, value: number, decimals = Number.isInteger(value) ? 0 : 1): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (unit === 'share') return formatShare(value);
  if (unit === 'ns') return value < 0 ? `−${formatDuration(-value)}` : formatDuration(value);
  return decimal(value, decimals);
}

/** A number with thousands apart; `−` before what is below 0. */
function decimal(value: number, decimals: number): string {
  const [whole = '0', rest] = Math.abs(value).toFixed(decimals).split('.');
  const text = formatCount(Number(whole)) + (rest === undefined ? '' : `.${rest}`);
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? `−${text}` : text;
}

/**
 * `491`, or `452.0 ± 43.1` of several runs: mean and sample standard deviation with as many decimals, without from a thousand
 * on. Nothing in any run is `0`.
 */
export function formatSpread(unit: Unit, spread: Spread): string {
  const deviation = formatDeviation(unit, spread);
  if (spread.runs.length > 1 && spread.runs.every((run) => run === 0)) return '0';
  if (deviation === undefined) return formatValue(unit, spread.mean);
  return `${formatValue(unit, spread.mean, decimalsOf(spread))} ± ${deviation}`;
}

/** The standard deviation of `formatSpread`; undefined where there is none. */
export function formatDeviation(unit: Unit, spread: Spread): string | undefined {
  if (spread.sd === undefined || !Number.isFinite(spread.sd) || !Number.isFinite(spread.mean))
    return undefined;
  return formatValue(unit, spread.sd, decimalsOf(spread));
}

function decimalsOf({ mean }: Spread): number {
  return mean >= 1000 ? 0 : 1;
}

/** `452.0, standard deviation 43.0, 3 runs`: for those who hear it. */
export function spokenSpread(unit: Unit, spread: Spread, things = ''): string {
  const mean = `${formatValue(unit, spread.mean, spread.sd === undefined ? undefined : decimalsOf(spread))}${things}`;
  const deviation = formatDeviation(unit, spread);
  const runs = formatPlural(spread.runs.length, 'run');
  return deviation === undefined ? mean : `${mean}, standard deviation ${deviation}, ${runs}`;
}

/** `+12`, `−3.2 ms`, `0`. */
export function formatDifference(unit: Unit, value: number): string {
  return value > 0 && Number.isFinite(value) ? `+${formatValue(unit, value)}` : formatValue(unit, value);
}

/** `+50.0 %`, `×12.5` from the double on, `new` from nothing. */
export function formatRelative(relative: number): string {
  if (relative === Infinity) return 'from 0';
  if (!Number.isFinite(relative)) return UNKNOWN;
  if (relative >= 1) return `× ${decimal(relative + 1, 1)}`;
  return `${relative > 0 ? '+' : relative < 0 ? '−' : ''}${(Math.abs(relative) * 100).toFixed(1)} %`;
}

/** `real (p 0.03)`, `noise (p 0.4)`, `too few runs`. */
export function formatSupport({ support, p }: Pick<FunctionRow, 'support' | 'p'>): string {
  if (support === 'tooFewRuns') return 'too few runs';
  return Number.isFinite(p) ? `${support} (p ${formatP(p)})` : support;
}

function formatP(p: number): string {
  if (p < 0.001) return '< 0.001';
  return String(Number(p.toPrecision(2)));
}

const NORMALISATIONS: Readonly<Record<Normalisation, string>> = {
  none: 'as counted, not normalised',
  perRequest: 'per request',
  share: 'as shares of each run’s total',
};

/** How recordings of different length are made comparable. */
export function normalisationText(normalisation: Normalisation): string {
  return NORMALISATIONS[normalisation];
}

const MEASURES: Readonly<Record<FunctionQuery['measure'], { label: string; unit: Unit }>> = {
  calls: { label: 'calls', unit: 'count' },
  totalNs: { label: 'total time', unit: 'ns' },
  selfNs: { label: 'self time', unit: 'ns' },
};

/** What the values of a list of functions are, and their unit under a normalisation. */
export function listMeasure(query: Pick<FunctionQuery, 'measure' | 'normalisation'>): {
  readonly label: string;
  readonly unit: Unit;
} {
  const { label, unit } = MEASURES[query.measure];
  return query.normalisation === 'share' ? { label: `share of ${label}`, unit: 'share' } : { label, unit };
}

/** What stands beside the numbers of a figure. */
export function figureCircumstances({ measure }: Figure, report: Report): string {
  const normalised = isNormalised(measure) && report.normalisation !== 'none';
  return `${normalised ? `${normalisationText(report.normalisation)} · ` : ''}${circumstances(report)}`;
}

/** What stands beside every number: filters and rules. */
export function circumstances({ provenance: { filterText, rules } }: Report): string {
  return `${filterText} · rules: ${rules}`;
}

/** What stands beside numbers of sets: what the set of a scenario with several runs is, filters and rules. */
export function setCircumstances(report: Report): string {
  const several = report.scenarios.some(({ runs }) => runs.length > 1);
  const which = report.provenance.sets === 'any' ? 'functions in any run' : 'functions in every run';
  return several ? `${which} · ${circumstances(report)}` : circumstances(report);
}

/** `tap, qemu`, `only kvm`, `all 4`, `all but kvm`: the scenarios of a combination. */
export function combinationName({ scenarios }: Combination, report: Report): string {
  const name = (scenario: number): string => report.scenarios[scenario]?.name ?? '';
  const count = report.scenarios.length;
  if (scenarios.length === count && count > 1) return `all ${formatCount(count)}`;
  if (scenarios.length === 1) return `only ${scenarios.map(name).join('')}`;
  const missing = report.scenarios.map((_, scenario) => scenario).filter((n) => !scenarios.includes(n));
  if (missing.length * 2 < scenarios.length) return `all but ${missing.map(name).join(', ')}`;
  return scenarios.map(name).join(', ');
}

/** `Unique functions`: a label as a title. */
export function capitalised(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** Combinations that are shown at most: the others are small, and said in words. */
export const MOST_COMBINATIONS = 40;

/** What is said of the combinations that are not shown; nothing where all are. */
export function restText(membership: readonly Combination[]): string[] {
  const rest = membership.slice(MOST_COMBINATIONS);
  if (rest.length === 0) return [];
  const functions = rest.reduce((sum, combination) => sum + combination.functions, 0);
  return [
    `The ${MOST_COMBINATIONS} largest of ${formatCount(membership.length)} combinations; ` +
      `the others have ${formatPlural(functions, 'function')} together`,
  ];
}
