/** Geometry of two or three sets as circles whose areas are as large as the sets. */

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** Area that two circles share, their centres this far apart. */
export function sharedArea(r1: number, r2: number, distance: number): number {
  if (distance >= r1 + r2) return 0;
  const small = Math.min(r1, r2);
  if (distance <= Math.abs(r1 - r2)) return Math.PI * small * small;
  const angle = (r: number, other: number): number =>
    Math.acos(Math.min(1, Math.max(-1, (distance ** 2 + r ** 2 - other ** 2) / (2 * distance * r))));
  const [a, b] = [angle(r1, r2), angle(r2, r1)];
  return r1 ** 2 * (a - Math.sin(2 * a) / 2) + r2 ** 2 * (b - Math.sin(2 * b) / 2);
}

/** How far apart circles stand that share an area: what they share shrinks as they part, so halving finds it. */
export function distanceFor(r1: number, r2: number, shared: number): number {
  let [near, far] = [Math.abs(r1 - r2), r1 + r2];
  const inner = sharedArea(r1, r2, near);
  if (shared <= 0) return far;
  if (shared >= inner) return near;
  for (let step = 0; step < 60; step++) {
    const middle = (near + far) / 2;
    if (sharedArea(r1, r2, middle) > shared) near = middle;
    else far = middle;
  }
  return (near + far) / 2;
}

/**
 * Circles for sets of these sizes and overlaps (by pair: 0 and 1, 0 and 2, 1 and 2). Exact for two. Three are placed by their
 * pairwise distances where these make a triangle, else as near to it as can be; what all three share then comes out as it does.
 */
export function placeCircles(sizes: readonly number[], overlaps: readonly number[]): Circle[] {
  const radii = sizes.map((size) => Math.sqrt(size / Math.PI));
  const [r0 = 0, r1 = 0, r2] = radii;
  const d01 = distanceFor(r0, r1, overlaps[0] ?? 0);
  const first = { x: 0, y: 0, r: r0 };
  const second = { x: d01, y: 0, r: r1 };
  if (r2 === undefined) return [first, second];
  const d02 = distanceFor(r0, r2, overlaps[1] ?? 0);
  const d12 = distanceFor(r1, r2, overlaps[2] ?? 0);
  // Where no triangle has these sides, the third stands on the line of the other two.
  const x = d01 === 0 ? d02 : (d02 ** 2 - d12 ** 2 + d01 ** 2) / (2 * d01);
  const y = Math.sqrt(Math.max(0, d02 ** 2 - x ** 2));
  return [first, second, { x, y, r: r2 }];
}

/** Pairs of three circles, in the order of `overlaps`. */
const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/** Whether any two of the circles share what they should, within half of one. */
export function pairsFit(circles: readonly Circle[], overlaps: readonly number[]): boolean {
  return PAIRS.every(([i, j], pair) => {
    const [a, b] = [circles[i], circles[j]];
    if (a === undefined || b === undefined) return true;
    return Math.abs(sharedArea(a.r, b.r, Math.hypot(b.x - a.x, b.y - a.y)) - (overlaps[pair] ?? 0)) <= 0.5;
  });
}

/**
 * For each region (a bit per circle that it is in): the point within it that is furthest from all edges, and how far that is.
 * Regions that the circles do not make are missing. Found on a grid: it is where a number is written.
 */
export function regionPlaces(
  circles: readonly Circle[],
): Map<number, { x: number; y: number; room: number }> {
  const places = new Map<number, { x: number; y: number; room: number }>();
  const left = Math.min(...circles.map(({ x, r }) => x - r));
  const right = Math.max(...circles.map(({ x, r }) => x + r));
  const top = Math.min(...circles.map(({ y, r }) => y - r));
  const bottom = Math.max(...circles.map(({ y, r }) => y + r));
  const step = Math.max(right - left, bottom - top) / 120;
  if (!(step > 0)) return places;
  for (let y = top; y <= bottom; y += step) {
    for (let x = left; x <= right; x += step) {
      const edges = circles.map((circle) => circle.r - Math.hypot(x - circle.x, y - circle.y));
      const region = edges.reduce((bits, edge, index) => (edge > 0 ? bits | (1 << index) : bits), 0);
      const room = Math.min(...edges.map(Math.abs));
      if (region !== 0 && room > (places.get(region)?.room ?? 0)) places.set(region, { x, y, room });
    }
  }
  return places;
}
