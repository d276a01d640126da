/**
 * Figure 4 of the paper: a stacked bar per scenario, for any measure. Upright where there are few scenarios with short names,
 * else lying, one below the other, so that any number of them can be read.
 */
import type { Figure, Report } from '../../report/report';
import { THEMES, type ThemeName } from '../theme';
import { capitalised, figureCircumstances } from '../words';
import { prepareBars, type Bars } from './bars';
import { drawColumns, fitsColumns } from './columns';
import { heading, legend, svg, WIDTH } from './drawing';
import { drawRows } from './rows';

/** The figure as an SVG document. `id` tells the patterns of several figures in one page apart. */
export function figureSvg(figure: Figure, report: Report, themeName: ThemeName, id = 'figure'): string {
  const theme = THEMES[themeName];
  const bars = prepareBars(figure, report, theme, id);
  const title = capitalised(figure.label);
  const head = heading(theme, WIDTH, title, figureNotes(bars, report));
  const key = legend(theme, bars.fills, report.categories, WIDTH, head.height);
  const draw = fitsColumns(bars, WIDTH) ? drawColumns : drawRows;
  const plot = draw(bars, WIDTH, key.height);
  const canvas = {
    theme,
    width: WIDTH,
    height: plot.height,
    label: `${title} by scenario and category. The table beside it has the same numbers.`,
  };
  return svg(canvas, bars.fills.defs, head.content, key.content, plot.content);
}

/** What is said below the title: what bars and marks are, and of what. */
function figureNotes(bars: Bars, report: Report): string[] {
  const counts = new Set(report.scenarios.map(({ runs }) => runs.length));
  const [runs = 0] = counts;
  if (!bars.several) return [figureCircumstances(bars.figure, report)];
  const of = counts.size === 1 ? `${runs} runs` : 'the runs';
  const marks = bars.marked ? ' ± standard deviation; circles: the runs' : '';
  return [`Mean of ${of}${marks}`, figureCircumstances(bars.figure, report)];
}
