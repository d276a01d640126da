/** A point of a curve: how many functions had been called up to a line. Lines count from 0. */
export interface AccumulationPoint {
  readonly line: number;
  readonly functions: number;
}

/**
 * How the number of unique functions grew over a trace, from the lines of their first calls, ascending, to the trace's last
 * line. At most `most` points (at least 3): the first and the last are among them, those between are as many functions apart
 * from each other, so that none is off by more than two of these steps.
 */
export function accumulation(
  firstLines: ArrayLike<number>,
  lastLine: number,
  most = 300,
): AccumulationPoint[] {
  const functions = firstLines.length;
  if (functions === 0) return [];
  const points: AccumulationPoint[] = [];
  const add = (line: number, count: number): void => {
    // Several on one line are one step.
    if (points.at(-1)?.line === line) points.pop();
    points.push({ line, functions: count });
  };
  const steps = Math.min(functions, Math.max(3, most) - 1);
  for (let step = 0; step < steps; step++) {
    const index = steps === 1 ? functions - 1 : Math.round((step * (functions - 1)) / (steps - 1));
    add(firstLines[index]!, index + 1);
  }
  if (lastLine > firstLines[functions - 1]!) add(lastLine, functions);
  return points;
}
