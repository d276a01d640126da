/** Two or three scenarios as circles that overlap: areas are as large as the numbers of functions. */
import type { Combination, Report } from '../../report/report';
import { formatCount, formatPlural } from '../../format/numbers';
import { element, type Markup } from '../markup';
import { scenarioLook } from '../palette';
import { THEMES, type ThemeName } from '../theme';
import { setCircumstances, combinationName } from '../words';
import { pairsFit, placeCircles, regionPlaces, type Circle } from './circles';
import { heading, leading, nameText, SIZE, svg, text, WIDTH } from './drawing';
import { textWidth } from './textWidth';

const HEIGHT = 220;

/** The areas as an SVG document; undefined for one scenario, and for more than three: circles cannot show them. */
export function areasSvg(report: Report, themeName: ThemeName): string | undefined {
  const count = report.scenarios.length;
  if (count !== 2 && count !== 3) return undefined;
  const theme = THEMES[themeName];
  const regions = new Map(report.membership.map((combination) => [bitsOf(combination), combination]));
  const within = (bits: number): number =>
    [...regions].reduce(
      (sum, [region, { functions }]) => ((region & bits) === bits ? sum + functions : sum),
      0,
    );
  const sizes = report.scenarios.map((_, scenario) => within(1 << scenario));
  const overlaps = [within(0b011), within(0b101), within(0b110)];
  const placed = placeCircles(sizes, overlaps);
  const circles = scaled(placed, WIDTH - 20, HEIGHT);
  const places = regionPlaces(circles);
  const roomFor = (bits: number): boolean => {
    const functions = regions.get(bits)?.functions ?? 0;
    return (
      functions === 0 ||
      (places.get(bits)?.room ?? 0) >= 4 + textWidth(formatCount(functions), SIZE.small) / 3
    );
  };
  const cramped = [...regions.values()].filter((combination) => !roomFor(bitsOf(combination)));
  const head = heading(theme, WIDTH, 'Functions shared by the scenarios', [
    proportionText(count, pairsFit(placed, overlaps)),
    ...cramped.map(
      (combination) =>
        `Too small for a number: ${formatCount(combination.functions)} in ${combinationName(combination, report)}`,
    ),
    setCircumstances(report),
  ]);
  const top = head.height + 10;
  const content: Markup[] = [];
  circles.forEach(({ x, y, r }, scenario) => {
    const colour = theme.scenario(scenario);
    const dash = scenarioLook(scenario).dash;
    const line = {
      fill: colour,
      'fill-opacity': 0.16,
      stroke: colour,
      'stroke-width': 2,
      'stroke-dasharray': dash,
    };
    content.push(element('circle', { cx: x, cy: y + top, r, ...line }));
  });
  for (const [bits, combination] of regions) {
    const place = places.get(bits);
    if (place === undefined || !roomFor(bits)) continue;
    const label = `${combinationName(combination, report)}: ${formatPlural(combination.functions, 'function')}`;
    const at = { x: place.x, y: place.y + top + 4, anchor: 'middle' as const, bold: true };
    content.push(
      leading(
        theme,
        combination.selection,
        label,
        text({ ...at, fill: theme.role('text') }, formatCount(combination.functions)),
      ),
    );
  }
  const foot = top + HEIGHT + 8;
  report.scenarios.forEach(({ name }, scenario) => {
    const y = foot + 18 * scenario;
    const colour = theme.scenario(scenario);
    const swatch = {
      cx: 7,
      cy: y + 7,
      r: 6,
      fill: colour,
      'fill-opacity': 0.16,
      stroke: colour,
      'stroke-width': 2,
    };
    content.push(
      element('circle', { ...swatch, 'stroke-dasharray': scenarioLook(scenario).dash }),
      nameText(
        { x: 20, y: y + 11, fill: theme.role('text') },
        `${name}: ${formatPlural(sizes[scenario] ?? 0, 'function')}`,
        WIDTH - 20,
      ),
    );
  });
  const canvas = {
    theme,
    width: WIDTH,
    height: foot + 18 * count,
    label:
      'Functions shared by the scenarios, as overlapping circles. The table beside it has the same numbers.',
  };
  return svg(canvas, head.content, content);
}

/** What may be read off the areas. */
function proportionText(count: number, exact: boolean): string {
  if (count === 2) return 'Areas are in proportion to the numbers';
  return exact
    ? 'Circles and what two of them share are in proportion; what all three share only nearly'
    : 'Circles are in proportion to the numbers; what they share only nearly';
}

function bitsOf({ scenarios }: Combination): number {
  return scenarios.reduce((bits, scenario) => bits | (1 << scenario), 0);
}

/** The circles as large as they can be, in the middle of a field. */
function scaled(circles: readonly Circle[], width: number, height: number): Circle[] {
  const left = Math.min(...circles.map(({ x, r }) => x - r));
  const right = Math.max(...circles.map(({ x, r }) => x + r));
  const upper = Math.min(...circles.map(({ y, r }) => y - r));
  const lower = Math.max(...circles.map(({ y, r }) => y + r));
  const factor = Math.min(width / (right - left), height / (lower - upper));
  // No functions at all: nothing to draw.
  if (!Number.isFinite(factor)) return circles.map(() => ({ x: width / 2, y: height / 2, r: 0 }));
  return circles.map(({ x, y, r }) => ({
    x: (x - (left + right) / 2) * factor + width / 2 + 10,
    y: (y - (upper + lower) / 2) * factor + height / 2,
    r: r * factor,
  }));
}
