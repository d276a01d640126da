import { mean, sampleStandardDeviation } from 'simple-statistics';

/** Mean and sample standard deviation (n − 1). */
export interface MeanAndDeviation {
  /** NaN where there is no value, or one is unknown. */
  readonly mean: number;
  /** Undefined for fewer than two values, or where one is unknown. */
  readonly sd: number | undefined;
}

/** What values of several runs have in common. A value that is unknown (NaN) leaves both unknown. */
export function spread(values: readonly number[]): MeanAndDeviation {
  if (values.length === 0 || values.some(Number.isNaN)) return { mean: NaN, sd: undefined };
  const all = [...values];
  return { mean: mean(all), sd: all.length < 2 ? undefined : sampleStandardDeviation(all) };
}
