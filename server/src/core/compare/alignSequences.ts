/** Aligns two sequences so that what they have in common stands side by side. */

/** How well two items go together; 0: not at all. */
export type Likeness<T> = (left: T, right: T) => number;

/** Numbers of items that belong together, ascending on both sides. */
export type Pair = readonly [left: number, right: number];

/** So many items of each side are looked at together. */
export const WINDOW = 500;

/**
 * The pairs with the largest sum of likenesses, in order. Exact where both sides have at most WINDOW items, without those
 * that are the same at both ends; else window by window. Takes at most 4 · WINDOW · (left + right) steps. `best` is the
 * largest likeness; `compare` orders items: ties are decided by it, so that swapping the sides mirrors the pairs.
 */
export function alignSequences<T>(
  left: readonly T[],
  right: readonly T[],
  likeness: Likeness<T>,
  best: number,
  compare: (a: T, b: T) => number,
): Pair[] {
  let from = 0;
  while (from < left.length && from < right.length && likeness(left[from]!, right[from]!) === best) from++;
  let tail = 0;
  while (
    tail < left.length - from &&
    tail < right.length - from &&
    likeness(left.at(-1 - tail)!, right.at(-1 - tail)!) === best
  )
    tail++;
  const pairs: Pair[] = Array.from({ length: from }, (_, at) => [at, at]);
  const middle = [left.slice(from, left.length - tail), right.slice(from, right.length - tail)] as const;
  const swapped = compareSequences(middle[0], middle[1], compare) > 0;
  const aligned = swapped
    ? alignWindows(middle[1], middle[0], (a, b) => likeness(b, a)).map(([a, b]): Pair => [b, a])
    : alignWindows(middle[0], middle[1], likeness);
  for (const [a, b] of aligned) pairs.push([from + a, from + b]);
  for (let at = tail; at > 0; at--) pairs.push([left.length - at, right.length - at]);
  return pairs;
}

function compareSequences<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const order = compare(a[at]!, b[at]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function alignWindows<T>(left: readonly T[], right: readonly T[], likeness: Likeness<T>): Pair[] {
  const pairs: Pair[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    const window = [left.slice(l, l + WINDOW), right.slice(r, r + WINDOW)] as const;
    const isLast = l + WINDOW >= left.length && r + WINDOW >= right.length;
    const found = alignWindow(window[0], window[1], likeness);
    // What is near the end of a window may go better with what is behind it, unless there would be no progress.
    const sure = found.filter(([a, b]) => a < WINDOW / 2 && b < WINDOW / 2);
    const [lastLeft, lastRight] = sure.at(-1) ?? [0, 0];
    const some = !isLast && Math.max(lastLeft, lastRight) >= WINDOW / 4;
    for (const [a, b] of some ? sure : found) pairs.push([l + a, r + b]);
    l += some ? lastLeft + 1 : WINDOW;
    r += some ? lastRight + 1 : WINDOW;
  }
  return pairs;
}

/** Needleman and Wunsch: the best sum for each two beginnings, then back from the end. */
function alignWindow<T>(left: readonly T[], right: readonly T[], likeness: Likeness<T>): Pair[] {
  const width = right.length + 1;
  const sums = new Uint32Array((left.length + 1) * width);
  // From the ends, so that the way back leads from the beginnings on.
  for (let a = left.length - 1; a >= 0; a--) {
    for (let b = right.length - 1; b >= 0; b--) {
      const at = a * width + b;
      const like = likeness(left[a]!, right[b]!);
      const skip = Math.max(sums[at + width]!, sums[at + 1]!);
      sums[at] = like > 0 ? Math.max(skip, like + sums[at + width + 1]!) : skip;
    }
  }
  const pairs: Pair[] = [];
  for (let [a, b] = [0, 0]; a < left.length && b < right.length;) {
    const at = a * width + b;
    const like = likeness(left[a]!, right[b]!);
    if (like > 0 && sums[at] === like + sums[at + width + 1]!) pairs.push([a++, b++]);
    else if (sums[at] === sums[at + width]) a++;
    else b++;
  }
  return pairs;
}
