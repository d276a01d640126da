/**
 * Figure 4 of the paper: a stacked bar per scenario, for any measure. Upright where there are few scenarios with short names,
 * else lying, one below the other, so that any number of them can be read.
 */
import type { Figure, Report } from '../../report/report';
import { THEMES, type ThemeName } from '../theme';
import { capitalised, circumstances } from '../words';
import { prepareBars } from './bars';
import { drawColumns, fitsColumns } from './columns';
import { backdrop, heading, legend, shifted, svg } from './drawing';
import { drawRows } from './rows';

/** Width of drawings in their own units: shown at 320 pixels, or as wide as a column of a paper, text is readable still. */
export const WIDTH = 400;
/** Free space at all sides. */
export const MARGIN = 8;

/** The figure as an SVG document. `id` tells the patterns of several figures in one page apart. */
export function figureSvg(figure: Figure, report: Report, themeName: ThemeName, id = 'figure'): string {
  const theme = THEMES[themeName];
  const bars = prepareBars(figure, report, theme, id);
  const inner = WIDTH - 2 * MARGIN;
  const title = capitalised(figure.label);
  const head = heading(theme, inner, title, figureNotes(figure, report));
  const key = legend(theme, bars.fills, report.categories, inner, head.height);
  const draw = fitsColumns(bars, inner) ? drawColumns : drawRows;
  const plot = draw(bars, inner, key.height);
  const canvas = {
    theme,
    width: WIDTH,
    height: plot.height + 2 * MARGIN,
    label: `${title} by scenario and category. The table beside it has the same numbers.`,
  };
  return svg(
    canvas,
    bars.fills.defs,
    backdrop(canvas),
    shifted(MARGIN, MARGIN, [...head.content, ...key.content, ...plot.content]),
  );
}

/** What is said below the title: what bars and marks are, and of what. */
function figureNotes(figure: Figure, report: Report): string[] {
  const counts = new Set(report.scenarios.map(({ runs }) => runs.length));
  const [runs = 0] = counts;
  const several = figure.bars.some(({ total }) => total.value.runs.length > 1);
  if (!several) return [circumstances(report)];
  const of = counts.size === 1 ? `${runs} runs` : 'the runs';
  return [`Mean of ${of} ± standard deviation; circles: the runs`, circumstances(report)];
}
