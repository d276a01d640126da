/**
 * Which functions are in which combination of scenarios, as an UpSet plot: a row per combination with a dot for each of its
 * scenarios and a bar as long as it has functions; above, a column per scenario with its size.
 * https://doi.org/10.1109/TVCG.2014.2346248
 */
import type { Combination, Report } from '../../report/report';
import { formatCount, formatPlural } from '../../format/numbers';
import { element, type Markup } from '../markup';
import { THEMES, type Theme, type ThemeName } from '../theme';
import { setCircumstances, combinationName, MOST_COMBINATIONS, restText } from '../words';
import { axis, largest } from './axis';
import { apart, CategoryFills, heading, leading, legend, SIZE, svg, text, WIDTH } from './drawing';
import { fit, textWidth } from './textWidth';

const ROW = 20;
const COLUMN = 22;
/** Height of the largest of the columns that say how many functions a scenario has. */
const SIZES = 40;
/** Above it, for its number. */
const SIZES_GAP = 24;
/** What is left for bars, however many scenarios there are. */
const LEAST_BARS = 170;

/** The plot as an SVG document; wider than other figures where there are many scenarios. */
export function membershipSvg(report: Report, themeName: ThemeName, id = 'membership'): string {
  const theme = THEMES[themeName];
  const shown = report.membership.slice(0, MOST_COMBINATIONS);
  const fills = new CategoryFills(theme, report.categories, id);
  const count = report.scenarios.length;
  const matrix = count * COLUMN;
  const inner = Math.max(WIDTH, matrix + 16 + LEAST_BARS);
  const head = heading(theme, inner, 'Functions by the scenarios that reach them', [
    ...restText(report.membership),
    setCircumstances(report),
  ]);
  const key = legend(theme, fills, report.categories, inner, head.height);
  const names = report.scenarios.map(({ name }) => fit(name, 110, SIZE.text));
  const namesHeight = Math.max(0, ...names.map((name) => textWidth(name, SIZE.text))) + 6;
  const namesFoot = key.height + SIZES_GAP + SIZES + namesHeight;
  const content: Markup[] = [
    ...sizeColumns(report, theme, key.height + SIZES_GAP + SIZES),
    ...names.map((name, scenario) =>
      upright(theme, COLUMN * (scenario + 0.5), namesFoot, name, report.scenarios[scenario]!.name),
    ),
  ];
  const top = namesFoot + 10;
  const left = matrix + 12;
  const longest = largest(shown.map(({ functions }) => functions));
  const right = inner - textWidth(formatCount(longest), SIZE.text) - 8;
  const { position } = axis('count', longest, [left, right], { ticks: 4, round: false });
  shown.forEach((combination, row) => {
    const y = top + row * ROW;
    const bars: Markup[] = [];
    let from = 0;
    combination.byCategory.forEach((functions, category) => {
      if (!(functions > 0)) return;
      const x = position(from);
      from += functions;
      const area = { x, y: y + 2, width: position(from) - x, height: ROW - 5, fill: fills.of(category) };
      bars.push(element('rect', { ...area, ...apart(theme, area.width) }));
    });
    content.push(
      leading(
        theme,
        combination.selection,
        combinationLabel(report, combination),
        element('rect', {
          class: 'row',
          x: 0,
          y,
          width: inner,
          height: ROW - 1,
          fill: theme.role('line'),
          'fill-opacity': row % 2 === 0 ? 0.1 : 0,
        }),
        dots(theme, combination, count, y + ROW / 2 - 0.5),
        bars,
        text(
          { x: position(from) + 5, y: y + 14, fill: theme.role('text') },
          formatCount(combination.functions),
        ),
      ),
    );
  });
  const canvas = {
    theme,
    width: inner,
    height: top + shown.length * ROW,
    label:
      'Functions by the combination of scenarios that reach them. The table beside it has the same numbers.',
  };
  return svg(canvas, fills.defs, head.content, key.content, content);
}

function combinationLabel(report: Report, combination: Combination): string {
  const parts = combination.byCategory.flatMap((of, category) =>
    of > 0 ? [`${report.categories[category]?.label ?? ''} ${formatCount(of)}`] : [],
  );
  const functions = formatPlural(combination.functions, 'function');
  return `${combinationName(combination, report)}: ${functions} (${parts.join(', ')})`;
}

/** How many functions each scenario has: small columns above the matrix. */
function sizeColumns(report: Report, theme: Theme, foot: number): Markup[] {
  const sizes = report.scenarios.map(({ union, core }) => (report.provenance.sets === 'any' ? union : core));
  const { position } = axis('count', largest(sizes), [foot, foot - SIZES], { ticks: 2, round: false });
  const selections = report.figures.find(({ measure }) => measure === 'functions')?.bars;
  return sizes.map((size, scenario) => {
    const y = position(Number.isFinite(size) ? size : 0);
    const label = `${report.scenarios[scenario]?.name ?? ''}: ${formatPlural(size, 'function')}`;
    return leading(
      theme,
      selections?.[scenario]?.total.selection,
      label,
      element('rect', {
        x: COLUMN * scenario + 4,
        y,
        width: COLUMN - 8,
        height: foot - y,
        fill: theme.role('muted'),
      }),
      // Larger numbers would run into each other; they are told when the column is pointed at.
      size < 1000
        ? text(
            { x: COLUMN * (scenario + 0.5), y: y - 4, size: 10, anchor: 'middle', fill: theme.role('muted') },
            formatCount(size),
          )
        : undefined,
    );
  });
}

function upright(theme: Theme, x: number, foot: number, shown: string, name: string): Markup {
  const place = { x: 0, y: 4, anchor: 'start' as const, fill: theme.role('text') };
  return element(
    'g',
    { transform: `translate(${x} ${Math.round(foot)}) rotate(-90)` },
    shown === name ? undefined : element('title', {}, name),
    text(place, shown),
  );
}

/** A dot per scenario: full where it is one of the combination, and these joined by a line. */
function dots(theme: Theme, { scenarios }: Combination, count: number, y: number): Markup[] {
  const x = (scenario: number): number => COLUMN * (scenario + 0.5);
  const [first] = scenarios;
  const last = scenarios.at(-1);
  const drawn: Markup[] = [];
  if (first !== undefined && last !== undefined && first !== last) {
    const ends = { x1: x(first), x2: x(last), y1: y, y2: y };
    drawn.push(element('line', { ...ends, stroke: theme.role('text'), 'stroke-width': 2 }));
  }
  for (let scenario = 0; scenario < count; scenario++) {
    const full = scenarios.includes(scenario);
    const place = { cx: x(scenario), cy: y, r: full ? 5.5 : 3 };
    drawn.push(
      full
        ? element('circle', { ...place, fill: theme.role('text') })
        : element('circle', { ...place, fill: theme.role('background'), stroke: theme.role('line') }),
    );
  }
  return drawn;
}
