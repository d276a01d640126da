import type { Categories } from '../classify/categories';
import {
  similarity,
  type ComparedFunction,
  type Comparison,
  type SideCounts,
} from '../compare/compareFunctions';
import { visible } from '../format/escape';
import { formatCount } from '../format/numbers';
import { formatTable } from '../format/table';

/** One side of a comparison as text, for a diff editor. */
export interface Listing {
  readonly text: string;
  /** By line of the listing: the line of the function's first call in the side's trace, from 0; -1 where there is none. */
  readonly targets: readonly number[];
}

/**
 * Both sides as listings of equal length, line against line: by category the union of the functions with the number of
 * calls. A function that a side does not have is an empty line there, so that a diff editor keeps all others aligned. Each
 * line also says in words what it is: `=` same, `~` other number of calls, `+` only here.
 */
export function comparisonListings(
  comparison: Comparison,
  categories: Categories,
  leftName: string,
  rightName: string,
): { left: Listing; right: Listing } {
  const names = { left: visible(leftName), right: visible(rightName) };
  const head = [
    `Kernel functions reached: ${names.left} and ${names.right}`,
    '',
    ...countsTable(comparison, categories, names),
    '',
  ];
  const left = new ListingBuilder(head);
  const right = new ListingBuilder(head);
  const width = Math.max(0, ...comparison.functions.map((f) => visible(f.name).length));
  categories.list.forEach((category, number) => {
    const counts = comparison.byCategory[number]!;
    const title =
      `== ${visible(category.label)}: ${formatCount(counts.both)} on both sides, ` +
      `${formatCount(counts.onlyLeft)} only in ${names.left}, ${formatCount(counts.onlyRight)} only in ${names.right}`;
    left.add(title, -1);
    right.add(title, -1);
    for (const f of comparison.functions) {
      if (f.category !== number) continue;
      left.add(functionLine(f, f.left, f.right, width, names.left), f.leftLine);
      right.add(functionLine(f, f.right, f.left, width, names.right), f.rightLine);
    }
    left.add('', -1);
    right.add('', -1);
  });
  return { left: left.build(), right: right.build() };
}

function functionLine(
  f: ComparedFunction,
  calls: number,
  otherCalls: number,
  width: number,
  side: string,
): string {
  if (calls === 0) return '';
  const sign = otherCalls === 0 ? '+' : calls === otherCalls ? '=' : '~';
  const only = otherCalls === 0 ? `   only in ${side}` : '';
  return `  ${sign} ${visible(f.name).padEnd(width)}  ${formatCount(calls).padStart(9)}${only}`;
}

/** Unique functions per category on both sides, common, only on one, and Jaccard similarity. */
export function countsTable(
  comparison: Comparison,
  categories: Categories,
  names: { readonly left: string; readonly right: string },
): string[] {
  const row = (label: string, counts: SideCounts): string[] => [
    label,
    formatCount(counts.left),
    formatCount(counts.right),
    formatCount(counts.both),
    formatCount(counts.onlyLeft),
    formatCount(counts.onlyRight),
    similarity(counts)?.toFixed(3) ?? '–',
  ];
  return formatTable(
    [
      [
        'unique functions',
        names.left,
        names.right,
        'both',
        `only ${names.left}`,
        `only ${names.right}`,
        'Jaccard',
      ],
      ...categories.list.map((category, number) =>
        row(visible(category.label), comparison.byCategory[number]!),
      ),
      row('total', comparison.total),
    ],
    ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
  );
}

class ListingBuilder {
  private readonly lines: string[];
  private readonly targets: number[];

  constructor(head: readonly string[]) {
    this.lines = [...head];
    this.targets = head.map(() => -1);
  }

  add(line: string, target: number): void {
    this.lines.push(line);
    this.targets.push(target);
  }

  build(): Listing {
    return { text: `${this.lines.join('\n')}\n`, targets: this.targets };
  }
}

/** Names for two sides that cannot be confused: the file's name, with as many folders before it as it takes. */
export function sideNames(leftPath: string, rightPath: string): [string, string] {
  const left = leftPath.split(/[/\\]/).filter((part) => part !== '');
  const right = rightPath.split(/[/\\]/).filter((part) => part !== '');
  for (let parts = 1; parts <= Math.max(left.length, right.length); parts++) {
    const names: [string, string] = [left.slice(-parts).join('/'), right.slice(-parts).join('/')];
    if (names[0] !== names[1]) return names;
  }
  const name = left.at(-1) ?? leftPath;
  return [`${name} (left)`, `${name} (right)`];
}
