import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { formatCount } from '../../format/numbers';
import type { Unit } from '../words';

/** A scale for values of a unit, and how its ticks are written. */
export interface Axis {
  /** Value to position. */
  readonly position: ScaleLinear<number, number>;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  /** `ms`, `%`; empty for plain numbers. */
  readonly unit: string;
}

/**
 * An axis from 0 to at least `most`, over a range of positions, with round ticks. Times are in the unit in which the largest
 * is read most easily.
 */
export function axis(unit: Unit, most: number, range: readonly [number, number], count: number): Axis {
  const top = Number.isFinite(most) && most > 0 ? most : 1;
  const [label, factor] = unitFor(unit, top);
  const scale = scaleLinear().domain([0, top / factor]);
  if (unit !== 'share') scale.nice(count);
  const whole = unit === 'count';
  const ticks = scale.ticks(count).filter((tick) => !whole || Number.isInteger(tick));
  const format = scale.tickFormat(count);
  const end = scale.domain()[1]! * factor;
  return {
    position: scaleLinear().domain([0, end]).range(range),
    ticks: ticks.map((tick) => ({
      value: tick * factor,
      label: Number.isInteger(tick) ? formatCount(tick) : format(tick),
    })),
    unit: label,
  };
}

function unitFor(unit: Unit, most: number): [string, number] {
  if (unit === 'share') return ['%', 0.01];
  if (unit !== 'ns') return ['', 1];
  if (most < 1e6) return ['µs', 1e3];
  return most < 1e9 ? ['ms', 1e6] : ['s', 1e9];
}
