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

/** The largest of the values that are known; 0 of none. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => (Number.isFinite(value) && value > most ? value : most), 0);
}

/** How an axis is divided: about so many ticks; `round` lets it end at one. */
export interface Division {
  readonly ticks: number;
  readonly round: boolean;
}

/**
 * An axis from 0 to at least `most`, over a range of positions. Times are in the unit in which the largest is read most
 * easily.
 */
export function axis(unit: Unit, most: number, range: readonly [number, number], division: Division): Axis {
  const top = Number.isFinite(most) && most > 0 ? most : 1;
  const [label, factor] = unitFor(unit, top);
  const scale = scaleLinear().domain([0, top / factor]);
  if (division.round && unit !== 'share') scale.nice(division.ticks);
  const ticks = scale.ticks(division.ticks).filter((tick) => unit !== 'count' || Number.isInteger(tick));
  const format = scale.tickFormat(division.ticks);
  return {
    position: scaleLinear()
      .domain([0, scale.domain()[1]! * factor])
      .range(range),
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
