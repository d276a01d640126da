import type { Figure, Linked, Measure, Report, Spread } from '../../report/report';
import type { Markup } from '../markup';
import { element } from '../markup';
import type { Theme } from '../theme';
import { formatDeviation, formatValue, spokenSpread, unitOf, type Unit } from '../words';
import { largest } from './axis';
import { CategoryFills, leading } from './drawing';

/** What bars are drawn from, upright or lying. */
export interface Bars {
  readonly theme: Theme;
  readonly figure: Figure;
  readonly names: readonly string[];
  readonly unit: Unit;
  readonly fills: CategoryFills;
  /** Largest value that is drawn: a mean, with its deviation, or a run. */
  readonly most: number;
  /** Whether any scenario has several runs. */
  readonly several: boolean;
  /** Whether totals have marks of these: shares have the same total always. */
  readonly marked: boolean;
  /** Whether totals are written: not those of shares. */
  readonly totals: boolean;
  readonly categories: readonly { readonly label: string }[];
}

const THINGS: Readonly<Record<Measure, string>> = {
  functions: ' functions',
  share: ' of the functions',
  calls: ' calls',
  totalNs: ' total time',
  selfNs: ' self time',
  crossings: ' crossings',
  interfaceWidth: ' entry functions',
  weight: '',
};

/** Gathers them. */
export function prepareBars(figure: Figure, report: Report, theme: Theme, id: string): Bars {
  const values = figure.bars.flatMap(({ total: { value } }) => [
    value.mean + (value.sd ?? 0),
    value.mean,
    ...value.runs,
  ]);
  const several = figure.bars.some(({ total }) => total.value.runs.length > 1);
  return {
    theme,
    figure,
    names: report.scenarios.map(({ name }) => name),
    unit: unitOf(figure.measure, report.normalisation),
    fills: new CategoryFills(theme, report.categories, id),
    most: figure.measure === 'share' ? 1 : largest(values),
    several,
    marked: several && figure.measure !== 'share',
    totals: figure.measure !== 'share',
    categories: report.categories,
  };
}

/** One part of a stacked bar: from and to are values. */
export interface Piece {
  readonly category: number;
  readonly linked: Linked;
  readonly from: number;
  readonly to: number;
}

/** The parts of a bar that are not empty, in the order of the categories from the bar's foot. */
export function piecesOf(parts: readonly Linked[]): Piece[] {
  let from = 0;
  return parts.flatMap((linked, category) => {
    const { mean } = linked.value;
    if (!(mean > 0) || !Number.isFinite(mean)) return [];
    const piece = { category, linked, from, to: from + mean };
    from = piece.to;
    return [piece];
  });
}

/** A part of a bar, or its whole (category undefined), around what is drawn of it: it leads to its functions. */
export function leadingPart(
  { theme, names, unit, figure, categories }: Bars,
  scenario: number,
  category: number | undefined,
  linked: Linked,
  ...drawn: readonly Markup[]
): Markup {
  const what = category === undefined ? 'total' : (categories[category]?.label ?? '');
  const label = `${names[scenario]}, ${what}: ${spokenSpread(unit, linked.value, THINGS[figure.measure])}`;
  return leading(theme, linked.selection, label, drawn);
}

/** A value upon a bar: as short as can be, as the table has all digits. */
export function shortValue(unit: Unit, value: number): string {
  return unit === 'count' || unit === 'weight'
    ? formatValue(unit, value, Number.isInteger(value) || Math.abs(value) >= 9.95 ? 0 : 1)
    : formatValue(unit, value);
}

/** `± 43` of several runs. */
export function shortDeviation(unit: Unit, value: Spread): string | undefined {
  if (formatDeviation(unit, value) === undefined) return undefined;
  return `± ${shortValue(unit, value.sd!)}`;
}

/** Mean ± standard deviation as a line with ends, and a circle for each run, along one axis. */
export function spreadMarks(
  theme: Theme,
  value: Spread,
  position: (value: number) => number,
  at: (along: number, across: number) => { readonly x: number; readonly y: number },
): Markup[] {
  if (value.runs.length < 2) return [];
  const line = (a: [number, number], b: [number, number]): Markup => {
    const [from, to] = [at(...a), at(...b)];
    const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
    return element('line', { ...ends, stroke: theme.role('text'), 'stroke-width': 1.2 });
  };
  const marks: Markup[] = [];
  if (value.sd !== undefined && Number.isFinite(value.sd) && Number.isFinite(value.mean)) {
    const low = position(Math.max(0, value.mean - value.sd));
    const high = position(value.mean + value.sd);
    marks.push(line([low, 0], [high, 0]), line([low, -4], [low, 4]), line([high, -4], [high, 4]));
  }
  for (const run of value.runs.filter(Number.isFinite)) {
    const { x, y } = at(position(run), 0);
    const colours = { fill: theme.role('background'), stroke: theme.role('text') };
    marks.push(element('circle', { cx: x, cy: y, r: 2.6, ...colours, 'stroke-width': 1.2 }));
  }
  return marks;
}
