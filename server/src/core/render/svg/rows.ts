import type { Linked } from '../../report/report';
import { element, type Markup } from '../markup';
import type { Theme } from '../theme';
import { axis, type Axis } from './axis';
import { leadingPart, piecesOf, shortDeviation, shortValue, spreadMarks, type Bars } from './bars';
import { apart, nameText, SIZE, text, type Block } from './drawing';
import { textWidth } from './textWidth';

const MOST_NAME = 150;
const BAR = 16;
/** Below a bar, for the marks of its runs. */
const MARKS = 9;

/** Lying bars, one below the other: names at the left, totals at the right, marks of the runs below each bar. */
export function drawRows(bars: Bars, width: number, top: number): Block {
  const { theme, figure, names, unit } = bars;
  const row = BAR + 9 + (bars.marked ? MARKS : 0);
  const head = top + 28;
  const foot = head + row * names.length;
  const totals = figure.bars.map(({ total: { value } }) =>
    bars.totals
      ? [shortValue(unit, value.mean), shortDeviation(unit, value)]
          .filter((part) => part !== undefined)
          .join(' ')
      : '',
  );
  const left = Math.min(MOST_NAME, Math.max(0, ...names.map((name) => textWidth(name, SIZE.text)))) + 8;
  const reserved = Math.max(0, ...totals.map((total) => textWidth(total, SIZE.text)));
  const right = width - (reserved === 0 ? 14 : reserved + 12);
  const scale = axis(unit, bars.most, [left, right], { ticks: 3, round: false });
  const content = topAxis(theme, scale, head, foot);
  figure.bars.forEach(({ total, parts }, scenario) => {
    const y = head + row * scenario + 4;
    const place = { x: left - 8, y: y + 12, anchor: 'end' as const, fill: theme.role('text') };
    content.push(
      nameText(place, names[scenario] ?? '', left - 8),
      ...drawPieces(bars, scenario, parts, scale.position, y),
    );
    if (bars.marked) {
      const across = y + BAR + 6;
      content.push(
        ...spreadMarks(theme, total.value, scale.position, (along, aside) => ({
          x: along,
          y: across + aside,
        })),
      );
    }
    const end = { x: width, y: y + 12, anchor: 'end' as const, bold: true, fill: theme.role('text') };
    if (bars.totals)
      content.push(leadingPart(bars, scenario, undefined, total, text(end, totals[scenario] ?? '')));
  });
  return { content, height: foot + 2 };
}

/** Vertical lines with their values above them. */
function topAxis(theme: Theme, { ticks, position, unit }: Axis, head: number, foot: number): Markup[] {
  return ticks.flatMap(({ value, label }, index) => {
    const x = position(value);
    const ends = { x1: x, x2: x, y1: head - 4, y2: foot, stroke: theme.role('line') };
    const place = { x, y: head - 9, size: SIZE.small, anchor: 'middle' as const, fill: theme.role('muted') };
    return [
      element('line', { ...ends, 'stroke-opacity': value === 0 ? 1 : 0.35 }),
      text(place, index === ticks.length - 1 && unit !== '' ? `${label} ${unit}` : label),
    ];
  });
}

function drawPieces(
  bars: Bars,
  scenario: number,
  parts: readonly Linked[],
  position: (value: number) => number,
  y: number,
): Markup[] {
  return piecesOf(parts).map(({ category, linked, from, to }) => {
    const x = position(from);
    const long = position(to) - x;
    const area = { x, y, width: long, height: BAR, fill: bars.fills.of(category) };
    const drawn = [element('rect', { ...area, ...apart(bars.theme, long) })];
    const label = shortValue(bars.unit, linked.value.mean);
    if (textWidth(label, SIZE.small) + 6 <= long)
      drawn.push(bars.fills.label(category, x + long / 2, y + BAR / 2, label));
    return leadingPart(bars, scenario, category, linked, ...drawn);
  });
}
