/**
 * Scrolling by rows. Browsers have no elements of 100 million pixels, which a long trace would need: so a place is a row
 * with a fraction, and a slider of our own stands for it. No DOM in here.
 */

/** A slider that is smaller could not be taken hold of. */
const MIN_SLIDER = 20;

/** How much there is, and how much of it is on the screen; in rows, which may be fractions. */
export interface Extent {
  readonly total: number;
  readonly visible: number;
}

/** Where the slider is on its track, in pixels. */
export interface Slider {
  readonly at: number;
  readonly size: number;
}

/** The first row on the screen when the last one is at its end. */
export function lastTop({ total, visible }: Extent): number {
  return Math.max(0, total - visible);
}

/** `top` where it is on the scale, else the nearest end of that. */
export function clampTop(top: number, extent: Extent): number {
  return Math.max(0, Math.min(lastTop(extent), top));
}

/** The slider for a place, on a track of so many pixels; none (size 0) where all is on the screen. */
export function sliderOf(top: number, extent: Extent, track: number): Slider {
  const last = lastTop(extent);
  if (last === 0) return { at: 0, size: 0 };
  const size = Math.min(track, Math.max(MIN_SLIDER, Math.round((track * extent.visible) / extent.total)));
  return { at: ((track - size) * clampTop(top, extent)) / last, size };
}

/** The place that a slider at `at` stands for. */
export function topOfSlider(at: number, extent: Extent, track: number): number {
  const { size } = sliderOf(0, extent, track);
  const way = track - size;
  return way <= 0 ? 0 : clampTop((at / way) * lastTop(extent), extent);
}

/** The place that shows a row: unchanged if it is on the screen, below `covered` rows; else with the row in the middle. */
export function topToShow(row: number, top: number, extent: Extent, covered: number): number {
  const { visible } = extent;
  if (row >= top + covered && row + 1 <= top + visible) return top;
  return clampTop(Math.round(row - visible / 2), extent);
}

/** The place that shows a row with as little movement as can be: for steps of one line. */
export function topToFollow(row: number, top: number, extent: Extent, covered: number): number {
  if (row < top + covered) return clampTop(row - covered, extent);
  if (row + 1 > top + extent.visible) return clampTop(row + 1 - extent.visible, extent);
  return top;
}

/** Height of a line as VS Code's editor has it: 0 by the size of the font, below 8 a factor of it, else pixels. */
export function lineHeightOf(setting: number, fontSize: number, mac: boolean): number {
  const ratio = mac ? 1.5 : 1.35;
  const height = setting <= 0 ? ratio * fontSize : setting < 8 ? setting * fontSize : setting;
  return Math.max(8, Math.round(height));
}
