import type { Categories } from '../classify/categories';
import type { DifferenceNode, SideNumbers, TreeDifference } from '../compare/treeDifference';
import type { Change } from '../compare/differences';
import { visible } from '../format/escape';
import { formatCount, formatDuration, formatPlural } from '../format/numbers';

/** A node of a call-tree difference, ready to be shown: names are escaped, numbers are words. */
export interface TreeItem {
  readonly node: number;
  readonly name: string;
  /** Number of the function's category; -1 for what is no function: a task, or what is not in the text. */
  readonly category: number;
  readonly change: Change;
  readonly hasChildren: boolean;
  /** `new · 0 → 12 calls · – → 1.234 ms · 3 changes below`. */
  readonly description: string;
  /** Sentences, with the names of the sides. */
  readonly tooltip: string;
  /** Where its first call is on each side: number of the trace within the side, line from 0. */
  readonly left: SideNumbers['first'];
  readonly right: SideNumbers['first'];
}

/** What to show of nodes of a difference. */
export function treeItems(
  difference: TreeDifference,
  nodes: readonly DifferenceNode[],
  categories: Categories,
): TreeItem[] {
  const { paths } = difference.left.tree;
  const names = [difference.left.name, difference.right.name].map(visible) as [string, string];
  return nodes.map((node) => ({
    node: node.node,
    name: visible(node.name),
    category: paths.isFunction(node.node) ? categories.of(node.name) : -1,
    change: node.change,
    hasChildren: node.hasChildren,
    description: describe(node),
    tooltip: explain(node, names),
    left: node.left.first,
    right: node.right.first,
  }));
}

/** How much differs, in a sentence. */
export function summariseDifference(difference: TreeDifference): string {
  const { changedBelow, left, right } = difference.root;
  if (changedBelow === 0) return 'No difference: the same calls by the same paths, as often.';
  const calls = `${formatMean(left.subtreeCalls)} → ${formatMean(right.subtreeCalls)} calls`;
  return `${formatPlural(changedBelow, 'path differs', 'paths differ')}; ${calls}${perRun(difference)}.`;
}

function perRun({ left, right }: TreeDifference): string {
  return left.tree.traces > 1 || right.tree.traces > 1 ? ' per run' : '';
}

function describe({ change, left, right, changedBelow }: DifferenceNode): string {
  const [a, b] = [callsOf(left), callsOf(right)];
  const calls =
    a === b ? `${formatMean(a)} ${a === 1 ? 'call' : 'calls'}` : `${formatMean(a)} → ${formatMean(b)} calls`;
  const times = [left.totalNs, right.totalNs].map(formatDuration);
  return [
    change,
    calls,
    ...(times.every((time) => time === '–') ? [] : [times.join(' → ')]),
    ...(changedBelow > 0 ? [`${formatPlural(changedBelow, 'change')} below`] : []),
  ].join(' · ');
}

/** Its own; of what has none, as a task, those below. */
function callsOf({ calls, subtreeCalls }: SideNumbers): number {
  return calls > 0 ? calls : subtreeCalls;
}

function explain(
  { name, change, left, right, changedBelow }: DifferenceNode,
  names: readonly [string, string],
): string {
  const side = (which: string, of: SideNumbers): string =>
    of.subtreeCalls === 0
      ? `${which}: not reached by this path`
      : `${which}: ${formatMean(of.calls)} calls, ${formatMean(of.subtreeCalls)} with those below, ${formatDuration(of.totalNs)}`;
  const meaning: Readonly<Record<Change, string>> = {
    new: `only in ${names[1]}`,
    gone: `only in ${names[0]}`,
    more: `more calls in ${names[1]}`,
    fewer: `fewer calls in ${names[1]}`,
    same: 'as many calls in both',
  };
  return [
    `${visible(name)}: ${meaning[change]}`,
    side(names[0], left),
    side(names[1], right),
    `${formatPlural(changedBelow, 'path')} below ${changedBelow === 1 ? 'differs' : 'differ'}`,
  ].join('\n');
}

/** A mean of counts: `12`, `1,234.5`. */
function formatMean(value: number): string {
  const [whole = '', part] = String(Math.round(value * 100) / 100).split('.');
  return formatCount(Number(whole)) + (part === undefined ? '' : `.${part}`);
}
