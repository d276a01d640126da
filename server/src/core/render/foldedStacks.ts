/**
 * Folded stacks, the text that flamegraph.pl and its kin read: https://github.com/brendangregg/FlameGraph. A line is the
 * functions from the top-level call down, joined by `;`, a space, and a whole number.
 */
import { ROOT } from '../analyse/callPaths';
import type { CallTree } from '../analyse/callTree';
import { visible } from '../format/escape';

/** What a stack's number is: self time in nanoseconds, or calls. */
export type StackWeight = 'self' | 'calls';

/**
 * One line per path that has a number, in the order in which paths first appear. With two trees over the same paths there
 * are two numbers, as difffolded.pl prints them, 0 where a side does not have the path. Self times that are not known
 * are left out: those of calls whose end is not in the text.
 */
export function* foldedStacks(
  trees: readonly [CallTree] | readonly [CallTree, CallTree],
  by: StackWeight,
): Generator<string> {
  const { paths } = trees[0];
  for (let node = ROOT + 1; node < paths.length; node++) {
    const weights = trees.map((tree) => weightAt(tree, node, by));
    if (weights.every((weight) => weight === 0)) continue;
    const stack = paths.pathTo(node).map((at) => frame(paths.text(at)));
    yield `${stack.join(';')} ${weights.join(' ')}\n`;
  }
}

/** Nanoseconds or calls of the calls at a node themselves, a whole number; 0 where there are none or none is known. */
export function weightAt(tree: CallTree, node: number, by: StackWeight): number {
  return by === 'calls' ? tree.callsAt(node) : Math.round(tree.selfNsAt(node)) || 0;
}

/** A name that cannot be taken for two frames, or for a frame and a number. */
function frame(name: string): string {
  return visible(name).replaceAll(';', ':').replace(/\s/gu, '_');
}
