import { element, type Markup } from '../markup';
import type { PatternName } from '../palette';

/** A tile of each pattern, 8 units wide and high: lines, or filled shapes. */
const TILES: Readonly<Record<PatternName, { readonly lines?: string; readonly dots?: string }>> = {
  plain: {},
  rising: { lines: 'M-2 2L2 -2M0 8L8 0M6 10L10 6' },
  falling: { lines: 'M-2 6L2 10M0 0L8 8M6 -2L10 2' },
  vertical: { lines: 'M2 0V8M6 0V8' },
  horizontal: { lines: 'M0 2H8M0 6H8' },
  crossed: { lines: 'M0 4H8M4 0V8' },
  dots: { dots: 'M1 2a1 1 0 1 0 2 0a1 1 0 1 0 -2 0M5 6a1 1 0 1 0 2 0a1 1 0 1 0 -2 0' },
  rings: { lines: 'M2 4a2 2 0 1 0 4 0a2 2 0 1 0 -4 0' },
};

/** A pattern that also tells areas apart where colours do not: in print, in grey, in high contrast. */
export function pattern(
  id: string,
  name: PatternName,
  { fill, ink }: { readonly fill: string; readonly ink: string },
): Markup {
  const { lines, dots } = TILES[name];
  return element(
    'pattern',
    { id, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
    element('rect', { width: 8, height: 8, fill }),
    lines === undefined
      ? undefined
      : element('path', { d: lines, fill: 'none', stroke: ink, 'stroke-opacity': 0.6 }),
    dots === undefined ? undefined : element('path', { d: dots, fill: ink, 'fill-opacity': 0.6 }),
  );
}
