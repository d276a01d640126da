import { element, type Markup } from '../markup';
import { axis } from './axis';
import { leadingPart, piecesOf, shortDeviation, shortValue, spreadMarks, type Bars } from './bars';
import { nameText, SIZE, text, type Block } from './drawing';
import { textWidth } from './textWidth';

const MOST_COLUMNS = 6;
const PLOT_HEIGHT = 230;
/** Between a bar and the middle of the marks of its runs. */
const MARKS_APART = 9;

/** Whether the scenarios are few enough, and their names short enough, to stand beside each other. */
export function fitsColumns({ names }: Bars, width: number): boolean {
  if (names.length > MOST_COLUMNS) return false;
  const band = (width - 40) / Math.max(1, names.length);
  return names.every((name) => textWidth(name, SIZE.text) <= band - 4);
}

/** Upright bars: value axis at the left, names below, total on top, marks of the runs at the right of each bar. */
export function drawColumns(bars: Bars, width: number, top: number): Block {
  const { theme, figure, names, unit, fills, several } = bars;
  const headroom = several ? 32 : 18;
  const foot = top + 14 + headroom + PLOT_HEIGHT;
  const { position, ticks, unit: unitName } = axis(unit, bars.most, [foot, foot - PLOT_HEIGHT], 5);
  const left = Math.max(18, ...ticks.map(({ label }) => textWidth(label, SIZE.small))) + 6;
  const content: Markup[] = [];
  if (unitName !== '') {
    const place = { x: left - 6, y: foot - PLOT_HEIGHT - 12, size: SIZE.small, anchor: 'end' as const };
    content.push(text({ ...place, fill: theme.role('muted') }, unitName));
  }
  for (const tick of ticks) {
    const y = position(tick.value);
    const place = { x: left - 6, y: y + 4, size: SIZE.small, anchor: 'end' as const };
    const line = { x1: left, x2: width, y1: y, y2: y, stroke: theme.role('line') };
    content.push(
      element('line', { ...line, 'stroke-opacity': tick.value === 0 ? 1 : 0.35 }),
      text({ ...place, fill: theme.role('muted') }, tick.label),
    );
  }
  const band = (width - left) / Math.max(1, names.length);
  const barWidth = Math.min(60, band * 0.62);
  figure.bars.forEach(({ total, parts }, scenario) => {
    const middle = left + band * (scenario + 0.5);
    const x = middle - barWidth / 2 - (several ? MARKS_APART / 2 : 0);
    for (const { category, linked, from, to } of piecesOf(parts)) {
      const y = position(to);
      const height = position(from) - y;
      const area = { x, y, width: barWidth, height, fill: fills.of(category) };
      const drawn = [element('rect', { ...area, stroke: theme.role('background'), 'stroke-width': 0.8 })];
      const label = shortValue(unit, linked.value.mean);
      if (height >= 15 && textWidth(label, SIZE.small) + 4 <= barWidth)
        drawn.push(fills.label(category, x + barWidth / 2, y + height / 2, label));
      content.push(leadingPart(bars, scenario, category, linked, ...drawn));
    }
    const across = x + barWidth + MARKS_APART;
    content.push(
      ...spreadMarks(theme, total.value, position, (along, aside) => ({ x: across + aside, y: along })),
    );
    const deviation = shortDeviation(unit, total.value);
    const reach = Math.max(
      ...[0, total.value.mean, total.value.mean + (total.value.sd ?? 0), ...total.value.runs].filter(
        Number.isFinite,
      ),
    );
    const y = position(reach) - 7;
    const drawn = [
      text(
        {
          x: middle,
          y: deviation === undefined ? y : y - 14,
          anchor: 'middle',
          bold: true,
          fill: theme.role('text'),
        },
        shortValue(unit, total.value.mean),
      ),
    ];
    if (deviation !== undefined)
      drawn.push(
        text({ x: middle, y, size: SIZE.small, anchor: 'middle', fill: theme.role('muted') }, deviation),
      );
    content.push(
      leadingPart(bars, scenario, undefined, total, ...drawn),
      nameText(
        { x: middle, y: foot + 18, anchor: 'middle', fill: theme.role('text') },
        names[scenario] ?? '',
        band - 4,
      ),
    );
  });
  return { content, height: foot + 24 };
}
