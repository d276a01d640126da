import { area, line } from 'd3-shape';
import type { Report, Saturation } from '../../report/report';
import { element, hundredths, type Markup } from '../markup';
import { scenarioLook } from '../palette';
import { THEMES, type Theme, type ThemeName } from '../theme';
import { setCircumstances } from '../words';
import { axis, type Axis } from './axis';
import { valueAxis } from './columns';
import { heading, nameText, SIZE, svg, text, WIDTH } from './drawing';
import { textWidth } from './textWidth';

const PLOT = 220;
/** Right of the plot: a piece of each curve's line, and its name. */
const BESIDE = 6;
const SAMPLE = 20;
const MOST_NAME = 130;
/** From one name to the next. */
const LINE = 15;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a plot of curves is drawn from. */
export interface CurvePlot {
  readonly title: string;
  readonly notes: readonly string[];
  readonly drawn: readonly Saturation[];
  readonly most: number;
  readonly x: (range: [number, number]) => Pick<Axis, 'ticks'> & {
    readonly label: string;
    readonly position: (value: number) => number;
  };
  readonly curves: (saturation: Saturation) => readonly (readonly Point[])[];
  /** The expected number as a band at the right, and points on the curves. */
  readonly bands: boolean;
}

/** A plot with a curve or several per scenario, and its name at the right. */
export function curvesSvg(report: Report, themeName: ThemeName, what: CurvePlot): string {
  const theme = THEMES[themeName];
  const omitted = report.saturation.length - what.drawn.length;
  const head = heading(theme, WIDTH, what.title, [
    ...what.notes,
    ...(omitted > 0
      ? [`The first ${what.drawn.length} of ${report.saturation.length} scenarios; the table has all`]
      : []),
    setCircumstances(report),
  ]);
  const foot = head.height + 12 + PLOT;
  const y = axis('count', what.most, [foot, foot - PLOT], { ticks: 5, round: true });
  const left = Math.max(18, ...y.ticks.map(({ label }) => textWidth(label, SIZE.small))) + 6;
  const names = what.drawn.map(({ scenario }) => report.scenarios[scenario]?.name ?? '');
  const widest = Math.max(0, ...names.map((name) => textWidth(name, SIZE.text)));
  const right = WIDTH - BESIDE - SAMPLE - 4 - Math.min(widest, MOST_NAME);
  const x = what.x([left, right]);
  const content = [...valueAxis(theme, y, y.position, left, right), ...xAxis(theme, x, foot, right)];
  const labels: { y: number; scenario: number }[] = [];
  for (const saturation of what.drawn) {
    const { scenario, expected } = saturation;
    const look = { stroke: theme.scenario(scenario), 'stroke-dasharray': scenarioLook(scenario).dash };
    const placed = what
      .curves(saturation)
      .map((curve) => curve.filter((point) => Number.isFinite(point.y)))
      .map((curve) => curve.map((point) => ({ x: x.position(point.x), y: y.position(point.y) })))
      .filter((curve) => curve.length > 0);
    const end = Math.min(...placed.map((curve) => curve.at(-1)!.y), foot);
    const parts: Markup[] = [element('title', {}, saturation.sentence)];
    const ends = expected === undefined ? [] : [expected.low, expected.value, expected.high];
    const banded = what.bands && expected !== undefined && ends.every(Number.isFinite);
    if (banded) {
      const from = Math.max(...placed.map((curve) => curve.at(-1)!.x), left) + 10;
      parts.push(
        band(
          theme.scenario(scenario),
          from,
          right,
          ends.map((value) => y.position(value)),
        ),
      );
    }
    for (const curve of placed) {
      parts.push(element('path', { d: pathOf(curve), fill: 'none', ...look, 'stroke-width': 1.8 }));
      if (what.bands)
        parts.push(
          ...curve.map((p) =>
            element('circle', { cx: p.x, cy: p.y, r: 2.6, fill: theme.scenario(scenario) }),
          ),
        );
    }
    content.push(element('g', {}, parts));
    labels.push({ y: banded ? y.position(expected.value) : end, scenario });
  }
  content.push(...endLabels(report, theme, labels, right + BESIDE, [foot - PLOT, foot]));
  const canvas = {
    theme,
    width: WIDTH,
    height: foot + 40,
    label: `${what.title}. The table beside it has the numbers.`,
  };
  return svg(canvas, head.content, content);
}

function xAxis(theme: Theme, x: ReturnType<CurvePlot['x']>, foot: number, right: number): Markup[] {
  const fill = theme.role('muted');
  return [
    ...x.ticks.flatMap(({ value, label }) => {
      const at = x.position(value);
      return [
        element('line', { x1: at, x2: at, y1: foot, y2: foot + 4, stroke: theme.role('line') }),
        text({ x: at, y: foot + 16, size: SIZE.small, anchor: 'middle', fill }, label),
      ];
    }),
    text({ x: right, y: foot + 32, size: SIZE.small, anchor: 'end', fill }, x.label),
  ];
}

/** From the lower to the upper end of an interval, and its middle as a line. */
function band(
  colour: string,
  from: number,
  to: number,
  [low = 0, value = 0, high = 0]: readonly number[],
): Markup {
  const ends: Point[] = [
    { x: from, y: 0 },
    { x: to, y: 0 },
  ];
  const shape = area<Point>((p) => p.x, low, high).digits(2)(ends);
  return element(
    'g',
    {},
    element('path', { d: shape ?? '', fill: colour, 'fill-opacity': 0.25 }),
    element('line', { x1: from, x2: to, y1: value, y2: value, stroke: colour, 'stroke-width': 1.2 }),
  );
}

function pathOf(curve: readonly Point[]): string {
  return (
    line<Point>(
      (p) => Number(hundredths(p.x)),
      (p) => Number(hundredths(p.y)),
    ).digits(2)([...curve]) ?? ''
  );
}

/** The names of the scenarios beside the ends of their curves, moved apart where they would touch. */
function endLabels(
  report: Report,
  theme: Theme,
  labels: readonly { readonly y: number; readonly scenario: number }[],
  x: number,
  [top, foot]: readonly [number, number],
): Markup[] {
  const placed = [...labels].sort((a, b) => b.y - a.y || a.scenario - b.scenario);
  // Upwards from the foot first; what was pushed out at the top pushes the others down again.
  let free = foot + 4;
  const rising = placed.map(({ y, scenario }) => {
    const at = Math.min(y + 4, free);
    free = at - LINE;
    return { at, scenario };
  });
  let taken = top + 4 - LINE;
  return rising.reverse().map(({ at: risen, scenario }) => {
    const at = Math.max(risen, taken + LINE);
    taken = at;
    const look = { stroke: theme.scenario(scenario), 'stroke-dasharray': scenarioLook(scenario).dash };
    const place = { x: x + SAMPLE + 4, y: at, fill: theme.role('text') };
    return element(
      'g',
      {},
      element('line', { x1: x, x2: x + SAMPLE, y1: at - 4, y2: at - 4, ...look, 'stroke-width': 1.8 }),
      nameText(place, report.scenarios[scenario]?.name ?? '', WIDTH + 1 - place.x),
    );
  });
}
