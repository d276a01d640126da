/**
 * Names for files that are shown together: the last part of each path, with as many folders before it as it takes to tell
 * it from all others. The same path twice has the same name twice.
 */
export function distinctNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(/[/\\]/).filter((part) => part !== ''));
  const depth = Math.max(1, ...parts.map((all) => all.length));
  const names = paths.map((path) => path);
  let open = parts.map((_, index) => index);
  for (let count = 1; count <= depth && open.length > 0; count++) {
    for (const index of open) names[index] = parts[index]!.slice(-count).join('/') || paths[index]!;
    const seen = new Map<string, number>();
    for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1);
    open = open.filter((index) => seen.get(names[index]!)! > 1);
  }
  return names;
}

/** Names for two sides that cannot be confused, even where both are the same file. */
export function sideNames(leftPath: string, rightPath: string): [string, string] {
  const [left = leftPath, right = rightPath] = distinctNames([leftPath, rightPath]);
  if (left !== right) return [left, right];
  const name = left.split('/').at(-1) ?? left;
  return [`${name} (left)`, `${name} (right)`];
}
