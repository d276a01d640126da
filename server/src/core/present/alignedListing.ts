import type { AlignedRow, Alignment } from '../compare/alignCalls';
import { visible } from '../format/escape';
import { formatCount } from '../format/numbers';
import type { CallTreeListing } from './callTreeListing';

const SIGNS = { same: '=', changed: '~', onlyLeft: '-', onlyRight: '+' } as const;

/**
 * Two calls side by side as listings, made so that a diff editor aligns them row by row: what is on both sides is the same
 * line on both, and no other line is. Signs say in words what colour says too: `-` only on the left, `+` only on the
 * right, `~` another number of calls, or another call inside, `=` same.
 */
export function alignedListings(
  { rows, cut }: Alignment,
  titles: { readonly left: string; readonly right: string },
): { left: CallTreeListing; right: CallTreeListing } {
  const head = [`- ${visible(titles.left)}`, `+ ${visible(titles.right)}`, explain(rows), ''];
  const side = (of: 'left' | 'right', other: 'onlyLeft' | 'onlyRight'): CallTreeListing => {
    const own = rows.filter(({ change }) => change !== other);
    const end = cut ? ['… more calls are left out: the calls are too long to be compared to their ends'] : [];
    return {
      text: `${[...head, ...own.map(rowText), ...end].join('\n')}\n`,
      targets: [...head.map(() => -1), ...own.map((row) => row[of]!.line), ...end.map(() => -1)],
    };
  };
  return { left: side('left', 'onlyRight'), right: side('right', 'onlyLeft') };
}

function explain(rows: readonly AlignedRow[]): string {
  if (rows.every(({ change }) => change === 'same'))
    return 'No difference: both called the same, in the same order.';
  const count = (wanted: AlignedRow['change']): string =>
    formatCount(rows.filter(({ change }) => change === wanted).length);
  return `${count('onlyLeft')} only in -, ${count('onlyRight')} only in +, ${count('changed')} different inside (~), ${count('same')} the same (=)`;
}

function rowText({ change, depth, name, left, right }: AlignedRow): string {
  const text = `${SIGNS[change]} ${'  '.repeat(Math.min(depth, 100))}${visible(name)}`;
  const [a, b] = [left?.count, right?.count];
  if (a !== undefined && b !== undefined && a !== b)
    return `${text} × ${formatCount(a)} → × ${formatCount(b)}`;
  const times = a ?? b ?? 1;
  return times > 1 ? `${text} × ${formatCount(times)}` : text;
}
