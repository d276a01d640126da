import type { Categories } from '../classify/categories';
import { similarity, type Comparison, type Difference, type SideCounts } from '../compare/compareFunctions';
import { visible } from '../format/escape';
import { formatCount, formatPlural } from '../format/numbers';
import { formatTable } from '../format/table';

/** One side of a comparison as text, for a diff editor. */
export interface Listing {
  readonly text: string;
  /** By line of the listing: the line of the function's first call in the side's trace, from 0; -1 where there is none. */
  readonly targets: readonly number[];
  /** By line of the listing: the number of the function's category; -1 where there is no function. */
  readonly categoryOfLine: readonly number[];
}

/** The groups of a category, in this order: what differs most comes first. */
const GROUPS: readonly {
  sign: string;
  difference: Difference;
  title: (left: string, right: string) => string;
}[] = [
  { sign: '-', difference: 'onlyLeft', title: (left) => `only in ${left}` },
  { sign: '+', difference: 'onlyRight', title: (_, right) => `only in ${right}` },
  { sign: '~', difference: 'changed', title: () => 'on both sides, different number of calls' },
  { sign: '=', difference: 'same', title: () => 'on both sides, same number of calls' },
];

/**
 * Both sides as listings, made so that a diff editor aligns them line by line: titles are equal on both sides, and between
 * two titles there are either lines of one side only, or as many on both. Each group and sign says in words what colour
 * says too: `-` only on the left, `+` only on the right, `~` other number of calls, `=` same.
 * `filters`: lines on what filters have taken away, below the first.
 */
export function comparisonListings(
  comparison: Comparison,
  categories: Categories,
  leftName: string,
  rightName: string,
  filters: readonly string[] = [],
): { left: Listing; right: Listing } {
  const names = { left: visible(leftName), right: visible(rightName) };
  const head = [
    `Kernel functions reached: ${names.left} and ${names.right}`,
    ...filters,
    '',
    ...countsTable(comparison, categories, names),
    ...(comparison.functions.every((f) => f.difference === 'same')
      ? ['', 'No difference: the same functions, each called the same number of times.']
      : []),
  ];
  const left = new ListingBuilder(head);
  const right = new ListingBuilder(head);
  // The number first: names are long, and a side of a diff editor is narrow.
  const most = comparison.functions.reduce((calls, f) => Math.max(calls, f.left, f.right), 0);
  const width = formatCount(most).length;
  const line = (sign: string, name: string, calls: number): string =>
    `  ${sign} ${formatCount(calls).padStart(width)}  ${visible(name)}`;
  categories.list.forEach((category, number) => {
    const functions = comparison.functions.filter((f) => f.category === number);
    const title = `== ${visible(category.label)}: ${formatPlural(functions.length, 'function')}`;
    for (const side of [left, right]) side.addTitle(title);
    for (const group of GROUPS) {
      const members = functions.filter((f) => f.difference === group.difference);
      if (members.length === 0) continue;
      const groupTitle = `-- ${group.title(names.left, names.right)}: ${formatCount(members.length)}`;
      for (const side of [left, right]) side.addTitle(groupTitle);
      for (const f of members) {
        if (f.left > 0) left.add(line(group.sign, f.name, f.left), f.leftLine, number);
        if (f.right > 0) right.add(line(group.sign, f.name, f.right), f.rightLine, number);
      }
    }
  });
  return { left: left.build(), right: right.build() };
}

/** Unique functions in all and per category: on each side, on both, on one only, and the Jaccard index. */
export function countsTable(
  comparison: Comparison,
  categories: Categories,
  names: { readonly left: string; readonly right: string },
): string[] {
  const columns = [comparison.total, ...comparison.byCategory];
  const row = (label: string, cell: (counts: SideCounts) => string): string[] => [
    label,
    ...columns.map(cell),
  ];
  return formatTable(
    [
      ['unique functions', 'total', ...categories.list.map(({ label }) => visible(label))],
      row(names.left, ({ left }) => formatCount(left)),
      row(names.right, ({ right }) => formatCount(right)),
      row('on both sides', ({ both }) => formatCount(both)),
      row(`only in ${names.left}`, ({ onlyLeft }) => formatCount(onlyLeft)),
      row(`only in ${names.right}`, ({ onlyRight }) => formatCount(onlyRight)),
      row('Jaccard similarity', (counts) => similarity(counts)?.toFixed(3) ?? '–'),
    ],
    ['left', ...columns.map(() => 'right' as const)],
  );
}

class ListingBuilder {
  private readonly lines: string[];
  private readonly targets: number[];
  private readonly categoryOfLine: number[];

  constructor(head: readonly string[]) {
    this.lines = [...head];
    this.targets = head.map(() => -1);
    this.categoryOfLine = head.map(() => -1);
  }

  /** A line of no function, behind an empty one. */
  addTitle(title: string): void {
    this.add('', -1, -1);
    this.add(title, -1, -1);
  }

  /** A line, the line of the trace that it leads to, and the category of its function. */
  add(line: string, target: number, category: number): void {
    this.lines.push(line);
    this.targets.push(target);
    this.categoryOfLine.push(category);
  }

  build(): Listing {
    return { text: `${this.lines.join('\n')}\n`, targets: this.targets, categoryOfLine: this.categoryOfLine };
  }
}
