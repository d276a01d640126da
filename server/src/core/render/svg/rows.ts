import { element, type Markup } from '../markup';
import { axis } from './axis';
import { leadingPart, piecesOf, shortDeviation, shortValue, spreadMarks, type Bars } from './bars';
import { nameText, SIZE, text, type Block } from './drawing';
import { textWidth } from './textWidth';

const MOST_NAME = 120;
const BAR = 16;

/** Lying bars, one below the other: names at the left, totals at the right, marks of the runs below each bar. */
export function drawRows(bars: Bars, width: number, top: number): Block {
  const { theme, figure, names, unit, fills, several } = bars;
  const row = several ? BAR + 18 : BAR + 9;
  const head = top + 28;
  const totals = figure.bars.map(({ total: { value } }) =>
    [shortValue(unit, value.mean), shortDeviation(unit, value)]
      .filter((part) => part !== undefined)
      .join(' '),
  );
  const left = Math.min(MOST_NAME, Math.max(0, ...names.map((name) => textWidth(name, SIZE.text)))) + 8;
  const right = width - Math.max(0, ...totals.map((total) => textWidth(total, SIZE.text) * 1.08)) - 8;
  const { position, ticks, unit: unitName } = axis(unit, bars.most, [left, right], 3);
  const foot = head + row * names.length;
  const content: Markup[] = ticks.flatMap(({ value, label }, index) => {
    const x = position(value);
    const line = { x1: x, x2: x, y1: head - 4, y2: foot, stroke: theme.role('line') };
    const last = index === ticks.length - 1;
    const place = { x, y: head - 9, size: SIZE.small, anchor: 'middle' as const };
    return [
      element('line', { ...line, 'stroke-opacity': value === 0 ? 1 : 0.35 }),
      text({ ...place, fill: theme.role('muted') }, last && unitName !== '' ? `${label} ${unitName}` : label),
    ];
  });
  figure.bars.forEach(({ total, parts }, scenario) => {
    const y = head + row * scenario + 4;
    content.push(
      nameText(
        { x: left - 8, y: y + 12, anchor: 'end', fill: theme.role('text') },
        names[scenario] ?? '',
        left - 8,
      ),
    );
    for (const { category, linked, from, to } of piecesOf(parts)) {
      const x = position(from);
      const long = position(to) - x;
      const area = { x, y, width: long, height: BAR, fill: fills.of(category) };
      const drawn = [element('rect', { ...area, stroke: theme.role('background'), 'stroke-width': 0.8 })];
      const label = shortValue(unit, linked.value.mean);
      if (textWidth(label, SIZE.small) + 6 <= long)
        drawn.push(fills.label(category, x + long / 2, y + BAR / 2, label));
      content.push(leadingPart(bars, scenario, category, linked, ...drawn));
    }
    const across = y + BAR + 6;
    content.push(
      ...spreadMarks(theme, total.value, position, (along, aside) => ({ x: along, y: across + aside })),
      leadingPart(
        bars,
        scenario,
        undefined,
        total,
        text(
          { x: width, y: y + 12, anchor: 'end', bold: true, fill: theme.role('text') },
          totals[scenario] ?? '',
        ),
      ),
    );
  });
  return { content, height: foot + 2 };
}
