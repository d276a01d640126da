/**
 * Is the recording long enough? How the number of unique functions grew over the lines of each run, and over runs taken
 * together, with what is expected in the end.
 */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Report } from '../../report/report';
import { formatCount } from '../../format/numbers';
import type { ThemeName } from '../theme';
import { largest } from './axis';
import { curvesSvg } from './curves';

/** Scenarios that are drawn at most: more curves cannot be told apart. */
export const MOST_CURVES = 8;
/** Traces whose lengths differ by more are drawn on a logarithmic scale: the short ones could not be seen else. */
const FAR_APART = 8;

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
  return curvesSvg(report, themeName, {
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
  return curvesSvg(report, themeName, {
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
