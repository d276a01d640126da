import type { Figure, Linked } from '../../report/report';
import { element, type Markup } from '../markup';
import type { Theme } from '../theme';
import { axis, largest, type Axis } from './axis';
import { leadingPart, piecesOf, shortDeviation, shortValue, spreadMarks, type Bars } from './bars';
import { apart, coveringText, nameText, SIZE, text, type Block } from './drawing';
import { textWidth } from './textWidth';

const MOST_COLUMNS = 6;
const PLOT_HEIGHT = 230;
/** Between a bar and the middle of the marks of its runs. */
const MARKS_APART = 9;
/** A total and the space below it. */
const TOTAL_HEIGHT = 20;

/** Whether the scenarios are few enough, and their names short enough, to stand beside each other. */
export function fitsColumns({ names }: Bars, width: number): boolean {
  if (names.length > MOST_COLUMNS) return false;
  const band = (width - 40) / Math.max(1, names.length);
  return names.every((name) => textWidth(name, SIZE.text) <= band - 4);
}

/** Upright bars: value axis at the left, names below, total on top, marks of the runs at the right of each bar. */
export function drawColumns(bars: Bars, width: number, top: number): Block {
  const { theme, figure, names, unit } = bars;
  const scale = axis(unit, bars.most, [PLOT_HEIGHT, 0], { ticks: 5, round: true });
  // Totals stand above their bars, and the highest of them may need more than the axis leaves free.
  const overhead = (bars.marked ? TOTAL_HEIGHT + 15 : TOTAL_HEIGHT) - scale.position(bars.most);
  const plotTop = top + 18 + Math.max(scale.unit === '' ? 0 : 12, bars.totals ? overhead : 0);
  const y = (value: number): number => plotTop + scale.position(value);
  const left = Math.max(18, ...scale.ticks.map(({ label }) => textWidth(label, SIZE.small))) + 6;
  const band = (width - left) / Math.max(1, names.length);
  const barWidth = Math.min(60, band * 0.62);
  const foot = plotTop + PLOT_HEIGHT;
  const content: Markup[] = valueAxis(theme, scale, y, left, width);
  if (scale.unit !== '') {
    const place = { x: left - 6, y: plotTop - 12, size: SIZE.small, anchor: 'end' as const };
    content.push(text({ ...place, fill: theme.role('muted') }, scale.unit));
  }
  figure.bars.forEach((bar, scenario) => {
    const { total, parts } = bar;
    const middle = left + band * (scenario + 0.5);
    const x = middle - barWidth / 2 - (bars.marked ? MARKS_APART / 2 : 0);
    content.push(...drawPieces(bars, scenario, parts, { x, width: barWidth, y }));
    if (bars.marked) {
      const across = x + barWidth + MARKS_APART;
      content.push(
        ...spreadMarks(theme, total.value, y, (along, aside) => ({ x: across + aside, y: along })),
      );
    }
    if (bars.totals) content.push(drawTotal(bars, scenario, bar, middle, y));
    const place = { x: middle, y: foot + 18, anchor: 'middle' as const, fill: theme.role('text') };
    content.push(nameText(place, names[scenario] ?? '', band - 4));
  });
  return { content, height: foot + 24 };
}

/** Horizontal lines with their values at the left. */
export function valueAxis(
  theme: Theme,
  { ticks }: Axis,
  y: (value: number) => number,
  left: number,
  right: number,
): Markup[] {
  return ticks.flatMap(({ value, label }) => {
    const at = y(value);
    const place = { x: left - 6, y: at + 4, size: SIZE.small, anchor: 'end' as const };
    const ends = { x1: left, x2: right, y1: at, y2: at, stroke: theme.role('line') };
    return [
      element('line', { ...ends, 'stroke-opacity': value === 0 ? 1 : 0.35 }),
      text({ ...place, fill: theme.role('muted') }, label),
    ];
  });
}

function drawPieces(
  bars: Bars,
  scenario: number,
  parts: readonly Linked[],
  { x, width, y }: { readonly x: number; readonly width: number; readonly y: (value: number) => number },
): Markup[] {
  return piecesOf(parts).map(({ category, linked, from, to }) => {
    const upper = y(to);
    const height = y(from) - upper;
    const area = { x, y: upper, width, height, fill: bars.fills.of(category) };
    const drawn = [element('rect', { ...area, ...apart(bars.theme, height) })];
    const label = shortValue(bars.unit, linked.value.mean);
    if (height >= 15 && textWidth(label, SIZE.small) + 4 <= width)
      drawn.push(bars.fills.label(category, x + width / 2, upper + height / 2, label));
    return leadingPart(bars, scenario, category, linked, ...drawn);
  });
}

/** The total above all that is drawn of a scenario, its deviation below it. */
function drawTotal(
  bars: Bars,
  scenario: number,
  { total, parts }: Figure['bars'][number],
  x: number,
  y: (value: number) => number,
): Markup {
  const { theme, unit } = bars;
  const { mean, sd = 0, runs } = total.value;
  const reach = largest([mean, mean + sd, ...runs, ...piecesOf(parts).map(({ to }) => to)]);
  const base = y(reach) - 7;
  const deviation = shortDeviation(unit, total.value);
  const place = { x, anchor: 'middle' as const };
  const large = {
    ...place,
    y: deviation === undefined ? base : base - 14,
    bold: true,
    fill: theme.role('text'),
  };
  const drawn = [coveringText(theme, large, shortValue(unit, mean))];
  if (deviation !== undefined) {
    const small = { ...place, y: base, size: SIZE.small, fill: theme.role('muted') };
    drawn.push(coveringText(theme, small, deviation));
  }
  return leadingPart(bars, scenario, undefined, total, ...drawn);
}
