import { OTHER, type Categories } from './categories';

/** Functions that two sets of rules sort differently. */
export interface Reclassified {
  readonly from: string;
  readonly to: string;
  readonly total: number;
  /** Per pair of categories, most first. */
  readonly pairs: readonly {
    readonly fromLabel: string;
    readonly toLabel: string;
    /** By name. */
    readonly names: readonly string[];
  }[];
}

/**
 * Which functions two sets of rules sort differently. A category that the other set does not have is a part of its `other`:
 * that `vfs_read` is in File systems where there is no such category is no difference; that it is in Network is one.
 */
export function reclassified(names: Iterable<string>, from: Categories, to: Categories): Reclassified {
  const pairs = new Map<string, { fromLabel: string; toLabel: string; names: string[] }>();
  let total = 0;
  for (const name of [...new Set(names)].sort()) {
    const before = from.list[from.of(name)]!;
    const after = to.list[to.of(name)]!;
    if (commonId(before.id, to) === commonId(after.id, from)) continue;
    total++;
    const key = `${before.id} ${after.id}`;
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, { fromLabel: before.label, toLabel: after.label, names: [name] });
    else pair.names.push(name);
  }
  const sorted = [...pairs].sort(
    ([keyA, a], [keyB, b]) => b.names.length - a.names.length || (keyA < keyB ? -1 : 1),
  );
  return { from: from.name, to: to.name, total, pairs: sorted.map(([, pair]) => pair) };
}

function commonId(id: string, other: Categories): string {
  return other.indexOf(id) < 0 ? OTHER.id : id;
}
