/**
 * Is the recording long enough? How the number of unique functions grew over the lines of each run, and over runs taken
 * together, with what is expected in the end.
 */
import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Report, Saturation } from '../../report/report';
import { formatCount } from '../../format/numbers';
import { element, hundredths, type Markup } from '../markup';
import { scenarioLook } from '../palette';
import { THEMES, type Theme, type ThemeName } from '../theme';
import { circumstances } from '../words';
import { axis, largest, type Axis } from './axis';
import { heading, nameText, SIZE, svg, text, WIDTH } from './drawing';
import { valueAxis } from './columns';
import { textWidth } from './textWidth';

/** Scenarios that are drawn at most: more curves cannot be told apart. */
export const MOST_CURVES = 8;
const PLOT = 220;
/** Right of the plot: for a piece of each curve's line, and for its name. */
const NAMES = 96;
const SAMPLE = 20;
/** Traces whose lengths differ by more are drawn on a logarithmic scale: the short ones could not be seen else. */
const FAR_APART = 8;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Functions over the lines of each trace. */
export function growthSvg(report: Report, themeName: ThemeName): string {
  const drawn = report.saturation.slice(0, MOST_CURVES);
  const lengths = drawn
    .flatMap(({ curves }) => curves.map((curve) => curve.at(-1)?.line ?? 0))
    .filter((n) => n > 0);
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  const firsts = drawn.flatMap(({ curves }) =>
    curves.flatMap((curve) => curve.slice(0, 1).map((p) => p.line)),
  );
  const logarithmic = longest / shortest > FAR_APART;
  return plot(report, themeName, {
    title: 'Unique functions over the length of the trace',
    notes: ['A curve per run: flat at its end where the recording was long enough'],
    drawn,
    most: largest(drawn.flatMap(({ curves }) => curves.flat().map((p) => p.functions))),
    x: (range) => {
      const scale = logarithmic
        ? scaleLog().domain([Math.max(1, Math.min(...firsts)), longest])
        : scaleLinear().domain([0, Number.isFinite(longest) ? longest : 1]);
      const placed = scale.range(range);
      const ticks = placed.ticks(4).filter((tick) => !logarithmic || Number.isInteger(Math.log10(tick)));
      return {
        label: logarithmic ? 'lines, logarithmic' : 'lines',
        position: (value) => placed(Math.max(value, placed.domain()[0]!)),
        ticks: ticks.map((value) => ({ value, label: formatCount(value) })),
      };
    },
    curves: ({ curves }) =>
      curves.map((curve) => curve.map(({ line: at, functions }) => ({ x: at, y: functions }))),
    bands: false,
  });
}

/** Functions over the number of runs taken together, and how many are expected: undefined for runs that are all single. */
export function runsSvg(report: Report, themeName: ThemeName): string | undefined {
  const drawn = report.saturation.slice(0, MOST_CURVES);
  const runs = Math.max(0, ...drawn.map(({ overRuns }) => overRuns.length));
  if (runs < 2) return undefined;
  return plot(report, themeName, {
    title: 'Unique functions over runs taken together',
    notes: ['Mean over all choices of runs; at the right what is expected (Chao) with its 95 % interval'],
    drawn,
    most: largest(drawn.flatMap(({ overRuns, expected }) => [...overRuns, expected?.high ?? 0])),
    x: (range) => {
      const position = scaleLinear()
        .domain([1, runs + 0.5])
        .range([range[0] + 8, range[1]]);
      const step = Math.ceil(runs / 10);
      const ticks = Array.from({ length: runs }, (_, index) => index + 1).filter((n) => (n - 1) % step === 0);
      return { label: 'runs', position, ticks: ticks.map((value) => ({ value, label: formatCount(value) })) };
    },
    curves: ({ overRuns }) => [overRuns.map((y, index) => ({ x: index + 1, y }))],
    bands: true,
  });
}

interface Plot {
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

function plot(report: Report, themeName: ThemeName, what: Plot): string {
  const theme = THEMES[themeName];
  const omitted = report.saturation.length - what.drawn.length;
  const head = heading(theme, WIDTH, what.title, [
    ...what.notes,
    ...(omitted > 0
      ? [`The first ${what.drawn.length} of ${report.saturation.length} scenarios; the table has all`]
      : []),
    circumstances(report),
  ]);
  const foot = head.height + 12 + PLOT;
  const y = axis('count', what.most, [foot, foot - PLOT], { ticks: 5, round: true });
  const left = Math.max(18, ...y.ticks.map(({ label }) => textWidth(label, SIZE.small))) + 6;
  const right = WIDTH - NAMES;
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
    if (what.bands && expected !== undefined) {
      const from = Math.max(...placed.map((curve) => curve.at(-1)!.x), left) + 10;
      parts.push(
        band(
          theme.scenario(scenario),
          from,
          right,
          [expected.low, expected.value, expected.high].map((v) => y.position(v)),
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
    labels.push({ y: what.bands && expected !== undefined ? y.position(expected.value) : end, scenario });
  }
  content.push(...endLabels(report, theme, labels, right + 6, foot));
  const canvas = {
    theme,
    width: WIDTH,
    height: foot + 40,
    label: `${what.title}. The table beside it has the numbers.`,
  };
  return svg(canvas, head.content, content);
}

function xAxis(theme: Theme, x: ReturnType<Plot['x']>, foot: number, right: number): Markup[] {
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
  foot: number,
): Markup[] {
  const sorted = [...labels].sort((a, b) => b.y - a.y || a.scenario - b.scenario);
  let free = foot + 4;
  return sorted.map(({ y, scenario }) => {
    const at = Math.min(y + 4, free);
    free = at - 14;
    const look = { stroke: theme.scenario(scenario), 'stroke-dasharray': scenarioLook(scenario).dash };
    return element(
      'g',
      {},
      element('line', { x1: x, x2: x + SAMPLE, y1: at - 4, y2: at - 4, ...look, 'stroke-width': 1.8 }),
      nameText(
        { x: x + SAMPLE + 4, y: at, fill: theme.role('text') },
        report.scenarios[scenario]?.name ?? '',
        NAMES - SAMPLE - 12,
      ),
    );
  });
}
